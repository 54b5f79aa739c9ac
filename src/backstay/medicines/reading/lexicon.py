"""The words, forms and limits of the knowledge, prepared once for reading."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from backstay.knowledge import Knowledge
from backstay.knowledge.ingredients import names_of, spoken
from backstay.knowledge.tables import phrases as tables
from backstay.medicines.reading.numbers import folded
from backstay.medicines.reading.tokens import plain, tokens
from backstay.medicines.reading.tree import Meaning, Tree, longest

NUMERIC = ("number", "to", "single")  # words that make numbers, or say what a number is


class Lexicon(NamedTuple):
    phrases: Tree
    numbers: Tree
    forms: dict[str, tables.MedicineForm]
    limits: dict[str, tables.ReadingLimit]  # by drug; "" for all others
    names: tuple[str, ...]  # of drugs, as spoken
    worn: frozenset[str]  # drugs whose patch or plaster has a name of its own
    patches: frozenset[str]  # drugs of which mcg/h alone says a patch


@lru_cache(maxsize=8)
def lexicon(knowledge: Knowledge) -> Lexicon:
    """Everything that reading needs, prepared once for a knowledge."""
    numbers: Tree = {}
    known: Tree = {}
    entries = tables.phrases(knowledge)
    for entry in entries:
        if entry.means in NUMERIC:
            _enter(numbers, entry)
    for entry in entries:
        if entry.means not in NUMERIC:
            _enter(known, entry, numbers)
    names = _enter_drugs(knowledge, known)
    limits = tables.reading_limits(knowledge)
    forms = tables.medicine_forms(knowledge)
    return Lexicon(
        phrases=known,
        numbers=numbers,
        forms=forms,
        limits={drug: one for one in limits for drug in one.drugs or ("",)},
        names=tuple(names),
        worn=frozenset(
            drug for name, drug in names.items() if name.endswith((" patch", " plaster"))
        ),
        patches=frozenset(drug for form in forms.values() for drug in form.drugs),
    )


def _enter(tree: Tree, entry: tables.Phrases, numbers: Tree | None = None) -> None:
    for key, words in entry.words.items():
        counted = entry.means in tables.NUMBERS
        times, slot = (tables.amount(key) or (0.0, False)) if counted else (0.0, False)
        for word in words:
            put(tree, word, Meaning(entry.means, key, times, slot), numbers)


def put(tree: Tree, word: str, meaning: Meaning, numbers: Tree | None = None) -> None:
    """Enter one phrase."""
    parts = tokens(plain(word.replace("-", " ")))
    for part in folded(parts, numbers) if numbers else parts:
        tree = tree.setdefault(part, {})
    tree[None] = meaning


def _enter_drugs(knowledge: Knowledge, tree: Tree) -> dict[str, str]:
    """Enter every name of every drug; a name made of the names of several drugs is their combination.

    A name that ends in a form (fentanyl patch) is left to the words it is made of.
    """
    named = _names(knowledge)
    mixed = {one.id: one.parts for one in tables.mixtures(knowledge).values()}
    for name, drug in named.items():
        several = tuple(named[word] for word in name.split() if word in named)
        if len(several) == len(name.split()) > 1:
            put(tree, name, Meaning("drug", several))
        elif not _with_form(name, named, tree):
            put(tree, name, Meaning("drug", mixed.get(drug, (drug,))))
    return named


def _names(knowledge: Knowledge) -> dict[str, str]:
    """Every name of every drug, in any language."""
    named = {name: one.id for one in knowledge.ingredients.values() for name in names_of(one)}
    for entry in tables.phrases(knowledge):
        if entry.means == "drug":
            named |= {spoken(word): key for key, words in entry.words.items() for word in words}
    return named


def _with_form(name: str, named: dict[str, str], tree: Tree) -> bool:
    """Whether a name is that of the same drug and a form or route after it."""
    first, _, rest = name.partition(" ")
    line = tokens(plain(rest))
    known = longest(tree, line, 0) if line else None
    whole = known is not None and known[0] == len(line) and known[1].means in ("form", "route")
    return whole and named.get(first) == named[name]

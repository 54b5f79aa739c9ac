"""The words, forms and limits of the knowledge, prepared once for reading."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from backstay.knowledge import Knowledge
from backstay.knowledge.ingredients import names_of, spoken
from backstay.knowledge.tables import phrases as tables
from backstay.medicines.reading.numbers import folded
from backstay.medicines.reading.tokens import plain, tokens
from backstay.medicines.reading.tree import Meaning, Tree


class Lexicon(NamedTuple):
    phrases: Tree
    numbers: Tree
    forms: dict[str, tables.MedicineForm]
    limits: dict[str, tables.ReadingLimit]  # by drug; "" for all others
    names: frozenset[str]  # of drugs, as spoken
    patches: frozenset[str]  # drugs of which mcg/h alone says a patch


@lru_cache(maxsize=8)
def lexicon(knowledge: Knowledge) -> Lexicon:
    """Everything that reading needs, prepared once for a knowledge."""
    numbers: Tree = {}
    known: Tree = {}
    entries = tables.phrases(knowledge)
    for entry in entries:
        if entry.means in ("number", "to"):
            _enter(numbers, entry)
    for entry in entries:
        if entry.means not in ("number", "to"):
            _enter(known, entry, numbers)
    names = _drugs(knowledge, known)
    limits = tables.reading_limits(knowledge)
    return Lexicon(
        phrases=known,
        numbers=numbers,
        forms=tables.medicine_forms(knowledge),
        limits={drug: one for one in limits for drug in one.drugs or ("",)},
        names=names,
        patches=frozenset(tables.medicine_forms(knowledge)["patch"].drugs),
    )


def _enter(tree: Tree, entry: tables.Phrases, numbers: Tree | None = None) -> None:
    for key, words in entry.words.items():
        counted = entry.means in tables.NUMBERS
        times, slot = (tables.amount(key) or (0.0, False)) if counted else (0.0, False)
        for word in words:
            put(tree, word, Meaning(entry.means, key, times, slot), numbers)


def put(tree: Tree, word: str, meaning: Meaning, numbers: Tree | None = None) -> None:
    """Enter one phrase."""
    parts = tokens(plain(word))
    for part in folded(parts, numbers) if numbers else parts:
        if part not in ("-", " - "):
            tree = tree.setdefault(part, {})
    tree[None] = meaning


def _drugs(knowledge: Knowledge, tree: Tree) -> frozenset[str]:
    """Enter every name of every drug; a name made of the names of several drugs is their combination."""
    named = {name: one.id for one in knowledge.ingredients.values() for name in names_of(one)}
    for entry in tables.phrases(knowledge):
        if entry.means == "drug":
            named |= {spoken(word): key for key, words in entry.words.items() for word in words}
    mixed = {one.id: one.parts for one in tables.mixtures(knowledge).values()}
    for name, drug in named.items():
        several = tuple(named[word] for word in name.split() if word in named)
        whole = len(several) == len(name.split()) > 1
        put(tree, name, Meaning("drug", several if whole else mixed.get(drug, (drug,))))
    return frozenset(named)

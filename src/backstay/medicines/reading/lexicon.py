"""The words of the knowledge, prepared once: a tree of tokens in which the longest phrase is found."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from backstay.knowledge import Knowledge
from backstay.knowledge.ingredients import names_of, spoken
from backstay.knowledge.tables import phrases as tables
from backstay.medicines.reading.tokens import Number, Token, plain, tokens

Tree: TypeAlias = dict[Any, Any]  # token -> tree; None -> what the phrase that ends here means
SLOT = "#"


class Item(NamedTuple):
    """What a phrase of the line means."""

    means: str
    key: Any  # an id, the ids of a combination, or None
    low: float = 0.0  # of meanings with a number
    high: float = 0.0


class Meaning(NamedTuple):
    means: str
    key: Any
    times: float = 0.0
    slot: bool = False  # `times` multiplies the number in the phrase

    def item(self, number: Number | None) -> Item:
        low, high = number if self.slot and number else (1.0, 1.0)
        return Item(self.means, self.key, self.times * low, self.times * high)


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


def longest(tree: Tree, line: list[Token], at: int) -> tuple[int, Meaning, Number | None] | None:
    """The longest phrase that begins here: where it ends, what it means, and its number."""
    best: tuple[int, Meaning, Number | None] | None = None
    live: list[tuple[Tree, Number | None]] = [(tree, None)]
    for end in range(at, len(line)):
        token = line[end]
        after = [(one[token], number) for one, number in live if token in one]
        if type(token) is Number:
            after += [(one[SLOT], token) for one, _ in live if SLOT in one]
        if not after:
            break
        live = after
        for one, number in after:
            if None in one:
                best = end + 1, one[None], number
                break
    return best


def folded(line: list[Token], numbers: Tree) -> list[Token]:
    """The line with its number words as numbers, and two numbers with "to" or a dash between as a range."""
    return _ranges(_words(line, numbers), numbers)


def _words(line: list[Token], numbers: Tree) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(line):
        known = longest(numbers, line, at) if line[at] in numbers else None
        if known and known[1].means == "number":
            found.append(Number(known[1].times, known[1].times))
            at = known[0]
        else:
            found.append(line[at])
            at += 1
    return found


def _ranges(line: list[Token], numbers: Tree) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(line):
        token = line[at]
        if type(token) is Number and _two(line, at, numbers) and not _two(line, at + 2, numbers):
            other = line[at + 2]
            assert type(other) is Number
            found.append(Number(token.low, other.low))
            at += 3
        elif type(token) is Number and _two(line, at, numbers):
            end = at + 2
            while _two(line, end, numbers):
                end += 2
            found += line[at : end + 1]
            at = end + 1
        else:
            found.append(token)
            at += 1
    return found


def _two(line: list[Token], at: int, numbers: Tree) -> bool:
    """Whether a number stands here, and another after a dash or a word for "to"."""
    if at + 2 >= len(line) or type(line[at]) is not Number or type(line[at + 2]) is not Number:
        return False
    between = line[at + 1]
    known = numbers.get(between, {}).get(None)
    return between in ("-", " - ") or (known is not None and known.means == "to")

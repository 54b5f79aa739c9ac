"""Listed patients: every combination of a few facts, or rows in which every pair of values meets."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise as pairs
from math import prod
from typing import Any, NamedTuple

from backstay.case.facts import Fact
from backstay.case.values import Members
from backstay.knowledge.types import Type
from backstay.reason.arithmetic import ends
from backstay.reason.program import Program
from backstay.reason.satisfy import tried_values
from backstay.verify.masks import Masks
from backstay.verify.meaning import Listed
from backstay.verify.symbols import Choice, Many, Symbol, Truth
from backstay.verify.world import At

COURSES = ("previously_irradiated", "radiation_courses", "months_since_radiation")
SEED = 20260314  # rows are the same on every machine


class Slot(NamedTuple):
    """A fact at a place, and the values that a rule may tell apart; the first is unknown."""

    name: str
    at: At
    values: tuple[Any, ...]


class Listing:
    """Facts of listed patients with one lesion; a fact without a slot is unknown."""

    def __init__(
        self, program: Program, algebra: Masks, bits: Mapping[tuple[str, At], dict[int, int]],
        slots: Sequence[Slot], lesions: int = 1,
    ) -> None:  # fmt: skip
        self.knowledge = program.knowledge
        self.algebra = algebra
        self.bits = bits
        self.slots = {(slot.name, slot.at): slot for slot in slots}
        self.listed = Listed(algebra.yes, (algebra.yes,) * lesions)

    def fact(self, name: str, at: At) -> Symbol:
        if name == "levels":
            return self._levels(at)
        slot = self.slots.get((name, at))
        named = {} if slot is None else self.bits[name, at]
        values = () if slot is None else slot.values
        said = [(values[n], bit) for n, bit in named.items() if values[n] is not None]
        return symbol(self.knowledge.types[name], said, self.algebra)

    def _levels(self, at: At) -> Symbol:
        """A listed lesion is one vertebra."""
        level = self.fact("level", at)
        said = [(Members(frozenset({v}), complete=True), bit) for v, bit in level.values.items()]
        return symbol(self.knowledge.types["levels"], said, self.algebra)

    def readable(self) -> int:
        """The patients whose courses of radiation can come from one list."""
        a, held = self.algebra, [name for name in COURSES if (name, 0) in self.slots]
        told = [_ever(self.fact(name, 0), a) for name in held if name != COURSES[2]]
        some, none = a.either(one.true for one in told), a.either(one.false for one in told)
        known = [one.true | one.false for one in told]
        apart = (some & none) | (known[0] ^ known[-1] if known else a.no)
        undated = (
            a.no
            if COURSES[2] not in held or not told
            else a.known(self.fact(COURSES[2], 0)) & ~some
        )
        return a.negate(apart | undated)


def _ever(courses: Symbol, a: Masks) -> Truth:
    """Whether there was a course, from the answer itself or from how many there were."""
    return courses if isinstance(courses, Truth) else a.compare(">=", courses, a.number(1, 1))


def symbol(kind: Type, said: Sequence[tuple[Any, int]], a: Masks) -> Symbol:
    """The symbol of values and the patients who have each."""
    if kind.kind == "yes_no":
        return Truth(*(a.either(bit for value, bit in said if value is b) for b in (True, False)))
    if kind.kind == "choice":
        texts = dict.fromkeys(value for value, _ in said)
        return Choice({t: a.either(bit for value, bit in said if value == t) for t in texts})
    if kind.kind == "many":
        return Many(a.either(bit for _, bit in said), _Names(said, a))
    spans = dict.fromkeys(ends(value) for value, _ in said)
    return {e: a.either(bit for value, bit in said if ends(value) == e) for e in spans}


class _Names(dict[str, Truth]):
    """For any name, who surely has it and who surely has not."""

    def __init__(self, said: Sequence[tuple[Members, int]], a: Masks) -> None:
        super().__init__()
        self.said, self.a = said, a

    def __missing__(self, name: str) -> Truth:
        found = Truth(
            self.a.either(bit for value, bit in self.said if value.has(name) is True),
            self.a.either(bit for value, bit in self.said if value.has(name) is False),
        )
        self[name] = found
        return found


def size(slots: Sequence[Slot]) -> int:
    """How many patients all combinations are."""
    return prod(len(slot.values) for slot in slots)


def every_combination(program: Program, slots: Sequence[Slot]) -> Listing:
    """One bit for each combination; the first slot turns fastest."""
    count = size(slots)
    bits: dict[tuple[str, At], dict[int, int]] = {}
    stride = 1
    for slot in slots:
        width = stride * len(slot.values)
        run = (1 << stride) - 1
        bits[slot.name, slot.at] = {
            n: _repeated(run << (n * stride), width, count) for n in range(len(slot.values))
        }
        stride = width
    return Listing(program, Masks(count), bits, slots)


def _repeated(pattern: int, width: int, count: int) -> int:
    """A pattern of some width, repeated until there is a bit for every patient."""
    while width < count:
        pattern |= pattern << width
        width *= 2
    return pattern & ((1 << count) - 1)


def of_rows(program: Program, slots: Sequence[Slot], rows: Sequence[Sequence[int]]) -> Listing:
    """One bit for each row; a row holds the number of the value of each slot."""
    bits: dict[tuple[str, At], dict[int, int]] = {}
    for column, slot in enumerate(slots):
        texts = ["0"] * len(slot.values)
        for n in range(len(slot.values)):
            texts[n] = "".join("1" if row[column] == n else "0" for row in reversed(rows))
        bits[slot.name, slot.at] = {n: int(text or "0", 2) for n, text in enumerate(texts)}
    return Listing(program, Masks(len(rows)), bits, slots)


def pairwise(slots: Sequence[Slot]) -> list[list[int]]:
    """Rows in which each value of each slot meets each value of each other; greedy, and always the same."""
    chance = random.Random(SEED)  # noqa: S311  (a choice of examples, no secret)
    wanted = [{} for _ in slots]  # type: list[dict[int, set[tuple[int, int]]]]
    for one in range(len(slots)):
        for value in range(len(slots[one].values)):
            others = [n for n in range(len(slots)) if n != one]
            wanted[one][value] = {(n, v) for n in others for v in range(len(slots[n].values))}
    rows: list[list[int]] = []
    for one in range(len(slots)):
        for value, left in wanted[one].items():
            while left:
                rows.append(_row(slots, wanted, one, value, chance))
    return rows


def _row(
    slots: Sequence[Slot], wanted: list[dict[int, set[tuple[int, int]]]], one: int, value: int,
    chance: random.Random,
) -> list[int]:  # fmt: skip
    row = [chance.randrange(len(slot.values)) for slot in slots]
    row[one] = value
    for other, said in wanted[one][value]:
        row[other] = said
    for at, mine in enumerate(row):
        wanted[at][mine] -= {(n, v) for n, v in enumerate(row) if n != at}
    return row


def slots_of(program: Program, names: Sequence[tuple[str, At]]) -> list[Slot]:
    """What a rule can tell apart of each fact, unknown first."""
    tried = tried_values(program)
    found = []
    for name, at in names:
        fact = program.knowledge.fact(name)
        values = list(_values(program.knowledge.types[name], fact, tried.get(name, ())))
        found.append(Slot(name, at, (None, *values)))
    return found


def _values(kind: Type, fact: Fact | None, tried: Sequence[Any]) -> Iterator[Any]:
    if kind.kind == "yes_no":
        yield from (True, False)
    elif kind.kind == "choice":
        yield from kind.values
    elif kind.kind == "number":
        yield from _numbers(fact, sorted({v for v in tried if isinstance(v, float)}))
    elif kind.kind == "many":
        yield from _sets(fact, [v for v in tried if isinstance(v, str)])


def _sets(fact: Fact | None, names: list[str]) -> Iterator[Members]:
    """None of the names, and each alone: in a whole list, in an open one, or surely absent, as it can be read."""
    yield Members(frozenset(), complete=True)
    whole = fact is not None and fact.complete_when is not None
    for name in names:
        if whole:
            yield Members(frozenset({name}), complete=True)
        if fact is None or fact.complete_when != "given":
            yield Members(frozenset({name}))
        if fact is not None and fact.excluded_by:
            yield Members(frozenset(), frozenset({name}))


def _numbers(fact: Fact | None, thresholds: list[float]) -> Iterator[float]:
    """On each threshold, between two, below the first and above the last."""
    low = fact.min if fact is not None and fact.min is not None else 0.0
    high = fact.max if fact is not None and fact.max is not None else None
    whole = fact is not None and (fact.kind == "count" or fact.step == 1)
    points = [low, *thresholds, *([high] if high is not None else [(thresholds or [low])[-1] + 10])]
    between = [(one + two) / 2 for one, two in pairs(points)]
    for value in sorted({*points, *between, *(t + 1 for t in thresholds if whole)}):
        if low <= value and (high is None or value <= high) and (not whole or value == int(value)):
            yield value

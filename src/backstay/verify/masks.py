"""The algebra of masks: listed patients, one bit each, so that a rule is asked of millions of them at once.

A whole number of Python is the set of patients for whom something holds: `&` asks a rule of all of them in one
step. A number is a table from its two ends to the patients who have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from backstay.case.values import Interval
from backstay.reason import arithmetic as plain
from backstay.verify.symbols import Truth

Ends: TypeAlias = tuple[float, float]
Table: TypeAlias = dict[Ends, int]


class Masks:
    """Sets of `count` patients."""

    no = 0

    def __init__(self, count: int) -> None:
        self.count = count
        self.yes = (1 << count) - 1

    def both(self, bits: Iterable[int]) -> int:
        found = self.yes
        for bit in bits:
            found &= bit
        return found

    def either(self, bits: Iterable[int]) -> int:
        found = 0
        for bit in bits:
            found |= bit
        return found

    def negate(self, bit: int) -> int:
        return self.yes ^ bit

    def number(self, low: float, high: float) -> Table:
        return {(low, high): self.yes}

    def known(self, number: Table) -> int:
        return self.either(number.values())

    def compare(self, operator: str, one: Table, two: Table) -> Truth:
        found = {True: 0, False: 0, None: 0}
        for left, right, bit in _pairs(one, two):
            found[plain.COMPARE[operator](Interval(*left), Interval(*right))] |= bit
        return Truth(found[True], found[False])

    def arithmetic(self, operator: str, one: Table, two: Table) -> Table:
        found: Table = {}
        for left, right, bit in _pairs(one, two):
            value = plain.ARITHMETIC[operator](plain.whole(*left), plain.whole(*right))
            if value is not None:
                _add(found, plain.ends(value), bit)
        return found

    def extreme(self, which: str, numbers: Sequence[Table]) -> Table:
        found = numbers[0]
        pick = min if which == "least" else max
        for number in numbers[1:]:
            joined: Table = {}
            for one, two, bit in _pairs(found, number):
                _add(joined, (pick(one[0], two[0]), pick(one[1], two[1])), bit)
            found = joined
        return found

    def pick(self, cases: Sequence[tuple[int, Table]]) -> Table:
        found: Table = {}
        for here, number in cases:
            for ends, bit in number.items():
                _add(found, ends, here & bit)
        return found

    def hull(self, cases: Sequence[tuple[int, Table]]) -> Table:
        found: Table = {}
        spread = 0  # patients for whom some case has held
        for here, number in cases:
            joined: Table = {}
            for ends, bit in found.items():
                _add(joined, ends, bit & ~here)
            for one, two, bit in _pairs(found, number):
                _add(joined, (min(one[0], two[0]), max(one[1], two[1])), bit & here)
            for ends, bit in number.items():
                _add(joined, ends, bit & here & ~spread)
            found, spread = joined, spread | here
        return found

    def same(self, one: Table, two: Table) -> int:
        return self.either(bit & two.get(ends, 0) for ends, bit in one.items())


def _pairs(one: Table, two: Table) -> Iterable[tuple[Ends, Ends, int]]:
    for left, here in one.items():
        for right, there in two.items():
            bit = here & there
            if bit:
                yield left, right, bit


def _add(table: Table, ends: Ends, bit: int) -> None:
    if bit:
        table[ends] = table.get(ends, 0) | bit

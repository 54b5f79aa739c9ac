"""Values that stand for many patients at once: each truth is a pair, surely true and surely false.

Two algebras give them meaning: z3 (a formula over every patient there is) and masks (a set of listed patients).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

Bit: TypeAlias = Any  # a z3 formula, or a mask with one bit for each listed patient
Number: TypeAlias = Any  # as the algebra keeps it


class Truth(NamedTuple):
    """Surely true, surely false; neither where it is unknown."""

    true: Bit
    false: Bit


class Choice(NamedTuple):
    """For each value, whether it is surely this one."""

    values: dict[str, Bit]


class Many(NamedTuple):
    """For each name, whether it is surely in the set or surely not."""

    given: Bit
    names: dict[str, Truth]


Symbol: TypeAlias = Any  # Truth, Choice, Many or Number


class Algebra(Protocol):
    """Logic, and numbers known exactly, as an interval, or not at all."""

    @property
    def yes(self) -> Bit: ...
    @property
    def no(self) -> Bit: ...

    def both(self, bits: Iterable[Bit]) -> Bit: ...
    def either(self, bits: Iterable[Bit]) -> Bit: ...
    def negate(self, bit: Bit) -> Bit: ...

    def number(self, low: float, high: float) -> Number: ...
    def known(self, number: Number) -> Bit: ...
    def compare(self, operator: str, one: Number, two: Number) -> Truth: ...
    def arithmetic(self, operator: str, one: Number, two: Number) -> Number: ...
    def extreme(self, which: str, numbers: Sequence[Number]) -> Number: ...
    def pick(self, cases: Sequence[tuple[Bit, Number]]) -> Number:
        """The number of the case that holds, at most one; unknown where none does."""

    def hull(self, cases: Sequence[tuple[Bit, Number]]) -> Number:
        """The span of the numbers of all cases that hold; unknown where one of them or every case is."""

    def same(self, one: Number, two: Number) -> Bit:
        """Both known, with the same ends."""


def implies(a: Algebra, one: Bit, two: Bit) -> Bit:
    return a.either([a.negate(one), two])


def truth_known(a: Algebra, truth: Truth) -> Bit:
    return a.either(truth)


def flipped(truth: Truth) -> Truth:
    return Truth(truth.false, truth.true)


def known(a: Algebra, symbol: Symbol) -> Bit:
    """Where a value of any kind is known."""
    if isinstance(symbol, Truth):
        return a.either(symbol)
    if isinstance(symbol, Choice):
        return a.either(symbol.values.values())
    return symbol.given if isinstance(symbol, Many) else a.known(symbol)


def hull(a: Algebra, cases: Sequence[tuple[Bit, Symbol]]) -> Symbol:
    """What is known when any of the cases that hold may be the one: numbers span, others must agree."""
    first = cases[0][1]
    if isinstance(first, Truth):
        return Truth(
            a.both(implies(a, bit, value.true) for bit, value in cases),
            a.both(implies(a, bit, value.false) for bit, value in cases),
        )
    if isinstance(first, Choice):
        names = dict.fromkeys(name for _, value in cases for name in value.values)
        return Choice(
            {
                name: a.both(implies(a, bit, value.values.get(name, a.no)) for bit, value in cases)
                for name in names
            }
        )
    return a.hull(cases)


def pick(a: Algebra, cases: Sequence[tuple[Bit, Symbol]]) -> Symbol:
    """The value of the one case that holds; unknown where none does."""
    first = cases[0][1]
    if isinstance(first, Truth):
        return Truth(
            a.either(a.both([bit, value.true]) for bit, value in cases),
            a.either(a.both([bit, value.false]) for bit, value in cases),
        )
    if isinstance(first, Choice):
        names = dict.fromkeys(name for _, value in cases for name in value.values)
        return Choice(
            {
                name: a.either(a.both([bit, value.values.get(name, a.no)]) for bit, value in cases)
                for name in names
            }
        )
    return a.pick(cases)


def same(a: Algebra, one: Symbol, two: Symbol) -> Bit:
    """Where both are known and the same."""
    if isinstance(one, Truth):
        return a.either([a.both([one.true, two.true]), a.both([one.false, two.false])])
    if isinstance(one, Choice):
        return a.either(
            a.both([bit, two.values[name]])
            for name, bit in one.values.items()
            if name in two.values
        )
    return a.same(one, two)


def compatible(a: Algebra, one: Symbol, two: Symbol) -> Bit:
    """Where two known values can be one and the same: ranges that meet, or equal values."""
    if isinstance(one, Truth | Choice):
        return same(a, one, two)
    return a.negate(a.compare("==", one, two).false)

"""The algebra of z3: every patient there is, with every number, at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import z3

from backstay.verify.symbols import Bit, Truth


class Span(NamedTuple):
    """A number: whether it is known, and both its ends."""

    known: Bit
    low: Any
    high: Any


class Formulas:
    """Constants are folded, so that what cannot depend on anything stays short."""

    yes = z3.BoolVal(True)
    no = z3.BoolVal(False)

    def both(self, bits: Iterable[Bit]) -> Bit:
        return _joined(bits, self.yes, self.no, z3.And)

    def either(self, bits: Iterable[Bit]) -> Bit:
        return _joined(bits, self.no, self.yes, z3.Or)

    def negate(self, bit: Bit) -> Bit:
        if bit.eq(self.yes):
            return self.no
        return self.yes if bit.eq(self.no) else z3.Not(bit)

    def number(self, low: float, high: float) -> Span:
        return Span(self.yes, _real(low), _real(high))

    def known(self, number: Span) -> Bit:
        return number.known

    def compare(self, operator: str, one: Span, two: Span) -> Truth:
        if operator == "!=":
            equal = self.compare("==", one, two)
            return Truth(equal.false, equal.true)
        if operator in (">", ">="):
            return self.compare({">": "<", ">=": "<="}[operator], two, one)
        true, false = _COMPARED[operator](one, two)
        here = self.both([one.known, two.known])
        return Truth(self.both([here, true]), self.both([here, false]))

    def arithmetic(self, operator: str, one: Span, two: Span) -> Span:
        here = self.both([one.known, two.known])
        if operator == "+":
            return Span(here, one.low + two.low, one.high + two.high)
        if operator == "-":
            return Span(here, one.low - two.high, one.high - two.low)
        constant = _constant(two)
        if operator == "**" and constant == 1:
            return one
        if operator == "/" and constant:
            return Span(here, one.low / two.low, one.high / two.low)
        if operator == "*" and (constant is not None or _constant(one) is not None):
            return Span(here, one.low * two.low, one.high * two.high)
        return _some_function(operator, here, one, two)

    def extreme(self, which: str, numbers: Sequence[Span]) -> Span:
        choose = _lesser if which == "least" else _greater
        low, high = numbers[0].low, numbers[0].high
        for number in numbers[1:]:
            low, high = choose(low, number.low), choose(high, number.high)
        return Span(self.both(number.known for number in numbers), low, high)

    def pick(self, cases: Sequence[tuple[Bit, Span]]) -> Span:
        low = high = _real(0)
        for bit, number in reversed(cases):
            low, high = _if(bit, number.low, low), _if(bit, number.high, high)
        return Span(self.either(self.both([b, n.known]) for b, n in cases), low, high)

    def hull(self, cases: Sequence[tuple[Bit, Span]]) -> Span:
        (here, first), *others = cases
        low, high = first.low, first.high
        for bit, number in others:
            low = _if(here, _if(bit, _lesser(low, number.low), low), number.low)
            high = _if(here, _if(bit, _greater(high, number.high), high), number.high)
            here = self.either([here, bit])
        sure = self.both(self.either([self.negate(b), n.known]) for b, n in cases)
        return Span(self.both([here, sure]), low, high)

    def same(self, one: Span, two: Span) -> Bit:
        return self.both([one.known, two.known, one.low == two.low, one.high == two.high])


def _some_function(operator: str, here: Bit, one: Span, two: Span) -> Span:
    """A product, quotient or power: some number that the same two numbers always give, or none."""
    made = z3.Function(f"({operator})", z3.RealSort(), z3.RealSort(), z3.RealSort())
    some = z3.Function(f"({operator})?", z3.RealSort(), z3.RealSort(), z3.BoolSort())
    value = made(one.low, two.low)
    return Span(z3.And(here, some(one.low, two.low)), value, value)


def _joined(bits: Iterable[Bit], neutral: Bit, decides: Bit, join: Any) -> Bit:
    kept = [bit for bit in bits if not bit.eq(neutral)]
    if any(bit.eq(decides) for bit in kept):
        return decides
    return neutral if not kept else kept[0] if len(kept) == 1 else join(*kept)


def _real(value: float) -> Any:
    """The number as it was written: 0.1 means a tenth."""
    return z3.RealVal(str(Fraction(repr(float(value)))))


def _constant(number: Span) -> Fraction | None:
    value = number.low
    return value.as_fraction() if z3.is_rational_value(value) else None


def _if(bit: Bit, one: Any, two: Any) -> Any:
    if z3.is_true(bit) or one.eq(two):
        return one
    return two if z3.is_false(bit) else z3.If(bit, one, two)


def _lesser(one: Any, two: Any) -> Any:
    return _if(one <= two, one, two)


def _greater(one: Any, two: Any) -> Any:
    return _if(one >= two, one, two)


_COMPARED = {
    "<": lambda one, two: (one.high < two.low, one.low >= two.high),
    "<=": lambda one, two: (one.high <= two.low, one.low > two.high),
    "==": lambda one, two: (
        z3.And(one.low == one.high, two.low == two.high, one.low == two.low),
        z3.Or(one.high < two.low, two.high < one.low),
    ),
}

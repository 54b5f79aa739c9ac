"""What operators mean on numbers that may be unknown or known only as an interval.

Shared by the interpreter and the closures, so that both mean the same; other engines spell it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import isfinite
from typing import Any

from backstay.case.values import Interval, Value

Truth = bool | None


def ends(value: Any) -> tuple[float, float]:
    """Both ends of a number or interval."""
    return value if isinstance(value, Interval) else (value, value)


def whole(low: float, high: float) -> Value:
    """A number where both ends agree, else the interval.

    >>> whole(2.0, 2.0), whole(1.0, 2.0)
    (2.0, Interval(low=1.0, high=2.0))
    """
    return low if low == high else Interval(low, high)


def less(left: Any, right: Any) -> Truth:
    """True or false only if so for every value in both."""
    (a, b), (c, d) = ends(left), ends(right)
    return True if b < c else False if a >= d else None


def less_or_equal(left: Any, right: Any) -> Truth:
    """True or false only if so for every value in both."""
    (a, b), (c, d) = ends(left), ends(right)
    return True if b <= c else False if a > d else None


def equal(left: Any, right: Any) -> Truth:
    """True for one same number, false for ranges that do not meet, else unknown."""
    (a, b), (c, d) = ends(left), ends(right)
    if a == b == c == d:
        return True
    return False if b < c or d < a else None


def compatible(one: Any, other: Any) -> bool:
    """Whether two values can be one and the same: ranges that meet, or equal values."""
    if isinstance(one, Interval) or isinstance(other, Interval):
        return equal(one, other) is not False
    return bool(one == other)


def negate(truth: Truth) -> Truth:
    """Not; unknown stays unknown."""
    return None if truth is None else not truth


COMPARE: dict[str, Callable[[Any, Any], Truth]] = {
    "<": less,
    "<=": less_or_equal,
    ">": lambda left, right: less(right, left),
    ">=": lambda left, right: less_or_equal(right, left),
    "==": equal,
    "!=": lambda left, right: negate(equal(left, right)),
}


def add(left: Any, right: Any) -> Value:
    """A sum; of intervals, the sum of their ends."""
    if isinstance(left, Interval) or isinstance(right, Interval):
        (a, b), (c, d) = ends(left), ends(right)
        return whole(a + c, b + d)
    return finite(float(left) + float(right))


def subtract(left: Any, right: Any) -> Value:
    """A difference; of intervals, the widest it can be."""
    if isinstance(left, Interval) or isinstance(right, Interval):
        (a, b), (c, d) = ends(left), ends(right)
        return whole(a - d, b - c)
    return finite(float(left) - float(right))


def multiply(left: Any, right: Any) -> Value:
    """A product; one too large to be a number is unknown.

    Expressions never multiply an interval; a room that hands one in for a fact gets the ends of all products.
    """
    if isinstance(left, Interval) or isinstance(right, Interval):
        products = [one * other for one in ends(left) for other in ends(right)]
        return whole(min(products), max(products))
    return finite(float(left) * float(right))


def finite(value: float) -> Value:
    """A number, or unknown where none was left."""
    return value if isfinite(value) else None


def divide(left: Any, right: Any) -> Value:
    """x/0 is unknown on every engine."""
    if right == 0:
        return None
    return finite(float(left) / float(right))


def power(left: Any, right: Any) -> Value:
    """A power that is not a real number is unknown."""
    try:
        found = float(left) ** float(right)  # floats: whole numbers would grow without end
    except (ZeroDivisionError, OverflowError):
        return None
    return finite(found) if isinstance(found, float) else None


ARITHMETIC: dict[str, Callable[[Any, Any], Value]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}


def possible(candidates: list[Any]) -> Value:
    """What is known when one of several values holds: numbers span an interval, others must agree."""
    if None in candidates:
        return None
    first = candidates[0]
    if isinstance(first, bool) or not isinstance(first, int | float | Interval):
        return first if candidates.count(first) == len(candidates) else None
    spans = [ends(candidate) for candidate in candidates]
    return whole(min(low for low, _ in spans), max(high for _, high in spans))


def count(truths: Iterable[Truth]) -> Value:
    """How many are true: an interval while some are unknown."""
    listed = list(truths)
    sure = sum(truth is True for truth in listed)
    return whole(float(sure), float(sure + sum(truth is None for truth in listed)))


def worst(values: list[Any], order: tuple[str, ...]) -> Value:
    """The highest value; unknown unless what is unknown could not be higher."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    if order:
        top: Value = max(known, key=order.index)
        return top if len(known) == len(values) or top == order[-1] else None
    if len(known) < len(values):
        return None
    spans = [ends(value) for value in known]
    return whole(max(low for low, _ in spans), max(high for _, high in spans))


def extreme(which: str, values: list[Any]) -> Value:
    """The least or greatest; unknown if any is."""
    if any(value is None for value in values):
        return None
    pick = min if which == "least" else max
    spans = [ends(value) for value in values]
    return whole(pick(low for low, _ in spans), pick(high for _, high in spans))

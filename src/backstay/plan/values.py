"""Values as they are written out: unknown is null, an interval is [low, high], a set is a sorted list.

An end of an interval that is open is null too: [60, null] is 60 or more.
"""

from __future__ import annotations

from math import isinf
from typing import Any

from backstay.case.values import Interval, Members

AS_THEY_ARE = (bool, str)


def plain(value: Any, decimals: int = 6) -> Any:
    """A value in plain JSON terms, numbers rounded to their declared decimals.

    >>> plain(Interval(8.0, 11.0)), plain(Members(frozenset({"b", "a"}))), plain(20.6149, 1)
    ([8, 11], ['a', 'b'], 20.6)
    """
    if value is None or type(value) in AS_THEY_ARE:
        return value
    if isinstance(value, Interval):
        return [end(value.low, decimals), end(value.high, decimals)]
    if isinstance(
        value, Members
    ):  # an empty list would say "none", so an open one without a name is null
        return sorted(value.present) if value.present or value.complete else None
    if isinstance(value, float):
        return number(value, decimals)
    if isinstance(value, tuple | list):
        return [plain(part, decimals) for part in value]
    if isinstance(value, dict):
        return {key: plain(part, decimals) for key, part in value.items()}
    return value


def end(value: float, decimals: int = 6) -> float | int | None:
    """One end of an interval; an open one is null.

    >>> end(60.0), end(7.25), end(float("inf"))
    (60, 7.25, None)
    """
    return None if isinf(value) else number(value, decimals)


def number(value: float, decimals: int = 6) -> float | int:
    """Rounded, and without a decimal point where none is needed."""
    rounded = round(value, decimals)
    return int(rounded) if rounded == int(rounded) else rounded


def truth_word(truth: bool | None) -> Any:
    """The contract's word for a truth value."""
    return "unknown" if truth is None else "true" if truth else "false"

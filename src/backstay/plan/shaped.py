"""What a room found, in the shape of an assessment: the same names, numbers rounded, the rest left out."""

from __future__ import annotations

from typing import Any

import msgspec

from backstay.case.values import Interval
from backstay.knowledge.entries import Checked
from backstay.plan.values import end, number

DECIMALS = 3  # as many as any source prints


def as_shape(found: Any, shape: Any, **more: Any) -> Any:
    """A struct of a room as a struct of the assessment, by the names of its fields; `more` are fields it lacks.

    >>> as_shape(Interval(37.5, 42.504), list[float | None] | None)
    [37.5, 42.504]
    """
    plain = _plain(found)
    return msgspec.convert({**plain, **more} if more else plain, shape)


def settled(checked: Checked | None) -> str | None:
    """How well it was read, in one word."""
    return None if checked is None else checked.status


def _plain(value: Any) -> Any:
    """Plain values: an interval as a pair with open ends null, how a source was read as one word."""
    if isinstance(value, float):
        return number(value, DECIMALS)
    if isinstance(value, Interval):
        return [end(value.low, DECIMALS), end(value.high, DECIMALS)]
    if isinstance(value, Checked):
        return value.status
    if isinstance(value, msgspec.Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return value

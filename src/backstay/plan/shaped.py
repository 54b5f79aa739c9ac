"""What a room found, in the shape of an assessment: the same names, numbers rounded, the rest left out."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from backstay.case.values import Interval
from backstay.knowledge.entries import Checked
from backstay.plan.values import end, number

DECIMALS = 3  # as many as any source prints
SHAPES: dict[type, type] = {}  # of entries that come in the same words again and again: made once


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


@lru_cache(maxsize=4096)
def _again(found: msgspec.Struct) -> Any:
    return msgspec.convert(_fields(found), SHAPES[type(found)])


def _fields(found: msgspec.Struct) -> dict[str, Any]:
    return {name: _plain(getattr(found, name)) for name in found.__struct_fields__}


def _plain(value: Any) -> Any:
    """Plain values: an interval as a pair with open ends null, how a source was read as one word."""
    kind = type(value)
    if value is None or kind in (str, bool, int):
        return value
    if kind is float:
        return number(value, DECIMALS)
    if kind in SHAPES:
        return _again(value)
    if kind is tuple:
        return [_plain(one) for one in value]
    return _whole(value)


def _whole(value: Any) -> Any:
    if isinstance(value, Interval):
        return [end(value.low, DECIMALS), end(value.high, DECIMALS)]
    if isinstance(value, Checked):
        return value.status
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return _fields(value)

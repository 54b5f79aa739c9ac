"""Values as plain JSON, and in words."""

from __future__ import annotations

import json

from backstay.case.facts import Fact
from backstay.case.units import spoken
from backstay.case.values import Members, Value

_SORTED = json.JSONEncoder(sort_keys=True)


def plain(value: Value) -> object:
    """A value as JSON writes it: a set as a sorted list, a whole number without a point.

    >>> plain(Members(frozenset({"stroke", "copd"}))), plain(63.0)
    (['copd', 'stroke'], 63)
    """
    if isinstance(value, Members):
        return sorted(value.present)
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name: plain(value[name]) for name in sorted(value)}
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def key(value: Value) -> str:
    """A text that is the same for equal values, to sort and to compare by."""
    return _SORTED.encode(plain(value))


def in_words(value: Value, fact: Fact) -> str:
    """A value as a person says it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Members):
        return ", ".join(fact.says.get(one, one) for one in sorted(value.present)) or "none"
    if isinstance(value, str):
        return fact.says.get(value, value)
    if isinstance(value, int | float):
        return f"{round(value, 3):.10g} {spoken(fact.unit or '')}".strip()
    return json.dumps(plain(value))

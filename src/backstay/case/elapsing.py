"""Times since something, which grow with the time since they were seen."""

from __future__ import annotations

from datetime import timedelta

from backstay.case.dates import Moment
from backstay.case.facts import Fact
from backstay.case.structures import field_of
from backstay.case.values import Interval, Value

_DAY = timedelta(days=1)
_LENGTHS = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": _DAY,
    "wk": 7 * _DAY,
    "mo": 30.4375 * _DAY,
    "a": 365.25 * _DAY,
}


def runs(fact: Fact) -> bool:
    """Whether time alone changes the value of a fact, or of one of its fields."""
    return fact.elapses or any(field_of(fact, name).elapses for name in fact.fields)


def grown(value: Value, fact: Fact, seen: Moment, as_of: Moment) -> Value:
    """A value as it is at `as_of`: what elapses, also in the fields of a map or a list, is longer.

    Hours that were seen on a day without time give an interval; a fact whose unit is not one of
    time gives None, for nobody knows how it grew.
    """
    if fact.kind == "list" and isinstance(value, tuple):
        return tuple(_entry(one, fact, seen, as_of) for one in value)
    if isinstance(value, dict):
        return _entry(value, fact, seen, as_of)
    if not fact.elapses or not isinstance(value, int | float):
        return value
    length = _LENGTHS.get(fact.unit or "")
    return None if length is None else _sum(value, length, seen, as_of)


def _entry(entry: dict[str, Value], fact: Fact, seen: Moment, as_of: Moment) -> dict[str, Value]:
    return {name: grown(one, field_of(fact, name), seen, as_of) for name, one in entry.items()}


def _sum(value: float, length: timedelta, seen: Moment, as_of: Moment) -> float | Interval:
    shortest, longest = _between(seen, as_of)
    if length >= _DAY and seen.day_only:  # people count days by the calendar
        shortest = longest = max(as_of.at.date() - seen.at.date(), timedelta())
    low, high = value + shortest / length, value + longest / length
    return low if low == high else Interval(low, high)


def _between(seen: Moment, as_of: Moment) -> tuple[timedelta, timedelta]:
    """The shortest and the longest time from one to the other, none where the first is later."""
    start = seen.at
    if seen.day_only:
        start = start.replace(tzinfo=as_of.at.tzinfo)  # a day means the day of the same place
    longest = max(as_of.at - start, timedelta())
    open_hours = seen.day_only and not as_of.day_only
    return max(longest - _DAY, timedelta()) if open_hours else longest, longest

"""The prednisone equivalent of all steroids of a day: the fact that thresholds and rules read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from math import inf
from typing import Any

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.medicines.line import Line
from backstay.medicines.reading.lines import Reading
from backstay.medicines.reading.listed import listed
from backstay.medicines.steroids.amounts import (
    WHOLE_BODY,
    daily_dose,
    steroid_table,
    systemic_steroids,
)

UNIT = "prednisone"


def prednisone_equivalent(
    lines: Iterable[Line], whole: bool, knowledge: Knowledge
) -> float | Interval | None:
    """mg of prednisone in a day that the steroids among the lines equal; an interval where it is not one number.

    `whole` says that nothing else is taken; without it the upper end is open. None where nothing is known. Source:
    the first figure of each entry of `steroids`.

    >>> from backstay.knowledge import load_knowledge
    >>> line = Line(drug="dexamethasone", text="", dose=Interval(3, 3), unit="mg", per_day=Interval(1, 1))
    >>> prednisone_equivalent([line], True, load_knowledge())
    20.0
    """
    low, high = 0.0, 0.0 if whole else inf
    for line in lines:
        if line.drug in systemic_steroids(knowledge):
            part = _part(line, knowledge)
            low, high = low + part.low, high + part.high
    if (low, high) == (0.0, inf):
        return None
    return low if low == high else Interval(low, high)


def _part(line: Line, knowledge: Knowledge) -> Interval:
    """What one line adds; any amount where it does not say, or where it acts in its place first."""
    steroid = steroid_table(knowledge).get(line.drug)
    daily = daily_dose(line, steroid) if steroid and line.route in WHOLE_BODY else None
    if steroid is None or daily is None:
        return Interval(0.0, inf)
    ratio = steroid_table(knowledge)[UNIT].equals / steroid.equals
    return Interval(daily.low * ratio, daily.high * ratio)


def daily(knowledge: Knowledge) -> dict[str, Callable[..., Any]]:
    """The function of the computed fact, by its name."""

    def equivalent(facts: Mapping[str, Any]) -> float | Interval | None:
        entries = facts.get("medicines")
        if entries is None:
            return None
        lines = _read(knowledge)(entries).lines
        return prednisone_equivalent(lines, nothing_else(facts, knowledge), knowledge)

    return {"medicines.daily_prednisone_equivalent": equivalent}


def nothing_else(facts: Mapping[str, Any], knowledge: Knowledge) -> bool:
    """Whether no other steroid can be taken: the list is said to be whole, and what is unread on it is none."""
    if facts.get("medicines_known") is not True:
        return False
    unread = _read(knowledge)(facts.get("medicines") or ()).unread
    steroids = systemic_steroids(knowledge)
    return all(one.drug is not None and one.drug not in steroids for one in unread)


@lru_cache(maxsize=4)
def _read(knowledge: Knowledge) -> Callable[[Sequence[Any]], Reading]:
    """Reads the list of a case; asked for the same one again, it gives what it read."""
    last: tuple[Any, Reading] = ((), listed((), knowledge))

    def read(entries: Sequence[Any]) -> Reading:
        nonlocal last
        if last[0] is not entries:
            last = (entries, listed(entries, knowledge))
        return last[1]

    return read

"""How often: from the words for times, intervals and limits to doses in a day."""

from __future__ import annotations

from typing import NamedTuple

from backstay.case.values import Interval
from backstay.medicines.reading.tokens import NotRead
from backstay.medicines.reading.tree import Item

DAY, HALF_DAY = 24.0, 12.0
MOST = 24.0  # times a day that are read without asking, as our own convention
EXPECTED = "how often, such as twice a day, every 4 hours, or as needed up to 4 times a day"


class Often(NamedTuple):
    per_day: Interval | None = None
    every_hours: float | None = None
    as_needed: bool = False
    taken_per_day: float | None = None
    days: float | None = None


def often(items: list[Item], scheme: float | None) -> Often:
    """How often a line says that something is taken.

    Raises NotRead where two statements do not agree.
    """
    said, aside = _said(items)
    rates = [_rate(item) for item in said]
    if scheme:
        rates.append((Interval(scheme, scheme), None))
    if len([item for item in said if item.means == "moment"]) > 1:
        raise NotRead("several times of the day", "both together: in the morning and at night")
    needed = any(item.means == "as_needed" for item in items)
    taken = _one(items, "taken")
    if aside and needed and rates and taken is None:
        taken = aside[0]  # "every 4 h as needed (3/day)": three were taken
    elif aside and needed and not rates:
        raise NotRead(
            "as needed, with a number in parentheses", "whether that is allowed or was taken"
        )
    else:
        rates += [_rate(item) for item in aside]
    per_day, every = _agreed(rates)
    if taken and taken.high == 0 and rates and not needed:
        raise NotRead("what is scheduled was not taken", "whether it is still taken")
    days = _one(items, "days")
    how = Often(per_day, every, needed, taken and _exact(taken), days and _exact(days))
    limit = _one(items, "limit")
    return limited(how, _exact(limit)) if limit else how


def limited(how: Often, limit: float) -> Often:
    """At most so many in a day. A limit alone says that it is taken as needed."""
    if not 0 < limit <= MOST:
        raise NotRead(f"a limit of {limit:g} times a day", EXPECTED)
    per_day = how.per_day
    if per_day is None:
        return how._replace(per_day=Interval(limit, limit), as_needed=True)
    if per_day.high > limit and not how.as_needed:
        raise NotRead("a limit below what is scheduled", EXPECTED)
    return how._replace(per_day=Interval(min(per_day.low, limit), min(per_day.high, limit)))


def _said(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """Statements of frequency, and those that stand alone in parentheses."""
    said: list[Item] = []
    aside: list[Item] = []
    for at, item in enumerate(items):
        if item.means in ("times", "moment", "every"):
            around = items[at - 1 : at + 2] if at else []
            alone = len(around) == 3 and around[0].means == "open" and around[2].means == "close"
            (aside if alone and item.means == "times" else said).append(item)
    return said, aside


def _rate(item: Item) -> tuple[Interval, float | None]:
    """Times in a day, and the hours between them where they were said."""
    if item.low <= 0 or item.high < item.low:
        raise NotRead("a frequency of zero, or from high to low", EXPECTED)
    often = item.means != "every"
    if not often and any(hours > DAY and hours % HALF_DAY for hours in item[2:]):
        raise NotRead(f"every {item.high:g} hours", "hours up to 24, or days")
    per_day = Interval(item.low, item.high) if often else Interval(DAY / item.high, DAY / item.low)
    if per_day.high > MOST:
        raise NotRead(f"{per_day.high:g} times a day", EXPECTED)
    return per_day, None if often else item.low


def _agreed(rates: list[tuple[Interval, float | None]]) -> tuple[Interval | None, float | None]:
    if not rates:
        return None, None
    per_day = rates[0][0]
    if any(_differ(one.low, per_day.low) or _differ(one.high, per_day.high) for one, _ in rates):
        raise NotRead("two frequencies that differ", EXPECTED)
    return next(((one, every) for one, every in rates if every), (per_day, None))


def _differ(one: float, other: float) -> bool:
    return abs(one - other) > 0.01 * other  # 0.33 a day is every 72 hours


def _one(items: list[Item], means: str) -> Item | None:
    found = [item for item in items if item.means == means]
    if len(set(found)) > 1:
        raise NotRead(f"two statements of {means}", EXPECTED)
    return found[0] if found else None


def _exact(item: Item) -> float:
    if item.low != item.high:
        raise NotRead("a range of what was taken or of days", "one number")
    return item.low

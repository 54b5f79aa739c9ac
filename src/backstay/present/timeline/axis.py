"""The axis of time: where a moment stands, and which years or months are named below it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from backstay.present.words import word

ROOM = 0.03  # of the whole, before the first thing
LEAST = timedelta(days=14)
YEARS, MONTHS = timedelta(days=550), timedelta(days=45)  # from here on these are named
SHORT = 3  # letters of a month


class Axis(NamedTuple):
    """Time from `start` to `end` between two places."""

    start: datetime
    end: datetime
    left: float
    right: float

    def x(self, at: datetime) -> float:
        """Where a moment stands; what was before the start stands at the left end."""
        share = (at - self.start) / (self.end - self.start)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


def axis(moments: list[datetime], now: datetime, left: float, right: float) -> Axis:
    """An axis on which all moments have room, up to now."""
    first = min([*moments, now - LEAST])
    return Axis(first - (now - first) * ROOM, now, left, right)


def ticks(found: Axis, most: int) -> list[tuple[datetime, str]]:
    """Where a year, a month or a day begins, with its name; at most so many."""
    length = found.end - found.start
    every = _years(found) if length > YEARS else _months(found) if length > MONTHS else _days(found)
    step = -(-len(every) // most) if every else 1
    return every[::step]


def _years(found: Axis) -> list[tuple[datetime, str]]:
    starts = [
        found.end.replace(year=year, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        for year in range(found.start.year, found.end.year + 1)
    ]
    return [(at, str(at.year)) for at in starts if found.start <= at < found.end]


def _months(found: Axis) -> list[tuple[datetime, str]]:
    at = found.start.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    made = []
    while at < found.end:
        if at >= found.start:
            name = word("months", str(at.month))[:SHORT]
            made.append((at, f"{name} {at.year}" if at.month == 1 else name))
        at = (at + timedelta(days=32)).replace(day=1)
    return made


def _days(found: Axis) -> list[tuple[datetime, str]]:
    at = found.start.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    made = []
    while at < found.end:
        made.append((at, f"{at.day} {word('months', str(at.month))[:SHORT]}"))
        at += timedelta(days=7)
    return made

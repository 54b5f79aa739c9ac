"""Dates and hours in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from backstay.present.values import number
from backstay.present.words import say, word

DAY = 24
IN_DAYS = 72  # from here on hours are told as days


def moment(when: datetime) -> str:
    """A date, and its time where one was given: a case dated by the day stands at midnight."""
    day = f"{when.day} {_month(when)} {when.year}"
    return f"{day} {when:%H:%M} {_offset(when)}".strip() if has_time(when) else day


def has_time(when: datetime) -> bool:
    return bool(when.hour or when.minute or when.second)


def short_moment(when: datetime) -> str:
    return f"{when.day} {_month(when)} {when:%H:%M}"


def read(text: str | None) -> datetime | None:
    """The moment that ISO text says, or None."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def as_of(text: str | None) -> str:
    when = read(text)
    return moment(when) if when else (text or say("not_known"))


def duration(hours: float) -> str:
    """Hours as people say them.

    >>> duration(36.5), duration(168)
    ('36 h 30 min', '7 days')
    """
    if hours >= IN_DAYS:
        return say("days", days=number(round(hours / DAY, 1)))
    whole, minutes = divmod(round(hours * 60), 60)
    parts = [f"{whole} h"] if whole or not minutes else []
    return " ".join([*parts, f"{minutes} min"] if minutes else parts)


def within(hours: float) -> str:
    """How soon, in words: "within 24 hours", "within 7 days"."""
    if hours <= 0:
        return say("at_once")
    if hours >= IN_DAYS:
        return say("within_days", days=number(round(hours / DAY, 1)))
    return say("within_hour") if hours == 1 else say("within_hours", hours=number(hours))


def deadline(now: datetime | None, hours: float) -> str:
    """When so many hours are over, or nothing where the case gives no time of day."""
    if now is None or not has_time(now):
        return ""
    end = now + timedelta(hours=hours)
    return say("by_time", time=f"{end:%H:%M}" if end.date() == now.date() else short_moment(end))


def _month(when: datetime) -> str:
    return word("months", str(when.month))


def _offset(when: datetime) -> str:
    return f"{when:%z}"[:3] + ":" + f"{when:%z}"[3:5] if when.utcoffset() is not None else ""

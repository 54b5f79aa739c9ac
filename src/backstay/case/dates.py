"""Dates and instants, strictly ISO 8601. A time without zone is UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import NamedTuple

from backstay.case.problems import Refused

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_ALLOWED = "a date such as 2026-03-14, or an instant such as 2026-03-14T09:30+01:00"


class Moment(NamedTuple):
    """When something was seen. A day without time stands at its start, in UTC."""

    at: datetime
    day_only: bool = False

    @property
    def text(self) -> str:
        return self.at.date().isoformat() if self.day_only else self.at.isoformat()


def read_day(text: str) -> str:
    """A date as ISO text. Raises Refused.

    >>> read_day("2026-03-14")
    '2026-03-14'
    """
    if not _DAY.fullmatch(text):
        raise Refused("this is not a date", allowed="a date such as 2026-03-14")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refused("there is no such day") from None


def read_moment(text: str) -> Moment:
    """A date or an instant. Raises Refused.

    >>> read_moment("2026-03-14T09:30").text
    '2026-03-14T09:30:00+00:00'
    """
    if _DAY.fullmatch(text):
        return Moment(aware(datetime.fromisoformat(read_day(text))), day_only=True)
    if not _INSTANT.fullmatch(text):
        raise Refused("this is not a date or an instant", allowed=_ALLOWED)
    try:
        return Moment(aware(datetime.fromisoformat(text)))
    except ValueError:
        raise Refused("there is no such day or time", allowed=_ALLOWED) from None


def aware(moment: datetime) -> datetime:
    """The instant with a zone; one without is read as UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def after(one: Moment, other: Moment) -> bool:
    """Whether one surely comes later. A day holds all its instants: compare by the calendar."""
    if one.day_only or other.day_only:
        return one.at.date() > other.at.date()
    return one.at > other.at


def days_between(earlier: Moment, later: Moment) -> float:
    """Days from one instant to another, with fractions."""
    return (later.at - earlier.at).total_seconds() / 86_400

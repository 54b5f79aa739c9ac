"""When an answer was seen: a day for most, a time of day for what is counted in hours."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.utils.timezone import get_current_timezone, localdate

from backstay.case.elapsing import runs
from backstay.case.facts import Fact as Known
from backstay.case.problems import Refused

HOURS = ("h", "min")


def in_hours(known: Known) -> bool:
    """Whether a day is too coarse for a fact: it counts hours, and they run on."""
    return runs(known) and known.unit in HOURS


def observed(known: Known, own: str, day: str) -> str:
    """What a case has as `observed`: what was said of this answer, else of the whole form.

    Hours said today are hours up to now. Hours said of an earlier day stay as coarse as that. Raises Refused.
    """
    if not in_hours(known):
        return own or day
    if own:
        return _instant(own)
    return _minute(datetime.now(UTC)) if day == localdate().isoformat() else day


def is_past_day(text: str) -> bool:
    """Whether a text is a day that is not still to come."""
    try:
        return date.fromisoformat(text) <= localdate()
    except ValueError:
        return False


def _instant(text: str) -> str:
    """A time of day where the site is, as an instant; a day alone stays one."""
    if len(text) == len("2026-03-14"):
        return text
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(
            "this is not a date and time", allowed="such as 2026-03-14T09:30, or a day"
        ) from None
    return _minute(when if when.tzinfo else when.replace(tzinfo=get_current_timezone()))


def _minute(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="minutes")

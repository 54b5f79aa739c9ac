"""Dates of FHIR, which may be a year, a month, a day or an instant."""

from __future__ import annotations

import re
from functools import lru_cache

from backstay.case.dates import Moment, after, read_moment
from backstay.case.problems import Refused
from backstay.exchange.fhir import Observation
from backstay.exchange.problems import NotReadError

_PARTIAL = re.compile(r"[0-9]{4}(-[0-9]{2})?")
_ZONE = re.compile(r"(Z|[+-][0-9]{2}:[0-9]{2})$")


def moment_of(text: str | None, as_of: Moment) -> Moment | None:
    """When a value was seen; None where nothing is said. Raises NotReadError."""
    if text is None:
        return None
    found = date_of(text)
    if after(found, as_of):
        raise NotReadError(f"it is dated {found.text}, after the bundle ({as_of.text})")
    return found


@lru_cache(maxsize=1024)
def date_of(text: str) -> Moment:
    """A date of FHIR, which may lie ahead. Raises NotReadError."""
    try:
        return read_moment(_whole(text))
    except Refused:
        raise NotReadError(f"its date {text[:40]!r} is not a FHIR date") from None


def follows(one: Moment | None, other: Moment | None) -> bool:
    """Whether one thing was surely seen after another; without both dates nobody knows."""
    return bool(one and other and after(one, other))


def rank(moment: Moment | None) -> float:
    """A place in time to sort by, what has no date first."""
    return moment.at.timestamp() if moment else float("-inf")


def seen_at(one: Observation, as_of: Moment) -> Moment | None:
    """When an Observation or report was made: its effective time, else when it was issued."""
    if one.effective_timing:
        return _last(one.effective_timing.event, as_of)
    period = one.effective_period
    return moment_of(
        one.effective_date_time
        or one.effective_instant
        or (period.end or period.start if period else None)
        or one.issued,
        as_of,
    )


def _last(events: tuple[str, ...], as_of: Moment) -> Moment | None:
    """The last of several moments, as of a period its end. Raises NotReadError."""
    seen = [moment for text in events if (moment := moment_of(text, as_of))]
    if not seen:
        raise NotReadError("its time is a rule for repeating, not a moment")
    return max(seen, key=lambda one: one.at)


def _whole(text: str) -> str:
    """A full date or instant.

    A year or a month stands at its first day: too old is asked again, too new is trusted wrongly.
    A time without zone may be off by half a day, so only its date counts.
    """
    if _PARTIAL.fullmatch(text):
        return f"{text}-01-01" if len(text) == 4 else f"{text}-01"
    return text if _ZONE.search(text) else text.split("T")[0]


def day_of(text: str | None, as_of: Moment) -> Moment | None:
    """The day on which something was done; None where only a year or a month is known. Raises NotReadError."""
    found = moment_of(text, as_of)
    return None if text is None or _PARTIAL.fullmatch(text) else found

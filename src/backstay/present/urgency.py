"""How soon: the level, why, and how much of the time is used."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from backstay.present import names, times
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.person import patient
from backstay.present.reasons import Reason, reason, truth
from backstay.present.words import listed, say, word

ASKED = 10  # facts named beside the clock; all stand in the questions


class Clock(NamedTuple):
    """The clock of a case. Hours count from the first red flag, where that is known."""

    level: str
    within: float | None
    used: float | None  # hours since the first red flag
    now: datetime | None
    reasons: list[Reason]
    open: list[str]  # facts that could still raise the level
    could_be: str | None

    @property
    def running(self) -> bool:
        return self.level in ("emergency", "urgent")

    @property
    def started(self) -> datetime | None:
        """When the first red flag was, or None where it or the time of day is not known."""
        if self.now is None or self.used is None or not times.has_time(self.now):
            return None
        return self.now - timedelta(minutes=round(self.used * 60))

    @property
    def left(self) -> float | None:
        """Hours left of the limit; negative when they are used up."""
        if self.within is None or self.used is None:
            return None
        return self.within - self.used


def clock(assessment: Assessment, knowledge: Knowledge) -> Clock:
    given: Entry = assessment.get("urgency") or {}
    because = given.get("because") or []
    return Clock(
        level=str(given.get("level") or "unknown"),
        within=given.get("within_hours"),
        used=_used(assessment, given),
        now=times.read(assessment.get("as_of")),
        reasons=[reason(one) for one in because if truth(one) == "true"],
        open=names.all_asked(knowledge, _open(assessment, given)),
        could_be=given.get("could_be"),
    )


def title(found: Clock) -> str:
    """The heading of the clock: "Emergency: within 24 hours"."""
    level = word("levels", found.level)
    if found.level == "unknown":
        return say("urgency_unknown")
    if found.within is None:
        return level
    return say("level_within", level=level, limit=times.within(found.within))


def remaining(found: Clock) -> str:
    """What is left of the time, or that it is used up, or nothing."""
    if found.left is None or found.within is None:
        return ""
    if found.left <= 0:
        return say("time_used_up", limit=times.duration(found.within))
    return say("time_left", left=times.duration(found.left), limit=times.duration(found.within))


def course(found: Clock) -> str:
    """Since when the clock runs, in one sentence."""
    if found.used is None:
        return say("start_not_known") if found.running else ""
    started = f" ({times.short_moment(found.started)})" if found.started else ""
    return say("started", used=times.duration(found.used), at=started)


def doubt(found: Clock) -> str:
    """What the level could still be, and which facts decide it, or nothing."""
    if not found.could_be or found.could_be == found.level:
        return ""
    level = word("levels", found.could_be).lower()
    if not found.open:
        return say("could_be", level=level)
    return say("could_be_ask", level=level, facts=listed(found.open, most=ASKED))


def _used(assessment: Assessment, given: Entry) -> float | None:
    """Hours since the first red flag, where somebody gave them."""
    hours = given.get("started", patient(assessment).get("hours_since_first_red_flag"))
    return float(hours) if isinstance(hours, int | float) else None


def _open(assessment: Assessment, given: Entry) -> list[str]:
    """Facts that could raise the level, in the order of the questions, else of the clocks."""
    asked = [str(one["fact"]) for one in assessment.get("questions") or [] if one.get("urgency")]
    clocks = [*(given.get("because") or []), *(given.get("open") or [])]
    waiting = [
        str(fact) for one in clocks if truth(one) == "unknown" for fact in one.get("missing") or ()
    ]
    return asked or waiting

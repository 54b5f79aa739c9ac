"""Urgency as a Flag: what must be seen first, before any plan is opened."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.exchange.write.reasons import statement_line
from backstay.exchange.write.words import hours_said, say, word
from backstay.exchange.write.writing import Resource, Writing, device_id, own_concept, resource, to
from backstay.version import VERSION

FLAGGED = ("emergency", "urgent")


def urgency_line(writing: Writing) -> str:
    """How soon something must happen, or how soon it could be."""
    clock = writing.assessment.urgency
    if clock.level == "unknown" and clock.could_be:
        return say("urgency_open", level=_level(clock.could_be))
    if clock.within_hours is None:
        return say("urgency", level=_level(clock.level))
    return say("urgency_within", level=_level(clock.level), time=hours_said(clock.within_hours))


def _level(name: str) -> str:
    return word("levels", name).lower()


def flags(writing: Writing) -> Iterator[Resource]:
    """A flag where something must or could have to happen at once; unknown is not routine."""
    clock = writing.assessment.urgency
    worst = clock.could_be if clock.level == "unknown" else clock.level
    if worst not in FLAGGED:
        return
    line = urgency_line(writing)
    clocks = clock.because or clock.open
    because = [statement_line(one, writing.knowledge) for one in clocks]
    yield resource(
        "Flag",
        writing.name("Flag", "urgency"),
        [line, *because],
        status="active",
        code=own_concept(f"urgency.{clock.level}", line),
        subject=writing.subject,
        period={"start": writing.on},
        author=to(device_id(VERSION), "Backstay"),
    )

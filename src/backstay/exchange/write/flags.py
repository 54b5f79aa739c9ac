"""Urgency as a Flag: what must be seen first, before any plan is opened."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.exchange.write.reasons import statement_line
from backstay.exchange.write.words import hours_said, say, word
from backstay.exchange.write.writing import Resource, Writing, device_id, own_concept, resource, to
from backstay.version import VERSION

FLAGGED = ("emergency", "urgent")


def urgency_line(writing: Writing) -> str:
    """How soon something must happen, and how soon it could be."""
    clock = writing.assessment.urgency
    line = say("urgency", level=_level(clock.level))
    if clock.within_hours is not None:
        time = hours_said(clock.within_hours)
        line = say("urgency_within", level=_level(clock.level), time=time)
    if clock.could_be is None:
        return line
    return f"{line} {say('urgency_open', level=_level(clock.could_be))}"


def _level(name: str) -> str:
    return word("levels", name).lower()


def flags(writing: Writing) -> Iterator[Resource]:
    """A flag where something must or could have to happen at once; unknown is not routine."""
    clock = writing.assessment.urgency
    if (clock.could_be or clock.level) not in FLAGGED:
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

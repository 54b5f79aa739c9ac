"""Who opened one patient's record: by day and person, as a letter tells it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils.timezone import localtime

from backstay.web.audit.models import Event
from backstay.web.audit.sentences import did_to_patient
from backstay.web.people.models import Person

EMERGENCY = "emergency_access_used"


class Deed(NamedTuple):
    """One thing that was done on a day, and at what times."""

    did: str
    times: list[str]


class Visit(NamedTuple):
    """One person on one day."""

    name: str
    work: str
    deeds: list[Deed]
    emergency: bool


class Day(NamedTuple):
    """One day, the newest first."""

    day: date
    visits: list[Visit]


def readers_of(patient: UUID) -> list[Day]:
    """Everybody who opened or changed the record, each day."""
    events = list(Event.objects.filter(patient=str(patient)).order_by("-pk"))
    work = dict(
        Person.objects.filter(username__in={event.by for event in events}).values_list(
            "username", "work"
        )
    )
    days: dict[date, dict[str, list[Event]]] = {}
    for event in events:
        days.setdefault(localtime(event.at).date(), {}).setdefault(event.by, []).append(event)
    return [
        Day(day, [_visit(of, work.get(by, "")) for by, of in people.items()])
        for day, people in days.items()
    ]


def _visit(events: list[Event], work: str) -> Visit:
    earliest = list(reversed(events))
    name = earliest[0].by_name or "Somebody who was not signed in"
    return Visit(name, work, _deeds(earliest), any(event.action == EMERGENCY for event in events))


def _deeds(events: Iterable[Event]) -> list[Deed]:
    times: dict[str, list[str]] = {}
    for event in events:
        at = localtime(event.at).strftime("%H:%M")
        of = times.setdefault(did_to_patient(event.action), [])
        if at not in of:
            of.append(at)
    return [Deed(did, of) for did, of in times.items()]

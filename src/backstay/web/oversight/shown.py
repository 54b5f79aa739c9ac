"""An event as a row of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from backstay.web.audit.models import Event
from backstay.web.audit.sentences import did, known


class Row(NamedTuple):
    """One event in words; the key of a patient in short, which a link completes."""

    number: int
    at: datetime
    by: str
    by_name: str
    did: str
    patient: str
    details: str
    hash: str


def shown(events: Iterable[Event]) -> list[Row]:
    """Rows of events, in their order."""
    return [
        Row(
            event.pk, event.at, event.by, event.by_name or "Somebody not signed in", did(event.action),
            event.patient, known(event.details), event.hash,
        )
        for event in events
    ]  # fmt: skip

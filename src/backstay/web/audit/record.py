"""Adding one event to the chain."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import connection, transaction

from backstay.web.audit.models import Event

FIRST = "0" * 64
LOCK = 0x6261636B  # one writer at a time on PostgreSQL; SQLite has one writer anyway


class Actor(Protocol):
    """Whoever acts: a person who is signed in has these."""

    username: str
    name: str


class System:
    """The program itself: a command, a task."""

    username = "system"
    name = "Backstay"


SYSTEM = System()


def record(
    action: str, *, by: Actor | None, patient: object = "", about: object = "", **details: Any
) -> Event:
    """Add one event; call it in the transaction of the change, so that neither is without the other."""
    with transaction.atomic():
        _one_at_a_time()
        last = Event.objects.order_by("-pk").values_list("hash", flat=True).first() or FIRST
        event = Event(
            at=datetime.now(UTC),
            by=by.username if by else "",
            by_name=by.name if by else "",
            action=action,
            patient=str(patient),
            about=str(about),
            details=plain(details),
            previous=last,
        )
        event.hash = digest(event)
        event.save(force_insert=True)
    return event


def plain(value: Any) -> Any:
    """A value as both engines give it back. Raises TypeError for a number with decimals, which they round."""
    if isinstance(value, dict):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [
            plain(held) for held in (sorted(value) if isinstance(value, set | frozenset) else value)
        ]
    if isinstance(value, float):
        raise TypeError(f"{value!r} is no detail of an event: names and whole numbers are")
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def digest(event: Event) -> str:
    """The hash of an event with that of the one before it."""
    told = [
        event.previous, event.at.astimezone(UTC).isoformat(timespec="microseconds"), event.by, event.by_name,
        event.action, event.patient, event.about, event.details,
    ]  # fmt: skip
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _one_at_a_time() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

"""Recording that somebody read about a patient, once per page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest

from backstay.web.audit.models import Event
from backstay.web.audit.record import Actor, record

WHILE_OPEN = timedelta(minutes=15)


def record_read(
    request: HttpRequest,
    action: str,
    *,
    by: Actor,
    patient: object = "",
    about: object = "",
    **details: Any,
) -> None:
    """Record a read of this request. A page is recorded each time; a part of one, which htmx fetches, is not
    when the same person read the same within the last quarter of an hour: so no header hides a first read.
    """
    if request.headers.get("HX-Request") and _read_lately(action, by, patient, about):
        return
    record(action, by=by, patient=patient, about=about, **details)


def _read_lately(action: str, by: Actor, patient: object, about: object) -> bool:
    since = datetime.now(UTC) - WHILE_OPEN
    found = Event.objects.filter(patient=str(patient), at__gte=since, by=by.username)
    return found.filter(action=action, about=str(about)).exists()

"""Noting that somebody read a case, on whatever page of this app it stands."""

from __future__ import annotations

from django.http import HttpRequest

from backstay.web.audit.reads import record_read
from backstay.web.people.session import person_of
from backstay.web.records.models import Episode


def case_read(request: HttpRequest, episode: Episode, action: str = "case_read") -> None:
    """The page that is shown now tells something of this case; also when it is a form that comes back."""
    record_read(
        request, action, by=person_of(request), patient=episode.patient.key, about=episode.key
    )

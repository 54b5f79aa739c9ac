"""What leaves the screen: the report to print and the record that anybody can replay."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from backstay.case import CaseError
from backstay.plan import record as records
from backstay.present import html
from backstay.web.audit.record import record
from backstay.web.cases.opened import opened, page
from backstay.web.people.session import person_of
from backstay.web.records.access import open_episode
from backstay.web.records.case import assessed, read
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode


@login_required
def take(request: HttpRequest, key: UUID) -> HttpResponse:
    """What can be taken along, and what it holds."""
    return page(request, key, "take.html", lambda found: {})


@login_required
def report(request: HttpRequest, key: UUID) -> HttpResponse:
    """The whole plan as one file that needs nothing else, to print or to keep."""
    person, episode = person_of(request), open_episode(person_of(request), key)
    try:
        found = opened(episode, what_if=True)
    except CaseError:
        return page(request, key, "take.html", lambda found: {})
    told = html({**found.shown, "book": None, "record": _whom(episode)}, knowledge())
    record("report_downloaded", by=person, patient=episode.patient.key, about=episode.key)
    return _file(told.encode(), f"backstay-report-{_short(episode)}.html", "text/html; charset=utf-8")  # fmt: skip


@login_required
def replayable(request: HttpRequest, key: UUID) -> HttpResponse:
    """The record: facts, versions and assessment, which `backstay replay` gives again to the same bytes."""
    person, episode = person_of(request), open_episode(person_of(request), key)
    try:
        found = opened(episode, what_if=True)
    except CaseError:
        return page(request, key, "take.html", lambda found: {})
    assessment = assessed(found.document, what_if=True)
    data = records.record(read(found.document), knowledge(), assessment, True)
    record("record_downloaded", by=person, patient=episode.patient.key, about=episode.key)
    return _file(data, f"backstay-{_short(episode)}.record.json", "application/json")


def _whom(episode: Episode) -> dict[str, Any]:
    born = episode.patient.born
    return {
        "name": episode.patient.name,
        "born": born.isoformat() if born else None,
        "unread": [],
    }


def _short(episode: Episode) -> str:
    """The start of the key: a file is told from others and names nobody."""
    return str(episode.key)[:8]


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer

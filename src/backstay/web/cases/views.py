"""The case on one screen."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backstay.web.audit.record import record
from backstay.web.cases.screen import screen
from backstay.web.people.session import person_of
from backstay.web.records.access import open_episode
from backstay.web.records.importing import unread


@login_required
def case(request: HttpRequest, key: UUID) -> HttpResponse:
    """One case on one screen; `lesion` in the query chooses a lesion by its level."""
    person = person_of(request)
    episode = open_episode(person, key)
    record("case_read", by=person, patient=episode.patient.key, about=episode.key)
    context = {"episode": episode, "patient": episode.patient, "section": "cases"}
    shown = screen(episode, request.GET.get("lesion", "")[:20])
    return render(request, "cases/case.html", {**context, **shown, "not_read": unread(episode)})

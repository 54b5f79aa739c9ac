"""One way to a page about a case: who may read it, that they read it, and the assessment that it shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from backstay.case import CaseError
from backstay.plan import as_document
from backstay.present import reasons
from backstay.present.book.links import linked
from backstay.present.knows import Assessment
from backstay.web.audit.reads import record_read
from backstay.web.people.models import Person
from backstay.web.people.session import person_of
from backstay.web.records.access import open_episode
from backstay.web.records.case import assessed, case_document
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode

LONGEST = 20  # letters of a level
ANY = "any"  # stands in an address for an id


class Opened(NamedTuple):
    """A case that a person has opened: as it is written, and as it is assessed."""

    episode: Episode
    document: dict[str, Any]
    shown: Assessment


Made = Callable[[Opened], dict[str, Any]]


def reading(request: HttpRequest, key: UUID) -> tuple[Person, Episode]:
    """Who reads the case; the reading is in the audit. Raises Http404 for whoever may not."""
    person = person_of(request)
    episode = open_episode(person, key)
    record_read(request, "case_read", by=person, patient=episode.patient.key, about=episode.key)
    return person, episode


def opened(episode: Episode, *, what_if: bool = False) -> Opened:
    """The case as it is now. Raises CaseError where its facts cannot be read together."""
    document = case_document(episode, datetime.now(UTC))
    return Opened(episode, document, shown(document, what_if=what_if))


def shown(document: dict[str, Any], *, what_if: bool = False) -> Assessment:
    """The assessment of a case, with links into the library. Raises CaseError."""
    told = as_document(assessed(document, what_if))
    return opening(linked(told, knowledge(), reverse("library:index")))


def opening(told: dict[str, Any]) -> dict[str, Any]:
    """The assessment with `opens` on its options and scores: where each tells why it stands so."""
    key = UUID(told["case"])
    option = reverse("cases:option", kwargs={"key": key, "option": ANY})
    score = reverse("cases:score", kwargs={"key": key, "name": ANY})
    return {
        **told,
        "options": [{**one, "opens": _why(option, one)} for one in told["options"]],
        "scores": [{**one, "opens": _why(score, one)} for one in told["scores"]],
    }


def _why(address: str, one: dict[str, Any]) -> str:
    """The address with the id in the place of `ANY`: resolving each of some hundred takes long."""
    found = f"{address.removesuffix(f'{ANY}/')}{one['id']}/"
    return f"{found}?{urlencode({'lesion': one['lesion']})}" if one["lesion"] else found


def page(
    request: HttpRequest, key: UUID, template: str, made: Made, *, what_if: bool = False
) -> HttpResponse:
    """A page about a case: `made` gives what its template needs; without a plan it says why there is none."""
    _, episode = reading(request, key)
    context = {"episode": episode, "patient": episode.patient, "section": "cases"}
    try:
        found = opened(episode, what_if=what_if)
    except CaseError as error:
        return render(request, "cases/no_plan.html", {**context, "problems": error.problems})
    about = {"as_of": datetime.fromisoformat(str(found.shown["as_of"]))}
    with reasons.once():
        return render(request, f"cases/{template}", {**context, **about, **made(found)})


def level(request: HttpRequest) -> str:
    """The lesion that the address names."""
    return request.GET.get("lesion", "")[:LONGEST]

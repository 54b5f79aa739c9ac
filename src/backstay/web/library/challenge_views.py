"""Challenging an entry, and answering a challenge."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from backstay.plan.expected import ASKED
from backstay.web.library import actions
from backstay.web.library.as_file import as_yaml
from backstay.web.library.challenge_pages import case_text, challenge_page, seen_by, writing
from backstay.web.library.expecting import NotAChallenge, expected, read_facts
from backstay.web.library.models import Challenge
from backstay.web.library.shelf import volume
from backstay.web.people.guard import needs
from backstay.web.people.permissions import may
from backstay.web.people.roles import CHALLENGE, REVIEW_KNOWLEDGE
from backstay.web.people.session import person_of

ON_A_PAGE = 30


@needs(CHALLENGE)
def write(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """A case, what is expected of an entry for it, and why."""
    if kind not in ASKED or (kind, name) not in volume().addresses:
        raise Http404
    person = person_of(request)
    if request.method != "POST":
        source = request.GET.get("from", "")
        typed = {"case": case_text(person, source, (kind, name))}
        context = {**writing(person, kind, name, typed), "source": source}
        return render(request, "library/write.html", context)
    try:
        made = actions.challenge(by=person, kind=kind, name=name, **_sent(request, kind, name))
    except NotAChallenge as error:
        context = writing(person, kind, name, request.POST.dict(), error)
        return render(request, "library/write.html", context, status=422)
    return redirect("library:challenge", key=made.key)


def _sent(request: HttpRequest, kind: str, name: str) -> dict[str, Any]:
    sent = request.POST
    return {
        "facts": read_facts(sent.get("case", "")),
        "expect": expected(kind, name, sent.get("expected", ""), sent.get("lesion", "")),
        "why": sent.get("why", "")[:8000],
    }


@login_required
def challenges(request: HttpRequest) -> HttpResponse:
    """Every challenge for reviewers, one's own for others."""
    person = person_of(request)
    found = seen_by(person).select_related("person").order_by("answered_at", "-at", "pk")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    reviews = may(person, REVIEW_KNOWLEDGE)
    context = {"section": "library", "page": page, "reviews": reviews}
    return render(request, "library/challenges.html", context)


@login_required
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """A challenge: what is answered now beside what is expected; a reviewer answers it here."""
    person, found = person_of(request), _found(request, key)
    if request.method != "POST":
        return render(request, "library/challenge.html", challenge_page(person, found))
    if not may(person, REVIEW_KNOWLEDGE):
        raise PermissionDenied
    try:
        actions.answer(by=person, challenge=found, text=request.POST.get("answer", "")[:8000])
    except NotAChallenge as error:
        found.refresh_from_db()
        context = {**challenge_page(person, found), "error": error}
        return render(request, "library/challenge.html", context, status=422)
    return redirect("library:challenge", key=key)


@login_required
def download(request: HttpRequest, key: UUID) -> HttpResponse:
    """A challenge as a failing case."""
    found = _found(request, key)
    answer = HttpResponse(as_yaml(found), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="challenge-{str(key)[:8]}.yaml"'
    return answer


def _found(request: HttpRequest, key: UUID) -> Challenge:
    found = seen_by(person_of(request)).select_related("person", "answered_by").filter(key=key)
    challenge = found.first()
    if challenge is None:
        raise Http404
    return challenge

"""Pages on which facts of a case are answered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from backstay.case import CaseError
from backstay.plan import as_document
from backstay.present.gaps import Gap, gap_of, stake
from backstay.present.words import capital
from backstay.web.people import roles
from backstay.web.people.session import person_of
from backstay.web.records.access import open_episode
from backstay.web.records.case import assessed, case_document, level_named
from backstay.web.records.entering.answering import Form, answer, ask
from backstay.web.records.entering.asked import Asked, from_paths, groups, of_group, of_lesion
from backstay.web.records.entering.history import chain_of, counts
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode, Lesion
from backstay.web.records.reads import case_read
from backstay.web.records.spine import LESIONS

MOST_ASKED = 8  # questions of one page, those that could change most


class Next(NamedTuple):
    """What is asked next, whether the levels are asked for, and how much is left."""

    asked: list[Asked]
    levels: Gap | None
    left: int


@login_required
def next_questions(request: HttpRequest, key: UUID) -> HttpResponse:
    """The questions of the assessment in the order of their value, answered in one form."""
    person = person_of(request)
    episode = open_episode(person, key, roles.ENTER)
    after = reverse("records:next" if "more" in request.POST else "cases:case", args=[episode.key])
    form = Form("What to ask next", "records/entering/next.html", after, {"here": "next"})
    if request.method == "POST":
        return answer(request, person, episode, form)
    case_read(request, episode)
    try:
        found = _next(episode)
    except CaseError as error:
        return render(request, "records/entering/unread.html", _unread(episode, error))
    context = {**form.context, "levels": found.levels, "left": found.left}
    return ask(request, episode, found.asked, form._replace(context=context))


def _unread(episode: Episode, error: CaseError) -> dict[str, Any]:
    return {
        "episode": episode, "patient": episode.patient, "section": "cases", "here": "next",
        "problems": error.problems,
    }  # fmt: skip


def _next(episode: Episode) -> Next:
    document = case_document(episode, datetime.now(UTC))
    assessment = as_document(assessed(document, what_if=False))
    questions = [one for one in assessment["questions"] if one["could_change"] or one["urgency"]]
    paths = [_path(one) for one in questions if one["fact"] != LESIONS]
    levels = [one for one in questions if one["fact"] == LESIONS]
    gaps = {_path(one): gap_of(assessment, knowledge(), one) for one in questions[:30]}
    open_ = [
        one
        for one in from_paths(episode, paths[:30])
        if not one.current or one.current.state == "known"
    ]
    asked = [
        one._replace(stake=stake(gaps[one.path]), first=gaps[one.path].first)
        for one in open_[:MOST_ASKED]
    ]
    return Next(asked, gaps.get(LESIONS) if levels else None, len(paths) - len(asked))


def _path(question: dict[str, Any]) -> str:
    lesion = question.get("lesion")
    return f"{lesion}.{question['fact']}" if lesion else str(question["fact"])


@login_required
def index(request: HttpRequest, key: UUID) -> HttpResponse:
    """All that can be said of a case, by heading, with how much is answered."""
    person = person_of(request)
    episode = open_episode(person, key)
    case_read(request, episode)
    context = {
        "episode": episode, "patient": episode.patient, "section": "cases", "here": "form",
        "groups": counts(episode),
        "lesions": episode.lesions.filter(removed_at=None).order_by("pk"),
    }  # fmt: skip
    return render(request, "records/entering/index.html", context)


@login_required
def group(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """The questions of one heading about the patient."""
    person = person_of(request)
    episode = open_episode(person, key, roles.ENTER)
    heading = next((one for one in groups("patient") if slug(one) == name), None)
    if heading is None:
        raise Http404
    after = reverse("records:form", args=[episode.key])
    form = Form(capital(heading), "records/entering/group.html", after, {"here": "form"})
    if request.method == "POST":
        return answer(request, person, episode, form)
    case_read(request, episode)
    return ask(request, episode, of_group(episode, heading), form)


def slug(heading: str) -> str:
    """A heading of the vocabulary as part of an address."""
    return heading.replace(" ", "-")


@login_required
def lesion_facts(request: HttpRequest, key: UUID, lesion: UUID) -> HttpResponse:
    """The questions about one lesion, by heading."""
    person = person_of(request)
    episode = open_episode(person, key, roles.ENTER)
    found = get_object_or_404(Lesion, episode=episode, key=lesion, removed_at=None)
    after = reverse("records:form", args=[episode.key])
    context = {"here": "form", "lesion": found, "by_group": True}
    form = Form(f"Lesion at {found.level}", "records/entering/group.html", after, context)
    if request.method == "POST":
        return answer(request, person, episode, form)
    case_read(request, episode)
    return ask(request, episode, of_lesion(episode, found), form)


@login_required
def fact(request: HttpRequest, key: UUID, path: str) -> HttpResponse:
    """Every answer about one fact, and a form for the next; `path` is ecog, or T8.escc."""
    person = person_of(request)
    episode = open_episode(person, key)
    asked = from_paths(episode, [path])
    if not asked:
        raise Http404
    [one] = asked
    at = f"{level_named(one.lesion)}: " if one.lesion else ""
    after = reverse("records:fact", args=[episode.key, path])
    form = Form(
        at + capital(one.known.label), "records/entering/fact.html", after, {"here": "form"}
    )
    may_enter = _may_enter(request, episode)
    if request.method == "POST":
        open_episode(person, key, roles.ENTER)
        return answer(
            request, person, episode, form._replace(context=_past(episode, one, may_enter))
        )
    case_read(request, episode, "history_read")
    return ask(request, episode, asked, form._replace(context=_past(episode, one, may_enter)))


def _past(episode: Episode, asked: Asked, may_enter: bool) -> dict[str, Any]:
    return {
        "here": "form",
        "chain": chain_of(episode, asked),
        "asked": asked,
        "may_enter": may_enter,
        "may_take_back": may_enter and asked.current and asked.current.state == "known",
    }


def _may_enter(request: HttpRequest, episode: Episode) -> bool:
    try:
        open_episode(person_of(request), episode.key, roles.ENTER)
    except Http404:
        return False
    return True

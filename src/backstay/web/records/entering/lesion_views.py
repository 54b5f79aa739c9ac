"""Lesions added and removed, a new case opened, an answer taken back, and the history of a case."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from backstay.case import CaseError, Problem
from backstay.case.levels import LEVELS
from backstay.web.people import roles
from backstay.web.people.permissions import may
from backstay.web.people.session import person_of
from backstay.web.records.access import open_episode
from backstay.web.records.actions import (
    Answer,
    Superseded,
    add_lesion,
    open_case,
    record_answers,
    remove_lesion,
    say_no_lesion,
    take_back_no_lesion,
)
from backstay.web.records.entering.asked import from_paths
from backstay.web.records.entering.history import told, told_of_none
from backstay.web.records.entering.posted import in_a_sentence
from backstay.web.records.models import Episode, Lesion
from backstay.web.records.reads import case_read

TYPED = ("level", "to_level", "observed", "why")
WHO = ("name", "born", "number", "reason", "level")


@login_required
def new_case(request: HttpRequest) -> HttpResponse:
    """Who it is and, where it is known, where the lesion is; the questions come next."""
    person = person_of(request)
    if not may(person, roles.OPEN_CASES):
        raise Http404
    typed = {name: request.POST.get(name, "").strip() for name in WHO}
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            episode = open_case(by=person, **{**typed, "born": _day(typed["born"])})
        except CaseError as error:
            problems = error.problems
        else:
            return redirect("records:next", episode.key)
    context = {"typed": typed, "section": "cases", "levels_known": LEVELS}
    return render(request, "records/entering/new.html", {**context, **_wrong(problems)})


def _day(text: str) -> Any:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        hint = "year, month and day, such as 1962-08-04"
        raise CaseError([Problem("born", "this is not a date", value=text, allowed=hint)]) from None


def _wrong(problems: list[Problem]) -> dict[str, Any]:
    """Problems for the summary, and beside their fields."""
    said = [(problem.path, in_a_sentence(problem)) for problem in problems]
    return {"said": said, "wrong": dict(said)}


@login_required
def lesions(request: HttpRequest, key: UUID) -> HttpResponse:
    """The lesions of a case; one more, at a level or over a span."""
    person = person_of(request)
    episode = open_episode(person, key, roles.ENTER)
    problems: list[Problem] = []
    if request.method == "POST" and "whole" in request.POST:
        problems = _of_the_whole(request, episode)
        if not problems:
            return redirect("records:lesions", episode.key)
    elif request.method == "POST":
        try:
            added = add_lesion(by=person, episode=episode, level=_level(request))
        except CaseError as error:
            problems = error.problems
        else:
            messages.success(request, f"Lesion at {added.level} added.")
            to = "records:next" if request.POST.get("then") == "next" else "records:lesions"
            return redirect(to, episode.key)
    case_read(request, episode)
    return render(request, "records/entering/lesions.html", _listed(request, episode, problems))


def _of_the_whole(request: HttpRequest, episode: Episode) -> list[Problem]:
    """That there is no lesion, or that this is taken back; what was wrong."""
    person, typed = person_of(request), request.POST
    try:
        if typed["whole"] == "none":
            say_no_lesion(by=person, episode=episode, observed=typed.get("observed", "").strip())
            messages.success(request, "Recorded: no lesion of the spine.")
        else:
            take_back_no_lesion(by=person, episode=episode, why=typed.get("why", ""))
            messages.success(request, "Taken back. It stays in the history, with your reason.")
    except CaseError as error:
        return error.problems
    return []


def _level(request: HttpRequest) -> str:
    """A level and, for a span, the last one."""
    first, last = (request.POST.get(name, "").strip() for name in ("level", "to_level"))
    return f"{first}-{last}" if last else first


def _listed(request: HttpRequest, episode: Episode, problems: list[Problem]) -> dict[str, Any]:
    everyone = episode.lesions.order_by("pk")
    return {
        "episode": episode, "patient": episode.patient, "section": "cases", "here": "form",
        "lesions": [one for one in everyone if one.removed_at is None],
        "removed": [one for one in everyone if one.removed_at is not None],
        "levels_known": LEVELS, "none_there": told_of_none(episode),
        "typed": {name: request.POST.get(name, "") for name in TYPED},
        **_wrong(problems),
    }  # fmt: skip


@login_required
def remove(request: HttpRequest, key: UUID, lesion: UUID) -> HttpResponse:
    """Take out a lesion that was entered in error, with the reason."""
    person = person_of(request)
    episode = open_episode(person, key, roles.ENTER)
    found = get_object_or_404(Lesion, episode=episode, key=lesion, removed_at=None)
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            remove_lesion(by=person, lesion=found, why=request.POST.get("why", ""))
        except CaseError as error:
            problems = error.problems
        else:
            messages.success(request, f"Lesion at {found.level} removed. It stays in the history.")
            return redirect("records:lesions", episode.key)
    case_read(request, episode)
    context = {"lesion": found, "facts": found.facts.filter(superseded_by=None).count()}
    listed = _listed(request, episode, problems)
    return render(request, "records/entering/remove.html", {**listed, **context})


@login_required
@require_POST
def take_back(request: HttpRequest, key: UUID, path: str) -> HttpResponse:
    """Take back an answer that should not be there, with the reason; there is none then."""
    person = person_of(request)
    episode = open_episode(person, key, roles.ENTER)
    asked = from_paths(episode, [path])
    there = episode.facts.filter(name=asked[0].known.id, lesion=asked[0].lesion) if asked else ()
    seen = next((fact for fact in there if str(fact.key) == request.POST.get("seen")), None)
    if seen is None:
        raise Http404
    why = request.POST.get("why", "")
    answer = Answer(seen.name, asked[0].lesion, "withdrawn", why=why, supersedes=seen)
    try:
        record_answers(by=person, episode=episode, answers=[answer], source="form")
        messages.success(request, "Taken back. It stays in the history, with your reason.")
    except CaseError as error:
        messages.error(request, " ".join(in_a_sentence(one) for one in error.problems))
    except Superseded:
        messages.error(request, "Somebody answered meanwhile: nothing was taken back. Look again.")
    return redirect("records:fact", episode.key, path)


@login_required
def history(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every answer of a case, the newest first."""
    person = person_of(request)
    episode = open_episode(person, key)
    case_read(request, episode, "history_read")
    context = {
        "episode": episode, "patient": episode.patient, "section": "cases", "here": "history",
        "answers": told(episode.facts.select_related("lesion")),
        "removed": episode.lesions.exclude(removed_at=None).order_by("pk"),
    }  # fmt: skip
    return render(request, "records/entering/history.html", context)

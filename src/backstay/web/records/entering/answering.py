"""One way for every form of answers: read, checked, contradictions asked about, recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.timezone import localdate

from backstay.case import CaseError
from backstay.case.levels import LEVELS
from backstay.web.people.models import Person
from backstay.web.records.actions import record_answers
from backstay.web.records.answers import Answer, Superseded
from backstay.web.records.checking import check_answers
from backstay.web.records.entering.asked import Asked, from_paths
from backstay.web.records.entering.contradicting import Contradiction, arising
from backstay.web.records.entering.posted import Posted, again, hidden, offered, read_posted
from backstay.web.records.entering.settling import SETTLE, Settled, settle
from backstay.web.records.entering.shown import shown_contradictions
from backstay.web.records.models import Episode
from backstay.web.records.reads import case_read

MOST_ROUNDS = 5  # of contradictions that what was chosen for others brings about


class Form(NamedTuple):
    """A page of questions: what it is called, what stands on it, where it leads."""

    title: str
    template: str
    after: str
    context: dict[str, Any]


def ask(request: HttpRequest, episode: Episode, asked: Sequence[Asked], form: Form) -> HttpResponse:
    """The page with its questions, as they stand."""
    return _page(request, episode, form, [offered(one) for one in asked], {})


def answer(request: HttpRequest, by: Person, episode: Episode, form: Form) -> HttpResponse:
    """Record what came. What cannot be recorded comes back as it was typed, with all that is wrong."""
    asked = from_paths(episode, request.POST.getlist("ask"))
    if "add" in request.POST or "back" in request.POST:
        return _again(request, episode, form, asked, Posted())
    chain = {str(fact.key): fact for fact in episode.facts.select_related("lesion")}
    posted = read_posted(asked, request.POST, chain)
    if not posted.errors:
        try:
            return _checked(request, by, episode, form, posted)
        except CaseError as error:
            posted.add_problems(error.problems, asked)
        except Superseded as other:
            posted.add_clashes(other.clashes, asked)
    return _again(request, episode, form, asked, posted)


def _checked(
    request: HttpRequest, by: Person, episode: Episode, form: Form, posted: Posted
) -> HttpResponse:
    check_answers(episode, posted.answers)
    found, settled = _settled(request, episode, posted.answers)
    if found:
        return _which(request, episode, form, found, settled)
    made = record_answers(by=by, episode=episode, answers=settled.answers, source="form")
    count = len(made)
    told = (
        f"{count} answer{'s' if count > 1 else ''} recorded." if count else "Nothing was changed."
    )
    messages.success(request, told)
    return HttpResponseRedirect(form.after)


def _settled(
    request: HttpRequest, episode: Episode, answers: Sequence[Answer]
) -> tuple[list[Contradiction], Settled]:
    """What is still contradicted after what was chosen so far, and the answers that are left."""
    settled = Settled(list(answers), [], {})
    for _ in range(MOST_ROUNDS):
        found = arising(episode, settled.answers, settled.done)
        if not found:
            return [], settled
        next_ = settle(found, settled.answers, request.POST)
        settled = Settled(next_.answers, [*settled.done, *next_.done], next_.missing)
        if next_.missing:
            return [one for one in found if one.id in next_.missing], settled
    return arising(episode, settled.answers, settled.done), settled


def _which(
    request: HttpRequest,
    episode: Episode,
    form: Form,
    found: Sequence[Contradiction],
    settled: Settled,
) -> HttpResponse:
    """The page between: nothing is saved until it is said which answer is right."""
    case_read(request, episode)
    now = [f"{SETTLE}{one.id}" for one in found]
    context = {
        **_about(episode, form),
        "contradictions": shown_contradictions(found, settled.missing, request.POST),
        "hidden": hidden(request.POST, ("csrfmiddlewaretoken", "settling", *now)),
        "tried": "settling" in request.POST,
    }
    return render(request, "records/entering/which.html", context)


def _again(
    request: HttpRequest, episode: Episode, form: Form, asked: Sequence[Asked], posted: Posted
) -> HttpResponse:
    case_read(request, episode)
    added, errors = request.POST.get("add", ""), posted.errors
    rows = 3 if added else 0
    fields = [
        again(one, request.POST, errors.get(one.path, []), rows if one.path == added else 0)
        for one in asked
    ]
    return _page(request, episode, form, fields, errors)


def _page(
    request: HttpRequest,
    episode: Episode,
    form: Form,
    fields: Sequence[Any],
    errors: dict[str, list[str]],
) -> HttpResponse:
    whole = [(path, text) for path in ("", "observed") for text in errors.get(path, ())]
    context = {
        **_about(episode, form),
        "fields": fields,
        "whole": whole,
        "any_wrong": bool(errors),
        "observed": request.POST.get("observed"),
    }
    return render(request, form.template, context)


def _about(episode: Episode, form: Form) -> dict[str, Any]:
    return {
        "episode": episode,
        "patient": episode.patient,
        "section": "cases",
        "title": form.title,
        "after": form.after,
        "today": localdate().isoformat(),
        "levels_known": LEVELS,
        **form.context,
    }

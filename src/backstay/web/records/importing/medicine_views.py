"""Medicines pasted as lines: written, shown as they were understood, recorded when confirmed."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from backstay.case import CaseError
from backstay.web.people import roles
from backstay.web.people.session import person_of
from backstay.web.records.access import open_episode
from backstay.web.records.answers import Superseded, newest
from backstay.web.records.importing.medicine_actions import COMPLETE, LIST, record_medicines
from backstay.web.records.importing.pages import Problem, answer
from backstay.web.records.importing.pasted import Pasted, as_lines, pasted, tidy, too_many
from backstay.web.records.importing.shown import recorded
from backstay.web.records.models import Episode, Fact

TEXT = "lines"
ANSWERS = {"yes": True, "no": False}
LINES_LEFT = "There are lines in the box. Read them, or empty the box first."
MEANWHILE = "Somebody changed the list meanwhile. It is shown below; yours is still in the box."


@login_required
@require_http_methods(["GET", "POST"])
def medicines(request: HttpRequest, key: UUID) -> HttpResponse:
    """The list of a case as lines; it is read again at each step and stored at the last one."""
    episode = open_episode(person_of(request), key, roles.ENTER)
    before = _before(episode)
    if request.method == "GET":
        return _page(request, episode, before, as_lines(before.get(LIST)))
    text = tidy(request.POST.get(TEXT, ""))
    none = request.POST.get("step") == "none"
    why = (LINES_LEFT if text else "") if none else too_many(text)
    if why:
        return _page(request, episode, before, text, problems=[Problem(why, TEXT)])
    if request.POST.get("step") == "read":
        return _page(request, episode, before, text, pasted(text))
    return _recorded(request, episode, before, text)


def _before(episode: Episode) -> dict[str, Fact]:
    there = newest(episode)
    return {name: there[None, name] for name in (LIST, COMPLETE) if (None, name) in there}


def _recorded(
    request: HttpRequest, episode: Episode, before: dict[str, Fact], text: str
) -> HttpResponse:
    """Store it, or say why not; the list that is stored is the one that was shown."""
    none = request.POST.get("step") == "none"
    found = Pasted((), (), (), ()) if none else pasted(text)
    problems = []
    if request.POST.get("seen", "") != _seen(before):
        problems = [Problem(MEANWHILE)]
    elif not none and request.POST.get("shown", "") != _digest(text):
        return _page(request, episode, before, text, found)
    else:
        try:
            record_medicines(
                by=person_of(request), episode=episode, text=text, entries=found.entries, left=found.left,
                complete=True if none else ANSWERS.get(request.POST.get("complete", "")), before=before,
            )  # fmt: skip
        except CaseError as error:
            problems = [Problem(f"{one.path}: {one.problem}", TEXT) for one in error.problems]
        except Superseded:
            before, problems = _before(episode), [Problem(MEANWHILE)]
    if problems:
        return _page(request, episode, before, text, found, problems)
    messages.success(request, f"List of medicines recorded: {len(found.entries) or 'none taken'}.")
    return redirect("cases:case", key=episode.key)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _seen(before: dict[str, Fact]) -> str:
    return " ".join(str(before[name].key) for name in sorted(before))


def _page(
    request: HttpRequest,
    episode: Episode,
    before: dict[str, Fact],
    text: str,
    found: Pasted | None = None,
    problems: list[Problem] | None = None,
) -> HttpResponse:
    told: dict[str, Any] = {
        "episode": episode, "patient": episode.patient, "text": text, "found": found, "problems": problems,
        "recorded": recorded(before[LIST]) if LIST in before else None,
        "seen": _seen(before), "shown": _digest(text) if found else "",
        "complete": request.POST.get("complete", ""),
    }  # fmt: skip
    return answer(request, "medicines", told, 400 if problems else 200)

"""Pages on which a change is tried: single changes that move an option, and the form to try any."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backstay.case import CaseError
from backstay.present import changes as single
from backstay.present.lesions import lesions
from backstay.present.screen import options
from backstay.web.cases import trying
from backstay.web.cases.opened import Opened, level, opened, page, reading, shown
from backstay.web.records.knowledge import knowledge

IN_RAIL = 2  # changes that the rail offers to tick


@login_required
def changes(request: HttpRequest, key: UUID) -> HttpResponse:
    """Single changes that would move an option: the part of the rail, or all of them as a page."""
    template = "_changes.html" if request.htmx else "changes.html"  # type: ignore[attr-defined]

    def made(found: Opened) -> dict[str, Any]:
        every = single.changes(found.shown, knowledge())
        first = trying.offers(found.shown, knowledge(), level(request), {}, IN_RAIL)
        return {
            "every": every,
            "offers": first,
            "rest": len(every) - len(first),
            "lesion": level(request),
        }

    return page(request, key, template, made, what_if=True)


@login_required
def try_change(request: HttpRequest, key: UUID) -> HttpResponse:
    """A form of facts that can change; posted, it says what would move. Nothing is kept."""
    _, episode = reading(request, key)
    context: dict[str, Any] = {"episode": episode, "patient": episode.patient, "section": "cases"}
    try:
        found = opened(episode, what_if=True)
    except CaseError as error:
        return render(request, "cases/no_plan.html", {**context, "problems": error.problems})
    context |= _tried(request, found)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "cases/_tried.html", {**context, "in_rail": _in_rail(request)})
    return render(request, "cases/try.html", {**context, **_form(found, context)})


def _in_rail(request: HttpRequest) -> bool:
    return bool(request.htmx.target == "moved-in-rail")  # type: ignore[attr-defined]


def _tried(request: HttpRequest, found: Opened) -> dict[str, Any]:
    """What was asked, and what would be."""
    tried = trying.read(request.POST, request.POST.getlist("change"))
    there = lesions(found.shown)
    wanted = level(request)
    lesion = next((one for one in there if one.name == wanted), there[0] if there else None)
    context: dict[str, Any] = {
        "tried": tried,
        "lesion": lesion.name if lesion else "",
        "lesions": there,
        "as_of": datetime.fromisoformat(str(found.shown["as_of"])),
    }
    if not tried:
        return context
    try:
        after = shown(trying.supposed(found.document, tried))
    except CaseError as error:
        return {**context, "problems": error.problems}
    parts = [options.lesion_part(after, knowledge(), one.name) for one in there]
    return {
        **context,
        "result": trying.result(found.shown, after, knowledge()),
        "parts": [*parts, options.person_part(after, knowledge())],
    }


def _form(found: Opened, context: dict[str, Any]) -> dict[str, Any]:
    lesion, tried = context["lesion"], context["tried"]
    turning, groups = trying.fields(found.shown, knowledge(), tried)
    return {
        "offers": trying.offers(found.shown, knowledge(), lesion, tried),
        "turning": turning,
        "groups": groups,
    }

"""A bundle that is uploaded, for a case that is there or for a new one, and the answers to what was read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from backstay.case import CaseError
from backstay.exchange.smart.refused import Refused
from backstay.web.people import roles
from backstay.web.people.session import person_of
from backstay.web.records.access import open_episode
from backstay.web.records.answers import Superseded
from backstay.web.records.importing import actions, pages
from backstay.web.records.importing.choosing import FIELD, Chosen, chosen
from backstay.web.records.importing.comparing import Compared, Row, compared
from backstay.web.records.importing.contradicted import ContradictedError, Contradiction
from backstay.web.records.importing.pages import Problem
from backstay.web.records.importing.reading import MOST_BYTES, of_bundle, too_large
from backstay.web.records.importing.sheet import NotOursError, Sheet, opened
from backstay.web.records.importing.shown import label
from backstay.web.records.importing.whose import beside, must_ask
from backstay.web.records.models import Episode

FILE = "bundle"
MEANWHILE = "Somebody answered meanwhile. Look at what is recorded now, and choose again."


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, key: UUID) -> HttpResponse:
    """Read a bundle for a case."""
    episode = open_episode(person_of(request), key, roles.ENTER)
    return (
        uploaded(request, episode) if request.method == "POST" else pages.choose(request, episode)
    )


def uploaded(request: HttpRequest, episode: Episode | None) -> HttpResponse:
    """The page after a file was sent: what it says, or why it was not read."""
    try:
        sheet = _read(request, episode)
    except Refused as why:
        told = [Problem(text, FILE) for text in why.problems]
        return pages.choose(request, episode, told, why.status)
    return pages.check(request, sheet, episode)


def _read(request: HttpRequest, episode: Episode | None) -> Sheet:
    """What the file of a form says. Raises Refused."""
    file = request.FILES.get(FILE)
    if file is None:
        declared = int(request.META.get("CONTENT_LENGTH") or 0)
        text = too_large() if declared > MOST_BYTES else "Choose the file of the bundle first."
        raise Refused(400, [text])
    if (file.size or 0) > MOST_BYTES:
        raise Refused(413, [too_large()])
    return of_bundle(
        file.read(),
        by=person_of(request).username,
        about=str(episode.key) if episode else "",
        named=file.name or "",
        now=datetime.now(UTC),
    )


@login_required
@require_POST
def check(request: HttpRequest, key: UUID) -> HttpResponse:
    """The answers to what was read for a case: the same person, and which facts."""
    person = person_of(request)
    episode = open_episode(person, key, roles.ENTER)
    step = request.POST.get("step", "")
    try:
        sheet = opened(
            request.POST.get("sheet", ""), person.username, "" if step == "into" else str(key)
        )
    except NotOursError as why:
        return pages.choose(request, episode, [again(why)], 400)
    if step == "into":
        sheet = msgspec.structs.replace(sheet, about=str(key))
    if step == "same":
        sheet = msgspec.structs.replace(sheet, same_person=True)
    if step != "record" or (not sheet.same_person and must_ask(sheet.whose, episode.patient)):
        return pages.check(request, sheet, episode)
    return _recorded(request, sheet, episode)


def again(why: NotOursError) -> Problem:
    """That the form cannot be taken, and what to do."""
    return Problem(f"Nothing was stored: {why}. Read the record again.", FILE)


def _recorded(request: HttpRequest, sheet: Sheet, episode: Episode) -> HttpResponse:
    both = compared(sheet, episode)
    made = chosen(both, request.POST)
    problems = problems_of(request, both, made)
    if not problems:
        differs = [one.what for one in beside(sheet.whose, episode.patient) if one.differs]
        try:
            actions.take(
                by=person_of(request), episode=episode, sheet=sheet, chosen=made, left=both.left,
                differs=differs, accepted=request.POST.getlist("accept"),
            )  # fmt: skip
        except CaseError as error:
            problems = of_case(error)
        except ContradictedError as error:
            return shown_again(request, sheet, episode, made, [together()], error.found)
        except Superseded:
            problems = [Problem(MEANWHILE)]
    if problems:
        return shown_again(request, sheet, episode, made, problems)
    messages.success(request, done(made))
    return redirect("cases:case", key=episode.key)


def problems_of(request: HttpRequest, both: Compared, made: Chosen) -> list[Problem]:
    """What stands against recording what was chosen."""
    if request.POST.get("seen", "") != pages.seen(both):
        return [Problem(MEANWHILE)]
    return [Problem(f"{_named(row)}: say which holds.", f"{FIELD}{row.key}") for row in made.open]


def together() -> Problem:
    """That some facts cannot hold together."""
    return Problem("Some facts cannot hold together. Say what is to be done.", "contradicted")


def _named(row: Row) -> str:
    return f"{label(row.known)}, {row.level}" if row.level else label(row.known)


def of_case(error: CaseError) -> list[Problem]:
    return [
        Problem(f"{one.path}: {one.problem}".removeprefix(": "), f"{FIELD}{one.path}")
        for one in error.problems
    ]


def shown_again(
    request: HttpRequest,
    sheet: Sheet,
    episode: Episode | None,
    made: Chosen,
    problems: list[Problem],
    contradicted: Sequence[Contradiction] = (),
) -> HttpResponse:
    """The page once more, with the choices that were made and what is to be mended."""
    wrong = [row.key for row in made.open]
    given = {name: str(value) for name, value in request.POST.items()}
    return pages.check(
        request,
        sheet,
        episode,
        given=given,
        problems=problems,
        wrong=wrong,
        contradicted=contradicted,
    )


def done(made: Chosen) -> str:
    """What was stored, for the page that comes next."""
    facts, lesions = len(made.taken), len(made.lesions)
    told = f"{facts} fact{'' if facts == 1 else 's'} recorded"
    if lesions:
        told += f", {lesions} lesion{'' if lesions == 1 else 's'} added"
    return f"{told}. What was not read is listed with what is missing."

"""The pages of an import: choose a file, whose record it is, check what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backstay.web.audit.record import record
from backstay.web.people.session import person_of
from backstay.web.records.importing.choosing import as_proposed
from backstay.web.records.importing.comparing import Compared, compared
from backstay.web.records.importing.contradicted import Contradiction
from backstay.web.records.importing.servers import offered
from backstay.web.records.importing.sheet import Sheet, sealed
from backstay.web.records.importing.shown import page
from backstay.web.records.importing.whose import beside, must_ask
from backstay.web.records.models import Episode
from backstay.web.records.reads import case_read

SECTION = {"section": "cases"}


class Problem(NamedTuple):
    """One thing to be mended, with the field that it is about."""

    text: str
    field: str = ""


def choose(
    request: HttpRequest,
    episode: Episode | None,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    """The page with the file to be chosen and the record systems that can be asked."""
    told: dict[str, Any] = {
        "episode": episode, "patient": episode and episode.patient, "problems": problems,
        "servers": offered(),
    }  # fmt: skip
    return answer(request, "choose", told, status)


def check(
    request: HttpRequest,
    sheet: Sheet,
    episode: Episode | None,
    *,
    given: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
    wrong: Sequence[str] = (),
    contradicted: Sequence[Contradiction] = (),
) -> HttpResponse:
    """What was read beside what is recorded; or first, whether it is about the same person."""
    if episode and not sheet.same_person and must_ask(sheet.whose, episode.patient):
        return whose(request, sheet, episode)
    both = compared(sheet, episode)
    choices = as_proposed(both) if given is None else given
    told = {
        "sheet": sheet, "sealed": sealed(sheet), "seen": seen(both), "episode": episode,
        "patient": episode and episode.patient, "page": page(both, choices, wrong), "problems": problems,
        "contradicted": contradicted, "person": _person(sheet, choices) if episode is None else None,
    }  # fmt: skip
    if episode is not None and given is None:
        record(
            "record_read", by=person_of(request), patient=episode.patient.key, about=episode.key,
            source=sheet.source, facts=len(both.rows),
        )  # fmt: skip
    return answer(request, "check", told, 400 if problems else 200)


def whose(request: HttpRequest, sheet: Sheet, episode: Episode) -> HttpResponse:
    """Ask whether the record is about the person of the case."""
    both = beside(sheet.whose, episode.patient)
    told = {
        "sheet": sheet, "sealed": sealed(sheet), "episode": episode, "patient": episode.patient,
        "beside": both, "any_differs": any(one.differs for one in both),
    }  # fmt: skip
    return answer(request, "whose", told)


def which(request: HttpRequest, sheet: Sheet, episodes: Sequence[Episode]) -> HttpResponse:
    """Ask which case a record that was launched is for."""
    if episodes:
        record("cases_listed", by=person_of(request), count=len(episodes))
    told = {"sheet": sheet, "sealed": sealed(sheet), "episodes": episodes}
    return answer(request, "which", told)


def refused(request: HttpRequest, problems: Sequence[str], status: int) -> HttpResponse:
    """Say why nothing was read."""
    return answer(request, "refused", {"problems": problems}, status)


def seen(both: Compared) -> str:
    """Which recorded answers stand on the page, so that a change meanwhile is noticed."""
    there = {row.key: str(row.recorded.key) for row in both.rows if row.recorded is not None}
    return msgspec.json.encode(there, order="sorted").decode()


def _person(sheet: Sheet, given: Mapping[str, str]) -> dict[str, str]:
    """Who the new case is of: as the record says, until somebody writes otherwise."""
    whole = _is_day(sheet.whose.born)
    told = {
        "name": sheet.whose.name,
        "born": sheet.whose.born if whole else "",
        "number": sheet.whose.number,
    }
    return {
        **{name: given.get(name, one) for name, one in told.items()},
        "reason": given.get("reason", ""),
    }


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def answer(
    request: HttpRequest, name: str, told: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """One page of importing. Nothing of a record stays in the browser's store."""
    episode = told.get("episode")
    if isinstance(episode, Episode):
        case_read(request, episode)
    response = render(request, f"records/importing/{name}.html", {**SECTION, **told}, status=status)
    response["Cache-Control"] = "no-store"
    return response

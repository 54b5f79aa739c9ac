"""A case that is opened with what a record says."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from backstay.case import CaseError
from backstay.web.people import roles
from backstay.web.people.models import Person
from backstay.web.people.permissions import may
from backstay.web.people.session import person_of
from backstay.web.records.importing import actions, pages
from backstay.web.records.importing.choosing import chosen
from backstay.web.records.importing.comparing import compared
from backstay.web.records.importing.contradicted import ContradictedError
from backstay.web.records.importing.pages import Problem
from backstay.web.records.importing.sheet import NotOursError, Sheet, opened
from backstay.web.records.importing.views import (
    again,
    done,
    problems_of,
    shown_again,
    together,
    uploaded,
)


@login_required
@require_http_methods(["GET", "POST"])
def upload_new(request: HttpRequest) -> HttpResponse:
    """Read a bundle for a case that is still to be opened."""
    _may_open(person_of(request))
    return uploaded(request, None) if request.method == "POST" else pages.choose(request, None)


def _may_open(person: Person) -> None:
    if not may(person, roles.OPEN_CASES):
        raise PermissionDenied


@login_required
@require_POST
def check_new(request: HttpRequest) -> HttpResponse:
    """The answers to what was read for a case that is still to be opened."""
    person = person_of(request)
    _may_open(person)
    try:
        sheet = opened(request.POST.get("sheet", ""), person.username, "")
    except NotOursError as why:
        return pages.choose(request, None, [again(why)], 400)
    if request.POST.get("step") != "record":
        return pages.check(request, sheet, None)
    return _opened_case(request, sheet)


def _opened_case(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    both = compared(sheet, None)
    made = chosen(both, request.POST)
    problems = problems_of(request, both, made)
    try:
        born = _born(request.POST.get("born", "").strip())
    except ValueError:
        problems.append(Problem("Birth date: write it as 1962-08-04, or leave it empty.", "born"))
    if not problems:
        try:
            episode = actions.open_with(
                by=person_of(request),
                name=request.POST.get("name", ""),
                born=born,
                number=request.POST.get("number", ""),
                reason=request.POST.get("reason", ""),
                sheet=sheet,
                chosen=made,
                left=both.left,
                accepted=request.POST.getlist("accept"),
            )
        except ContradictedError as error:
            return shown_again(request, sheet, None, made, [together()], error.found)
        except CaseError as error:
            problems = [
                Problem(f"{one.path}: {one.problem}".removeprefix(": "), one.path)
                for one in error.problems
            ]
    if problems:
        return shown_again(request, sheet, None, made, problems)
    messages.success(request, done(made))
    return redirect("cases:case", key=episode.key)


def _born(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

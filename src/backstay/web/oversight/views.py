"""Pages of the audit. To read it is itself an event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from backstay.web.audit.models import Event
from backstay.web.audit.record import record
from backstay.web.oversight.export import as_csv, as_lines
from backstay.web.oversight.filters import Filters, found, page_of, read_filters
from backstay.web.oversight.forms import SearchForm
from backstay.web.oversight.readers import readers_of
from backstay.web.oversight.shown import shown
from backstay.web.people.models import Person
from backstay.web.people.permissions import may
from backstay.web.people.roles import READ_AUDIT
from backstay.web.people.session import person_of
from backstay.web.records.access import open_episode
from backstay.web.records.models import Patient


@login_required
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Events by person, patient, action and day. The form is posted; its answer is an address with keys alone."""
    person = _administrator(request)
    if request.method == "POST":
        form = SearchForm(request.POST)
        if form.is_valid():
            asked = form.filters().address()
            return redirect(f"{request.path}?{asked}" if asked else request.path)
        return _searched(request, form, Filters(), [], None)
    filters = read_filters(request.GET)
    page = page_of(filters, request.GET.get("before", ""))
    record("audit_read", by=person, patient=filters.patient, **filters.named())
    return _searched(request, SearchForm(initial=vars(filters)), filters, page.events, page.older)


def _searched(
    request: HttpRequest, form: SearchForm, filters: Filters, events: list[Event], older: int | None
) -> HttpResponse:
    context = {
        "section": "audit",
        "form": form,
        "filters": filters,
        "rows": shown(events),
        "query": filters.address(),
        "older": filters.address(before=older) if older else "",
        "later": "before" in request.GET,
    }
    return render(request, "oversight/search.html", context)


@login_required
@require_GET
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """The events that are asked for, for a spreadsheet."""
    return _exported(request, as_csv, "text/csv; charset=utf-8", "csv")


@login_required
@require_GET
def export_lines(request: HttpRequest) -> HttpResponseBase:
    """The same as JSON lines, with which anybody can follow the chain again."""
    return _exported(request, as_lines, "application/jsonl; charset=utf-8", "jsonl")


def _exported(
    request: HttpRequest,
    written: Callable[[QuerySet[Event]], Iterator[str]],
    kind: str,
    ending: str,
) -> HttpResponseBase:
    person, filters = _administrator(request), read_filters(request.GET)
    event = record(
        "audit_exported", by=person, patient=filters.patient, format=ending, **filters.named()
    )
    rows = found(filters).filter(pk__lt=event.pk).order_by("pk")
    answer = StreamingHttpResponse(written(rows), content_type=kind)
    name = f"backstay-audit-{timezone.localdate().isoformat()}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@login_required
@require_GET
def readers(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who opened the record, for those who may open the case: to be read out or printed for the patient."""
    person = person_of(request)
    patient = open_episode(person, key).patient
    told = {"section": "cases", "called": patient.name, "number": patient.number, "case": key}
    return _letter(request, person, patient, told)


@login_required
@require_GET
def readers_for_administrator(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same for an administrator, who sees no patients: it names the hospital number and not the person."""
    person = _administrator(request)
    patient = get_object_or_404(Patient, key=key)
    return _letter(request, person, patient, {"section": "audit", "number": patient.number})


def _letter(
    request: HttpRequest, person: Person, patient: Patient, told: dict[str, Any]
) -> HttpResponse:
    days = readers_of(patient.key)
    record("readers_read", by=person, patient=patient.key)
    context = {**told, "days": days, "key": patient.key, "today": timezone.localdate()}
    return render(request, "oversight/readers.html", context)


def _administrator(request: HttpRequest) -> Person:
    person = person_of(request)
    if not may(person, READ_AUDIT):
        raise PermissionDenied
    return person

"""Emergency access to a patient whom one is not related to, and its review by somebody else."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from backstay.web.audit.record import record
from backstay.web.people import roles
from backstay.web.people.guard import needs
from backstay.web.people.models import Person
from backstay.web.people.permissions import may
from backstay.web.people.refused import Refused
from backstay.web.people.session import person_of
from backstay.web.records.access import visible_to
from backstay.web.records.models import BreakGlass
from backstay.web.records.team_forms import AskInEmergency, Review
from backstay.web.records.team_glass_actions import break_glass, review_glass


@needs(roles.BREAK_GLASS)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the record of one patient, with a reason."""
    person = person_of(request)
    form = AskInEmergency(request.POST or None)
    if request.method == "POST" and form.is_valid():
        known = _known(person, form.cleaned_data["number"])
        if known:
            return HttpResponseRedirect(known)
        try:
            break_glass(by=person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("number", str(refused))
        else:
            return HttpResponseRedirect(_known(person, form.cleaned_data["number"]))
    told = {"section": "cases", "form": form}
    return render(request, "records/glass_ask.html", told, status=422 if form.errors else 200)


def _known(person: Person, number: str) -> str:
    """The case of a patient whom the person may see: the open one, else the latest. "" where there is none."""
    seen = visible_to(person).filter(patient__number=number.strip())
    ordered = sorted(seen, key=lambda one: (one.closed_at is None, one.opened_at), reverse=True)
    return reverse("cases:case", args=[ordered[0].key]) if ordered else ""


@needs(roles.REVIEW_BREAK_GLASS)
def queue(request: HttpRequest) -> HttpResponse:
    """Every emergency access that waits for a review, the oldest first."""
    waiting = BreakGlass.objects.filter(reviewed_at=None).select_related("person", "patient")
    done = BreakGlass.objects.exclude(reviewed_at=None).select_related("person", "reviewed_by")
    lists = [list(waiting.order_by("at")), list(done.order_by("-reviewed_at")[:20])]
    if any(lists):
        record("emergency_access_listed", by=person_of(request), count=sum(map(len, lists)))
    told = {"section": "people", "waiting": lists[0], "done": lists[1]}
    return render(request, "records/glass_queue.html", told)


@login_required
def glass(request: HttpRequest, key: UUID) -> HttpResponse:
    """One emergency access: for its reviewers, for those who care for the patient, and for whoever used it."""
    person = person_of(request)
    found = get_object_or_404(BreakGlass.objects.select_related("person", "patient"), key=key)
    reviews = may(person, roles.REVIEW_BREAK_GLASS)
    cares = visible_to(person).filter(patient=found.patient).first()
    if not (reviews or cares or found.person == person):
        raise Http404
    form = Review(request.POST or None) if reviews and found.person != person else None
    if request.method == "POST" and form and form.is_valid() and _reviewed(person, found, form):
        return HttpResponseRedirect(reverse("records:glass_queue"))
    record("emergency_access_read", by=person, patient=found.patient.key, about=found.key)
    told = {
        "section": "people" if reviews else "cases",
        "glass": found,
        "form": form,
        "case": cares,
    }
    return render(request, "records/glass.html", told, status=422 if form and form.errors else 200)


def _reviewed(person: Person, found: BreakGlass, form: Review) -> bool:
    try:
        review_glass(by=person, glass=found, outcome=form.outcome())
    except Refused as refused:
        form.add_error(None, str(refused))
    return not form.errors

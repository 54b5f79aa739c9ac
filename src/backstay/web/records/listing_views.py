"""The list of cases, searched by name or hospital number; what was sought is in the session, in no address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from backstay.present.words import word
from backstay.web.audit.record import record
from backstay.web.people import roles
from backstay.web.people.permissions import may
from backstay.web.people.session import person_of
from backstay.web.records.listing import rows

KEPT = "case_search"  # in the session
FIELDS = ("find", "clock", "needs")
CLOCKS = ("emergency", "urgent", "soon", "routine", "unknown")
NEEDS = ("act_now", "discuss", "check", "standard")
PAGE = 50
LONGEST = 100


@login_required
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases that the person may open; a search is posted and kept for the session."""
    person = person_of(request)
    if request.method == "POST":
        sought = {name: request.POST.get(name, "").strip()[:LONGEST] for name in FIELDS}
        request.session[KEPT] = {} if "all" in request.POST else sought
        if not request.headers.get("HX-Request"):
            return redirect("cases:list")
    sought = {name: request.session.get(KEPT, {}).get(name, "") for name in FIELDS}
    found = rows(person, **sought)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    if found:
        record("cases_listed", by=person, count=len(page.object_list))
    context: dict[str, Any] = {
        "page": page, "sought": sought, "searched": any(sought.values()), "section": "cases",
        "clocks": [(one, word("levels", one)) for one in CLOCKS],
        "needs": [(one, word("discussion", one)) for one in NEEDS],
        "may_open": may(person, roles.OPEN_CASES), "may_ask": may(person, roles.BREAK_GLASS),
    }  # fmt: skip
    part = "cases/_rows.html" if request.headers.get("HX-Request") else "cases/list.html"
    return render(request, part, context)

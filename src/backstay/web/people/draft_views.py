"""What was typed and not saved: kept while it is typed, offered when its form is opened again."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from backstay.web.people.draft_actions import drop_draft, keep_draft
from backstay.web.people.drafts import may_see, typed
from backstay.web.people.models import Draft
from backstay.web.people.session import person_of


@require_POST
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what stands in a form now; the answer is the line under the form."""
    kept = keep_draft(
        by=person_of(request),
        form=request.POST.get("_form", ""),
        page=request.POST.get("_page", ""),
        data=typed(request.POST),
    )
    return render(request, "people/kept.html", {"draft": kept})


@require_GET
@login_required
@never_cache
def offer(request: HttpRequest) -> HttpResponse:
    """What was kept of a form, as a part that its page shows above it. Empty where nothing was."""
    form = request.GET.get("form", "")
    person = person_of(request)
    draft = Draft.objects.filter(person=person, form=form).first()
    if draft is None or not may_see(person, form):
        return HttpResponse(status=204)
    return render(request, "people/offer.html", {"draft": draft})


@login_required
@never_cache
def draft(request: HttpRequest, draft: int) -> HttpResponse:
    """A form that was kept: to read, to send now, to throw away. Works without script."""
    found = get_object_or_404(Draft, pk=draft, person=person_of(request))
    if request.method == "POST":
        drop_draft(by=person_of(request), form=found.form)
        there = found.page if may_see(found.person, found.form) else ""
        return HttpResponseRedirect(there or reverse("home"))
    if not may_see(found.person, found.form):
        return render(request, "people/draft_closed.html", {"draft": found}, status=403)
    told = {
        "draft": found,
        "to": found.form.partition("#")[0],
        "fields": [
            (_label(name), values) for name, values in found.data.items() if name != "_draft"
        ],
    }
    return render(request, "people/draft.html", told)


def _label(name: str) -> str:
    """A field's name as words: T8.bone, blood_pressure."""
    return name.replace("_", " ").strip()

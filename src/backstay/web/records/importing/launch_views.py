"""The two addresses of a launch: one that the record or a case opens, and one that the browser comes back to."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from backstay.exchange.smart.refused import Refused
from backstay.exchange.smart.sealed import LASTS_SECONDS
from backstay.web.people import roles
from backstay.web.people.models import Person
from backstay.web.people.session import person_of
from backstay.web.records.access import open_episode, visible_to
from backstay.web.records.importing import pages
from backstay.web.records.importing.servers import registrations
from backstay.web.records.importing.sheet import Sheet
from backstay.web.records.importing.whose import must_ask
from backstay.web.records.models import Episode


@login_required
@require_GET
def launch(request: HttpRequest) -> HttpResponse:
    """Out to the record system; `case` is the key of the case that is open here, if one is."""
    from backstay.web.records.importing import launching

    _offered()
    about = request.GET.get("case", "")
    if about:
        about = str(open_episode(person_of(request), _key(about), roles.ENTER).key)
    try:
        begun = launching.out(request.GET.dict(), _callback(request), about)
    except Refused as why:
        return pages.refused(request, why.problems, why.status)
    response = HttpResponseRedirect(begun.location)
    response.set_cookie(
        begun.cookie, begun.sealed, max_age=LASTS_SECONDS, path=reverse("records:launch_back"),
        secure=settings.HTTPS, httponly=True, samesite="Lax",
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


def _offered() -> None:
    if not registrations():
        raise Http404


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _callback(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("records:launch_back"))


@login_required
@require_GET
def launch_back(request: HttpRequest) -> HttpResponse:
    """Back with a code: the record is read, and its answers are shown to be checked."""
    from backstay.web.records.importing import launching

    _offered()
    person = person_of(request)
    try:
        came = launching.back(request.GET.dict(), request.COOKIES, _callback(request))
        episode = _episode(person, came.about)
        sheet = launching.read(came, person.username, datetime.now(UTC))
    except Refused as why:
        return pages.refused(request, why.problems, why.status)
    response = _shown(request, person, sheet, episode)
    response.delete_cookie(came.cookie, path=reverse("records:launch_back"))
    return response


def _episode(person: Person, about: str) -> Episode | None:
    """The case that the launch was begun for; whoever comes back must still be allowed there."""
    return open_episode(person, _key(about), roles.ENTER) if about else None


def _shown(
    request: HttpRequest, person: Person, sheet: Sheet, episode: Episode | None
) -> HttpResponse:
    if episode is not None:
        return pages.check(request, sheet, episode)
    mine = visible_to(person).filter(closed_at=None).select_related("patient").order_by("-pk")
    return pages.which(
        request, sheet, [one for one in mine if not must_ask(sheet.whose, one.patient)]
    )

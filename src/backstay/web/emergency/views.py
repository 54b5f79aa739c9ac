"""The page for an emergency, for anybody."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from backstay.present import urgency
from backstay.web.emergency import phone
from backstay.web.emergency.answers import read_answers
from backstay.web.emergency.asked import asked
from backstay.web.emergency.calling import calls
from backstay.web.emergency.fields import rows
from backstay.web.emergency.shown import answer, assessment_of
from backstay.web.records.knowledge import knowledge

LARGEST = 16_000  # bytes of a form; a whole one is below 4,000


# Exempt from CSRF only because a form sent from elsewhere could do nothing here: nothing is stored, and who
# sends it is never asked, for no session is read. A token would need a cookie, and this page sets none.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Signs to tick, and after that the clock, what to do now, whom to call and what to say."""
    if request.method == "POST" and _size(request) > LARGEST:
        return HttpResponse(_page({"too_large": True}, {}), status=413)
    if request.method != "POST":
        return HttpResponse(_page({}, {}))
    # A second past the minute: midnight alone would be read as a day without a time.
    now = timezone.localtime().replace(second=1, microsecond=0)
    given = read_answers(request.POST, now)
    shown = assessment_of(given.facts, now)
    found = urgency.clock(shown, knowledge())
    context = {
        "answered": True,
        "problems": given.problems,
        "phone": phone.sentences(shown, given.facts, found),
        **answer(shown),
    }
    return HttpResponse(_page(context, given.typed))


def _size(request: HttpRequest) -> int:
    told = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(told) if told.isdigit() else LARGEST + 1


def _page(context: dict[str, Any], typed: dict[str, str]) -> str:
    """Without the request, so that no template can ask who sent it."""
    return render_to_string(
        "emergency/page.html",
        {
            **context,
            **rows(asked(), typed),
            "calls": calls(settings.BACKSTAY_CALL),
            "site_name": settings.BACKSTAY_SITE,
            "edition": knowledge().edition,
            "zone": timezone.get_current_timezone_name(),
        },
    )

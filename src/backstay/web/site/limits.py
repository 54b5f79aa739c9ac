"""Requests that are too long are refused before anything of them is read; and texts that are no text."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase

from backstay.web.site.around import Answer

ROUND = 64 * 1024  # bytes that the form around a file may take
SAID = "This is longer than {most} MB, which is the most that is taken. Nothing was stored.\n"
NUL = "A text here has a sign (NUL) that no text has. Nothing was stored.\n"


def not_too_long(answer: Answer) -> Answer:
    """Middleware that trusts the length that is announced: the server reads no further than that."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def run(request: HttpRequest) -> HttpResponse:
        if _announced(request) > most + ROUND:
            said = SAID.format(most=most // 1024 // 1024)
            return HttpResponse(said, status=413, content_type="text/plain; charset=utf-8")
        return answer(request)  # type: ignore[return-value]

    return run


class NoNul:
    """Middleware that refuses a text with NUL, which no keyboard types and PostgreSQL does not take.

    It comes after the CSRF check, which has read the form already. The emergency page keeps nothing and has a
    limit of its own, so its form is left alone.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing here: what is asked is looked at once it is known which page answers."""
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """400 in plain words, or nothing."""
        sent = [request.GET]
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            sent.append(request.POST)
        if any(_has_nul(one) for one in sent):
            return HttpResponse(NUL, status=400, content_type="text/plain; charset=utf-8")
        return None


def _has_nul(sent: QueryDict) -> bool:
    return any("\0" in text for name, values in sent.lists() for text in (name, *map(str, values)))


def _announced(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isdecimal() else 0

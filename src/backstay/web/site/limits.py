"""Requests that are too long are refused before anything of them is read."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from backstay.web.site.around import Answer

ROUND = 64 * 1024  # bytes that the form around a file may take
SAID = "This is longer than {most} MB, which is the most that is taken. Nothing was stored.\n"


def not_too_long(answer: Answer) -> Answer:
    """Middleware that trusts the length that is announced: the server reads no further than that."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def run(request: HttpRequest) -> HttpResponse:
        if _announced(request) > most + ROUND:
            said = SAID.format(most=most // 1024 // 1024)
            return HttpResponse(said, status=413, content_type="text/plain; charset=utf-8")
        return answer(request)  # type: ignore[return-value]

    return run


def _announced(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isdecimal() else 0

"""Whether the program lives and can serve, and what it counts; for whoever runs it."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from prometheus_client import CONTENT_TYPE_LATEST

from backstay.service.listening import is_here
from backstay.web.records.knowledge import knowledge
from backstay.web.site import tasks
from backstay.web.site.metrics import exposed
from backstay.web.site.ready import looked_at


def healthz(request: HttpRequest) -> JsonResponse:
    """It lives."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Whether it can answer: 200 or 503, with what was looked at."""
    found = looked_at()
    ready = all(one.get("ok", True) for one in found.values())
    told = {"status": "ready" if ready else "not ready", **found}
    return JsonResponse(told, status=200 if ready else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Counts for Prometheus, for those who know the token; without one in the settings, for this machine alone."""
    if not _may_read(request):
        raise Http404
    now = {"tasks_waiting": float(tasks.waiting().count()), "task_lag_seconds": tasks.lag()}
    known = knowledge()
    names = {"edition": known.edition, "fingerprint": known.fingerprint}
    return HttpResponse(exposed(now, names), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    if token:
        told = request.headers.get("Authorization", "")
        return hmac.compare_digest(told.encode(), f"Bearer {token}".encode())
    through_a_proxy = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not through_a_proxy and is_here(request.META["REMOTE_ADDR"])


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]

"""What every template knows of the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The hospital's name and whether its patients are invented."""
    return {
        "site_name": settings.BACKSTAY_SITE,
        "demonstration": settings.BACKSTAY_DEMONSTRATION,
        "idle_minutes": f"{settings.IDLE_MINUTES:g}",
    }

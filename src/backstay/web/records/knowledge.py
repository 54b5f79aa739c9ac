"""The knowledge of this server, loaded once, with the overlay of the site."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from backstay.knowledge import Knowledge, load_knowledge


@cache
def knowledge() -> Knowledge:
    """Every page of one process reads the same edition. Raises KnowledgeError for an overlay that does not fit."""
    overlay = settings.BACKSTAY_OVERLAY
    return load_knowledge(Path(overlay).read_text("utf-8") if overlay else None)

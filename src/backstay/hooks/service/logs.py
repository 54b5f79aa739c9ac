"""What the logs of this service may say."""

from __future__ import annotations

import logging

from backstay.service.logs import begin_lines, where

__all__ = ["ALLOWED", "begin_logs", "where"]

# No address, no body, no token, no patient and no text of a record is among these.
ALLOWED = (
    "time", "level", "event", "id", "route", "service", "status", "ms", "reason", "cards", "fetches",
    "error", "at", "said", "edition", "fingerprint", "overlay", "open",
    "process",
)  # fmt: skip


def begin_logs() -> None:
    """Send what this process logs, and what the server below it logs, through the allow-list."""
    begin_lines(ALLOWED, lambda record: record.name.startswith("uvicorn"))
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)
    logging.getLogger("uvicorn.access").disabled = True

"""What the logs of the application may say: never of whom, never with what, never who asked."""

from __future__ import annotations

import logging

from backstay.service.logs import begin_lines

# No address, no key, no name, no body and no text of a record is among these. `route` is a name from our lists.
ALLOWED = (
    "time", "level", "event", "id", "route", "method", "status", "ms", "queries", "error", "at", "said",
    "task", "edition", "fingerprint", "process",
)  # fmt: skip


def begin_logs() -> None:
    """Send what this process logs, and what the server and the frameworks log, through the allow-list."""
    begin_lines(ALLOWED, _is_a_template)
    for name in ("gunicorn.error", "django_tasks_db"):
        logging.getLogger(name).setLevel(logging.INFO)


def _is_a_template(record: logging.LogRecord) -> bool:
    """Words that the server wrote itself: where it has put an address into them, no arguments are left."""
    return record.name.startswith("gunicorn") and bool(record.args)

"""Events as files: CSV for a spreadsheet, JSON lines with every hash, which anybody can follow again."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db.models import QuerySet

from backstay.web.audit.models import Event
from backstay.web.audit.sentences import did

COLUMNS = (
    "number",
    "at",
    "by",
    "by_name",
    "did",
    "action",
    "patient",
    "about",
    "details",
    "previous",
    "hash",
)


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(events: QuerySet[Event]) -> Iterator[str]:
    """A line for each event, after one with the names of the columns."""
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for event in events.iterator(chunk_size=2000):
        yield writer.writerow([_cell(held) for held in row(event).values()])


def as_lines(events: QuerySet[Event]) -> Iterator[str]:
    """One JSON object a line."""
    for event in events.iterator(chunk_size=2000):
        yield json.dumps(row(event), ensure_ascii=False) + "\n"


def row(event: Event) -> dict[str, Any]:
    """One event by the names of the columns."""
    held = {name: getattr(event, name) for name in COLUMNS if hasattr(event, name)}
    return {
        **dict.fromkeys(COLUMNS),
        **held,
        "number": event.pk,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "did": did(event.action),
    }


def _cell(held: Any) -> str:
    """Text of a cell. A spreadsheet takes what begins with one of these for a formula, so a quote stands before."""
    text = json.dumps(held, ensure_ascii=False) if isinstance(held, dict) else str(held)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text

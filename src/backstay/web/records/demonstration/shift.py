"""Times of an invented patient, moved so that what was written as today is today."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any


def moved(text: str, by: timedelta) -> str:
    """A date or an instant, later by so much. A date moves by whole days.

    >>> moved("2026-03-01", timedelta(days=30)), moved("2026-03-01T09:30+00:00", timedelta(hours=30))
    ('2026-03-31', '2026-03-02T15:30+00:00')
    """
    if len(text) == len("2026-03-01"):
        return (date.fromisoformat(text) + timedelta(days=by.days)).isoformat()
    return (datetime.fromisoformat(text) + by).isoformat(timespec="minutes")


def moved_value(value: Any, is_date: bool, by: timedelta) -> Any:
    """The value of a fact; only dates move, whatever counts from the present stays."""
    return moved(str(value), by) if is_date else value

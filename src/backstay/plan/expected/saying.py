"""Values as a case writes them, and as an assessment holds them."""

from __future__ import annotations

from typing import Any


def number(said: Any) -> Any:
    """A value as an assessment holds it."""
    if isinstance(said, list):
        return [float(part) for part in said]
    try:
        return float(said)
    except (TypeError, ValueError):
        return {"true": True, "false": False, "unknown": None}.get(said, said)


def score_said(score: dict[str, Any]) -> str:
    """The answer of a score as a case would expect it."""
    if score["applies"] is False and score["total"] is None:
        return "outside"
    if score["total"] is None:
        return said_of(score["interval"]) if score["interval"] else "unknown"
    return said_of(score["total"])


def said_of(value: Any) -> str:
    """A value as a case writes it.

    >>> said_of((4.0, 10.0)), said_of(None), said_of(True), said_of(11.0)
    ('[4, 10]', 'unknown', 'true', '11')
    """
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(said_of, value))}]"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.6g}"
    return str(value)

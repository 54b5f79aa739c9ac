"""Numbers of the page: two decimals, and a question mark for what is not known."""

from __future__ import annotations

from typing import Any

from backstay.present.words import say

UNKNOWN = "?"
BIG = 100.0  # from here one decimal is enough


def number(value: float | None) -> str:
    """A dose or a volume as readers take it in.

    >>> number(12.3456), number(2005.04), number(None), number(-0.001)
    ('12.35', '2005', '?', '0')
    """
    if value is None:
        return UNKNOWN
    shown = f"{value:.1f}" if abs(value) >= BIG else f"{value:.2f}"
    shown = shown.rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def span(value: Any) -> str:
    """A number, or what it lies between; an open end says so."""
    if not isinstance(value, list):
        return number(value)
    low, high = value
    if high is None:
        return say("dvh_open_range", low=number(low))
    return say("dvh_range", low=number(low), high=number(high))

"""Lines of medicines for tests, without the reader of text."""

from __future__ import annotations

from typing import Any

from backstay.case.values import Interval
from backstay.medicines.line import Line

Amount = float | tuple[float, float] | None


def line(
    drug: str, dose: Amount = None, per_day: Amount = None, unit: str = "mg", **more: Any
) -> Line:
    """One line; a pair is a range."""
    return Line(
        drug=drug, text=drug, dose=_span(dose), unit=None if dose is None else unit,
        per_day=_span(per_day), **more,
    )  # fmt: skip


def _span(amount: Amount) -> Interval | None:
    if amount is None:
        return None
    low, high = amount if isinstance(amount, tuple) else (amount, amount)
    return Interval(float(low), float(high))

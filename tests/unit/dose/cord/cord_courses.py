"""Courses as tests give them."""

from __future__ import annotations

from typing import Any

from backstay.case.values import Interval
from backstay.dose.cord.course import Dose
from backstay.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()


def course(
    text: str, months: float | None = 14, kind: bool | None = False, high: float = 1.0
) -> Dose:
    """A course such as "30/10"; conventional, 14 months ago."""
    dose, fractions = text.split("/")
    return Dose(
        text=text, dose=Interval(float(dose), float(dose) * high), fractions=int(fractions),
        months=None if months is None else Interval(months, months), stereotactic=kind,
    )  # fmt: skip


def told(text: str, **more: Any) -> dict[str, Any]:
    """One entry of `prior_radiation`, as a case reads it."""
    dose, fractions = text.split("/")
    return {"dose": float(dose), "fractions": int(fractions), "months_ago": 14.0, **more}

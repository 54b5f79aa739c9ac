"""Whether an earlier course was conventional or stereotactic: as told, or presumed by its dose per fraction."""

from __future__ import annotations

from math import isclose
from typing import NamedTuple

from backstay.case.derived import stereotactic
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.reirradiation import EarlierCourse, reading


class Kind(NamedTuple):
    """What kind of course it was; None is not known."""

    stereotactic: bool | None
    presumed: bool = False
    contradicts: str | None = None


def kind(
    technique: str | None, dose: float | None, fractions: int | None, knowledge: Knowledge
) -> Kind:
    """What kind of course this was: as told, else conventional where its dose per fraction is one of those.

    Gy in total. Presumed only up to the dose per fraction in `earlier_courses`, or for a schedule listed there.

    >>> from backstay.knowledge import load_knowledge
    >>> kind("SBRT", 24, 2, load_knowledge()), kind(None, 30, 10, load_knowledge())[:2]
    (Kind(stereotactic=True, presumed=False, contradicts=None), (False, True))
    """
    told = stereotactic(technique)
    by = reading(knowledge)
    if dose is None or fractions is None:
        return Kind(told)
    each = dose / fractions
    if told is False and each > by.believed_up_to:
        return Kind(None, contradicts=f"{each:.3g} Gy a fraction is no conventional course")
    if told is not None:
        return Kind(told)
    return Kind(False, presumed=True) if _usual(dose, fractions, by) else Kind(None)


def _usual(dose: float, fractions: int, by: EarlierCourse) -> bool:
    if dose / fractions <= by.presumed_up_to:
        return True
    return any(isclose(dose, gray) and fractions == n for gray, n in map(schedule, by.presumed))


def schedule(text: str) -> tuple[float, int]:
    """Dose in total (Gy) and fractions of a schedule as knowledge writes it.

    >>> schedule("37.5/15")
    (37.5, 15)
    """
    dose, _, fractions = text.partition("/")
    return float(dose), int(fractions)

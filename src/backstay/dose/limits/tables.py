"""The tables that this part reads, each with its type, and the cautions that touch a result."""

from __future__ import annotations

from collections.abc import Iterable

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked, Status
from backstay.knowledge.tables.dose_limits import DoseLimit, DoseOrgan, RuleSet
from backstay.knowledge.tables.tissues import DoseCaution, RiskModel, Tissue

WEAKEST: tuple[Status, ...] = ("unverified", "secondary", "primary")


def tissues(knowledge: Knowledge) -> dict[str, Tissue]:
    """Tissues and tumors by id, with their alpha/beta."""
    return knowledge.tables["tissues"]


def dose_organs(knowledge: Knowledge) -> dict[str, DoseOrgan]:
    """Organs that may have limits, by id."""
    return knowledge.tables["dose_organs"]


def rule_sets(knowledge: Knowledge) -> dict[str, RuleSet]:
    """Sets of limits by id."""
    return knowledge.tables["rule_sets"]


def dose_limits(knowledge: Knowledge) -> dict[str, DoseLimit]:
    """Every limit of every set, by id."""
    return knowledge.tables["dose_limits"]


def risk_models(knowledge: Knowledge) -> dict[str, RiskModel]:
    """Curves of risk by dose, by id."""
    return knowledge.tables["risk_models"]


def dose_cautions(knowledge: Knowledge) -> tuple[DoseCaution, ...]:
    """What readers must know of results, in the order of the file."""
    return tuple(knowledge.tables["dose_cautions"].values())


def course_cautions(
    courses: Iterable[tuple[float, int]], knowledge: Knowledge
) -> tuple[DoseCaution, ...]:
    """What must be said of a BED or EQD2 of courses (dose in Gy, fractions): large or few fractions."""
    listed = tuple(courses)
    return tuple(
        one
        for one in dose_cautions(knowledge)
        if any(touches(one, dose, fractions) for dose, fractions in listed)
    )


def touches(caution: DoseCaution, dose: float, fractions: int) -> bool:
    """Whether a caution about the model is one about this course. Nothing was given where the dose is 0."""
    few, large = caution.fractions_at_most, caution.per_fraction_from
    if dose <= 0:
        return False
    return (few is not None and fractions <= few) or (
        large is not None and dose / fractions >= large
    )


def weakest(several: Iterable[Checked]) -> Status | None:
    """How well the least read of several was read; None without any."""
    return min((one.status for one in several), key=WEAKEST.index, default=None)

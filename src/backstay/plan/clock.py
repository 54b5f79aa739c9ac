"""The clock: how urgent it is, from as few facts as are known, before anything else."""

from __future__ import annotations

from typing import Any

from backstay.plan.assessment import Statement, Urgency, Urgent
from backstay.plan.trace import Tracer
from backstay.plan.values import number
from backstay.reason import Evaluation
from backstay.reason.program import Compiled

LEVELS: tuple[Urgent, ...] = ("emergency", "urgent", "soon")


def urgency(evaluation: Evaluation, tracer: Tracer) -> Urgency:
    """The highest level with a true clock; routine only if every clock is known to be false."""
    true: dict[str, list[Compiled]] = {level: [] for level in LEVELS}
    unknown: dict[str, list[Compiled]] = {level: [] for level in LEVELS}
    for compiled in evaluation.program.of_kind("clock"):
        truth = evaluation.patient.get(compiled.unit.key)
        if truth is not False:
            (true if truth else unknown)[_entry(compiled).level].append(compiled)
    level = next((name for name in LEVELS if true[name]), None)
    above = LEVELS[: LEVELS.index(level)] if level else LEVELS
    could_be = next((name for name in above if unknown[name]), None)
    reached = true[level] if level else []
    return Urgency(
        level=level or ("unknown" if could_be else "routine"),
        could_be=could_be,
        within_hours=_soonest(reached),
        because=_said(reached, tracer),
        open=_said([c for name in above for c in unknown[name]], tracer),
    )


def open_clocks(evaluation: Evaluation, level: str) -> list[Compiled]:
    """Clocks above a level that are not known to be false."""
    above = LEVELS[: LEVELS.index(level)] if level in LEVELS else LEVELS
    return [
        compiled
        for compiled in evaluation.program.of_kind("clock")
        if evaluation.patient.get(compiled.unit.key) is None and _entry(compiled).level in above
    ]


def _entry(compiled: Compiled) -> Any:
    return compiled.unit.entry


def _soonest(clocks: list[Compiled]) -> float | None:
    hours = [_entry(compiled).within_hours for compiled in clocks]
    return number(min(hours)) if hours else None


def _said(clocks: list[Compiled], tracer: Tracer) -> list[Statement]:
    listed = sorted(clocks, key=lambda c: (_entry(c).within_hours, _entry(c).id))
    patient = tracer.evaluation.patient
    return [tracer.statement(compiled, patient, _entry(compiled).level) for compiled in listed]

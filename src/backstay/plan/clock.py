"""The clock: how urgent it is, from as few facts as are known, before anything else."""

from __future__ import annotations

from typing import Any, NamedTuple

from backstay.plan.assessment import Statement, Urgency, Urgent
from backstay.plan.trace import Tracer
from backstay.plan.values import number
from backstay.reason import Evaluation
from backstay.reason.closures import LESIONS, Env
from backstay.reason.program import Compiled

LEVELS: tuple[Urgent, ...] = ("emergency", "urgent", "soon")


class Ticking(NamedTuple):
    """One clock at one place; without a place where the case does not say whether there are lesions."""

    compiled: Compiled
    env: Env | None
    truth: bool | None

    @property
    def entry(self) -> Any:
        return self.compiled.unit.entry


def clocks(evaluation: Evaluation) -> list[Ticking]:
    """Every clock, those of a lesion at each; a clock of a lesion is open while lesions are not known."""
    found: list[Ticking] = []
    for compiled in evaluation.program.of_kind("clock"):
        key = compiled.unit.key
        if compiled.scope == "lesion" and LESIONS not in evaluation.patient:
            found.append(Ticking(compiled, None, None))
        else:
            found += [
                Ticking(compiled, env, env.get(key)) for _, env in evaluation.places(compiled)
            ]
    return found


def urgency(evaluation: Evaluation, tracer: Tracer) -> Urgency:
    """The highest level with a true clock; routine only if every clock is known to be false."""
    ticking = clocks(evaluation)
    level = next((name for name in LEVELS if _at(ticking, name, True)), None)
    above = LEVELS[: LEVELS.index(level)] if level else LEVELS
    could_be = next((name for name in above if _at(ticking, name, None)), None)
    reached = _at(ticking, level, True) if level else []
    return Urgency(
        level=level or ("unknown" if could_be else "routine"),
        could_be=could_be,
        within_hours=_soonest(reached),
        because=_said(reached, tracer),
        open=_said([one for name in above for one in _at(ticking, name, None)], tracer),
    )


def open_clocks(evaluation: Evaluation, level: str) -> list[Ticking]:
    """Clocks above a level that are not known to be false."""
    above = LEVELS[: LEVELS.index(level)] if level in LEVELS else LEVELS
    ticking = clocks(evaluation)
    return [one for name in above for one in _at(ticking, name, None)]


def _at(ticking: list[Ticking], level: str, truth: bool | None) -> list[Ticking]:
    return [one for one in ticking if one.entry.level == level and one.truth is truth]


def _soonest(ticking: list[Ticking]) -> float | None:
    hours = [one.entry.within_hours for one in ticking]
    return number(min(hours)) if hours else None


def _said(ticking: list[Ticking], tracer: Tracer) -> list[Statement]:
    """Each clock once, as it stands at the first place."""
    first = {one.entry.id: one for one in reversed(ticking)}
    listed = sorted(first.values(), key=lambda one: (one.entry.within_hours, one.entry.id))
    return [tracer.statement(one.compiled, one.env, one.entry.level) for one in listed]

"""Alarms of a change or a step: what the new dose is, held against the old one by factors of surveillance."""

from __future__ import annotations

from collections.abc import Iterable

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.rotation import ChangeAlarm, OpioidDose
from backstay.medicines.line import Line
from backstay.medicines.opioids.conversion import to_morphine
from backstay.medicines.opioids.equivalents import mme
from backstay.medicines.opioids.taking import SKIN, taking

NO_YARDSTICK = "The new dose could not be held against the old one: one of them equals no known dose of morphine."


def alarms_of_change(
    lines: Iterable[Line],
    target: OpioidDose,
    dose: float,
    knowledge: Knowledge,
    of_a_step: bool = False,
) -> tuple[str, ...]:
    """What must be told of a new dose: more than before, more than twice as much, above a limit for the first time.

    Equivalents are only the yardstick. The old dose is what is surely taken; where one of the two has no
    equivalent, that is said. The alarms are `change_alarms` in the knowledge.
    """
    table: dict[str, ChangeAlarm] = knowledge.tables["change_alarms"]
    asked = [one for one in table.values() if one.of_steps or not of_a_step]
    before = _morphine(tuple(lines), knowledge)
    after = _morphine((_as_line(target, dose),), knowledge)
    if before is None or after is None:
        return (NO_YARDSTICK,)
    found = [one for one in asked if _passed(one, before, after)]
    return tuple(f"{one.text} ({before:.4g} mg before, {after:.4g} mg after)" for one in found)


def _morphine(lines: tuple[Line, ...], knowledge: Knowledge) -> float | None:
    """mg of oral morphine a day, of what is surely taken: by factors of surveillance, else by the usual ratios."""
    total = mme(lines, knowledge).total
    if total is not None:
        return total.low
    legs = to_morphine(taking(lines, knowledge).opioids, knowledge)
    return (
        None
        if legs is None
        else sum(leg.low if leg.default is None else leg.default for leg in legs)
    )


def _passed(alarm: ChangeAlarm, old: float, new: float) -> bool:
    if alarm.rises_by is not None:
        return new > old * (1 + alarm.rises_by / 100)
    return alarm.above is not None and old <= alarm.above < new


def _as_line(target: OpioidDose, dose: float) -> Line:
    """The new dose as a line that could be counted."""
    once = None if target.route == SKIN else Interval(1.0, 1.0)
    return Line(
        drug=target.drug, text="", route=target.route, form="patch" if once is None else None,
        dose=Interval(dose, dose), unit=target.unit, per_day=once,
    )  # fmt: skip

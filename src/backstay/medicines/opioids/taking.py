"""What is surely taken of each opioid in a day: the smaller figure, since a new dose rests on it."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import NamedTuple

from backstay.knowledge import Knowledge
from backstay.knowledge.ingredients import spoken
from backstay.medicines.line import Line
from backstay.medicines.often import HOURS
from backstay.medicines.opioids.day import day, in_unit
from backstay.medicines.opioids.equivalents import DEFAULT, classes, is_opioid
from backstay.medicines.opioids.factors import way

SKIN = "transdermal"


class Taken(NamedTuple):
    """One opioid by one route: mg in a day, or mcg/h of what is worn."""

    drug: str
    route: str
    dose: float
    unit: str


class Taking(NamedTuple):
    """What lines say is taken, all lines of one drug and route together."""

    opioids: tuple[Taken, ...]
    problems: tuple[str, ...]  # what a line leaves open: nothing may be computed
    warnings: tuple[str, ...]
    classes: frozenset[str]  # of the other drugs on the lines


def taking(lines: Iterable[Line], knowledge: Knowledge) -> Taking:
    """What is surely taken: what was, or scheduled doses alone; as needed and not known counts as none.

    Of a range of doses the lower end counts.

    >>> from backstay.case.values import Interval
    >>> from backstay.knowledge import load_knowledge
    >>> line = Line(drug="morphine", text="", route="oral", dose=Interval(5, 10), unit="mg", per_day=Interval(4, 4))
    >>> taking([line], load_knowledge()).opioids
    (Taken(drug='morphine', route='oral', dose=20.0, unit='mg'),)
    """
    sums: dict[tuple[str, str, str], float] = {}
    problems: list[str] = []
    warnings: list[str] = []
    others: set[str] = set()
    for line in lines:
        if not is_opioid(knowledge, line.drug):
            others |= classes(knowledge, line.drug)
        elif line.as_needed and line.taken_per_day is None:
            warnings.append(f"{_said(line)}: how many are taken is not known; counted as none")
        else:
            found, text = _taken(line, knowledge)
            if found is None:
                problems.append(f"{_said(line)}: {text}")
                continue
            warnings += [f"{_said(line)}: {text}"] if text else []
            key = (found.drug, found.route, found.unit)
            sums[key] = sums.get(key, 0.0) + found.dose
    opioids = [Taken(drug, route, dose, unit) for (drug, route, unit), dose in sums.items() if dose]
    return Taking(tuple(opioids), tuple(problems), tuple(warnings), frozenset(others))


def _taken(line: Line, knowledge: Knowledge) -> tuple[Taken | None, str | None]:
    """One line, or why it cannot be counted; beside it what was taken for granted."""
    route, text = line.route, None
    if route is None:
        found = way(knowledge, DEFAULT, line.drug, None, line.form)
        if found.factor is None:
            return None, found.asks or "by which route is it given?"
        route, text = found.factor.routes[0], found.warning
    said = day(line)
    if said.dose is None:
        return None, said.asks
    unit, dose = line.unit or "", said.dose
    if route != SKIN and unit.endswith("/h"):  # a pump: so much in each hour
        unit, dose = unit.removesuffix("/h"), dose._replace(low=dose.low * HOURS)
    wanted = "mcg/h" if route == SKIN else "mg"
    counted = in_unit(dose, unit, wanted)
    if counted is None:
        return None, f"how much is it in {wanted}?"
    if not 0 <= counted.low < inf:
        return None, "a dose is a number of zero or more"
    return Taken(line.drug, route, counted.low, wanted), text


def _said(line: Line) -> str:
    return line.text or spoken(line.drug)

"""An opioid lowered step by step: by how long it was taken, never at once, and stopped and asked at withdrawal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import ceil
from typing import Any

import msgspec

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Status
from backstay.knowledge.tables.rotation import OpioidDose, OpioidTaper, TaperRule
from backstay.medicines.line import Line
from backstay.medicines.opioids.breakthrough import opioid_dose
from backstay.medicines.opioids.cuts import truth, unknown
from backstay.medicines.opioids.taking import SKIN, Taking, taking

Facts = Mapping[str, Any]
HELD = "pain_controlled"
ALMOST = 1e-6  # what binary fractions leave of nothing
DAYS = "for how many days it was taken must be zero or more"
PATCH = "a patch is lowered by its strengths, and a specialist sets the pace"
NO_STEP = "what can be given of it was not read, so no steps are computed; a specialist sets them"


class TaperStep(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """From one day on, counted from 1, so much a day."""

    from_day: int
    daily_dose: float


class OpioidTapered(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The way down, in `unit` a day. Without steps it says why."""

    drug: str
    route: str | None
    unit: str
    steps: tuple[TaperStep, ...] = ()
    last_day: int | None = (
        None  # of the smallest dose; from then on the time between doses is lengthened
    )
    pace: str | None = None  # id of the entry
    refused: str | None = None
    because: tuple[str, ...] = ()
    stop_and_ask: tuple[str, ...] = ()  # what ends the taper for now
    warnings: tuple[str, ...] = ()
    check_first: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    checked: Status = "unverified"


def taper(
    line: Line, knowledge: Knowledge, facts: Facts | None = None, days: float | None = None
) -> OpioidTapered:
    """The way down from what one line says is taken in a day, by how many days it was taken (`days`, or the line).

    Not known for how long: the slowest pace. Doses are rounded up to what can be given, so that no step is larger
    than the pace allows. Not while pain is not held. Paces are `opioid_tapers` in the knowledge; their source
    leaves cancer pain out.

    >>> from backstay.case.values import Interval
    >>> from backstay.knowledge import load_knowledge
    >>> two = Interval(2, 2)
    >>> line = Line(drug="morphine", text="", route="oral", dose=Interval(50, 50), unit="mg", per_day=two)
    >>> down = taper(line, load_knowledge(), days=90)
    >>> [(one.from_day, one.daily_dose) for one in down.steps[:3]]
    [(1, 90.0), (8, 80.0), (15, 70.0)]
    """
    asked = facts if facts is not None else {}
    taken = taking([line], knowledge)
    entry = opioid_dose(
        line.drug, taken.opioids[0].route if taken.opioids else line.route, knowledge
    )
    long = line.days if days is None else days
    refused = DAYS if long is not None and not long >= 0 else _refused(entry, taken, asked)
    if refused is not None or entry is None:
        return OpioidTapered(
            drug=line.drug, route=line.route, unit=line.unit or "mg", refused=refused, warnings=taken.warnings,
            stop_and_ask=_rules("stop", knowledge),
        )  # fmt: skip
    pace = _pace(long, knowledge)
    return _tapered(taken.opioids[0].dose, entry, pace, taken, knowledge, asked)


def _refused(entry: OpioidDose | None, taken: Taking, facts: Facts) -> str | None:
    if taken.problems:
        return "what is taken is not clear: " + "; ".join(taken.problems)
    if not taken.opioids:
        return "no opioid is surely taken"
    if entry is None or entry.step is None:
        return PATCH if taken.opioids[0].route == SKIN else NO_STEP
    if taken.opioids[0].dose <= entry.step:
        return "this is the smallest dose already: the time between doses is lengthened"
    if truth(facts, HELD) is False:
        return "the pain is not held: the opioid is not lowered"
    return None


def _pace(days: float | None, knowledge: Knowledge) -> OpioidTaper:
    """The pace by how long it was taken; the slowest while nobody knows."""
    table: Iterable[OpioidTaper] = knowledge.tables["opioid_tapers"].values()
    if days is None:
        return next(one for one in table if one.unknown)
    return next(
        one for one in table if one.days[0] <= days and (one.days[1] is None or days < one.days[1])
    )


def _tapered(
    dose: float,
    entry: OpioidDose,
    pace: OpioidTaper,
    taken: Taking,
    knowledge: Knowledge,
    facts: Facts,
) -> OpioidTapered:
    assert entry.step is not None
    steps = tuple(_steps(dose, entry.step, pace))
    return OpioidTapered(
        drug=entry.drug, route=entry.route, unit=entry.unit, steps=steps,
        last_day=steps[-1].from_day + round(pace.every_days) - 1, pace=pace.id,
        because=(pace.because, *_rules("watch", knowledge)), stop_and_ask=_rules("stop", knowledge),
        warnings=taken.warnings, check_first=unknown([HELD], facts, knowledge), evidence=pace.evidence,
        checked=pace.checked.status,
    )  # fmt: skip


def _steps(first: float, smallest: float, pace: OpioidTaper) -> Iterator[TaperStep]:
    """Doses that fall, each rounded up to what can be given; a step too small to be given waits for the next one.

    A pace by what is left ends with the smallest dose; one by the first dose alone ends before nothing is left.
    """
    exact, before, at = first, first, 1
    part = pace.percent / 100
    while before > smallest:
        left = exact > first * pace.until + ALMOST
        exact -= part * (first if left else exact)
        if left:
            exact = max(exact, first * pace.until)
        if exact < ALMOST:
            return
        dose = max(_round_up(exact, smallest), smallest)
        if dose < before:
            yield TaperStep(from_day=at, daily_dose=dose)
            before = dose
        at += round(pace.every_days)


def _round_up(dose: float, step: float) -> float:
    return round(ceil(dose / step - ALMOST) * step, 6)


def _rules(role: str, knowledge: Knowledge) -> tuple[str, ...]:
    table: Iterable[TaperRule] = knowledge.tables["opioid_taper_rules"].values()
    return tuple(one.text for one in table if one.role == role)

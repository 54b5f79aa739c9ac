"""How an opioid begins in someone without one, and by how much a background dose rises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Status
from backstay.knowledge.ingredients import spoken
from backstay.knowledge.tables.rotation import OpioidDose, OpioidStep, StartDose
from backstay.medicines.line import Line
from backstay.medicines.opioids.breakthrough import NO_DOSE, no_dose, opioid_dose, round_down
from backstay.medicines.opioids.changed import alarms_of_change
from backstay.medicines.opioids.conversion import weakest
from backstay.medicines.opioids.cuts import truth, unknown
from backstay.medicines.opioids.taking import SKIN

Facts = Mapping[str, Any]
TAKES, TOO_SLEEPY = "takes_opioid", "too_sleepy_for_more"
HELD = ("old_or_frail", "kidney_failure")  # for them, and while it is not known, the smallest step


class Start(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One published way to begin, in mg."""

    drug: str
    route: str
    by: str
    form: str
    per: Literal["day", "dose"]
    dose: float  # the one proposed: the lower end
    range: tuple[float, float]
    unit: str
    as_needed: float | None
    again_after_minutes: float | None
    check_first: tuple[str, ...]
    evidence: tuple[str, ...]
    checked: Status


class Starts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How a drug may begin; none of the ways, and why."""

    drug: str
    ways: tuple[Start, ...] = ()
    refused: str | None = None
    left_out: tuple[str, ...] = ()  # ways that do not fit the person, each with its reason


class Step(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A higher background dose, in mg a day. Without a dose it says why."""

    drug: str
    route: str | None
    daily_dose: float | None  # the one proposed: the smallest step, rounded down
    unit: str
    percent: tuple[float, float] | None = None  # that published steps span
    range: tuple[float, float] | None = None
    refused: str | None = None
    because: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    check_first: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    checked: Status = "unverified"


def start(
    drug: str, knowledge: Knowledge, facts: Facts | None = None, route: str | None = None
) -> Starts:
    """The published ways in which a drug begins in someone without an opioid; in mg, the lower end is proposed.

    A way that surely does not fit the person is left out with its reason; a fact that is not known is asked. Who
    takes an opioid does not begin: that is a step or a change. The ways are `opioid_doses` in the knowledge.

    >>> from backstay.knowledge import load_knowledge
    >>> [(one.by, one.dose, one.per) for one in start("morphine", load_knowledge()).ways]
    [('NICE CG140', 20.0, 'day'), ('NCCN', 5.0, 'dose')]
    """
    asked = facts if facts is not None else {}
    entry = opioid_dose(drug, route, knowledge)
    if entry is None or not entry.starts:
        text = (
            entry.refused if entry is not None and entry.refused else "no first dose of it was read"
        )
        return Starts(drug=drug, refused=f"{spoken(drug)}: {text}")
    if truth(asked, TOO_SLEEPY):
        return Starts(drug=drug, refused="hard to rouse, or breathing depressed: no opioid begins")
    if truth(asked, TAKES):
        return Starts(
            drug=drug, refused="an opioid is taken already: a step or a change, not a start"
        )
    ways, left_out = [], []
    for one in entry.starts:
        against = [name for name in one.not_if if truth(asked, name)]
        if against:
            left_out.append(
                f"{one.by}: not with {', '.join(_label(name, knowledge) for name in against)}"
            )
        else:
            ways.append(_way(entry, one, knowledge, asked))
    refused = None if ways else "none of the published ways fits: " + "; ".join(left_out)
    return Starts(drug=drug, ways=tuple(ways), refused=refused, left_out=tuple(left_out))


def step(
    daily_dose: float,
    drug: str,
    knowledge: Knowledge,
    facts: Facts | None = None,
    route: str | None = None,
) -> Step:
    """The next background dose of the same drug, from `daily_dose` in mg a day.

    The smallest published step is proposed, more where many rescue doses are surely needed and nothing speaks for
    caution; never for a patch or methadone, and not for someone who is too sleepy. Steps are `opioid_steps`.

    >>> from backstay.knowledge import load_knowledge
    >>> step(60, "morphine", load_knowledge()).daily_dose
    75.0
    """
    asked = facts if facts is not None else {}
    entry = opioid_dose(drug, route, knowledge)
    refused = NO_DOSE if no_dose(daily_dose) else _no_step(drug, entry, asked)
    if entry is None:
        return Step(drug=drug, route=route, daily_dose=None, unit="mg", refused=refused)
    if refused is not None:
        timing = tuple(remark.text for remark in entry.begun)
        return Step(
            drug=drug,
            route=entry.route,
            daily_dose=None,
            unit=entry.unit,
            refused=refused,
            because=timing,
        )
    return _step(daily_dose, entry, knowledge, asked)


def _way(entry: OpioidDose, one: StartDose, knowledge: Knowledge, facts: Facts) -> Start:
    return Start(
        drug=entry.drug, route=entry.route, by=one.by, form=one.form, per=one.per, dose=one.dose[0], range=one.dose,
        unit=entry.unit, as_needed=one.as_needed, again_after_minutes=one.again_after_minutes,
        check_first=unknown((*one.not_if, TAKES, TOO_SLEEPY), facts, knowledge), evidence=one.evidence,
        checked=one.status,
    )  # fmt: skip


def _no_step(drug: str, entry: OpioidDose | None, facts: Facts) -> str | None:
    if entry is None:
        return f"no step of {spoken(drug)} was read"
    if entry.refused:
        return f"not raised by a percentage. {entry.refused}"
    if entry.route == SKIN:
        return "a patch rises by its strengths, not by a percentage"
    return (
        "hard to rouse, or breathing depressed: nothing is raised"
        if truth(facts, TOO_SLEEPY)
        else None
    )


def _step(daily_dose: float, entry: OpioidDose, knowledge: Knowledge, facts: Facts) -> Step:
    table: dict[str, OpioidStep] = knowledge.tables["opioid_steps"]
    careful = any(truth(facts, name) is not False for name in HELD)
    fitting = [one for one in table.values() if one.least or (not careful and _fits(one, facts))]
    percent = max(one.percent[0] for one in fitting if one.proposed)
    high = max(one.percent[1] for one in fitting)
    low_dose, high_dose = (round(daily_dose * (1 + by / 100), 6) for by in (percent, high))
    assert entry.step is not None  # held by the checks of the tables
    dose = round_down(low_dose, entry.step)
    raised = dose > daily_dose
    little = f"a step of {percent:g} % is less than {entry.step:g} {entry.unit}, the least that can be given"
    told = alarms_of_change([_line(entry, daily_dose)], entry, dose, knowledge, True)
    asked = (*HELD, TOO_SLEEPY, *(name for one in table.values() for name in one.all))
    return Step(
        drug=entry.drug, route=entry.route, daily_dose=dose if raised else None, unit=entry.unit,
        percent=(percent, high), range=(low_dose, high_dose),
        refused=None if raised else little,
        because=tuple(one.because for one in fitting),
        warnings=told if raised else (),
        check_first=unknown(asked, facts, knowledge),
        evidence=tuple(dict.fromkeys(source for one in fitting for source in one.evidence)),
        checked=weakest(one.checked.status for one in fitting),
    )  # fmt: skip


def _fits(one: OpioidStep, facts: Facts) -> bool:
    return all(truth(facts, name) for name in one.all)


def _line(entry: OpioidDose, dose: float) -> Line:
    """The old dose as a line that could be counted."""
    once = Interval(1.0, 1.0)
    return Line(
        drug=entry.drug,
        text="",
        route=entry.route,
        dose=Interval(dose, dose),
        unit=entry.unit,
        per_day=once,
    )


def _label(name: str, knowledge: Knowledge) -> str:
    return knowledge.definitions[name].label

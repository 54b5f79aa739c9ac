"""One opioid changed for another: the smaller bound of a ratio, then the cut; or a table of patches; or why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Status
from backstay.knowledge.ingredients import spoken
from backstay.knowledge.tables.rotation import ChangeAlarm, OpioidDose
from backstay.medicines.line import Line
from backstay.medicines.opioids.breakthrough import (
    Breakthrough,
    breakthrough,
    opioid_dose,
    round_down,
)
from backstay.medicines.opioids.changed import alarms_of_change
from backstay.medicines.opioids.conversion import Leg, leg, sources, weakest
from backstay.medicines.opioids.cuts import Cut, cut, label_cut, truth, unknown
from backstay.medicines.opioids.differences import Difference, differences
from backstay.medicines.opioids.equivalents import is_opioid
from backstay.medicines.opioids.patches import Patch, at_most, patch_for
from backstay.medicines.opioids.suited import Suited, suited
from backstay.medicines.opioids.taking import SKIN, Taken, Taking, taking
from backstay.medicines.opioids.tolerance import tolerant

Facts = Mapping[str, Any]
TOLERANT = "opioid_tolerant"


class Rotation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A change of opioid. Without a dose it says why; then nothing may be given on the strength of it."""

    to: str
    route: str | None
    daily_dose: float | None  # the one proposed: the smallest, rounded down, in `unit`
    unit: str  # mg of a day, or mcg/h of a patch
    range: tuple[float, float] | None = (
        None  # what the span of cuts allows, never above the smaller bound
    )
    unrounded: float | None = None
    smaller_bound: float | None = None  # before the cut
    reduction_percent: float | None = None
    reduction_because: tuple[str, ...] = ()
    breakthrough: Breakthrough | None = None
    refused: str | None = None
    legs: tuple[Leg, ...] = ()  # how each opioid was converted
    table: str | None = None  # of patches that was read
    differ: tuple[Difference, ...] = ()  # where sources disagree, at this dose
    timing: tuple[str, ...] = ()  # when the former one ends and the new one begins
    asks: tuple[str, ...] = ()  # what a specialist checks, where one decides
    warnings: tuple[str, ...] = ()
    check_first: tuple[str, ...] = ()  # facts that are not known
    evidence: tuple[str, ...] = ()
    checked: Status = "unverified"  # the weakest that the dose rests on


class Change(NamedTuple):
    """What is asked: from what is taken to one opioid by one route, in one person."""

    lines: tuple[Line, ...]
    taken: Taking
    target: OpioidDose
    knowledge: Knowledge
    facts: Facts
    suited: Suited


class Found(NamedTuple):
    """A dose before it is told: rounded, the highest that the cut allows, and what it rests on."""

    dose: float
    low: float
    high: float
    smaller_bound: float
    cut: Cut
    legs: tuple[Leg, ...]
    statuses: tuple[Status, ...]
    patch: Patch | None = None


def rotate(
    lines: Iterable[Line],
    to: str,
    knowledge: Knowledge,
    route: str | None = None,
    facts: Facts | None = None,
    patch_table: str | None = None,
) -> Rotation:
    """The dose of another opioid for what is taken: the smallest that published ratios and cuts give.

    What was taken counts, or scheduled doses alone where that is not known. `to` is an ingredient, `route` how it
    will be given, `facts` those of the person; a fact that is missing holds the dose down and is asked. Doses in mg
    a day, patches in mcg/h. Ratios, bands and cuts are tables of the knowledge, each with its source. What has no
    ratio, methadone, and a patch for someone not tolerant are refused with the reason. Raises NoSuchTable.

    >>> from backstay.case.values import Interval
    >>> from backstay.knowledge import load_knowledge
    >>> twice = Interval(2, 2)
    >>> line = Line(drug="oxycodone", text="", route="oral", dose=Interval(40, 40), unit="mg", per_day=twice)
    >>> done = rotate([line], "morphine", load_knowledge())
    >>> done.daily_dose, done.unit, done.reduction_percent
    (40.0, 'mg', 50.0)
    """
    given = tuple(lines)
    asked = _with_tolerance(given, knowledge, facts if facts is not None else {})
    target = opioid_dose(to, route, knowledge)
    taken = taking(given, knowledge)
    refused = _refused(taken, target, to, route, knowledge)
    if refused is not None or target is None:
        return _no(to, route, refused or "", target, taken, knowledge)
    fits = suited(target.drug, target.route, knowledge, asked)
    change = Change(given, taken, target, knowledge, asked, fits)
    against = _waits(change) or fits.refused
    if against is not None:
        return _refuse(change, against)
    return _to_patch(change, patch_table) if target.route == SKIN else _to_dose(change)


def _with_tolerance(lines: Sequence[Line], knowledge: Knowledge, facts: Facts) -> Facts:
    """Where no case says whether someone is tolerant, the lines may: they say drug, dose and days."""
    if isinstance(facts.get(TOLERANT), bool):
        return facts
    return {**facts, TOLERANT: tolerant(lines, facts.get("medicines_known"), knowledge)}


def _refused(
    taken: Taking, target: OpioidDose | None, to: str, route: str | None, knowledge: Knowledge
) -> str | None:
    """Why nothing is computed at all."""
    if not is_opioid(knowledge, to):
        return f"{spoken(to)} is not an opioid that is known here"
    if target is None:
        return f"no dose of {_given(to, route)} is computed: nothing about it was read"
    if target.refused is not None:
        return target.refused
    if taken.problems:
        return "what is taken is not clear: " + "; ".join(taken.problems)
    if not taken.opioids:
        return "no opioid is surely taken: this is a start, not a change"
    if all((one.drug, one.route) == (target.drug, target.route) for one in taken.opioids):
        return f"{_given(target.drug, target.route)} is what is taken already"
    return next((text for one in taken.opioids if (text := _not_from(one, knowledge))), None)


def _not_from(taken: Taken, knowledge: Knowledge) -> str | None:
    """Why no dose is computed from a drug; by a route of which nothing is said, as by its usual one."""
    entry = opioid_dose(taken.drug, taken.route, knowledge) or opioid_dose(
        taken.drug, None, knowledge
    )
    return entry.refused_from if entry else None


def _waits(change: Change) -> str | None:
    """Why nothing is changed now: the person is hard to rouse, or breathing is depressed."""
    table: dict[str, ChangeAlarm] = change.knowledge.tables["change_alarms"]
    asked = [one for one in table.values() if one.when is not None]
    return next((one.text for one in asked if truth(change.facts, one.when or "")), None)


def _to_dose(change: Change) -> Rotation:
    """By ratios: the sum of the smaller bounds, then the cut of what was converted."""
    taken, target, knowledge = change.taken.opioids, change.target, change.knowledge
    place = (target.drug, target.route)
    others = [one for one in taken if (one.drug, one.route) != place]
    kept = sum(one.dose for one in taken if (one.drug, one.route) == place)
    ways = [leg(one, *place, knowledge) for one in others]
    missing = [one for one, way in zip(others, ways, strict=True) if way is None]
    if missing:
        return _refuse(change, _no_ratio(missing[0], target, knowledge))
    legs = tuple(way for way in ways if way is not None)
    converted = sum(one.low for one in legs)
    same = all(one.drug == target.drug for one in others)
    reduced = _held_down(cut(change.facts, knowledge, change.taken.classes, same), change.suited)
    low, high = (kept + converted * (1 - percent / 100) for percent in reversed(reduced.percent))
    assert target.step is not None  # held by the checks of the tables
    dose = round_down(low, target.step)
    if not dose:
        return _refuse(
            change, f"the smallest dose, {low:.3g} {target.unit} a day, is less than can be given"
        )
    statuses = tuple(one.checked for one in legs)
    return _rotation(change, Found(dose, low, high, kept + converted, reduced, legs, statuses))


def _held_down(reduced: Cut, fits: Suited) -> Cut:
    """The cut, or what the organs leave of the usual dose where that is less."""
    small, large = reduced.percent
    leaves = (100 * (1 - fits.share[1]), 100 * (1 - fits.share[0]))
    if leaves[1] <= large:
        return reduced._replace(percent=(max(small, leaves[0]), large))
    said = f"The organs leave {fits.share[0]:.0%} of the usual dose."
    percent = (max(small, leaves[0]), leaves[1])
    return reduced._replace(percent=percent, because=(*reduced.because, said), checked="unverified")


def _to_patch(change: Change, table: str | None) -> Rotation:
    """By the bands of a table, for someone surely tolerant; no more of it than the organs leave."""
    taken, drug, knowledge = change.taken, change.target.drug, change.knowledge
    reduced = _held_down(cut(change.facts, knowledge, taken.classes), change.suited)
    found = patch_for(taken.opioids, drug, table, knowledge, reduced.percent[1])
    tolerance = truth(change.facts, TOLERANT)
    refused = _no_patch(found, tolerance)
    if refused is not None or isinstance(found, str) or found.strength is None:
        asked = unknown([TOLERANT], change.facts, knowledge) if tolerance is None else ()
        return msgspec.structs.replace(_refuse(change, refused or ""), check_first=asked)
    if not found.cut:
        reduced = _held_down(label_cut(knowledge), change.suited)
    least = 0 if found.cut else reduced.percent[1]
    patch = at_most(found.strength * (1 - least / 100), drug, knowledge)
    if patch is None:
        return _refuse(
            change, f"no patch is as small as {100 - least:g} % of {found.strength:g} mcg/h"
        )
    told = Found(patch, patch, patch, found.strength, reduced, found.legs, (found.checked,), found)
    return _rotation(change, told)


def _no_patch(found: Patch | str, tolerance: bool | None) -> str | None:
    """Why no patch is given: who is not tolerant, or what the table does not reach."""
    if tolerance is False:
        return "contraindicated: a patch is only for someone tolerant to opioids"
    refused = found if isinstance(found, str) else found.refused
    if tolerance is None and refused is None:
        return "not before it is known that the person is tolerant to opioids: which doses, for how many days?"
    return refused


def _rotation(change: Change, found: Found) -> Rotation:
    target, knowledge = change.target, change.knowledge
    rescue = breakthrough(found.dose, target.drug, knowledge, change.facts, target.route)
    alarms = alarms_of_change(change.lines, target, found.dose, knowledge)
    asked = (*found.cut.check_first, *rescue.check_first, *change.suited.check_first)
    evidence = [source for one in found.legs for source in one.evidence]
    evidence += [*(found.patch.evidence if found.patch else ()), *found.cut.evidence]
    return Rotation(
        to=target.drug,
        route=target.route,
        daily_dose=found.dose,
        unit=target.unit,
        range=(found.dose, round(found.high, 6)),
        unrounded=round(found.low, 6),
        smaller_bound=round(found.smaller_bound, 6),
        reduction_percent=found.cut.percent[1],
        reduction_because=found.cut.because,
        breakthrough=rescue,
        legs=found.legs,
        table=found.patch.table if found.patch else None,
        differ=differences(change.taken.opioids, target, found.legs, knowledge),
        timing=_timing(change),
        warnings=(*alarms, *change.suited.told, *change.taken.warnings),
        check_first=tuple(dict.fromkeys(asked)),
        evidence=tuple(dict.fromkeys(evidence)),
        checked=weakest((*found.statuses, found.cut.checked)),
    )


def _refuse(change: Change, refused: str) -> Rotation:
    target = change.target
    return _no(target.drug, target.route, refused, target, change.taken, change.knowledge)


def _no(
    to: str,
    route: str | None,
    refused: str,
    target: OpioidDose | None,
    taken: Taking,
    knowledge: Knowledge,
) -> Rotation:
    if target is None:
        return Rotation(
            to=to, route=route, daily_dose=None, unit="mg", refused=refused, warnings=taken.warnings
        )
    shown = target.asks or target.route == SKIN
    return Rotation(
        to=to,
        route=target.route,
        daily_dose=None,
        unit=target.unit,
        refused=refused,
        warnings=taken.warnings,
        asks=_asks(taken, target, knowledge),
        differ=differences(taken.opioids, target, (), knowledge) if shown else (),
        evidence=target.evidence,
        checked=target.checked.status,
    )


def _asks(taken: Taking, target: OpioidDose, knowledge: Knowledge) -> tuple[str, ...]:
    """What a specialist checks of the drugs that are never computed."""
    entries = [target, *(opioid_dose(one.drug, None, knowledge) for one in taken.opioids)]
    return tuple(dict.fromkeys(remark.text for entry in entries if entry for remark in entry.asks))


def _timing(change: Change) -> tuple[str, ...]:
    """When what is taken ends, and when the new one begins."""
    before = [opioid_dose(one.drug, one.route, change.knowledge) for one in change.taken.opioids]
    ended = [remark.text for entry in before if entry is not None for remark in entry.ended]
    return (*ended, *(remark.text for remark in change.target.begun))


def _no_ratio(taken: Taken, target: OpioidDose, knowledge: Knowledge) -> str:
    known = ", ".join(_given(*pair) for pair in sources(target.drug, target.route, knowledge))
    pair = f"from {_given(taken.drug, taken.route)} to {_given(target.drug, target.route)}"
    return f"no ratio {pair} was read; there are ratios from {known}"


def _given(drug: str, route: str | None) -> str:
    return f"{route} {spoken(drug)}" if route else spoken(drug)

"""One dose as needed, beside a background opioid."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import floor, inf
from typing import Any

import msgspec

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Status
from backstay.knowledge.ingredients import spoken
from backstay.knowledge.tables.rotation import OpioidDose, Published, RescueShare
from backstay.knowledge.tables.rotation_checks import quotient
from backstay.medicines.opioids.conversion import weakest
from backstay.medicines.opioids.cuts import truth, unknown

Facts = Mapping[str, Any]
TOLERANT = "opioid_tolerant"
NO_DOSE = "the dose of the day must be a number above zero"


class Breakthrough(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A dose as needed. Without a dose it says why."""

    drug: str
    route: str | None
    dose: float | None  # the one proposed, rounded down, in `unit`
    unit: str
    range: tuple[float, float] | None = (
        None  # that the published part of the day's dose spans, not rounded
    )
    unrounded: float | None = None
    refused: str | None = None
    because: tuple[str, ...] = ()
    check_first: tuple[str, ...] = ()
    differ: tuple[
        Published, ...
    ] = ()  # what sources say where they differ, in percent of the day's dose
    evidence: tuple[str, ...] = ()
    checked: Status = "unverified"


def breakthrough(
    daily_dose: float,
    drug: str,
    knowledge: Knowledge,
    facts: Facts | None = None,
    route: str | None = None,
) -> Breakthrough:
    """One dose as needed for a background of `daily_dose`, in mg a day of the same drug and route.

    A smaller part for whoever is sensitive to opioids, also while that is not known; then it is asked. Never a part
    of a patch; fast fentanyl begins at its lowest dose, for the tolerant, whatever the background is. The parts are
    `rescue_shares` in the knowledge.

    >>> from backstay.knowledge import load_knowledge
    >>> surely_not = {"old_or_frail": False, "kidney_failure": False}
    >>> breakthrough(60, "morphine", load_knowledge(), surely_not).dose
    10.0
    """
    asked = facts if facts is not None else {}
    entry = opioid_dose(drug, route, knowledge)
    if entry is None or not (entry.no_rescue or entry.needs_tolerance or entry.single_step):
        text = f"no rescue dose of {spoken(drug)} is known here"
        return Breakthrough(drug=drug, route=route, dose=None, unit="mg", refused=text)
    if no_dose(daily_dose):
        return Breakthrough(drug=drug, route=route, dose=None, unit=entry.unit, refused=NO_DOSE)
    if entry.no_rescue or entry.needs_tolerance:
        return _not_a_share(entry, knowledge, asked)
    return _share(entry, daily_dose, knowledge, asked)


def opioid_dose(drug: str, route: str | None, knowledge: Knowledge) -> OpioidDose | None:
    """What is known of a drug by a route; without a route, by the usual one."""
    return _doses(knowledge).get((drug, route))


def no_dose(dose: float) -> bool:
    """Whether a number is none that a person could be given: zero, below it, or without an end."""
    return not 0 < dose < inf


def round_down(dose: float, step: float) -> float:
    """The largest multiple of a step that is not larger than the dose.

    >>> round_down(17.9, 5), round_down(8, 1)
    (15, 8)
    """
    return round(floor(round(dose / step, 6)) * step, 6)


@lru_cache(maxsize=4)
def _doses(knowledge: Knowledge) -> dict[tuple[str, str | None], OpioidDose]:
    table: dict[str, OpioidDose] = knowledge.tables["opioid_doses"]
    found: dict[tuple[str, str | None], OpioidDose] = {
        (one.drug, one.route): one for one in table.values()
    }
    return found | {(one.drug, None): one for one in table.values() if one.usual}


def _not_a_share(entry: OpioidDose, knowledge: Knowledge, facts: Facts) -> Breakthrough:
    """No part of the day's dose: a patch, methadone, or fast fentanyl with a first dose of its own."""
    refused, dose = entry.no_rescue, entry.first_single
    asked: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    if refused is None:
        tolerant = truth(facts, TOLERANT)
        because = (
            "The lowest dose first, and never microgram for microgram from another product.",
        )
        if tolerant is not True:
            dose = None
            refused = "Only for someone tolerant to opioids."
            asked = unknown([TOLERANT], facts, knowledge) if tolerant is None else ()
        elif dose is None:
            refused = "The lowest strength of the product is the first dose; it was not read."
    return Breakthrough(
        drug=entry.drug, route=entry.route, dose=dose, unit=entry.unit, refused=refused, because=because,
        check_first=asked, evidence=entry.evidence, checked=entry.checked.status,
    )  # fmt: skip


def _share(
    entry: OpioidDose, daily_dose: float, knowledge: Knowledge, facts: Facts
) -> Breakthrough:
    table: dict[str, RescueShare] = knowledge.tables["rescue_shares"]
    by_role = {one.role: one for one in table.values()}
    usual, smaller = by_role["usual"], by_role["sensitive"]
    truths = [truth(facts, name) for name in smaller.any]
    share = usual if not any(truth is not False for truth in truths) else smaller
    asked = () if True in truths else unknown(smaller.any, facts, knowledge)
    assert entry.single_step is not None
    unrounded = daily_dose * quotient(share.default)
    dose = round_down(unrounded, entry.single_step)
    low, high = share.percent
    return Breakthrough(
        drug=entry.drug, route=entry.route, dose=dose or None, unit=entry.unit,
        range=(round(daily_dose * low / 100, 6), round(daily_dose * high / 100, 6)), unrounded=round(unrounded, 6),
        refused=None if dose else f"{unrounded:.3g} {entry.unit} is less than can be measured",
        because=(share.because,), check_first=asked, differ=usual.published, evidence=share.evidence,
        checked=weakest((share.checked.status,)),
    )  # fmt: skip

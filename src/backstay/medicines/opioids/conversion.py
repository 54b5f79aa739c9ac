"""From the dose of one opioid to that of another, each way by the bound that gives the smaller dose."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Status
from backstay.knowledge.tables.rotation import PatchTable, Ratio
from backstay.knowledge.tables.rotation_checks import quotient
from backstay.medicines.opioids.taking import SKIN, Taken

ORDER: tuple[Status, ...] = ("primary", "secondary", "unverified")  # from best to worst
Pair = tuple[str, str]  # drug and route
BETWEEN: Pair = ("morphine", "oral")  # what everything is converted through


class Leg(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One opioid converted: the doses of a day that the bounds of the ratios give. `low` is the one that counts."""

    drug: str
    route: str
    dose: float
    unit: str
    to: str
    to_route: str
    low: float
    default: float | None  # None where only a span was published
    high: float
    ratios: tuple[str, ...]  # ids of the entries, in order
    derived: tuple[str, ...]
    notes: tuple[str, ...]
    evidence: tuple[str, ...]
    checked: Status


def leg(taken: Taken, to: str, to_route: str, knowledge: Knowledge) -> Leg | None:
    """One opioid converted directly, or through oral morphine; None where no ratio leads there.

    Of each way only the lower bound of its ratio counts, and lower bounds are multiplied with each other alone: the
    dose by `low` is never larger than any that the published ratios give.

    >>> from backstay.knowledge import load_knowledge
    >>> leg(Taken("oxycodone", "oral", 40.0, "mg"), "morphine", "oral", load_knowledge()).low
    40.0
    """
    ratios = pairs(knowledge)
    start, end = (taken.drug, taken.route), (to, to_route)
    direct = ratios.get((start, end))
    if direct is not None:
        return _times(_start(taken), direct)
    first = _to_morphine(taken, knowledge)
    if first is None or end == BETWEEN:
        return first
    second = ratios.get((BETWEEN, end))
    return None if second is None else _times(first, second)


def to_morphine(taken: Iterable[Taken], knowledge: Knowledge) -> tuple[Leg, ...] | None:
    """Every opioid as oral morphine, or None where one of them has no way there."""
    legs = [_to_morphine(one, knowledge) for one in taken]
    return None if None in legs else tuple(one for one in legs if one is not None)


@lru_cache(maxsize=4)
def pairs(knowledge: Knowledge) -> dict[tuple[Pair, Pair], Ratio]:
    """The ratio of each pair."""
    table: dict[str, Ratio] = knowledge.tables["ratios"]
    return {((one.drug, one.route), (one.to, one.to_route)): one for one in table.values()}


@lru_cache(maxsize=64)
def sources(to: str, to_route: str, knowledge: Knowledge) -> tuple[Pair, ...]:
    """From which drugs and routes a dose of this one can be computed, oral morphine first."""
    ratios = pairs(knowledge)
    end = (to, to_route)
    through = end == BETWEEN or (BETWEEN, end) in ratios
    found = {start for start, at in ratios if at == end or (through and at == BETWEEN)}
    return tuple(sorted(found - {end}, key=lambda pair: (pair != BETWEEN, pair)))


def weakest(statuses: Iterable[Status]) -> Status:
    """The weakest of some statuses: a result is as good as the worst that it rests on."""
    return max(statuses, key=ORDER.index, default="unverified")


def _start(taken: Taken) -> Leg:
    dose = taken.dose
    return Leg(
        drug=taken.drug, route=taken.route, dose=dose, unit=taken.unit, to=taken.drug, to_route=taken.route,
        low=dose, default=dose, high=dose, ratios=(), derived=(), notes=(), evidence=(), checked="primary",
    )  # fmt: skip


def _to_morphine(taken: Taken, knowledge: Knowledge) -> Leg | None:
    start = (taken.drug, taken.route)
    if start == BETWEEN:
        return _start(taken)
    ratio = pairs(knowledge).get((start, BETWEEN))
    if ratio is not None:
        return _times(_start(taken), ratio)
    return _of_a_patch(taken, knowledge) if taken.route == SKIN else None


def _times(leg: Leg, ratio: Ratio) -> Leg:
    low, default, high = (_multiply(dose, by) for dose, by in (
        (leg.low, ratio.low), (leg.default, ratio.default), (leg.high, ratio.high),
    ))  # fmt: skip
    assert low is not None and high is not None
    notes = (ratio.checked.note,) if ratio.checked.note else ()
    return msgspec.structs.replace(
        leg, to=ratio.to, to_route=ratio.to_route, low=low, default=default, high=high,
        ratios=(*leg.ratios, ratio.id), derived=(*leg.derived, *((ratio.derived,) if ratio.derived else ())),
        notes=(*leg.notes, *notes), evidence=tuple(dict.fromkeys((*leg.evidence, *ratio.evidence))),
        checked=weakest((leg.checked, ratio.checked.status)),
    )  # fmt: skip


def _multiply(dose: float | None, by: float | tuple[float, float]) -> float | None:
    """Without dust where the ratio is a quotient: 60 mg by 1 for 7.5 is 8."""
    if dose is None:
        return None
    return (
        round(dose * by[0] / by[1], 9) if isinstance(by, tuple) else round(dose * quotient(by), 9)
    )


def _of_a_patch(taken: Taken, knowledge: Knowledge) -> Leg | None:
    """The span of oral morphine of a patch whose table may be read both ways; its lower end counts."""
    tables: Iterable[PatchTable] = knowledge.tables["patch_tables"].values()
    for table in tables:
        if not table.both_ways or table.patch != taken.drug or (table.drug, table.route) != BETWEEN:
            continue
        for band in table.bands:
            if band.strength == taken.dose:
                return msgspec.structs.replace(
                    _start(taken), to=table.drug, to_route=table.route, low=band.min, default=None,
                    high=band.max, ratios=(table.id,), evidence=table.evidence, checked=table.checked.status,
                )  # fmt: skip
    return None

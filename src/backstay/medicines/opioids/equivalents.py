"""Daily morphine equivalents, for surveillance and safety: never to choose the dose of another opioid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.ingredients import spoken
from backstay.knowledge.tables.equivalents import Factor, FactorSet
from backstay.medicines.line import Line
from backstay.medicines.opioids.day import Day, day, in_unit, rounded
from backstay.medicines.opioids.factors import Way, factor_set, footnotes, status_of, way

DEFAULT = "cdc2022"
ORDER = ("primary", "secondary", "unverified")  # of what was read, from best to worst


class Counted(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line of a sum. Without an equivalent it says why, or what to ask."""

    drug: str
    text: str  # as it was written
    daily_dose: Interval | None = None  # in `unit`
    unit: str | None = None  # mg or mcg in a day; mcg/h of a patch
    factor: Interval | None = None  # by the lowest and the highest dose, where it follows the dose
    mme: Interval | None = None  # mg of morphine by mouth in a day
    why_not: str | None = None
    asks: str | None = None


class Equivalent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The morphine equivalent of some lines, in mg by mouth a day."""

    total: Interval | None  # None as soon as one opioid cannot be counted
    at_least: float  # of the lines that could be counted, taken as little as they may be
    factor_set: str
    lines: tuple[Counted, ...]  # the opioids
    not_opioids: tuple[str, ...]  # texts of the other lines
    refused: tuple[str, ...]  # lines without a factor, each with its reason
    asks: tuple[str, ...]  # questions whose answers are missing
    warnings: tuple[str, ...]
    evidence: tuple[str, ...]
    checked: str  # the weakest status of what was used


def mme(lines: Iterable[Line], knowledge: Knowledge, factors: str = DEFAULT) -> Equivalent:
    """The daily morphine equivalent of some lines by one set of factors.

    In mg of morphine by mouth a day, from what is surely taken to what is allowed. Nothing is guessed: a line
    without a factor, a dose or a frequency leaves the total unknown. Factors and footnotes are those of
    `factor_sets` in the knowledge; raises NoSuchSet for a name that is none of them.

    >>> from backstay.knowledge import load_knowledge
    >>> twice = Interval(2.0, 2.0)
    >>> line = Line(drug="oxycodone", text="", route="oral", dose=Interval(20.0, 20.0), unit="mg", per_day=twice)
    >>> mme([line], load_knowledge()).total
    Interval(low=60.0, high=60.0)
    """
    chosen = factor_set(knowledge, factors)
    given = tuple(lines)
    opioids = [line for line in given if may_be_opioid(knowledge, line.drug)]
    ways = [way(knowledge, factors, one.drug, one.route, one.form) for one in opioids]
    counted = _counted(opioids, ways)
    return Equivalent(
        total=_total(counted),
        at_least=_sum([one.mme for one in counted if one.mme is not None]).low,
        factor_set=factors,
        lines=tuple(counted),
        not_opioids=tuple(line.text for line in given if not may_be_opioid(knowledge, line.drug)),
        refused=_told((one.drug, one.why_not) for one in counted),
        asks=_told((one.drug, one.asks) for one in counted),
        warnings=_warnings(knowledge, factors, opioids, ways),
        evidence=chosen.evidence if any(found.factor for found in ways) else (),
        checked=_checked(chosen, ways),
    )


@lru_cache(maxsize=4096)
def is_opioid(knowledge: Knowledge, drug: str) -> bool:
    """Whether a drug is one of those that knowledge calls opioids."""
    return "opioid" in classes(knowledge, drug)


def may_be_opioid(knowledge: Knowledge, drug: str) -> bool:
    """Whether a drug is an opioid, or one that knowledge does not list: it may be anything."""
    return drug not in knowledge.ingredients or is_opioid(knowledge, drug)


@lru_cache(maxsize=4096)
def classes(knowledge: Knowledge, drug: str) -> frozenset[str]:
    """The classes of a drug, and its own name."""
    found = knowledge.ingredients.get(drug)
    return frozenset((drug, *found.classes)) if found else frozenset((drug,))


def factor_at(factor: Factor, dose: float) -> float:
    """The factor at one dose of the day; a tier ends with its own upper end, and the next begins just above.

    >>> from backstay.knowledge.tables.equivalents import Tier
    >>> tiers = (Tier(factor=4.0, up_to=20.0), Tier(factor=8.0))
    >>> one = Factor(drug="methadone", routes=("oral",), unit="mg", tiers=tiers)
    >>> factor_at(one, 20.0), factor_at(one, 20.5)
    (4.0, 8.0)
    """
    if factor.factor is not None:
        return factor.factor
    return next(tier.factor for tier in factor.tiers if tier.up_to is None or dose <= tier.up_to)


def _checked(chosen: FactorSet, ways: Sequence[Way]) -> str:
    """The weakest status of the factors that were used."""
    used = [found.factor for found in ways if found.factor is not None]
    statuses = [status_of(factor, chosen).status for factor in used]
    return max(statuses, key=ORDER.index, default=chosen.checked.status)


def _counted(lines: Sequence[Line], ways: Sequence[Way]) -> list[Counted]:
    """Each line with its equivalent. A factor that follows the dose follows that of all lines of the drug."""
    days = [_daily(line, found) for line, found in zip(lines, ways, strict=True)]
    sums: dict[str, Interval | None] = {}
    for found, (dose, _) in zip(ways, days, strict=True):
        if found.factor is not None and found.factor.tiers:
            before = sums.get(found.factor.drug, Interval(0.0, 0.0))
            known = before is not None and dose is not None
            sums[found.factor.drug] = _sum([before, dose]) if known else None  # type: ignore[list-item]
    return [
        _line(line, found, one, sums) for line, found, one in zip(lines, ways, days, strict=True)
    ]


def _daily(line: Line, found: Way) -> Day:
    """The dose of the day in the unit of the factor."""
    said = day(line)
    if found.factor is None or said.dose is None or line.unit == found.factor.unit:
        return said
    dose = in_unit(said.dose, line.unit, found.factor.unit)
    wanted = (
        "how strong is it in mcg/h?"
        if found.factor.unit == "mcg/h"
        else "how much is one dose in mg or mcg?"
    )
    return Day(dose, None if dose is not None else wanted)


def _line(line: Line, found: Way, daily: Day, sums: dict[str, Interval | None]) -> Counted:
    factor, dose = found.factor, daily.dose
    if factor is None or dose is None:
        asks = " ".join(one for one in (found.asks, daily.asks) if one) or None
        return Counted(
            drug=line.drug, text=line.text, daily_dose=dose, unit=factor.unit if factor else line.unit,
            why_not=found.why_not, asks=None if found.why_not else asks,
        )  # fmt: skip
    reached = sums[factor.drug] if factor.tiers else dose
    if reached is None:
        asks = "how much of it is taken in all? Its factor follows the dose of the day."
        return Counted(drug=line.drug, text=line.text, daily_dose=dose, unit=factor.unit, asks=asks)
    low, high = factor_at(factor, reached.low), factor_at(factor, reached.high)
    return Counted(
        drug=line.drug, text=line.text, daily_dose=dose, unit=factor.unit, factor=Interval(low, high),
        mme=rounded(dose.low * low, dose.high * high),
    )  # fmt: skip


def _total(counted: Sequence[Counted]) -> Interval | None:
    """The sum of all, or None: a sum of the rest would look like the whole."""
    parts = [one.mme for one in counted if one.mme is not None]
    return _sum(parts) if len(parts) == len(counted) else None


def _sum(parts: Sequence[Interval]) -> Interval:
    return rounded(sum(one.low for one in parts), sum(one.high for one in parts))


def _told(said: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    return tuple(f"{spoken(drug)}: {text}" for drug, text in said if text is not None)


def _warnings(
    knowledge: Knowledge, factors: str, lines: Sequence[Line], ways: Sequence[Way]
) -> tuple[str, ...]:
    """What was taken for granted, where the sets disagree, and the footnotes of the set."""
    found: dict[str, None] = {}
    for one in ways:
        found.update((text, None) for text in (one.warning, one.differ) if text is not None)
    for line, one in zip(lines, ways, strict=True):
        if one.factor is not None:
            route = one.factor.routes[0]
            found.update(dict.fromkeys(footnotes(factors, knowledge, line.drug, route)))
    return tuple(found)

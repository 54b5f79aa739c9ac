"""The way down from a steroid or a gabapentinoid, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from math import isfinite

import msgspec

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.knowledge.tables.steroids import Taper, first_day
from backstay.medicines.steroids.amounts import steroid_table
from backstay.medicines.steroids.curve import rounded, slowest
from backstay.medicines.steroids.equivalents import not_a_slip

NOTHING = 1e-9  # mg; less is a remainder of arithmetic
LONGEST_COURSE = "steroid_days"  # the fact whose range days taken must keep to
TIMING = "morning"  # the threshold that says at what time of day


class Day(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One day of the way down."""

    day: int  # from 1, the first day on less
    date: str | None
    dose: float  # as it can be measured
    exact: float  # before rounding
    prednisone: float | None  # what the exact dose equals; None for another kind of drug
    only_after_check: bool  # not before what the advice says was checked


class Schedule(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The doses of every day until none, or why there are none and what to ask."""

    drug: str
    unit: str
    from_dose: float
    taper: str | None  # id of the entry of `steroid_tapers`
    title: str | None
    days: tuple[Day, ...]  # none: it stops at once
    ends_on_day: int | None  # the first day without
    ends_on: str | None
    timing: str | None
    advice: tuple[str, ...]
    because: str | None
    refused: str | None
    asks: tuple[str, ...]  # facts to ask before there can be a schedule
    evidence: tuple[str, ...]
    checked: Checked | None


def taper(
    drug: str,
    daily_dose: float,
    days_taken: float | None,
    knowledge: Knowledge,
    start: date | None = None,
    reason: str | None = None,
    repeated: bool = False,
) -> Schedule:
    """How to come down from mg a day of a drug that was taken for so many days.

    `reason` cord_compression: after surgery or from the start of radiotherapy. `repeated`: another course lately,
    which counts like more than three weeks. Without the days there is no schedule for a steroid, but a question.
    Raises ValueError for a drug without an entry and for numbers that cannot be. Source: `steroid_tapers` of the
    knowledge.

    >>> from backstay.knowledge import load_knowledge
    >>> [day.dose for day in taper("dexamethasone", 8, 10, load_knowledge()).days][::3]
    [4.0, 2.0, 1.0, 0.5]
    """
    ways = _ways(drug, reason, knowledge)
    _check(drug, daily_dose, days_taken, knowledge)
    if days_taken is None and not repeated and len(ways) > 1:
        return _unknown(drug, daily_dose)
    last = ways[-1] if repeated else next(way for way in ways if _fits(way, days_taken or 0.0))
    chosen = ways[
        : ways.index(last) + 1
    ]  # longer is never faster: no day below a way for fewer days
    return _schedule(drug, float(daily_dose), chosen, knowledge, start)


def _ways(drug: str, reason: str | None, knowledge: Knowledge) -> tuple[Taper, ...]:
    """The entries for a drug and a reason, from few days to many."""
    table: dict[str, Taper] = knowledge.tables["steroid_tapers"]
    known = knowledge.ingredients.get(drug)
    found = [one for one in table.values() if known is not None and one.of in known.classes]
    if not found or (found[0].of == "steroid" and drug not in steroid_table(knowledge)):
        raise ValueError(
            f"{drug!r}: no way down is known; expected a steroid, gabapentin or pregabalin"
        )
    reasons = sorted({one.reason for one in found if one.reason})
    if reason is not None and reason not in reasons:
        raise ValueError(f"{reason!r} is not a reason; expected {' or '.join(reasons) or 'none'}")
    return tuple(sorted((one for one in found if one.reason == reason), key=first_day))


def _check(drug: str, dose: float, days: float | None, knowledge: Knowledge) -> None:
    if not (isfinite(dose) and dose > 0):
        raise ValueError(f"a dose of {dose:g} mg a day cannot be; expected more than 0")
    fact = knowledge.fact(LONGEST_COURSE)
    most = fact.max if fact and fact.max is not None else 0.0
    if days is not None and not 0 <= days <= most:
        raise ValueError(f"{days:g} days cannot be; expected 0 to {most:g}")
    steroid = steroid_table(knowledge).get(drug)
    if steroid is not None:
        not_a_slip(steroid, dose, drug)


def _fits(way: Taper, days: float) -> bool:
    return (
        (way.at_least is None or days >= way.at_least)
        and (way.more_than is None or days > way.more_than)
        and (way.below is None or days < way.below)
        and (way.at_most is None or days <= way.at_most)
    )


def _unknown(drug: str, dose: float) -> Schedule:
    return Schedule(
        drug=drug, unit="mg", from_dose=dose, taper=None, title=None, days=(), ends_on_day=None, ends_on=None,
        timing=None, advice=(), because=None, asks=(LONGEST_COURSE,), evidence=(), checked=None,
        refused="for how many days it was taken is not known, and the way down depends on it",
    )  # fmt: skip


def _schedule(
    drug: str, dose: float, ways: tuple[Taper, ...], knowledge: Knowledge, start: date | None
) -> Schedule:
    days, way = _days(drug, dose, ways, knowledge, start), ways[-1]
    timed = way.of == "steroid" and days
    last = len(days) + 1
    return Schedule(
        drug=drug, unit="mg", from_dose=dose, taper=way.id, title=way.title, days=days,
        ends_on_day=last, ends_on=_on(start, last),
        timing=knowledge.tables["steroid_thresholds"][TIMING].starts if timed else None,
        advice=way.advice, because=way.because, refused=None, asks=(),
        evidence=way.evidence, checked=way.checked,
    )  # fmt: skip


def _days(
    drug: str, dose: float, ways: tuple[Taper, ...], knowledge: Knowledge, start: date | None
) -> tuple[Day, ...]:
    steroid, way = steroid_table(knowledge).get(drug), ways[-1]
    ratio = steroid_table(knowledge)["prednisone"].equals / steroid.equals if steroid else 1.0
    unit = steroid.measured_in if steroid else way.measured_in.get(drug)
    found: list[Day] = []
    for number, equal in enumerate(slowest(ways, dose * ratio), 1):
        dose = min(dose, rounded(equal / ratio, unit))  # rounding never makes it rise
        if dose < NOTHING:
            break
        found.append(
            Day(
                day=number, date=_on(start, number), dose=dose, exact=equal / ratio,
                prednisone=equal if steroid else None,
                only_after_check=way.checks_from is not None and equal <= way.checks_from,
            )
        )  # fmt: skip
    return tuple(found)


def _on(start: date | None, day: int) -> str | None:
    return None if start is None else (start + timedelta(days=day - 1)).isoformat()

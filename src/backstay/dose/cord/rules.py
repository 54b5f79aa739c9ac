"""Published limits of re-irradiation: each met, not met or unknown, with its number and its limit."""

from __future__ import annotations

from math import isinf

import msgspec

from backstay.case.values import Interval
from backstay.dose.cord.course import NOTHING_KNOWN, Dose
from backstay.dose.cord.effect import effective, equivalent, together
from backstay.dose.cord.room import gave, room_by
from backstay.dose.cord.silence import Silence, silence
from backstay.dose.cord.tissue import alpha_beta
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.knowledge.tables.reirradiation import ReirradiationLimit, ReirradiationSet, limits

NEAR = 1e-9  # numbers that differ by less are one number
UNPLANNED = "no further course is planned yet"


class Judged(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One limit of one rule set for these courses."""

    id: str
    rule_set: str
    label: str
    unit: str  # "Gy", "mo", "" for a share
    met: bool | None
    value: Interval | None  # None: no number
    at_most: float | None
    at_least: float | None
    stricter: float | None  # the stricter end where the source gives a range; shown, not judged
    leaves: float | None  # EQD2 that this limit leaves for another course, at the careful end
    why: str | None  # why it is not answered
    unplanned: bool  # because no further course is planned yet
    asks: tuple[str, ...]
    evidence: tuple[str, ...]
    checked: Checked

    @property
    def limit(self) -> float:
        """The number that is judged against."""
        limit = self.at_most if self.at_least is None else self.at_least
        assert limit is not None
        return limit


class Courses(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The courses that a set of limits is asked about, as doses to the tissue whose limits they are."""

    earlier: tuple[Dose, ...]
    planned: Dose | None = None
    cord_here: bool | None = True


def judged(by: ReirradiationSet, of: Courses, knowledge: Knowledge) -> tuple[Judged, ...]:
    """Each limit of one set. Met only where the whole range of what is known keeps it.

    EQD2 and BED in Gy. Without a planned course a limit on it has no number, and one on all courses can only be
    exceeded. Null with the reason where the set does not speak: after stereotactic radiation, below the conus.

    >>> from backstay.knowledge import load_knowledge
    >>> from backstay.knowledge.tables.reirradiation import default_set
    >>> knowledge = load_knowledge()
    >>> given = {"dose": Interval(30, 30), "fractions": 10, "months": Interval(14, 14)}
    >>> first = Dose(text="30/10", stereotactic=False, **given)
    >>> second = Dose(text="9/1", dose=Interval(9, 9), fractions=1)
    >>> found = judged(default_set(knowledge), Courses(earlier=(first,), planned=second), knowledge)
    >>> [(one.id, one.met, one.value.high) for one in found][:2]
    [('sbrt_eqd2', True, 24.75), ('cumulative_eqd2', True, 62.25)]
    """
    silent = silence(by, of.earlier, of.cord_here)
    return tuple(_judged(one, by, of, silent, knowledge) for one in limits(knowledge, by.id))


def _judged(
    limit: ReirradiationLimit, by: ReirradiationSet, of: Courses, silent: Silence | None,
    knowledge: Knowledge,
) -> Judged:  # fmt: skip
    value = _value(limit, by, of, knowledge)
    met = None if silent else _met(limit, value, _whole_answer(limit, by, of))
    why = None if met is not None else silent.why if silent else _why(limit, by, of, value)
    unplanned = met is None and not silent and _unplanned(limit, of)
    asks = silent.asks if silent else () if met is not None else _asks(limit, of, value)
    return Judged(
        id=limit.id, rule_set=by.id, label=limit.label, unit=limit.unit, met=met, value=value,
        at_most=limit.at_most, at_least=limit.at_least, stricter=limit.stricter,
        leaves=None if silent else _leaves(limit, by, of, knowledge),
        why=why, unplanned=unplanned, asks=asks,
        evidence=limit.evidence, checked=limit.checked,
    )  # fmt: skip


def _value(
    limit: ReirradiationLimit, by: ReirradiationSet, of: Courses, knowledge: Knowledge
) -> Interval | None:
    if limit.measure == "months":
        return months_between(of.earlier)
    if limit.alpha_beta is not None:
        spans = [effective(one, limit.alpha_beta) for one in (*of.earlier, *_planned(of))]
        return _told(_highest(spans) if limit.measure == "highest_bed" else together(spans))
    before = gave(by, of.earlier, knowledge)
    if of.planned is None:
        return _told(before) if limit.measure == "cumulative_eqd2" else None
    more = equivalent(of.planned, alpha_beta(by.tissue, knowledge))
    if limit.measure == "planned_eqd2":
        return _told(more)
    return (
        _told(together([before, more]))
        if limit.measure == "cumulative_eqd2"
        else _share(more, before)
    )


def _planned(of: Courses) -> tuple[Dose, ...]:
    return () if of.planned is None else (of.planned,)


def _told(span: Interval) -> Interval | None:
    return None if span == NOTHING_KNOWN else span


def _highest(spans: list[Interval]) -> Interval:
    return Interval(
        max((one.low for one in spans), default=0.0), max((one.high for one in spans), default=0.0)
    )


def _share(more: Interval, before: Interval) -> Interval | None:
    """The part of the whole that the planned course makes; it grows with that course and falls with the earlier."""
    low = 0.0 if isinf(before.high) else _part(more.low, before.high)
    high = 1.0 if isinf(more.high) else _part(more.high, before.low)
    return None if (low, high) == (0.0, 1.0) else Interval(low, high)


def _part(one: float, other: float) -> float:
    return one / (one + other) if one + other > 0 else 0.0


def months_between(earlier: tuple[Dose, ...]) -> Interval | None:
    """Months since the last of some courses; a course without a date may be the last."""
    spans = [one.months or NOTHING_KNOWN for one in earlier]
    if not spans:
        return None
    return _told(Interval(min(one.low for one in spans), min(one.high for one in spans)))


def _whole_answer(limit: ReirradiationLimit, by: ReirradiationSet, of: Courses) -> bool:
    """Whether keeping the limit can be said: all courses are there, and the set is about such a course."""
    if limit.measure == "months":
        return not _too_many(by, of)
    return of.planned is not None and not _too_many(by, of)


def _too_many(by: ReirradiationSet, of: Courses) -> bool:
    parts = None if of.planned is None else of.planned.fractions
    return parts is not None and by.most_fractions is not None and parts > by.most_fractions


def _met(limit: ReirradiationLimit, value: Interval | None, whole: bool) -> bool | None:
    if value is None:
        return None
    if limit.at_least is not None:
        kept, broken = value.low >= limit.at_least - NEAR, value.high < limit.at_least - NEAR
    else:
        most = limit.at_most or 0.0
        kept, broken = value.high <= most + NEAR, value.low > most + NEAR
    if broken:
        return False
    return True if kept and whole else None


def _why(
    limit: ReirradiationLimit, by: ReirradiationSet, of: Courses, value: Interval | None
) -> str:
    if _too_many(by, of):
        return f"these limits are of a further course in at most {by.most_fractions} fractions"
    if limit.measure == "months":
        return "it is not known how many months ago every earlier course was"
    if _unplanned(limit, of):
        return UNPLANNED
    return (
        "what is known reaches from within the limit to beyond it" if value else "no dose is known"
    )


def _unplanned(limit: ReirradiationLimit, of: Courses) -> bool:
    """Whether a limit has to wait for the course to come; the months before it are known without one."""
    return of.planned is None and limit.measure != "months"


def _asks(limit: ReirradiationLimit, of: Courses, value: Interval | None) -> tuple[str, ...]:
    """What would settle a limit; nothing where only a plan is missing."""
    if limit.measure == "months":
        return tuple(f"months since {one.text}" for one in of.earlier if one.months is None)
    most = limit.at_most or 0.0
    if of.planned is None and (value is None or value.high <= most + NEAR):
        return ()
    return tuple(
        f"maximum dose to the tissue in {one.text}"
        for one in of.earlier
        if one.dose.low < one.dose.high
    )


def _leaves(
    limit: ReirradiationLimit, by: ReirradiationSet, of: Courses, knowledge: Knowledge
) -> float | None:
    """EQD2 for a further course by this limit alone, at the careful end of what earlier ones gave."""
    found = room_by(limit, gave(by, of.earlier, knowledge))
    return None if found is None or isinf(found.low) else max(found.low, 0.0)

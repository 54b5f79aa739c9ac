"""The highest dose of a day: which figure counts for this person, and which lines go over it together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import msgspec

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.knowledge.tables.organs import Ceiling, Figure
from backstay.medicines.line import Line, Unread
from backstay.medicines.often import IN_MG, times_allowed
from backstay.medicines.organs.asked import Facts, any_holds, unknown


class Highest(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One published highest dose of a day, for one person."""

    entry: str  # id of the table entry
    max: float
    unit: str
    holds: bool | None  # None: it would, if what is in `check_first` were so
    alarm: bool  # false: another published figure, shown beside
    days: float | None = None  # no longer than this
    note: str | None = None
    check_first: tuple[str, ...] = ()
    evidence: tuple[str, ...]
    checked: Checked


class Over(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A drug whose lines together go, or may go, over a highest dose of a day, or on for too long."""

    drug: str
    over: bool | None  # None: not known, for what `check_first` or `uncounted` names
    too_long: bool = False
    daily: Interval  # what is allowed by the lines that could be counted, in `highest.unit`
    highest: Highest
    also: tuple[Highest, ...] = ()  # other published figures
    lines: tuple[str, ...]  # as written
    uncounted: tuple[str, ...] = ()  # lines of the drug whose daily dose is not known
    check_first: tuple[str, ...] = ()


def ceiling(
    drug: str,
    knowledge: Knowledge,
    facts: Facts,
    form: str | None = None,
    route: str | None = None,
) -> tuple[Highest, ...]:
    """The highest daily doses of one drug that hold or may hold for this person, the lowest first.

    `drug` is the id of an ingredient; `form` and `route` are those of the tables of phrases, None where not said.
    The first with `alarm` and `holds` is the one that counts; one with `holds` None is safer until it is asked.

    >>> from backstay.knowledge import load_knowledge
    >>> [(one.max, one.holds) for one in ceiling("codeine", load_knowledge(), {})]
    [(240.0, True)]
    """
    found = [
        _highest(entry, figure, of_line, knowledge, facts)
        for entry in _ceilings(knowledge, drug)
        if (of_line := _speaks_of(entry, form, route, knowledge)) is not False
        for figure in entry.figures
        if any_holds(figure.where, facts) is not False
    ]
    return tuple(sorted(found, key=lambda one: one.max))


def over_ceiling(
    lines: Iterable[Line],
    knowledge: Knowledge,
    facts: Facts,
    unread: Iterable[Unread] = (),
) -> tuple[Over, ...]:
    """Drugs whose lines together allow more in a day than their highest dose, or may.

    A line of `unread` whose drug is sure may hold any dose: it leaves the sum open, and stands in `uncounted`.
    What is allowed counts, not what was taken; the high end of a range counts. Every line of a drug is added up,
    those of combinations too. Doses in g and mcg are turned into mg; other units must be those of the table.
    """
    listed: dict[str, list[Line]] = {}
    for line in lines:
        listed.setdefault(line.drug, []).append(line)
    for lost in unread:
        if lost.drug is not None:
            listed.setdefault(lost.drug, []).append(Line(drug=lost.drug, text=lost.text))
    found = [
        one
        for drug, its in listed.items()
        for entry in _ceilings(knowledge, drug)
        if (one := _over(entry, its, knowledge, facts)) is not None
    ]
    return tuple(found)


@lru_cache(maxsize=4096)
def _ceilings(knowledge: Knowledge, drug: str) -> tuple[Ceiling, ...]:
    table: dict[str, Ceiling] = knowledge.tables["ceilings"]
    return tuple(entry for entry in table.values() if drug in entry.drugs)


def _speaks_of(
    entry: Ceiling, form: str | None, route: str | None, knowledge: Knowledge
) -> bool | None:
    """Whether an entry is about a form and route; None where they were not said."""
    of_form = True if entry.form in (None, form) else None if _unsaid(form, knowledge) else False
    of_route = (
        True if not entry.routes or route in entry.routes else None if route is None else False
    )
    if False in (of_form, of_route):
        return False
    return None if None in (of_form, of_route) else True


def _unsaid(form: str | None, knowledge: Knowledge) -> bool:
    """Whether a form says nothing of release, as a tablet does not."""
    if form is None:
        return True
    known = knowledge.tables["medicine_forms"].get(form)
    return known is not None and bool(known.plain)


def _highest(
    entry: Ceiling, figure: Figure, of_line: bool | None, knowledge: Knowledge, facts: Facts
) -> Highest:
    holds = any_holds(figure.where, facts)
    names = [one.fact for one in figure.where] if holds is None else []
    asks = unknown(names, facts, knowledge) + (() if of_line else ("medicines",))
    return Highest(
        entry=entry.id,
        max=figure.max,
        unit=entry.unit,
        holds=True if holds and of_line else None,
        alarm=figure.alarm,
        days=entry.days,
        note=figure.note or entry.note,
        check_first=asks,
        evidence=figure.evidence or entry.evidence,
        checked=figure.checked or entry.checked,
    )


def _over(entry: Ceiling, lines: list[Line], knowledge: Knowledge, facts: Facts) -> Over | None:
    """What the lines of one drug do to one entry; None where they surely keep to it."""
    spoken = [(line, _speaks_of(entry, line.form, line.route, knowledge)) for line in lines]
    about = [(line, sure) for line, sure in spoken if sure is not False]
    counted = [(line, sure, _daily(line, entry.unit)) for line, sure in about]
    sums = _Sums(
        sure=sum(daily.high for _, sure, daily in counted if sure and daily),
        low=sum(daily.low for _, _, daily in counted if daily),
        high=sum(daily.high for _, _, daily in counted if daily),
    )
    uncounted = tuple(line.text for line, _, daily in counted if daily is None)
    too_long = entry.days is not None and any((line.days or 0) > entry.days for line, _ in about)
    worst, over = _worst(entry, sums, bool(uncounted), knowledge, facts)
    if not about or (over is False and not too_long):
        return None
    asks = worst.check_first + (("medicines",) if uncounted or sums.sure != sums.high else ())
    return Over(
        drug=lines[0].drug,
        over=over,
        too_long=too_long,
        daily=Interval(sums.low, sums.high),
        highest=worst,
        also=tuple(one for one in _figures(entry, knowledge, facts) if not one.alarm),
        lines=tuple(line.text for line, _ in about),
        uncounted=uncounted,
        check_first=() if over else tuple(dict.fromkeys(asks)),
    )


class _Sums(NamedTuple):
    """Daily doses together: of lines that the entry surely speaks of, and of those it may."""

    sure: float
    low: float
    high: float


def _figures(entry: Ceiling, knowledge: Knowledge, facts: Facts) -> list[Highest]:
    found = [_highest(entry, figure, True, knowledge, facts) for figure in entry.figures]
    truths = [any_holds(figure.where, facts) for figure in entry.figures]
    kept = [one for one, truth in zip(found, truths, strict=True) if truth is not False]
    return sorted(kept, key=lambda one: one.max)


def _worst(
    entry: Ceiling, sums: _Sums, uncounted: bool, knowledge: Knowledge, facts: Facts
) -> tuple[Highest, bool | None]:
    """The lowest figure that is surely broken; else the lowest that may be; else the lowest that holds."""
    alarms = [one for one in _figures(entry, knowledge, facts) if one.alarm]
    sure = [one for one in alarms if one.holds and sums.sure > one.max]
    if sure:
        return sure[0], True
    perhaps = [one for one in alarms if uncounted or sums.high > one.max]
    if perhaps:
        return perhaps[0], None
    return next(one for one in alarms if one.holds), False


def _daily(line: Line, unit: str) -> Interval | None:
    """The dose that a line allows in a day; of a patch, its rate. None where something of it is not known."""
    if line.dose is None:
        return None
    if unit.endswith("/h"):
        return line.dose if line.unit == unit else None
    factor = 1.0 if line.unit == unit else IN_MG.get(line.unit or "") if unit == "mg" else None
    often = times_allowed(line)
    if factor is None or often is None:
        return None
    return Interval(line.dose.low * often.low * factor, line.dose.high * often.high * factor)

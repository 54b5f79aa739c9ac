"""Courses and tapers of steroids as proposals."""

from __future__ import annotations

from math import isfinite

from backstay.case.values import Interval
from backstay.knowledge.tables.regimens import Regimen
from backstay.knowledge.tables.steroids import SteroidCourse
from backstay.medicines.line import Line
from backstay.medicines.proposals.proposal import Dose, Draft, Person, Reason
from backstay.medicines.proposals.words import dose_words, number, span
from backstay.medicines.steroids.amounts import daily_dose, steroid_table
from backstay.medicines.steroids.courses import Course, courses
from backstay.medicines.steroids.tapers import Schedule, taper

DAYS = "steroid_days"


def course(regimen: Regimen, person: Person) -> list[Draft]:
    """The one course of its purpose that is proposed, with what speaks against it; the others are named."""
    first, *others = courses(regimen.by, person.knowledge, person.facts)  # type: ignore[arg-type]
    given = first.course
    told = tuple(_because(one.course) for one in (first, *others))
    against = [one for one in first.against if one.truth is not False]
    taken = person.takes(given.drug)
    return [
        Draft(
            regimen=regimen.id,
            drug=given.drug,
            form=regimen.form,
            route=regimen.route,
            action="continue" if taken else "start",
            text=f"taken already; the course is {_words(given, regimen)}"
            if taken
            else _words(given, regimen),
            dose=None if taken else _dose(given),
            reasons=told[:1],
            cautions=(*_against(first), *told[1:]),
            check=tuple(fact for one in against for fact in one.check),
        )
    ]


def _dose(given: SteroidCourse) -> Dose:
    days = float(given.doses) if given.doses is not None else None
    return Dose(amount=list(given.first), unit="mg", per="day", for_days=days)


def _words(given: SteroidCourse, regimen: Regimen) -> str:
    """The first dose, and what follows."""
    if given.doses is not None:
        when = (
            f", the first at least {span(given.hours_before or 0, None)} h before"
            if given.hours_before
            else ""
        )
        return f"{dose_words(_dose(given), regimen.form, regimen.route)}{when}"
    first = Dose(amount=list(given.first), unit="mg")
    then = span(*given.daily, "mg")
    return f"{dose_words(first, regimen.form, regimen.route)} at once, then {then} a day"


def _because(given: SteroidCourse) -> Reason:
    return Reason(
        text=f"{given.title}: {given.because}",
        evidence=list(given.evidence),
        checked=given.checked.status,
    )


def _against(one: Course) -> tuple[Reason, ...]:
    return tuple(
        Reason(text=each.because, evidence=[], checked="unverified")
        for each in one.against
        if each.truth
    )


def tapered(regimen: Regimen, person: Person) -> list[Draft]:
    """The way down of each steroid that is taken, or what to ask for it."""
    table = steroid_table(person.knowledge)
    lines = [line for line in person.listed if line.drug in table]
    return [_taper(regimen, line, person) for line in lines] or [_nothing(regimen)]


def _taper(regimen: Regimen, line: Line, person: Person) -> Draft:
    dose = daily_dose(line, steroid_table(person.knowledge)[line.drug])
    days = line.days if line.days is not None else _days(person)
    if dose is None or not isfinite(dose.high) or dose.high <= 0:
        draft = _nothing(regimen)
        return draft._replace(
            drug=line.drug, text="how much is taken in a day?", check=("medicines",)
        )
    found = taper(line.drug, dose.high, days, person.knowledge)
    why = _taper_reason(found, regimen)
    draft = _nothing(regimen)._replace(drug=line.drug, text=_schedule(found), reasons=(why,))
    return draft._replace(check=found.asks)


def _days(person: Person) -> float | None:
    found = person.facts.get(DAYS)
    return found.high if isinstance(found, Interval) else found


def _schedule(found: Schedule) -> str:
    """The way down in one line: each dose with its days."""
    if found.refused is not None:
        return found.refused
    if not found.days:
        return "stop at once"
    runs: list[tuple[float, int]] = []
    for day in found.days:
        if runs and runs[-1][0] == day.dose:
            runs[-1] = (day.dose, runs[-1][1] + 1)
        else:
            runs.append((day.dose, 1))
    told = ", ".join(f"{number(dose)} {found.unit} for {span(days, None)} d" for dose, days in runs)
    return f"from {number(found.from_dose)} {found.unit} a day: {told}, then none"


def _taper_reason(found: Schedule, regimen: Regimen) -> Reason:
    if found.because is None or found.checked is None:
        return Reason(
            text=regimen.because, evidence=list(regimen.evidence), checked=regimen.checked.status
        )
    return Reason(text=found.because, evidence=list(found.evidence), checked=found.checked.status)


def _nothing(regimen: Regimen) -> Draft:
    why = Reason(
        text=regimen.because, evidence=list(regimen.evidence), checked=regimen.checked.status
    )
    return Draft(
        regimen=regimen.id, drug=None, form=None, route=None, action="taper",
        text="which steroid is taken, and how much?", reasons=(why,), check=("medicines",),
    )  # fmt: skip

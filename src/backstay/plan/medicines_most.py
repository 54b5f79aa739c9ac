"""Drugs of which more is taken in a day than anyone, or this person's organs, should have; or for too long."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import NamedTuple

from backstay.medicines.line import Line
from backstay.medicines.opioids.day import day, in_unit
from backstay.medicines.organs.advice import advice
from backstay.medicines.organs.ceilings import Over, over_ceiling
from backstay.medicines.organs.said import OrganAdvice, Said
from backstay.medicines.proposals.organ_words import organ_words
from backstay.medicines.proposals.proposal import Person
from backstay.medicines.proposals.words import span
from backstay.plan.medicines_shape import Told
from backstay.plan.values import number

QUIET = ("usual", "unread")


def ceilings(person: Person) -> list[Told]:
    """Each drug that is, or may be, above its highest dose or what organs leave, or is taken for too long."""
    found = over_ceiling(person.listed, person.knowledge, person.facts, person.unread)
    told = [_ceiling(one) for one in found if one.over is not False or one.too_long]
    broken = [(one.drug, one.highest.max) for one in found if one.over]
    return told + list(_above_organs(person, broken))


def _ceiling(one: Over) -> Told:
    highest = one.highest
    return Told(
        id=highest.entry,
        kind="ceiling",
        text=f"{one.drug.replace('_', ' ')}: {_how_far(one)}",
        about=[one.drug],
        truth="true" if one.over or one.too_long else "unknown",
        avoid=False,
        check_first=list(dict.fromkeys((*one.check_first, *highest.check_first))),
        evidence=list(highest.evidence),
        checked=highest.checked.status,
    )


def _how_far(one: Over) -> str:
    """How much is allowed against the highest dose, and how long it may be taken where it was longer."""
    highest = one.highest
    most = span(highest.max, None, highest.unit)
    allowed = span(number(one.daily.high), None, highest.unit)
    word = "is more than" if one.over else "may be more than"
    note = f" {highest.note}" if highest.note else ""
    said = [] if one.over is False else [f"{allowed} a day {word} the highest dose, {most}.{note}"]
    if one.too_long and highest.days is not None:
        said.append(
            f"Taken for more than {span(highest.days, None)} days, the longest it is given."
        )
    return " ".join(said)


def _above_organs(person: Person, broken: list[tuple[str, float]]) -> Iterator[Told]:
    """What is taken against the most that kidneys, liver, weight or age leave, where no lower one is broken too."""
    by_drug: dict[str, list[Line]] = {}
    for line in person.listed:
        by_drug.setdefault(line.drug, []).append(line)
    for drug, lines in by_drug.items():
        lowest = min((most for one, most in broken if one == drug), default=inf)
        for one in advice(drug, person.knowledge, person.facts):
            found = [(said, over) for said in one.says if (over := _above(said, lines)) is not None]
            yield from (_organ(one, said, over) for said, over in found[:1] if over.most < lowest)


class _Above(NamedTuple):
    """The dose of a day and the most that a band allows, in one unit."""

    taken: float
    most: float
    unit: str


def _above(said: Said, lines: list[Line]) -> _Above | None:
    """What is taken of a drug, where it is more than a band allows that makes it smaller."""
    dose = said.dose
    if dose is None or dose.max is None or said.verdict in QUIET:
        return None
    about = [line for line in lines if _speaks(said, line)]
    taken = sum(found for line in about if (found := _daily(line, dose.unit)) is not None)
    return _Above(taken, dose.max, dose.unit) if taken > dose.max else None


def _speaks(said: Said, line: Line) -> bool:
    return said.about_form in (None, line.form) and said.route in (None, line.route)


def _daily(line: Line, unit: str) -> float | None:
    """The most that a line makes in a day."""
    dose = day(line).dose
    found = in_unit(dose, line.unit, unit) if dose is not None else None
    return None if found is None else found.high


def _organ(one: OrganAdvice, said: Said, over: _Above) -> Told:
    word = "may be more than" if one.careful else "is more than"
    first = f"{span(over.taken, None, over.unit)} a day {word} {span(over.most, None, over.unit)} a day."
    return Told(
        id=said.entry,
        kind="ceiling",
        text=f"{one.drug.replace('_', ' ')}: {first} {organ_words(one, said)}",
        about=[one.drug],
        truth="unknown" if one.careful else "true",
        avoid=False,
        check_first=list(one.check_first),
        evidence=list(said.evidence),
        checked=said.checked.status,
    )

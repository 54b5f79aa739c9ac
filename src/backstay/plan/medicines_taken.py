"""What the medicines that a person takes mean, told by the rooms that know: each in the shape of an assessment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from backstay.knowledge.tables.equivalents import SETTING
from backstay.medicines.line import Line
from backstay.medicines.opioids.alarms import alarms
from backstay.medicines.opioids.equivalents import is_opioid, mme
from backstay.medicines.organs.advice import advice
from backstay.medicines.organs.said import OrganAdvice
from backstay.medicines.proposals.allergies import allergies_to
from backstay.medicines.proposals.organ_words import organ_words
from backstay.medicines.proposals.proposal import Person
from backstay.medicines.reading.writing import written
from backstay.medicines.steroids.amounts import systemic_steroids
from backstay.medicines.steroids.thresholds import thresholds
from backstay.medicines.together.found import Found, Reason
from backstay.plan.medicines_shape import (
    DailyEquivalent,
    EquivalentLine,
    Meeting,
    NotRead,
    Pair,
    TakenLine,
    Told,
    Truth,
    pair,
)

EQUIVALENT = "daily_morphine_equivalent"
AVOID = ("avoid", "contraindicated")


def taken_line(line: Line) -> TakenLine:
    """One medicine as it was read, with its dose in its own unit and the line as Backstay would write it."""
    return TakenLine(
        drug=line.drug, text=line.text, written=written(line), form=line.form, route=line.route,
        dose=pair(line.dose), unit=line.unit, per_day=pair(line.per_day), every_hours=line.every_hours,
        as_needed=line.as_needed, taken_per_day=line.taken_per_day, days=line.days,
    )  # fmt: skip


def not_read(person: Person) -> list[NotRead]:
    """The lines that were not read, each with its number, the problem and what was expected."""
    return [
        NotRead(text=one.text, at=one.at, problem=one.problem, expected=one.expected, drug=one.drug)
        for one in person.unread
    ]


def daily_equivalent(person: Person) -> DailyEquivalent | None:
    """The sum of the opioids that were read, by the set that the rules count by; None without one."""
    knowledge = person.knowledge
    if not any(is_opioid(knowledge, line.drug) for line in person.listed):
        return None
    found = mme(person.listed, knowledge, knowledge.chosen[SETTING])
    counted = [
        EquivalentLine(
            drug=one.drug, text=one.text, daily_dose=pair(one.daily_dose), unit=one.unit,
            mme=pair(one.mme), why_not=one.why_not, asks=one.asks,
        )
        for one in found.lines
    ]  # fmt: skip
    return DailyEquivalent(
        total=pair(person.facts.get(EQUIVALENT)),
        factor_set=found.factor_set,
        title=knowledge.tables["factor_sets"][found.factor_set].title,
        lines=counted,
        refused=list(found.refused),
        asks=list(found.asks),
        warnings=list(found.warnings),
        evidence=list(found.evidence),
        checked=found.checked,
    )


def opioid_alarms(person: Person) -> list[Told]:
    """What must be told of the opioids; asked where it cannot be ruled out."""
    if not any(is_opioid(person.knowledge, line.drug) for line in person.listed):
        return []
    return [
        Told(
            id=one.id,
            kind=one.kind,
            text=" ".join((one.text, *one.asks)),
            about=list(one.about),
            truth=_truth(one.truth),
            avoid=False,
            check_first=list(one.check_first),
            evidence=list(one.evidence),
            checked=one.checked,
        )
        for one in alarms(person.listed, person.knowledge, person.facts)
    ]


def allergies(person: Person) -> list[Told]:
    """Drugs that are taken although an allergy to them, or to their class, is on record."""
    drugs = dict.fromkeys(line.drug for line in person.listed)
    return [told for drug in drugs if (told := _allergy(drug, person)) is not None]


def _allergy(drug: str, person: Person) -> Told | None:
    known = person.knowledge.ingredients.get(drug)
    found = allergies_to(known, person.facts.get("allergies")) if known else ()
    if not found:
        return None
    named = ", ".join(one.replace("_", " ") for one in found)
    text = f"{drug.replace('_', ' ')}: taken, and an allergy is on record: {named}. Ask which of the two is right."
    return Told(
        id="taken_despite_an_allergy", kind="alarm", text=text, about=[drug], truth="true", avoid=True,
        check_first=[], evidence=[], checked="unverified",
    )  # fmt: skip


def organ_doses(person: Person) -> list[Told]:
    """What organs, weight and age say of the dose of each drug that is taken, where they change it."""
    drugs = dict.fromkeys(line.drug for line in person.listed)
    every = [one for drug in drugs for one in advice(drug, person.knowledge, person.facts)]
    return [told for one in every if (told := _organ(one)) is not None]


def _organ(one: OrganAdvice) -> Told | None:
    """What is said, the most careful first, all where they disagree; nothing where the usual dose stays."""
    read = [said for said in one.says or one.possible if said.verdict != "unread"]
    found = [said for said in read if said.verdict != "usual"]
    if not found:
        return None
    said = found[0]
    disputed = bool(one.says and one.avoid) and not all(each.verdict in AVOID for each in read)
    shown = read if disputed else found[:1]
    told = [organ_words(one, each) for each in shown]
    return Told(
        id=said.entry,
        kind="disputed" if disputed else one.organ,
        text=f"{one.drug.replace('_', ' ')}: {'. '.join(each.rstrip('.') for each in told)}",
        about=[one.drug],
        truth="true" if one.says and not one.careful else "unknown",
        avoid=one.avoid is True,
        check_first=list(one.check_first),
        evidence=list(dict.fromkeys(source for each in shown for source in each.evidence)),
        checked=said.checked.status,
    )


def steroid_lines(person: Person) -> tuple[Pair | None, list[Told]]:
    """The prednisone equivalent of a day and what it starts; nothing without a steroid on the list."""
    steroids = systemic_steroids(person.knowledge)
    if not any(line.drug in steroids for line in person.listed):
        return None, []
    found = thresholds(person.listed, person.knowledge, person.facts)
    told = [
        Told(
            id=one.id, kind="steroid", text=f"{one.starts} {one.because}",
            about=[], truth=_truth(one.truth), avoid=False, check_first=list(one.check),
            evidence=list(one.evidence), checked=one.checked.status,
        )
        for one in found.found
        if one.truth is not False
    ]  # fmt: skip
    return pair(found.equivalent, 1), told


def meeting(found: Found) -> Iterable[Meeting]:
    """Each reason why some drugs do not go together."""
    rows: list[Found | Reason] = [found, *found.also]
    for row in rows:
        yield Meeting(
            id=row.rule, pair=[*found.pair, *found.beside], severity=row.severity, action=row.action,
            because=row.because, truth=row.truth, check_first=list(row.check_first),
            evidence=list(row.evidence), checked=row.checked,
        )  # fmt: skip


def _truth(truth: Any) -> Truth:
    return "true" if truth is True else "unknown"

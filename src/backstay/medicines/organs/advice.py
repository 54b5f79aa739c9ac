"""What kidneys, liver, weight and age do to the dose of one drug."""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.organs import CarefulDose
from backstay.medicines.organs.asked import Facts, any_holds, span_of, unknown
from backstay.medicines.organs.bands import band_of, organ_doses, said
from backstay.medicines.organs.kidney import renal
from backstay.medicines.organs.liver import hepatic
from backstay.medicines.organs.said import Dose, OrganAdvice, Said


def advice(drug: str, knowledge: Knowledge, facts: Facts) -> tuple[OrganAdvice, ...]:
    """All that a person's organs, weight and age say of the dose of one drug, the kidneys first.

    `drug` is the id of an ingredient; `facts` are facts and definitions by name (creatinine_clearance, egfr,
    dialysis, liver_points, old_or_frail, weight ...), where a missing one is unknown and stands in `check_first`.
    An organ of which nothing was read for the drug is left out, but the kidneys always answer.
    """
    found = [
        _by_kidney(drug, knowledge, facts),
        hepatic(drug, knowledge, facts),
        _by_weight(drug, knowledge, facts),
    ]
    ages = [_by_age(entry, drug, knowledge, facts) for entry in careful_doses(knowledge, drug)]
    return tuple(one for one in (*found, *ages) if one is not None)


def _by_kidney(drug: str, knowledge: Knowledge, facts: Facts) -> OrganAdvice:
    """By the measure that the table names; where it names two, the lower one that is known."""
    entries = organ_doses(knowledge, drug, "kidney")
    names = tuple(dict.fromkeys(name for entry in entries for name in entry.by))
    known = {name: span for name in names if (span := _clearance(facts, name)) is not None}
    measure = min(known, key=lambda name: known[name]) if known else None
    dialysis = facts.get("dialysis")
    found = renal(drug, known[measure] if measure else None, knowledge, dialysis)
    asks = unknown(found.check_first, facts, knowledge)
    return replace(found, measure=measure, check_first=asks)


def _clearance(facts: Facts, name: str) -> Interval | None:
    """A measure of the kidneys; a formula that falls below nothing counts as nothing."""
    span = span_of(facts.get(name))
    return None if span is None else Interval(max(0.0, span.low), max(0.0, span.high))


def _by_weight(drug: str, knowledge: Knowledge, facts: Facts) -> OrganAdvice | None:
    entries = organ_doses(knowledge, drug, "weight")
    if not entries:
        return None
    weight = span_of(facts.get("weight"))
    says = tuple(said(one, band_of(one, weight.low)) for one in entries) if weight else ()
    every = () if weight else tuple(said(one, band) for one in entries for band in one.bands)
    return OrganAdvice(
        drug=drug,
        organ="weight",
        measure="weight",
        value=weight,
        says=says,
        possible=every,
        check_first=unknown(("weight",), facts, knowledge),
    )


@lru_cache(maxsize=4096)
def careful_doses(knowledge: Knowledge, drug: str) -> tuple[CarefulDose, ...]:
    """The entries of the table `careful_doses` for one drug."""
    one = knowledge.ingredients.get(drug)
    classes = set(one.classes if one else ())
    table: dict[str, CarefulDose] = knowledge.tables["careful_doses"]
    return tuple(
        entry for entry in table.values() if drug in entry.drugs or classes & set(entry.classes)
    )


def _by_age(
    entry: CarefulDose, drug: str, knowledge: Knowledge, facts: Facts
) -> OrganAdvice | None:
    """A smaller start where its condition holds, and where it may; None where it surely does not."""
    truth = any_holds(entry.where, facts)
    if truth is False:
        return None
    names = tuple(where.fact for where in entry.where)
    one = Said(
        entry=entry.id,
        verdict=entry.verdict,
        dose=Dose(unit=entry.unit, start=Interval(*entry.start)) if entry.start else None,
        notes=(entry.note,) if entry.note else (),
        evidence=entry.evidence,
        checked=entry.checked,
    )
    return OrganAdvice(
        drug=drug,
        organ="age",
        measure=names[0],
        says=(one,) if truth else (),
        possible=() if truth else (one,),
        check_first=() if truth else unknown(names, facts, knowledge),
    )

"""Proposals of medicines as MedicationRequests: drafts, never orders. Who prescribes decides on drug and dose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.exchange.write.facts_codes import UCUM
from backstay.exchange.write.offered import (
    chosen,
    decided_on,
    drafts,
    picked,
    priority,
    proposed,
    set_aside,
    taken_up,
)
from backstay.exchange.write.reasons import reason_line
from backstay.exchange.write.words import facts_named, notes, say
from backstay.exchange.write.writing import (
    Resource,
    Writing,
    device_id,
    drug_concept,
    filled,
    placed,
    resource,
    to,
)
from backstay.medicines.proposals.proposal import Dose, Pair, Proposal
from backstay.medicines.proposals.words import dose_words
from backstay.plan.assessment import Option
from backstay.version import VERSION

UNITS = {"mg": "mg", "g": "g", "mL": "mL", "mcg": "ug"}  # other units stand as words


def medication_requests(writing: Writing) -> Iterator[Resource]:
    """One draft for each drug of each option that stands for something; the one picked becomes a plan."""
    for option in proposed(writing):
        for number, one in drafts(writing, option):
            yield _proposal(writing, option, number, one)
    for option in taken_up(writing):
        if found := picked(writing, option):
            yield _plan(writing, option, *found)


def draft_id(writing: Writing, number: int) -> str:
    return writing.name("MedicationRequest", "proposal", str(number))


def picked_id(writing: Writing, number: int) -> str:
    return writing.name("MedicationRequest", "plan", str(number))


def _proposal(writing: Writing, option: Option, number: int, one: Proposal) -> Resource:
    aside = set_aside(writing, option)
    why = say("set_aside", title=placed(option), reason=aside.reason) if aside else None
    return _request(
        writing, option, one,
        identity=draft_id(writing, number),
        authoredOn=writing.on,
        status="cancelled" if aside else "draft",
        intent="proposal",
        statusReason={"text": why} if why else None,
        requester=to(device_id(VERSION), "Backstay"),
    )  # fmt: skip


def _plan(writing: Writing, option: Option, number: int, one: Proposal) -> Resource:
    """Still a draft: that the team wants it makes no prescription."""
    wanted = chosen(writing, option)
    why = wanted.why if wanted else None
    based = [to(draft_id(writing, number))] if option in proposed(writing) else None
    return _request(
        writing, option, one,
        identity=picked_id(writing, number),
        authoredOn=decided_on(writing),
        status="draft",
        intent="plan",
        said=[say("chosen_why", title=placed(option), why=why)] if why else [],
        basedOn=based,
    )  # fmt: skip


def _request(
    writing: Writing,
    option: Option,
    one: Proposal,
    identity: str,
    said: list[str] | None = None,
    **fields: Any,
) -> Resource:
    lines = [*(said or []), *_lines(writing, one)]
    return resource(
        "MedicationRequest",
        identity,
        [f"{placed(option)}: {one.title}", one.text, say("supports")],
        priority=priority(writing, option),
        medicationCodeableConcept=drug_concept(str(one.drug), one.title),
        subject=writing.subject,
        reasonCode=[{"text": placed(option)}],
        note=notes(lines),
        dosageInstruction=[_dosage(one)],
        **fields,
    )


def _lines(writing: Writing, one: Proposal) -> list[str]:
    """What the reader must know of a draft: its kind, its reasons, its cautions, what to check first."""
    known = writing.knowledge
    lines = [say(f"action_{one.action}")]
    if one.check_first:
        kind = "meanwhile" if one.meanwhile else "before"
        lines.append(say(f"check_{kind}", facts=facts_named(one.check_first, known)))
    lines += [say("why_dose", text=reason_line(reason, known)) for reason in one.reasons]
    lines += [say("reduced", text=reason_line(reason, known)) for reason in one.reduced_because]
    lines += [say("caution", text=reason_line(reason, known)) for reason in one.cautions]
    lines += [say("next_step", text=one.step)] if one.step else []
    lines += [say("highest", text=one.highest)] if one.highest else []
    return lines


def _dosage(one: Proposal) -> dict[str, Any]:
    """The dose in words, and in fields only where the fields say all that the words say."""
    words = {"text": one.text} | ({"route": {"text": one.route}} if one.route else {})
    if one.dose is None or not _told_by_fields(one, one.dose):
        return words
    times, days = one.dose.times_per_day, one.dose.for_days
    fields = {
        "timing": {"repeat": _repeat(times, days)} if times else None,
        "asNeededBoolean": True if one.dose.as_needed else None,
        "doseAndRate": [_amount(one.dose)],
    }
    return words | filled(fields)


def _told_by_fields(one: Proposal, dose: Dose) -> bool:
    """A sum of a day is no single dose, and a first dose that differs has no field."""
    whole = all(float(time).is_integer() for time in dose.times_per_day or ())
    timed = dose.times_per_day is not None or dose.for_days is None
    words = dose_words(dose, one.form, one.route)
    return dose.per == "dose" and whole and timed and one.text == words


def _repeat(times: Pair, days: float | None) -> dict[str, Any]:
    low, high = (int(one) for one in times)
    length = {"value": _number(days), "unit": "d", "system": UCUM, "code": "d"} if days else None
    return filled(
        {
            "boundsDuration": length,
            "frequency": low,
            "frequencyMax": high if high > low else None,
            "period": 1,
            "periodUnit": "d",
        }
    )


def _amount(dose: Dose) -> dict[str, Any]:
    low, high = (_quantity(one, dose.unit) for one in dose.amount)
    return {"doseQuantity": low} if low == high else {"doseRange": {"low": low, "high": high}}


def _quantity(value: float, unit: str) -> dict[str, Any]:
    coded = {"system": UCUM, "code": UNITS[unit]} if unit in UNITS else {}
    return {"value": _number(value), "unit": unit, **coded}


def _number(value: float) -> float | int:
    """A number as it is written, never 15.0 for 15."""
    short = round(value, 6)
    return int(short) if short == int(short) else short

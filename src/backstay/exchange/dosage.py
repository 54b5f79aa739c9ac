"""One dosage of a record as the fields of a medicine: how much, how often, by which route."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import msgspec

from backstay.exchange.amounts import number, written
from backstay.exchange.claims import Reading
from backstay.exchange.coding import words_of
from backstay.exchange.drugs import LONGEST, Named
from backstay.exchange.fhir import Concept
from backstay.exchange.fhir_medicines import Dosage
from backstay.exchange.problems import NotReadError, printable
from backstay.exchange.quantity import Dose, allowed, dose_of, of_each
from backstay.exchange.timing import MODIFIED, MOST_PER_DAY, Often, is_as_needed, often

Fields = dict[str, str]
_DECODER = msgspec.json.Decoder(Dosage)
_KIND = re.compile(r" \([a-z ]+\)$")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_BY_BODY = re.compile(r"/ ?(?:m2|m²|kg)\b")


class Dosed(NamedTuple):
    """The fields of each drug, in the order of its parts, and what is in doubt about them."""

    fields: tuple[Fields, ...]
    doubts: tuple[str, ...] = ()


def dosed(raws: tuple[msgspec.Raw, ...], drug: Named, reading: Reading) -> list[Dosed]:
    """The dosages of one record: one for each that is taken at the same time.

    What is not certain is left out and told; the drug and its form stay.
    """
    try:
        found = [_DECODER.decode(raw) for raw in raws]
    except msgspec.ValidationError as error:
        return [_without(drug, f"its dosage is not valid FHIR: {error}")]
    if not found:
        return [_without(drug, "none is given")]
    if len(found) > 1 and (len({one.sequence for one in found}) > 1 or found[0].sequence is None):
        return [_without(drug, "there are several, maybe one after the other; which holds now?")]
    return [_one(each, drug, reading) for each in found]


def _without(drug: Named, why: str) -> Dosed:
    """The drug with its form only."""
    return Dosed(tuple(_form(drug) for _ in drug.parts), (f"dose not known: {why}",))


def _form(drug: Named) -> Fields:
    return {"form": drug.form.form} if drug.form and drug.form.form else {}


def _one(given: Dosage, drug: Named, reading: Reading) -> Dosed:
    """How the drug is given, as far as it is certain."""
    base = {**_form(drug), **_as_needed(given)}
    try:
        if bytes(given.modifier_extension):
            raise NotReadError(MODIFIED)
        base |= _route(given.route, drug, reading)
        amounts, doubts = _how_much(given, drug, reading)
    except NotReadError as error:
        why = (f"dose not known: {error}", *_doubts(given))
        return Dosed(tuple(dict(base) for _ in drug.parts), why)
    return Dosed(tuple({**base, **fields} for fields in amounts), doubts)


def _as_needed(given: Dosage) -> Fields:
    if is_as_needed(given):
        return {"as_needed": "true"}
    return {} if given.as_needed_boolean is None else {"as_needed": "false"}


def _route(given: Concept | None, drug: Named, reading: Reading) -> Fields:
    """The route that is said; else the one of the form. Raises NotReadError."""
    of_form = drug.form.route if drug.form else None
    if given is None:
        return {"route": of_form} if of_form else {}
    plain = {_KIND.sub("", one[:LONGEST].strip().lower()) for one in words_of(given)}
    said = {reading.bindings.routes.get(one) for one in plain} - {None}
    if len(said) != 1:
        raise NotReadError("its route is given in a way that is not known")
    route = str(said.pop())
    if of_form and route != of_form:
        raise NotReadError(f"its route is {route}, and its form is for the {of_form} route")
    return {"route": route}


def _how_much(given: Dosage, drug: Named, reading: Reading) -> tuple[list[Fields], tuple[str, ...]]:
    """Dose and times of each drug, with doubts. Raises NotReadError."""
    dose = dose_of(given, reading.bindings)
    if dose is None:
        raise NotReadError("none is given in a field")
    each = of_each(dose, drug)
    said = often(given, reading)
    times, doubt = allowed(
        said, dose, given.max_dose_per_period, reading.bindings, is_as_needed(given)
    )
    _check_words(given, drug, (dose, *each), (said, times))
    doubts = [doubt] if doubt else []
    if times.times is None and not dose.low.unit.endswith("/h"):
        doubts.append("how often is not said")
    fields = [{**_infused(one, drug), **_amount(one), **_times(times)} for one in each]
    return fields, (*doubts, *_doubts(given))


def _infused(dose: Dose, drug: Named) -> Fields:
    """So much an hour of what is injected is an infusion."""
    injected = drug.form is not None and drug.form.form == "injection"
    return {"form": "infusion"} if injected and dose.low.unit.endswith("/h") else {}


def _amount(dose: Dose) -> Fields:
    found = {"dose": written(number(dose.low.value)), "unit": dose.low.unit}
    return (
        found
        if dose.low == dose.high
        else {**found, "dose_up_to": written(number(dose.high.value))}
    )


def _times(times: Often) -> Fields:
    told = {"per_day": times.per_day, "every_hours": times.every_hours}
    if times.per_day is not None and times.per_day > MOST_PER_DAY:
        raise NotReadError(f"more than {MOST_PER_DAY} times a day")
    return {name: written(value) for name, value in told.items() if value is not None}


def _doubts(given: Dosage) -> Iterator[str]:
    """Words beside the fields, which people must compare."""
    for words in _said(given):
        yield f"its words are not read: {printable(words, 100)!r}; do they say the same?"


def _said(given: Dosage) -> list[str]:
    more = [text for one in given.additional_instruction for text in words_of(one)]
    return [words for words in (given.text, given.patient_instruction, *more) if words]


def _check_words(
    given: Dosage, drug: Named, doses: tuple[Dose, ...], times: tuple[Often, ...]
) -> None:
    """Raise NotReadError where the words hold a number that no field holds, or a dose by body size."""
    known = {one.value for dose in doses for one in (dose.low, dose.high)}
    known |= {part.amount for part in drug.parts if part.amount is not None}
    for each in times:
        said = [one for one in (each.times, each.per_day, each.every_hours) if one]
        known |= {*said, *(24 / one for one in said)}
    most = given.max_dose_per_period
    if most and most.numerator and most.numerator.value and most.numerator.value.is_finite():
        known |= {most.numerator.value, Decimal(24)}
    for words in _said(given):
        plain = words[: 2 * LONGEST].lower()
        numbers = {_decimal(one) for one in _NUMBER.findall(plain)}
        if len(words) > 2 * LONGEST or numbers - known or _BY_BODY.search(plain):
            raise NotReadError("its words say more than its fields")


def _decimal(text: str) -> Decimal | None:
    """A number in words; None where a comma or a second dot leaves it open, so it matches nothing."""
    return Decimal(text) if text.count(".") <= 1 and "," not in text else None

"""The medicine that a statement or an order is about: named in it, inside it, or elsewhere in the bundle."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from backstay.exchange.binding_kinds import Form
from backstay.exchange.claims import Reading
from backstay.exchange.coding import codes, label, words_of
from backstay.exchange.drugs import MOST, UNKNOWN, Named, Names, Part, named_by, names_of
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Concept
from backstay.exchange.fhir_medicines import Medicated, Medication
from backstay.exchange.problems import NotReadError, printable
from backstay.knowledge import load_knowledge

_MEDICATION = msgspec.json.Decoder(Medication)
UNSURE = "not certain: "


class Packed(NamedTuple):
    """A medicine as it stands in a record."""

    named: Named
    text: str  # shown where no drug is certain


def shelf_of(found: Iterable[Found]) -> dict[str, Found]:
    """Every Medication of the bundle under each name by which it can be referred to."""
    return {
        name: one
        for one in found
        if one.kind == "Medication"
        for name in (one.reference, one.full_url)
        if name
    }


def packed(one: Medicated, found: Found, reading: Reading) -> Packed:
    """The drug of a statement or an order. Raises NotReadError where it names none."""
    if one.medication_codeable_concept is not None:
        return _packed(Medication(code=one.medication_codeable_concept), reading)
    target = one.medication_reference.reference if one.medication_reference else None
    if target is None:
        raise NotReadError("it names no medicine")
    top = found.reference.partition("#")[0]
    held = reading.shelf.get(f"{top}{target}" if target.startswith("#") else target)
    if held is None:
        raise NotReadError(f"the medicine {printable(target, 60)} is not in the bundle")
    return _packed(_opened(held), reading)


def _opened(held: Found) -> Medication:
    medicine = _MEDICATION.decode(held.raw)
    if bytes(held.peek.modifier_extension) or medicine.status == "entered-in-error":
        raise NotReadError("its Medication carries a modifier extension or was entered in error")
    return medicine


def _packed(medicine: Medication, reading: Reading) -> Packed:
    names = names_of(reading.knowledge or load_knowledge())
    named = named_by(medicine.code, reading.bindings, names)
    held = _ingredients(medicine, reading, names)
    if held and held.parts and not named.parts:
        named = held
    elif held and _drugs(held) != _drugs(named):
        named = Named(problem="its code and its ingredients name different drugs")
    form = named.form or _form(medicine.form, reading)
    return Packed(named._replace(form=form), "" if named.parts else _text(medicine, named, reading))


def _ingredients(medicine: Medication, reading: Reading, names: Names) -> Named | None:
    """The drugs that are listed inside a Medication; None where none are."""
    if not medicine.ingredient:
        return None
    found = [
        named_by(one.item_codeable_concept, reading.bindings, names) for one in medicine.ingredient
    ]
    if all(len(one.parts) == 1 for one in found):
        return Named(tuple(Part(one.parts[0].drug) for one in found))
    return Named(problem="an ingredient is not known")


def _drugs(named: Named) -> set[str]:
    return {part.drug for part in named.parts}


def _form(given: Concept | None, reading: Reading) -> Form | None:
    """The form that a Medication names beside its code."""
    found = [reading.bindings.forms.get(one.strip().lower()) for one in words_of(given)]
    return next(filter(None, found), None)


def _text(medicine: Medication, named: Named, reading: Reading) -> str:
    """What stands for the drug: its words where they are only not known, else marked as not certain."""
    concepts = [medicine.code, *(one.item_codeable_concept for one in medicine.ingredient)][
        : MOST + 1
    ]
    told = [one for one in concepts if codes(one) or words_of(one)]
    if not told:
        raise NotReadError("it names no medicine")
    if named.problem == UNKNOWN and words_of(told[0]):
        return printable(words_of(told[0])[0])
    return printable(UNSURE + " + ".join(label(one, reading) for one in told))

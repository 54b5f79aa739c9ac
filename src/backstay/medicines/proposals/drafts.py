"""What an option could be done with: a draft for each of its regimens, or for each drug that is taken."""

from __future__ import annotations

from collections.abc import Callable

from backstay.knowledge.tables.regimens import Regimen
from backstay.medicines.organs import ceiling
from backstay.medicines.proposals import opioids, steroids
from backstay.medicines.proposals.candidates import as_dose, regimens_of
from backstay.medicines.proposals.fitted import Fitted, fitted
from backstay.medicines.proposals.proposal import Draft, Person, Reason
from backstay.medicines.proposals.words import (
    NO_DOSE,
    NO_DRUG,
    dose_words,
    number,
    span,
    step_words,
)


def drafts(intervention: str, person: Person) -> list[Draft]:
    """Every draft of an intervention, in the order of its regimens."""
    found = regimens_of(person.knowledge).get(intervention, ())
    return [draft for one in found for draft in MAKERS.get(one.by or "", _listed)(one, person)]


def _listed(regimen: Regimen, person: Person) -> list[Draft]:
    """A drug with the first dose of the table, or of the bands of organ function."""
    if regimen.drug is None:
        return [_draft(regimen, Fitted(None), NO_DRUG)]
    usual = as_dose(regimen.first) if regimen.first else None
    found = fitted(regimen.drug, usual, person.knowledge, person.facts, regimen.form, regimen.route)
    if person.takes(regimen.drug):
        return [_taken(regimen, found)]
    text = dose_words(found.dose, regimen.form, regimen.route) if found.dose else NO_DOSE
    draft = _draft(regimen, found, text)
    highest = _highest(regimen, found, person)
    # Steps belong to the usual first dose: after a smaller one they would be too large.
    step = step_words(regimen.step) if regimen.step and not found.reduced else None
    return [draft._replace(dose=found.dose, step=step, highest=highest, reduced=found.reduced)]


def _taken(regimen: Regimen, found: Fitted) -> Draft:
    """It is taken already: a step where the usual one may be taken, never a second start."""
    if regimen.step is None or found.reduced:
        return _draft(regimen, found, "taken already")._replace(action="continue")
    text = f"taken already: {step_words(regimen.step)}"
    return _draft(regimen, found, text)._replace(action="raise")


def _draft(regimen: Regimen, found: Fitted, text: str) -> Draft:
    why = Reason(text=regimen.because, evidence=regimen.evidence, checked=regimen.checked.status)
    return Draft(
        regimen=regimen.id,
        drug=regimen.drug,
        form=regimen.form,
        route=regimen.route,
        action="start",
        text=text,
        reasons=(why,),
        blocked=found.blocked,
        cautions=found.cautions,
        check=found.check,
    )


def _highest(regimen: Regimen, found: Fitted, person: Person) -> str | None:
    """The ceiling of the band, of the person, or of the regimen."""
    if found.most is not None and found.dose is not None:
        return _at_most(found.most, found.dose.unit)
    assert regimen.drug is not None
    limits = ceiling(regimen.drug, person.knowledge, person.facts, regimen.form, regimen.route)
    # One that would hold if something unknown were so is the safe side.
    lowest = next((one for one in limits if one.alarm), None)
    if lowest is not None:
        return _at_most(lowest.max, lowest.unit)
    highest = regimen.highest if not found.reduced else None
    return _at_most(highest.dose, highest.unit) if highest else None


def _at_most(dose: float, unit: str) -> str:
    return (
        f"at most {span(dose, None, unit)} a day"
        if unit != "mcg/h"
        else f"at most {number(dose)} {unit}"
    )


MAKERS: dict[str, Callable[[Regimen, Person], list[Draft]]] = {
    "opioid_start": opioids.start_or_step,
    "opioid_rescue": opioids.rescue,
    "opioid_rotation": opioids.rotation,
    "opioid_taper": opioids.tapered,
    "cord_compression": steroids.course,
    "pain_flare": steroids.course,
    "steroid_taper": steroids.tapered,
}

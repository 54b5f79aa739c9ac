"""What an option could be done with: a draft for each of its regimens, or for each drug that is taken."""

from __future__ import annotations

from collections.abc import Callable

from backstay.knowledge.tables.regimens import Regimen
from backstay.medicines.line import Line
from backstay.medicines.opioids.day import day, in_unit
from backstay.medicines.organs.ceilings import ceiling
from backstay.medicines.proposals import opioids, steroids
from backstay.medicines.proposals.candidates import as_dose, regimens_of
from backstay.medicines.proposals.fitted import Fitted, Most, fitted, least
from backstay.medicines.proposals.proposal import Draft, Person, Reason
from backstay.medicines.proposals.words import (
    NO_DOSE,
    NO_DRUG,
    dose_words,
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
    found = fitted(
        regimen.drug, usual, person.knowledge, person.facts,
        regimen.form, regimen.route, by_bands=regimen.by == "organs",
    )  # fmt: skip
    if person.takes(regimen.drug):
        return [_taken(regimen, found, person)]
    text = dose_words(found.dose, regimen.form, regimen.route) if found.dose else NO_DOSE
    draft = _draft(regimen, found, text)
    highest = _at_most(_most(regimen, found, person))
    # Steps belong to the usual first dose: after a smaller one they would be too large.
    step = step_words(regimen.step) if regimen.step and not found.reduced else None
    return [draft._replace(dose=found.dose, step=step, highest=highest, reduced=found.reduced)]


def _taken(regimen: Regimen, found: Fitted, person: Person) -> Draft:
    """It is taken already: a step where the usual one may be taken, never a second start."""
    most = _most(regimen, found, person)
    draft = _draft(regimen, found, "taken already")._replace(
        action="continue", highest=_at_most(most), reduced=found.reduced
    )
    full = most is not None and _reached(regimen, most, person)
    if regimen.step is None or found.reduced or full:
        return draft
    return draft._replace(action="raise", text=f"taken already: {step_words(regimen.step)}")


def _reached(regimen: Regimen, most: Most, person: Person) -> bool:
    """Whether what is taken comes to the highest dose, or may."""
    lines = [line for line in person.listed if line.drug == regimen.drug]
    doses = [_daily(line, most[1]) for line in lines]
    known = [dose for dose in doses if dose is not None]
    return len(known) < len(doses) or sum(known) >= most[0]


def _daily(line: Line, unit: str) -> float | None:
    """The most that a line makes in a day, in one unit."""
    said = day(line).dose
    found = in_unit(said, line.unit, unit) if said is not None else None
    return None if found is None else found.high


def _draft(regimen: Regimen, found: Fitted, text: str) -> Draft:
    why = Reason(
        text=regimen.because, evidence=list(regimen.evidence), checked=regimen.checked.status
    )
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


def _most(regimen: Regimen, found: Fitted, person: Person) -> Most | None:
    """The smallest of the ceilings of the organs, of the person and of the regimen."""
    limits = ceiling(
        regimen.drug or "", person.knowledge, person.facts, regimen.form, regimen.route
    )
    # One that would hold if something unknown were so is the safe side.
    lowest = next(((one.max, one.unit) for one in limits if one.alarm), None)
    own = (regimen.highest.dose, regimen.highest.unit) if regimen.highest else None
    return least((found.most, lowest, own))


def _at_most(most: Most | None) -> str | None:
    return f"at most {span(most[0], None, most[1])} a day" if most else None


MAKERS: dict[str, Callable[[Regimen, Person], list[Draft]]] = {
    "opioid_start": opioids.start_or_step,
    "opioid_rescue": opioids.rescue,
    "opioid_rotation": opioids.rotation,
    "opioid_taper": opioids.tapered,
    "cord_compression": steroids.course,
    "pain_flare": steroids.course,
    "steroid_taper": steroids.tapered,
}

"""First doses, steps, rescue doses, changes and tapers of opioids as proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstay.knowledge.tables.regimens import Regimen
from backstay.medicines.line import Line
from backstay.medicines.opioids.breakthrough import Breakthrough, breakthrough
from backstay.medicines.opioids.equivalents import classes, is_opioid
from backstay.medicines.opioids.steps import Start, Step, start, step
from backstay.medicines.opioids.taking import SKIN, Taken, taking
from backstay.medicines.proposals.candidates import regimens_of
from backstay.medicines.proposals.fitted import Fitted, fitted
from backstay.medicines.proposals.proposal import Action, Dose, Draft, Person, Reason
from backstay.medicines.proposals.words import NO_DOSE, dose_words, number

if TYPE_CHECKING:  # imported where used: most plans change no opioid
    from backstay.medicines.opioids.rotation import Rotation
    from backstay.medicines.opioids.taper import OpioidTapered

FIRST, STRONG, TOLERANT = "opioid_strong", "strong_opioid", "opioid_tolerant"
UNCLEAR = "taken already, and how much of it is not known: no step and no other dose"


def start_or_step(regimen: Regimen, person: Person) -> list[Draft]:
    """The first dose of someone without an opioid; the next step of a strong one; the change from a weak one."""
    knowledge = person.knowledge
    listed = dict.fromkeys(one.drug for one in person.listed if is_opioid(knowledge, one.drug))
    if not listed:
        return _starts(regimen, person)
    taken = taking(person.listed, knowledge).opioids
    strong = [one for one in taken if STRONG in classes(knowledge, one.drug)]
    if taken and not strong:
        return [_rotation(regimen, regimen, person)]
    if regimen is not regimens_of(knowledge)[regimen.intervention][0]:
        return []  # what is taken is told once, whichever drug it is
    if strong:
        return [_step(regimen, one, person) for one in strong]
    return [_unclear(regimen, drug) for drug in listed]


def _unclear(regimen: Regimen, drug: str) -> Draft:
    draft = _draft(regimen, drug, None, "continue", UNCLEAR, Fitted(None))
    return draft._replace(reasons=(_why(regimen),), check=("medicines",))


def _starts(regimen: Regimen, person: Person) -> list[Draft]:
    """Each published way to begin; where there is none, the drug with what keeps it from being begun."""
    found = start(regimen.drug or "", person.knowledge, person.facts, regimen.route)
    if found.ways:
        return [_start(regimen, one, person) for one in found.ways]
    organs = _organs(regimen.drug, person, regimen.form, regimen.route)
    draft = _draft(regimen, regimen.drug, regimen.route, "start", NO_DOSE, organs)
    draft = draft._replace(form=regimen.form, reasons=(_why(regimen),))
    if found.left_out and found.refused:
        draft = draft._replace(blocked=(*organs.blocked, _refusal(found.refused, regimen)))
    return [_only_tolerant(draft, regimen, person) if regimen.route == SKIN else draft]


def _only_tolerant(draft: Draft, regimen: Regimen, person: Person) -> Draft:
    """No patch begins before tolerance is sure; one that is worn is not raised where there surely is none."""
    tolerant = person.facts.get(TOLERANT)
    if tolerant is True:
        return draft
    why = _refusal("Only for someone who is known to be tolerant to opioids.", regimen)
    check = draft.check if tolerant is False else (*draft.check, TOLERANT)
    if tolerant is None and draft.action == "raise":
        return draft._replace(cautions=(*draft.cautions, why), check=check)
    return draft._replace(blocked=(*draft.blocked, why), check=check)


def _refusal(text: str, regimen: Regimen) -> Reason:
    return Reason(text=text, evidence=list(regimen.evidence), checked=regimen.checked.status)


def _start(regimen: Regimen, one: Start, person: Person) -> Draft:
    """The lower end, made smaller by what kidneys, liver and age allow."""
    usual = Dose(amount=list(one.range), unit=one.unit, per=one.per, as_needed=one.per == "dose")
    organs = fitted(one.drug, usual, person.knowledge, person.facts, one.form, one.route)
    text = dose_words(organs.dose or usual, one.form, one.route)
    if one.as_needed is not None:
        text += f", and {number(one.as_needed)} {one.unit} as needed"
    if one.again_after_minutes is not None:
        text += f", judged again after {number(one.again_after_minutes)} minutes"
    source = Reason(
        text=f"A first dose by {one.by}.", evidence=list(one.evidence), checked=one.checked
    )
    draft = _draft(regimen, one.drug, one.route, "start", text, organs)
    return draft._replace(
        form=one.form,
        dose=organs.dose,
        reasons=(source, _why(regimen)),
        reduced=organs.reduced,
        check=(*organs.check, *one.check_first),
    )


def _step(regimen: Regimen, taken: Taken, person: Person) -> Draft:
    found = step(taken.dose, taken.drug, person.knowledge, person.facts, taken.route)
    organs = _organs(taken.drug, person, route=taken.route)
    draft = _draft(regimen, taken.drug, taken.route, "raise", _step_words(found, taken), organs)
    reasons = _reasons(found.because, found.evidence, found.checked)
    draft = draft._replace(
        dose=_day_dose(found.daily_dose, found.unit),
        reasons=reasons or (_why(regimen),),
        cautions=(*organs.cautions, *_reasons(found.warnings, found.evidence, found.checked)),
        check=(*organs.check, *found.check_first),
    )
    return _only_tolerant(draft, regimen, person) if taken.route == SKIN else draft


def _step_words(found: Step, taken: Taken) -> str:
    now = f"{number(taken.dose)} {taken.unit}"
    if found.daily_dose is None:
        return f"taken already, {now}: {found.refused}"
    return f"from {now} to {number(found.daily_dose)} {found.unit} a day"


def rescue(regimen: Regimen, person: Person) -> list[Draft]:
    """One dose as needed of each opioid that is taken; beside a first dose it comes with that."""
    taken = taking(person.listed, person.knowledge)
    if not taken.opioids:
        text = "comes with the first dose of the opioid that is begun"
        return [
            _draft(regimen, None, None, "rescue", text, Fitted(None))._replace(
                reasons=(_why(regimen),)
            )
        ]
    return [_rescue(regimen, one, person) for one in taken.opioids]


def _rescue(regimen: Regimen, taken: Taken, person: Person) -> Draft:
    found = breakthrough(taken.dose, taken.drug, person.knowledge, person.facts, taken.route)
    organs = _organs(taken.drug, person, route=taken.route)
    draft = _draft(regimen, taken.drug, taken.route, "rescue", _rescue_words(found), organs)
    once = [found.dose, found.dose] if found.dose is not None else None
    return draft._replace(
        dose=Dose(amount=once, unit=found.unit, as_needed=True) if once else None,
        reasons=_reasons(found.because, found.evidence, found.checked) or (_why(regimen),),
        check=(*organs.check, *found.check_first),
    )


def _rescue_words(found: Breakthrough) -> str:
    if found.dose is None:
        return found.refused or NO_DOSE
    return f"{number(found.dose)} {found.unit} as needed"


def rotation(regimen: Regimen, person: Person) -> list[Draft]:
    """The change to each strong opioid that is not taken, those that are refused with the reason."""
    taken = {one.drug for one in taking(person.listed, person.knowledge).opioids}
    targets = [one for one in regimens_of(person.knowledge)[FIRST] if one.drug not in taken]
    return [_rotation(regimen, one, person) for one in targets]


def _rotation(regimen: Regimen, to: Regimen, person: Person) -> Draft:
    from backstay.medicines.opioids.rotation import rotate

    found = rotate(person.listed, to.drug or "", person.knowledge, to.route, person.facts)
    organs = _organs(to.drug, person, to.form, to.route)
    refused = _reasons((found.refused,) if found.refused else (), found.evidence, found.checked)
    draft = _draft(regimen, to.drug, to.route, "rotate", _rotation_words(found), organs)
    return draft._replace(
        form=to.form,
        dose=_day_dose(found.daily_dose, found.unit),
        reasons=(_cut(found, regimen),),
        blocked=(*organs.blocked, *refused),
        cautions=(*_reasons((*found.warnings, *found.timing), found.evidence, found.checked),),
        check=(*organs.check, *found.check_first),
    )


def _rotation_words(found: Rotation) -> str:
    if found.daily_dose is None:
        return "no dose is computed"
    per = "" if found.unit.endswith("/h") else " a day"
    extra = found.breakthrough
    rescue = f", and {_rescue_words(extra)}" if extra is not None and extra.dose is not None else ""
    most = found.range[1] if found.range is not None else found.daily_dose
    upper = f", at most {number(most)}" if most > found.daily_dose else ""
    return f"{number(found.daily_dose)} {found.unit}{per}{upper}{rescue}"


def _cut(found: Rotation, regimen: Regimen) -> Reason:
    if found.reduction_percent is None:
        return _why(regimen)
    why = " ".join(found.reduction_because)
    text = f"The smaller ratio, then {number(found.reduction_percent)} % less. {why}".strip()
    return Reason(text=text, evidence=list(found.evidence), checked=found.checked)


def tapered(regimen: Regimen, person: Person) -> list[Draft]:
    """The way down of each opioid that is taken."""
    opioids = [one for one in person.listed if is_opioid(person.knowledge, one.drug)]
    return [_tapered(regimen, line, person) for line in opioids]


def _tapered(regimen: Regimen, line: Line, person: Person) -> Draft:
    from backstay.medicines.opioids.taper import taper

    found = taper(line, person.knowledge, person.facts)
    draft = _draft(regimen, line.drug, line.route, "taper", _taper_words(found), Fitted(None))
    reasons = _reasons(found.because, found.evidence, found.checked) or (_why(regimen),)
    told = _reasons((*found.stop_and_ask, *found.warnings), found.evidence, found.checked)
    return draft._replace(reasons=reasons, cautions=told, check=found.check_first)


def _taper_words(found: OpioidTapered) -> str:
    if not found.steps:
        return found.refused or NO_DOSE
    first = ", ".join(
        f"{number(one.daily_dose)} from day {one.from_day}" for one in found.steps[:3]
    )
    return f"{found.unit} a day: {first}" + (", and on" if len(found.steps) > 3 else "")


def _organs(
    drug: str | None, person: Person, form: str | None = None, route: str | None = None
) -> Fitted:
    """What organs say of the drug, without a dose of their own."""
    return fitted(drug or "", None, person.knowledge, person.facts, form, route)


def _day_dose(amount: float | None, unit: str) -> Dose | None:
    return None if amount is None else Dose(amount=[amount, amount], unit=unit, per="day")


def _draft(
    regimen: Regimen, drug: str | None, route: str | None, action: Action, text: str, organs: Fitted
) -> Draft:
    return Draft(
        regimen=regimen.id, drug=drug, form=None, route=route, action=action, text=text,
        blocked=organs.blocked, cautions=organs.cautions, check=organs.check,
    )  # fmt: skip


def _why(regimen: Regimen) -> Reason:
    return Reason(
        text=regimen.because, evidence=list(regimen.evidence), checked=regimen.checked.status
    )


def _reasons(texts: tuple[str, ...], evidence: tuple[str, ...], checked: str) -> tuple[Reason, ...]:
    return tuple(Reason(text=text, evidence=list(evidence), checked=checked) for text in texts)

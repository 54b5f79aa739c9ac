"""Proposals: what an option that is offered could be done with, in this person, and what stands in its way.

A drug that this person must not have is shown as such with the reason; none is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from backstay.knowledge import Knowledge
from backstay.knowledge.tables.regimens import Regimen
from backstay.medicines.line import Line
from backstay.medicines.proposals.allergies import allergies_open, allergies_to
from backstay.medicines.proposals.candidates import candidates
from backstay.medicines.proposals.first_dose import First, first_dose
from backstay.medicines.proposals.proposal import Action, Chosen, Proposal, Reason
from backstay.medicines.proposals.words import NO_DOSE, dose_words, span, step_words

Facts = Mapping[str, Any]


class Person(NamedTuple):
    """What is known of who is treated."""

    lines: tuple[Line, ...]
    knowledge: Knowledge
    facts: Facts


def proposals(
    options: Iterable[Chosen], lines: tuple[Line, ...], knowledge: Knowledge, facts: Facts
) -> tuple[Proposal, ...]:
    """Every drug that the options could be done with, each checked against what is known of the person.

    `facts` are facts and definitions by name, None where not known. Doses are those of the table `regimens`.

    >>> from backstay.knowledge import load_knowledge
    >>> option = Chosen(intervention="duloxetine", title="Duloxetine", stance="consider", ready=True)
    >>> found, = proposals([option], (), load_knowledge(), {})
    >>> found.text, found.step
    ('30 mg, once a day, by mouth, for 7 days', 'by 30 mg every 7 days')
    """
    person = Person(lines, knowledge, facts)
    return tuple(
        _proposal(option, regimen, person)
        for option in options
        for regimen in candidates(option.intervention, knowledge, facts)
    )


def _proposal(option: Chosen, regimen: Regimen, person: Person) -> Proposal:
    first = first_dose(regimen, person.facts)
    check = [*option.check_first, *first.check, *_unknown(regimen, person)]
    action = _action(regimen, person)
    return Proposal(
        option=option.intervention,
        stance=option.stance,
        ready=option.ready,
        regimen=regimen.id,
        drug=regimen.drug,
        title=_title(option, regimen),
        action=action,
        form=regimen.form,
        route=regimen.route,
        dose=first.dose,
        text=_text(regimen, first, action),
        # Steps and ceiling belong to the usual first dose: after a smaller one they would be too large.
        step=step_words(regimen.step) if regimen.step and not first.reduced else None,
        highest=None if first.reduced else _highest(regimen),
        reasons=(
            Reason(text=regimen.because, evidence=regimen.evidence, checked=regimen.checked.status),
        ),
        reduced_because=first.reduced,
        blocked=tuple(_blocked(regimen, person)),
        cautions=(),
        check_first=tuple(dict.fromkeys(check)),
        meanwhile=option.meanwhile,
        interactions=(),
    )


def _title(option: Chosen, regimen: Regimen) -> str:
    return (regimen.drug or option.title).replace("_", " ")


def _action(regimen: Regimen, person: Person) -> Action:
    """Whether it is begun, or taken already and raised."""
    if regimen.drug not in {line.drug for line in person.lines}:
        return "start"
    return "raise" if regimen.step else "continue"


def _text(regimen: Regimen, first: First, action: Action) -> str:
    if action == "raise" and regimen.step:
        return f"taken already: {step_words(regimen.step)}"
    if action == "continue":
        return "taken already"
    if first.dose is None:
        return NO_DOSE
    return dose_words(first.dose, regimen.form, regimen.route)


def _highest(regimen: Regimen) -> str | None:
    if regimen.highest is None:
        return None
    return f"at most {span(regimen.highest.dose, None, regimen.highest.unit)} a day"


def _unknown(regimen: Regimen, person: Person) -> Iterator[str]:
    """Facts that every drug waits for: weight, allergies, and what else is taken."""
    if regimen.weight is not None and person.facts.get("weight") is None:
        yield "weight"
    if allergies_open(person.facts.get("allergies")):
        yield "allergies"
    if person.facts.get("medicines_known") is not True:
        yield "medicines_known"


def _blocked(regimen: Regimen, person: Person) -> Iterator[Reason]:
    """Why this person must not have the drug."""
    ingredient = person.knowledge.ingredients.get(regimen.drug or "")
    if ingredient is None:
        return
    for allergy in allergies_to(ingredient, person.facts.get("allergies")):
        yield Reason(
            text=f"An allergy is on record: {allergy.replace('_', ' ')}.",
            evidence=(),
            checked="fact",
        )

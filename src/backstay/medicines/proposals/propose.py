"""Proposals: what an option that is offered could be done with, in this person, and what stands in its way.

A drug that this person must not have is shown as such with the reason; none is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from backstay.knowledge import Knowledge
from backstay.medicines.line import Line, Unread
from backstay.medicines.proposals.allergies import allergies_open, allergies_to
from backstay.medicines.proposals.drafts import drafts
from backstay.medicines.proposals.meetings import Checked, Meetings, meetings
from backstay.medicines.proposals.proposal import Chosen, Draft, Person, Proposal, Reason
from backstay.medicines.proposals.words import dose_words
from backstay.medicines.together.found import Found

Facts = Mapping[str, Any]


def proposals(
    options: Iterable[Chosen],
    lines: tuple[Line, ...] | None,
    knowledge: Knowledge,
    facts: Facts,
    unread: tuple[Unread, ...] = (),
) -> tuple[Proposal, ...]:
    """Every drug that the options could be done with, each checked against what is known of the person.

    `lines` are what is taken, None where nothing is known of it; `facts` are facts and definitions by name, None
    where not known. Doses are those of the tables of medicines, each with its source.

    >>> from backstay.knowledge import load_knowledge
    >>> option = Chosen(intervention="duloxetine", title="Duloxetine", stance="consider", ready=True)
    >>> found, = proposals([option], (), load_knowledge(), {})
    >>> found.text, found.step
    ('30 mg, once a day, by mouth, for 7 days', 'by 30 mg every 7 days')
    """
    return checked(options, Person(lines, unread, knowledge, facts))[0]


def checked(
    options: Iterable[Chosen], person: Person
) -> tuple[tuple[Proposal, ...], tuple[Found, ...]]:
    """The proposals, and what does not go together among what is taken."""
    made = [(option, draft) for option in options for draft in drafts(option.intervention, person)]
    found = meetings([(option.intervention, draft.drug) for option, draft in made], person)
    return tuple(_proposal(option, draft, person, found) for option, draft in made), found.taken


def _proposal(option: Chosen, draft: Draft, person: Person, found: Meetings) -> Proposal:
    met = found.of(draft.drug, option.intervention)
    draft = _smaller(draft, met)
    check = [*option.check_first, *draft.check, *met.check, *_unknown(draft, person)]
    return Proposal(
        option=option.intervention,
        stance=option.stance,
        ready=option.ready,
        regimen=draft.regimen,
        drug=draft.drug,
        title=(draft.drug or option.title).replace("_", " "),
        action=draft.action,
        form=draft.form,
        route=draft.route,
        dose=draft.dose,
        text=draft.text,
        step=draft.step,
        highest=draft.highest,
        reasons=list(draft.reasons),
        reduced_because=list(draft.reduced),
        blocked=[*_allergic(draft, person), *draft.blocked, *met.blocked],
        cautions=list(draft.cautions),
        check_first=list(dict.fromkeys(check)),
        meanwhile=option.meanwhile,
        interactions=list(met.met),
    )


def _smaller(draft: Draft, met: Checked) -> Draft:
    """A first dose made smaller by what is taken beside it; its steps would be too large then."""
    if draft.action != "start" or draft.dose is None or not met.smaller:
        return draft
    share, why = min(met.smaller, key=lambda one: one[0])
    low, high = draft.dose.amount
    dose = msgspec.structs.replace(draft.dose, amount=[low * share, high * share])
    before, now = (dose_words(one, draft.form, draft.route) for one in (draft.dose, dose))
    text = now + draft.text.removeprefix(before)
    return draft._replace(dose=dose, text=text, step=None, reduced=(*draft.reduced, why))


def _unknown(draft: Draft, person: Person) -> Iterator[str]:
    """Facts that every drug waits for: allergies, and what else is taken."""
    if draft.drug is None:
        return
    if allergies_open(person.facts.get("allergies")):
        yield "allergies"
    if not person.lists_all:
        yield "medicines" if person.lines is None or person.unread else "medicines_known"


def _allergic(draft: Draft, person: Person) -> Iterator[Reason]:
    """Allergies on record: what the person says, so no source is needed."""
    ingredient = person.knowledge.ingredients.get(draft.drug or "")
    if ingredient is None:
        return
    for allergy in allergies_to(ingredient, person.facts.get("allergies")):
        text = f"An allergy is on record: {allergy.replace('_', ' ')}."
        yield Reason(text=text, evidence=[], checked="record")

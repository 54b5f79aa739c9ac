"""Medicines in an assessment: what is taken, what that means, and what the plan's options could be done with."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from backstay.knowledge import Knowledge
from backstay.medicines.proposals.proposal import Chosen, Person, Proposal
from backstay.medicines.proposals.propose import checked
from backstay.medicines.reading.listed import listed
from backstay.plan import medicines_taken as taken
from backstay.plan.assessment import Option, Question, Told
from backstay.plan.medicines_most import ceilings
from backstay.plan.medicines_shape import Medicines
from backstay.plan.stances import OFFERED
from backstay.reason import Evaluation, Missing

LIST = "medicines"


def medicines(missing: Missing, options: list[Option]) -> Medicines:
    """What follows from the list of medicines, and proposals for what is offered and not done yet."""
    person = _person(missing.evaluation)
    chosen = _chosen(options, person.knowledge)
    if person.lines is None and not chosen:
        return Medicines(complete=person.facts.get("medicines_known"))
    made, found = checked(chosen, person)
    proposals = [_settled(one, missing) for one in made]
    equals, steroid = taken.steroid_lines(person)
    told = Medicines(
        lines=None if person.lines is None else [taken.taken_line(one) for one in person.lines],
        unread=taken.not_read(person),
        complete=person.facts.get("medicines_known"),
        daily_equivalent=taken.daily_equivalent(person),
        tolerant=person.facts.get("opioid_tolerant"),
        prednisone_equivalent=equals,
        alarms=[*taken.opioid_alarms(person), *taken.allergies(person)],
        interactions=[meeting for one in found for meeting in taken.meeting(one)],
        organ_doses=taken.organ_doses(person),
        over_ceiling=ceilings(person),
        steroid=steroid,
        proposals=proposals,
    )
    return msgspec.structs.replace(told, check_first=_every_check(told, missing))


def has_unread(evaluation: Evaluation) -> bool:
    """Whether a part of the list of medicines could not be read."""
    return bool(_person(evaluation).unread)


def unread_notices(found: Medicines) -> list[Told]:
    """What could not be read of the list, for the head of every face."""
    return [
        Told(
            id="medicine_not_read",
            text=f'Not read: "{one.text}". {one.problem}; expected: {one.expected}. Nothing is computed from it.',
            lesion=None,
            facts=[LIST],
            evidence=[],
        )
        for one in found.unread
    ]


def with_unread(
    questions: list[Question], found: Medicines, knowledge: Knowledge
) -> list[Question]:
    """The questions, the list of medicines among them where a part of it was not read."""
    fact = knowledge.fact(LIST)
    if not found.unread or fact is None or any(one.fact == LIST for one in questions):
        return questions
    texts = "; ".join(one.text for one in found.unread)
    waiting = sorted({one.option for one in found.proposals if LIST in one.check_first})
    asked = Question(
        fact=LIST, lesion=None, asks=f"{fact.asks} Not read: {texts}", could_change=waiting,
        urgency=False, stale=False, value=0, settles=[], holds_up=[],
    )  # fmt: skip
    return [asked, *questions] if waiting else [*questions, asked]


def _person(evaluation: Evaluation) -> Person:
    knowledge, facts = evaluation.program.knowledge, evaluation.patient
    entries = facts.get(LIST)
    if entries is None:
        return Person(None, (), knowledge, facts)
    reading = listed(entries, knowledge)
    return Person(reading.lines, reading.unread, knowledge, facts)


@lru_cache(maxsize=4)
def _with_regimen(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(one.intervention for one in knowledge.tables["regimens"].values())


def _chosen(options: list[Option], knowledge: Knowledge) -> list[Chosen]:
    """Options of the whole person that are offered, not done yet, and have a drug to propose."""
    known = _with_regimen(knowledge)
    return [
        Chosen(
            intervention=one.id,
            title=one.title,
            stance=one.stance,
            ready=one.ready,
            meanwhile=knowledge.interventions[one.id].meanwhile,
            check_first=tuple(
                named(check.fact, check.lesion)
                for check in one.check_first
                if check.when == "before"
            ),
        )
        for one in options
        if one.id in known and one.stance in OFFERED and not one.done
    ]


def _settled(one: Proposal, missing: Missing) -> Proposal:
    """The proposal with facts that can be asked, where it waits for something that follows from them."""
    return msgspec.structs.replace(one, check_first=_asked(one.check_first, missing))


def _every_check(found: Medicines, missing: Missing) -> list[str]:
    """Every fact that something here waits for, what proposals wait for first."""
    told = (
        found.proposals,
        found.alarms,
        found.interactions,
        found.organ_doses,
        found.over_ceiling,
    )
    names = [fact for group in told for one in group for fact in one.check_first]
    return _asked([*names, *([LIST] if found.unread else [])], missing)


def _asked(names: list[str], missing: Missing) -> list[str]:
    """The unknown facts below names, each once."""
    return list(dict.fromkeys(fact for name in names for fact in leaves(name, missing)))


def leaves(name: str, missing: Missing) -> list[str]:
    """The unknown facts below a name; the name itself where it is a fact."""
    if name not in missing.by_key:
        return [name]
    needed = missing.of_name(name, missing.evaluation.patient)
    return sorted(named(fact, lesion) for fact, lesion in needed)


def named(fact: str, lesion: str | None) -> str:
    """A fact of a lesion as "L3.escc", one of the person as it is."""
    return fact if lesion is None else f"{lesion}.{fact}"

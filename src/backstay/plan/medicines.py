"""Medicines in an assessment: what is taken, what that means, and what the plan's options could be done with."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from backstay.knowledge import Knowledge
from backstay.medicines.line import Line
from backstay.medicines.proposals import Chosen, Proposal, proposals
from backstay.plan.assessment import Option
from backstay.plan.medicines_shape import Medicines
from backstay.plan.stances import OFFERED
from backstay.reason import Missing


def medicines(missing: Missing, options: list[Option]) -> Medicines:
    """What follows from the list of medicines, and proposals for what is offered and not done yet."""
    evaluation = missing.evaluation
    knowledge, facts = evaluation.program.knowledge, evaluation.patient
    lines: tuple[Line, ...] = ()
    made = proposals(_chosen(options, knowledge), lines, knowledge, facts)
    settled = [_settled(one, missing) for one in made]
    return Medicines(
        complete=facts.get("medicines_known"),
        proposals=settled,
        check_first=list(dict.fromkeys(fact for one in settled for fact in one.check_first)),
    )


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
    asked = dict.fromkeys(fact for name in one.check_first for fact in leaves(name, missing))
    return msgspec.structs.replace(one, check_first=tuple(asked))


def leaves(name: str, missing: Missing) -> list[str]:
    """The unknown facts below a name; the name itself where it is a fact."""
    if name not in missing.by_key:
        return [name]
    needed = missing.of_name(name, missing.evaluation.patient)
    return sorted(named(fact, lesion) for fact, lesion in needed)


def named(fact: str, lesion: str | None) -> str:
    """A fact of a lesion as "L3.escc", one of the person as it is."""
    return fact if lesion is None else f"{lesion}.{fact}"

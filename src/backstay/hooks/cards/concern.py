"""Whom a card is for: a person with metastasis of the spine, or one whose clock runs or may run."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.case.cases import Case
from backstay.case.facts import Fact
from backstay.knowledge import Knowledge
from backstay.plan.assess import prepared
from backstay.plan.assessment import Statement
from backstay.plan.glance import Glance

RUNNING = ("emergency", "urgent")
GRAVEST = "emergency"
OLD = "marked_stale"  # a red flag that is older than it should be, and still counts


def concerns(case: Case, found: Glance, knowledge: Knowledge) -> bool:
    """Whether anything here is for this person at all; for everyone else there is no card."""
    return bool(case.lesions) or is_running(found) or may_be_emergency(case, found, knowledge)


def is_running(found: Glance) -> bool:
    return found.urgency.level in RUNNING


def may_be_emergency(case: Case, found: Glance, knowledge: Knowledge) -> bool:
    """Whether something that is known, not only what is unknown, leaves an emergency open."""
    if found.urgency.could_be != GRAVEST:
        return False
    seen = set(_red_flags(case, knowledge))
    return any(_rests(one, seen, knowledge) for one in found.urgency.open if one.says == GRAVEST)


def rests_on_old(case: Case, found: Glance, knowledge: Knowledge) -> bool:
    """Whether each clock that runs reads red flags that are too old, and none that is not."""
    old = {fact for one in case.remarks if one.kind == OLD for fact in one.facts}
    fresh = set(_red_flags(case, knowledge)) - old
    read = [_leaves(one, knowledge) for one in found.urgency.because]
    return bool(read) and all(leaves & old and not leaves & fresh for leaves in read)


def _leaves(clock: Statement, knowledge: Knowledge) -> frozenset[str]:
    """All facts that a clock rests on."""
    return prepared(knowledge)[0].leaves.get(f"clock:{clock.rule}", frozenset())


def _rests(clock: Statement, seen: set[str], knowledge: Knowledge) -> bool:
    """Whether an open clock reads a red flag that is there, or a value that may lie beyond its limit."""
    return bool(_leaves(clock, knowledge) & seen) or any(
        isinstance(value, list) for value in clock.facts.values()
    )


def _red_flags(case: Case, knowledge: Knowledge) -> Iterator[str]:
    """Red flags with a value that is not the best one; a bare number says nothing by itself."""
    held = [(case.patient, knowledge.facts.patient)]
    held += [(one.facts, knowledge.facts.lesion) for one in case.lesions or ()]
    for facts, vocabulary in held:
        for name, value in facts.items():
            fact = vocabulary.get(name)
            if fact is not None and fact.worse and _word(value) not in _best(fact):
                yield name


def _best(fact: Fact) -> tuple[str, ...]:
    return fact.worse[-1:]


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

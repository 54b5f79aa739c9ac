"""Whom a card is for: a person with metastasis of the spine, or one whose clock runs or may run."""

from __future__ import annotations

from backstay.case.cases import Case
from backstay.hooks.cards import flags as flags_of
from backstay.knowledge import Knowledge
from backstay.plan.assessment import Statement
from backstay.plan.glance import Glance

RUNNING = ("emergency", "urgent")
GRAVEST = "emergency"


def concerns(case: Case, found: Glance, knowledge: Knowledge) -> bool:
    """Whether anything here is for this person at all; for everyone else there is no card."""
    return bool(case.lesions) or is_running(found) or may_be_emergency(case, found, knowledge)


def is_running(found: Glance) -> bool:
    return found.urgency.level in RUNNING


def may_be_emergency(case: Case, found: Glance, knowledge: Knowledge) -> bool:
    """Whether something that is known, not only what is unknown, leaves an emergency open."""
    if found.urgency.could_be != GRAVEST:
        return False
    seen = {flag.name for flag in flags_of.red_flags(case, knowledge)}
    return any(_rests(one, seen, knowledge) for one in found.urgency.open if one.says == GRAVEST)


def may_be_urgent(case: Case, found: Glance, knowledge: Knowledge) -> bool:
    """Whether a fresh red flag, as pain in the spine, leaves an urgent clock open for someone who has cancer."""
    fresh = {flag.name for flag in flags_of.red_flags(case, knowledge) if not flag.old}
    return any(
        one.says in RUNNING
        and one.facts.get("cancer") is True
        and bool(flags_of.leaves(one, knowledge) & fresh)
        for one in found.urgency.open
    )


def rests_on_old(case: Case, found: Glance, knowledge: Knowledge) -> bool:
    """Whether each clock that runs reads red flags that are too old, and none that is not."""
    flags = list(flags_of.red_flags(case, knowledge))
    read = [flags_of.leaves(one, knowledge) for one in found.urgency.because]
    return bool(read) and all(
        any(flag.name in leaves for flag in flags)
        and all(flag.old for flag in flags if flag.name in leaves)
        for leaves in read
    )


def has_cancer(case: Case, found: Glance) -> bool:
    """Whether a lesion, or a cancer that a running clock reads, is on record."""
    return bool(case.lesions) or any(
        one.facts.get("cancer") is True for one in found.urgency.because
    )


def _rests(clock: Statement, seen: set[str], knowledge: Knowledge) -> bool:
    """Whether an open clock reads a red flag that is there, or a value that may lie beyond its limit."""
    return bool(flags_of.leaves(clock, knowledge) & seen) or any(
        isinstance(value, list) for value in clock.facts.values()
    )

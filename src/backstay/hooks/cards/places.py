"""Where an order is for: the lesions at the levels that it names, or all of them where it names none."""

from __future__ import annotations

from typing import NamedTuple

from backstay.case.cases import Case
from backstay.case.levels import span
from backstay.hooks.cards.proposed import Proposed
from backstay.knowledge import Knowledge
from backstay.plan.assessment import Option
from backstay.plan.glance import Glance
from backstay.present.words import listed, say

MOST_NAMED = 4  # levels; more are told by their ends


class Place(NamedTuple):
    """Where the order is for, and what it can mean there."""

    lesion: str | None
    options: list[Option]


def of_lesions(order: Proposed, knowledge: Knowledge) -> bool:
    return any(knowledge.interventions[name].scope == "lesion" for name in order.options)


def places(order: Proposed, case: Case, found: Glance, knowledge: Knowledge) -> list[Place] | None:
    """The lesions that the order can be for; None where it names a level at which none is known."""
    mine = [one for one in found.options if one.id in (*order.options, *order.also)]
    if not of_lesions(order, knowledge):
        return [Place(None, mine)]
    lesions = [one.name for one in case.lesions or ()]
    if order.levels and lesions:
        lesions = [name for name in lesions if set(levels_of(case, name)) & set(order.levels)]
        if not lesions:
            return None
    elif order.placed and not order.spine:
        return []
    return [Place(name, [one for one in mine if one.lesion == name]) for name in lesions]


def levels_of(case: Case, lesion: str) -> tuple[str, ...]:
    """Every level that a lesion covers."""
    facts = next(one.facts for one in case.lesions or () if one.name == lesion)
    return span(lesion, str(facts.get("to_level", lesion)))


def ordered_levels(order: Proposed) -> str:
    """The levels of the order; a region by its ends."""
    if len(order.levels) > MOST_NAMED:
        return say("range", low=order.levels[0], high=order.levels[-1])
    return listed(order.levels)

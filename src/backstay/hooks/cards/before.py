"""What comes before an order: drugs that may have to pause, and the word of another specialist."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.hooks.cards.concern import GRAVEST, is_running
from backstay.hooks.cards.finding import Finding
from backstay.hooks.cards.places import Place
from backstay.hooks.cards.proposed import Proposed
from backstay.hooks.cards.standing import FOR_IT, MOST, texts, title, true, why
from backstay.knowledge import Knowledge
from backstay.plan.assessment import Option, PlanStep, Statement
from backstay.plan.glance import Glance
from backstay.present import names
from backstay.present.words import listed, told

HOLD = "hold_systemic"
OPERATION, RADIATION = "operation_in_question", "radiation_in_question"
HELD_FOR = {"radiation": RADIATION, "ablation": OPERATION, "surgery": OPERATION}
DRUGS = {"current_systemic_therapy", "systemic_treatments"}
FOR_IT_RULES = ("recommend", "consider")
CONSULTATION = "coordination"


def holds(order: Proposed, found: Glance, knowledge: Knowledge) -> Iterator[Finding]:
    """Cancer drugs that are taken and may have to pause around what is ordered; an emergency waits for none."""
    modalities = {knowledge.interventions[name].modality for name in order.options}
    meant = {HELD_FOR[name] for name in modalities if name in HELD_FOR}
    for one in found.options:
        held = _held(one, meant) if one.id == HOLD else []
        if held:
            now = found.urgency.level == GRAVEST
            said = told("cards", "holds_now" if now else "holds", what=order.what)
            first = texts(true(one, ("caution",))) if now else ()
            lines = (*first, *texts(held))
            statuses = tuple(each.checked for each in held)
            yield Finding("warning", said, ((told("cards", "ask_first"), lines),), statuses)


def _held(option: Option, meant: set[str]) -> list[Statement]:
    """Reasons to pause a drug that is surely taken, for what is ordered; that it is done, the order itself says."""
    return [
        one
        for one in option.statements
        if one.counts_as in FOR_IT_RULES
        and meant & set(one.facts)
        and (one.truth == "true" or (one.truth == "unknown" and not DRUGS & set(one.missing)))
    ]


def planned_first(
    order: Proposed, at: list[Place], found: Glance, knowledge: Knowledge
) -> Iterator[Finding]:
    """Another specialist's word that the plan wants before it, while the clock runs and checks are open."""
    for option in (one for place in at for one in place.options if one.stance in FOR_IT):
        before = [] if option.ready else _before(option, found, knowledge)
        if before:
            named = listed([names.short_option(knowledge, one.id) for one in before])
            said = title(order, option, told("cards", "plan_first", before=named))
            lines = tuple(line for one in before for line in _because(one, found))[:MOST]
            yield Finding("warning", said, ((told("cards", "in_the_plan"), lines),))


def _before(option: Option, found: Glance, knowledge: Knowledge) -> list[PlanStep]:
    """Consultations with others that stand before it in the plan, within the hours of the clock that runs."""
    steps = found.plan.steps
    mine = next((one for one in steps if (one.id, one.lesion) == (option.id, option.lesion)), None)
    if mine is None or not is_running(found):
        return []
    return [
        one
        for one in steps
        if one.id in mine.after
        and one.owner != mine.owner
        and knowledge.interventions[one.id].modality == CONSULTATION
        and (one.within_hours or 0) <= (found.urgency.within_hours or 0)
    ]


def _because(step: PlanStep, found: Glance) -> tuple[str, ...]:
    """Why a step is in the plan."""
    options = [one for one in found.options if (one.id, one.lesion) == (step.id, step.lesion)]
    return why(options)

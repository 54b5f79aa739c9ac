"""Recommended options become steps: when, after what, by whom; choices stay open until the team picks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import MODALITIES
from backstay.plan.assessment import Option, Plan, PlanStep
from backstay.plan.options import Place, Weighed
from backstay.plan.stances import OFFERED
from backstay.plan.values import number
from backstay.reason import Evaluation
from backstay.reason.program import Compiled

NEVER = 1e9


def choices(weighed: list[Weighed]) -> dict[Place, str]:
    """A shared name for recommended treatments of one lesion that exclude each other."""
    found: dict[Place, str] = {}
    for one in weighed:
        if one.stance == "recommended" and not one.declined:
            rivals = sorted(
                other.intervention.id
                for other in weighed
                if other.lesion == one.lesion
                and other.stance == "recommended"
                and not other.declined
                and other.intervention.id in (*one.intervention.excludes, one.intervention.id)
            )
            if len(rivals) > 1:
                found[one.intervention.id, one.lesion] = (
                    f"{one.lesion or 'person'}:{'|'.join(rivals)}"
                )
    return found


def plan(evaluation: Evaluation, options: list[Option]) -> Plan:
    """Steps in an order that works, and the people who are needed."""
    knowledge = evaluation.program.knowledge
    chosen = _chosen(evaluation, options)
    timing = _timing(evaluation)
    steps = [_step(option, knowledge, timing, chosen) for option in chosen]
    return Plan(steps=_ordered(steps, knowledge), team=team(knowledge, options))


def _chosen(evaluation: Evaluation, options: list[Option]) -> list[Option]:
    """What is recommended, not done yet, and does not hang on an operation that is not in the plan."""
    offered = [o for o in options if o.stance == "recommended" and not o.done]
    there = {(o.id, o.lesion) for o in offered}

    def stands(one: Option) -> bool:
        needs = evaluation.program.knowledge.interventions[one.id].only_with
        alone = evaluation.environment(one.lesion).get(f"alone:{one.id}") is True
        return not needs or alone or any((name, one.lesion) in there for name in needs)

    return [one for one in offered if stands(one)]


def team(knowledge: Knowledge, options: list[Option]) -> list[str]:
    """Owners of what is recommended, and of local treatment that is still to be weighed."""
    found: dict[str, None] = {}
    for option in options:
        weighs = option.stance == "recommended" or (option.lesion and option.stance in OFFERED)
        if weighs:
            intervention = knowledge.interventions[option.id]
            for role in (intervention.owner, *intervention.team):
                found[role] = None
    return sorted(found)


def _timing(evaluation: Evaluation) -> dict[Place, list[Compiled]]:
    """Step rules that hold, by intervention and lesion."""
    found: dict[Place, list[Compiled]] = {}
    for compiled in evaluation.program.of_kind("step"):
        entry: Any = compiled.unit.entry
        for lesion, env in evaluation.places(compiled):
            if env.get(compiled.unit.key) is True:
                found.setdefault((entry.intervention, lesion), []).append(compiled)
    return found


def _step(
    option: Option, knowledge: Knowledge, timing: dict[Place, list[Compiled]], chosen: list[Option]
) -> PlanStep:
    intervention = knowledge.interventions[option.id]
    rules = [*timing.get((option.id, option.lesion), ()), *timing.get((option.id, None), ())]
    entries: list[Any] = list({c.unit.key: c.unit.entry for c in rules}.values())
    hours = [entry.within_hours for entry in entries if entry.within_hours is not None]
    within = min(hours) if hours else intervention.within_hours
    before = [*intervention.after, *(name for entry in entries for name in entry.after)]
    owners = [entry.owner for entry in entries if entry.owner]
    return PlanStep(
        id=option.id,
        title=option.title,
        lesion=option.lesion,
        when=_when(within),
        within_hours=number(within) if within is not None else None,
        after=_present(before, option, chosen),
        owner=owners[0] if owners else option.owner,
        choice=option.choice,
        ready=option.ready,
        because=[entry.id for entry in entries],
    )


def _present(before: list[str], option: Option, chosen: list[Option]) -> list[str]:
    """Of what comes before, what is in the plan too, at the same lesion or for the whole person."""
    there = {
        other.id
        for other in chosen
        if other.lesion in (None, option.lesion) or option.lesion is None
    }
    return [name for name in dict.fromkeys(before) if name in there and name != option.id]


def _when(hours: float | None) -> Any:
    """The word for a deadline: a way of saying it, not a clinical limit."""
    if hours is None:
        return "planned"
    steps = ((1, "now"), (24, "today"), (48, "two_days"), (168, "this_week"))
    return next((word for limit, word in steps if hours <= limit), "planned")


def _ordered(steps: list[PlanStep], knowledge: Knowledge) -> list[PlanStep]:
    """By deadline, but each after what it waits for; a circle falls back to the deadline."""
    waiting = sorted(steps, key=_urgent_first(knowledge))
    done: list[PlanStep] = []
    while waiting:
        left = {step.id for step in waiting}
        ready = next((s for s in waiting if not (set(s.after) & left - {s.id})), waiting[0])
        waiting.remove(ready)
        done.append(ready)
    return done


def _urgent_first(knowledge: Knowledge) -> Callable[[PlanStep], tuple[float, int, str, str]]:
    """Of one deadline, in the order of modalities: local treatment before what supports it."""

    def key(step: PlanStep) -> tuple[float, int, str, str]:
        hours = step.within_hours if step.within_hours is not None else NEVER
        modality = MODALITIES.index(knowledge.interventions[step.id].modality)
        return (hours, modality, step.id, step.lesion or "")

    return key

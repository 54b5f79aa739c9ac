"""What would change an option: one fact at a time, at the values and thresholds that rules name."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, log10
from typing import Any

from backstay.case.facts import Fact
from backstay.case.values import Interval, Members
from backstay.plan.assessment import Change, Stance
from backstay.plan.options import Place, Table, Weighed, stance_now, stance_shown
from backstay.plan.values import plain
from backstay.reason import Evaluation, supposing
from backstay.reason.change import Moved
from backstay.reason.closures import Env
from backstay.reason.satisfy import tried_values


def what_would_change(
    evaluation: Evaluation, weighed: list[Weighed], table: Table
) -> dict[Place, list[Change]]:
    """For each option, the single changes of changeable facts that would alter its stance.

    A number is tried where rules compare it directly; a threshold behind a formula, such as that of the eGFR for
    creatinine, is not.
    """
    found: dict[Place, list[Change]] = {}
    tried = tried_values(evaluation.program)
    by_place = {(one.intervention.id, one.lesion): one for one in weighed}
    for fact, lesion, old in _changeable(evaluation):
        refused = [one for one in weighed if one.intervention.declined_by == fact.id]
        if not refused and fact.id not in evaluation.program.weighers:
            continue
        for new in _others(fact, old, tried.get(fact.id, ()), evaluation.patient):
            with supposing(evaluation, fact.id, new, lesion) as moved:
                touched = _touched(evaluation, moved, table, by_place)
                for one, stance in _moved([*refused, *touched], table):
                    change = Change(
                        fact=fact.id, lesion=lesion, old=_written(old), new=_written(new),
                        stance=stance,
                    )  # fmt: skip
                    found.setdefault((one.intervention.id, one.lesion), []).append(change)
    return found


def _written(value: Any) -> Any:
    """A value as a reader compares it: of a set, what is in it before and after."""
    return sorted(value.present) if isinstance(value, Members) else plain(value)


def _changeable(evaluation: Evaluation) -> Iterator[tuple[Fact, str | None, Any]]:
    """Known facts that a plan, time or a new look can change, with their value."""
    facts = evaluation.program.knowledge.facts
    for fact in facts.patient.values():
        if fact.changeable and evaluation.patient.get(fact.id) is not None:
            yield fact, None, evaluation.patient[fact.id]
    for env in evaluation.lesions:
        for fact in facts.lesion.values():
            if fact.changeable and env.get(fact.id) is not None:
                yield fact, env["@lesion"], env[fact.id]


def _touched(
    evaluation: Evaluation, moved: Moved, table: Table, there: dict[Place, Weighed]
) -> list[Weighed]:
    """Options with a statement whose truth is another one now."""
    everywhere = (None, *(env["@lesion"] for env in evaluation.lesions))
    found: dict[Place, None] = {}
    for compiled, lesion in moved:
        for name in table.about.get(compiled.unit.key, ()):
            for at in everywhere if lesion is None else (lesion,):
                found[name, at] = None
    return [there[place] for place in found if place in there]


def _moved(options: list[Weighed], table: Table) -> Iterator[tuple[Weighed, Stance]]:
    """Options, each once, that have another stance now than when they were weighed."""
    for one in {(o.intervention.id, o.lesion): o for o in options}.values():
        stance = stance_now(one, table)
        if stance != stance_shown(one):
            yield one, stance


def _others(fact: Fact, old: Any, tried: tuple[Any, ...], env: Env) -> Iterator[Any]:
    """Other values of a fact that rules tell apart."""
    if fact.kind == "yes_no":
        yield not old
    elif fact.kind == "choice":
        yield from (value for value in fact.values if value != old)
    elif fact.kind in ("number", "count") and not isinstance(old, Interval):
        yield from _numbers(
            fact, float(old), [value for value in tried if isinstance(value, float)]
        )
    elif isinstance(old, Members):
        stays = _stays_complete(fact, old, env)
        yield from (_toggled(old, str(name), stays) for name in tried)


def _numbers(fact: Fact, old: float, thresholds: list[float]) -> Iterator[float]:
    """A value just on the other side of each threshold, within the fact's range."""
    whole = fact.kind == "count" or fact.unit == "{score}"
    step = fact.step or (1.0 if whole else None)
    for threshold in sorted(set(thresholds)):
        margin = step or _readable(threshold)
        sides = (-1, 1) if old == threshold else (-1,) if old > threshold else (1,)
        for value in (threshold, *(threshold + side * margin for side in sides)):
            inside = (fact.min is None or value >= fact.min) and (
                fact.max is None or value <= fact.max
            )
            if inside and value != old:
                yield round(value, 6)


def _readable(threshold: float) -> float:
    """A step past a threshold that reads well: one in its second digit."""
    return 10.0 ** (floor(log10(abs(threshold))) - 1) if threshold else 0.1


def _toggled(old: Members, name: str, stays: bool) -> Members:
    """The set without the name, or with it; `stays` says whether it is complete with it too."""
    if name in old.present:
        return Members(old.present - {name}, old.absent | {name}, old.complete)
    return Members(old.present | {name}, old.absent - {name}, old.complete and stays)


def _stays_complete(fact: Fact, old: Members, env: Env) -> bool:
    """A list that was complete only because it was given empty is open again with a name in it."""
    told = fact.complete_when == "given" or env.get(fact.complete_when or "") is True
    return told or bool(old.present)

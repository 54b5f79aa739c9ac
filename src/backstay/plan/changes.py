"""What would change an option: one fact at a time, at the values and thresholds that rules name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.case.facts import Fact
from backstay.case.values import Members
from backstay.plan.assessment import Change
from backstay.plan.options import Place, Table, Weighed, stance_shown, weigh
from backstay.plan.values import plain
from backstay.reason import Evaluation, changed
from backstay.reason.program import Program
from backstay.reason.satisfy import tried_values

MARGIN = 1e-3  # how far past a threshold a number is tried, as a share of it


def what_would_change(
    evaluation: Evaluation, weighed: list[Weighed], table: Table
) -> dict[Place, list[Change]]:
    """For each option, the single changes of changeable facts that would alter its stance."""
    found: dict[Place, list[Change]] = {}
    tried = tried_values(evaluation.program)
    for fact, lesion, old in _changeable(evaluation):
        affected = _affected(evaluation.program, fact.id, lesion, weighed, table)
        if not affected:
            continue
        for new in _others(fact, old, tried.get(fact.id, ())):
            for place, change in _effects(evaluation, affected, table, (fact, lesion, old, new)):
                found.setdefault(place, []).append(change)
    return found


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


def _affected(
    program: Program, fact: str, lesion: str | None, weighed: list[Weighed], table: Table
) -> list[Weighed]:
    """Options with a statement that depends on the fact, or that it refuses."""
    keys = {compiled.unit.key for compiled in program.dependents.get(fact, ())}
    names = {name for key in keys for name in table.about.get(key, ())}
    return [
        one
        for one in weighed
        if one.intervention.declined_by == fact
        or (one.intervention.id in names and (lesion is None or one.lesion in (None, lesion)))
    ]


def _effects(
    evaluation: Evaluation, affected: list[Weighed], table: Table, change: tuple[Fact, Any, Any, Any]
) -> Iterator[tuple[Place, Change]]:
    fact, lesion, old, new = change
    then = changed(evaluation, fact.id, new, lesion)
    for one in affected:
        other = weigh(one.intervention, one.lesion, then.environment(one.lesion), table)
        if stance_shown(other) != stance_shown(one):
            yield (
                (one.intervention.id, one.lesion),
                Change(fact=fact.id, lesion=lesion, old=plain(old), new=plain(new), stance=stance_shown(other)),
            )


def _others(fact: Fact, old: Any, tried: tuple[Any, ...]) -> Iterator[Any]:
    """Other values of a fact that rules tell apart."""
    if fact.kind == "yes_no":
        yield not old
    elif fact.kind == "choice":
        yield from (value for value in fact.values if value != old)
    elif fact.kind in ("number", "count"):
        yield from _numbers(fact, float(old), [value for value in tried if isinstance(value, float)])
    elif isinstance(old, Members):
        for name in tried:
            if isinstance(name, str):
                yield _toggled(old, name)


def _numbers(fact: Fact, old: float, thresholds: list[float]) -> Iterator[float]:
    """A value just on the other side of each threshold, within the fact's range."""
    step = fact.step or (1.0 if fact.kind == "count" else None)
    for threshold in sorted(set(thresholds)):
        margin = step or max(abs(threshold) * MARGIN, MARGIN)
        for value in (threshold - margin, threshold, threshold + margin):
            inside = (fact.min is None or value >= fact.min) and (fact.max is None or value <= fact.max)
            if inside and value != old:
                yield round(value, 6)


def _toggled(old: Members, name: str) -> Members:
    if name in old.present:
        return Members(old.present - {name}, old.absent | {name}, old.complete)
    return Members(old.present | {name}, old.absent - {name}, old.complete)

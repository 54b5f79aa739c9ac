"""Limits as an assessment tells them: those of another course by rule set, those of a first course by fractions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from backstay.dose.cord.lesion import CordDose
from backstay.dose.cord.rules import Judged
from backstay.dose.limits.organs import Limit, default_rule_set, limits_for, metric_text
from backstay.dose.limits.tables import rule_sets
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.reirradiation import sets
from backstay.plan.radiation_shape import FirstCourseLimit, LimitJudged, LimitSet
from backstay.plan.shaped import as_shape

FRACTIONS = range(1, 6)  # of a stereotactic course
CORD = "spinal_cord"


@lru_cache(maxsize=4)
def default_set(knowledge: Knowledge) -> str | None:
    """The rule set by which the limits of a first course are named; none where the knowledge has no limits."""
    return default_rule_set(knowledge) if rule_sets(knowledge) else None


def limit_sets(had: CordDose, knowledge: Knowledge) -> list[LimitSet]:
    """Every rule set with its limits, each met, not met or unknown; the default one first."""
    by_set: dict[str, list[Judged]] = {}
    for one in had.rules:
        by_set.setdefault(one.rule_set, []).append(one)
    made = [_set(name, judged, knowledge) for name, judged in by_set.items()]
    return sorted(made, key=lambda one: not one.default)


def _set(name: str, judged: list[Judged], knowledge: Knowledge) -> LimitSet:
    entry, why = sets(knowledge)[name], silent(judged)
    limits = [_judged(one) for one in judged]
    made: LimitSet = as_shape(entry, LimitSet, refused=why, limits=limits)
    return made


def silent(judged: list[Judged]) -> str | None:
    """Why a whole set does not speak here: one reason for all its limits, which is not the course to come."""
    reasons = {one.why for one in judged}
    return None if len(reasons) > 1 or any(one.unplanned for one in judged) else reasons.pop()


def waits_for_next(one: Judged) -> bool:
    """Whether nothing but the next course is missing: what there is so far is known and within the limit."""
    if not one.unplanned or one.at_most is None:
        return False
    return one.leaves is not None if one.value is None else one.value.high <= one.at_most


def _judged(one: Judged) -> LimitJudged:
    made: LimitJudged = as_shape(one, LimitJudged, limit=one.limit, next=waits_for_next(one))
    return made


@lru_cache(maxsize=8)
def first_course_limits(tissue: str, knowledge: Knowledge) -> tuple[FirstCourseLimit, ...]:
    """Limits of a tissue never irradiated in 1 to 5 fractions: of the cord by the default set, else by each set."""
    default = default_set(knowledge)
    named = [one for one in rule_sets(knowledge) if tissue != CORD or one == default]
    return tuple(limit for name in named for limit in _of_set(tissue, name, knowledge))


def _of_set(tissue: str, name: str, knowledge: Knowledge) -> Iterator[FirstCourseLimit]:
    for count in FRACTIONS:
        found = limits_for(count, name, knowledge, (tissue,))
        yield from (_first(found.title, one) for one in found.found if one.counts)


def _first(title: str, one: Limit) -> FirstCourseLimit:
    metric = metric_text(one.metric)
    made: FirstCourseLimit = as_shape(
        one, FirstCourseLimit, tissue=one.organ, title=title, metric=metric
    )
    return made

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
    entry = sets(knowledge)[name]
    return LimitSet(
        id=name, title=entry.title, default=entry.default, tissue=entry.tissue, after=entry.after, note=entry.note,
        limits=[_judged(one) for one in judged], evidence=list(entry.evidence), checked=entry.checked.status,
    )  # fmt: skip


def _judged(one: Judged) -> LimitJudged:
    return LimitJudged(
        id=one.id, label=one.label, unit=one.unit, met=one.met, value=as_shape(one.value, list[float | None] | None),
        limit=one.limit, at_most=one.at_most, at_least=one.at_least, stricter=one.stricter,
        leaves=as_shape(one.leaves, float | None), why=one.why, asks=list(one.asks), evidence=list(one.evidence),
        checked=one.checked.status,
    )  # fmt: skip


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
    return FirstCourseLimit(
        tissue=one.organ, rule_set=one.rule_set, title=title, metric=metric_text(one.metric), fractions=one.fractions,
        limit=one.limit, upper=one.upper, unit=one.unit, note=one.note, evidence=list(one.evidence),
        checked=one.checked.status,
    )  # fmt: skip

"""Hypothesis strategies for cases of the real vocabulary: any facts, most of them unknown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from backstay.case import Case, Fact, Lesion, Members
from backstay.knowledge import load_knowledge
from backstay.plan.assess import prepared
from backstay.reason.satisfy import tried_values

KNOWLEDGE = load_knowledge()
PROGRAM, TABLE = prepared(KNOWLEDGE)
TRIED = tried_values(PROGRAM)
NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
LEVELS = KNOWLEDGE.facts.lesion["level"].values


def value_of(fact: Fact) -> st.SearchStrategy[Any] | None:
    """Values of a fact that expressions can see; None for kinds that only computed facts read."""
    if fact.kind == "yes_no":
        return st.booleans()
    if fact.kind == "choice":
        return st.sampled_from(fact.values)
    if fact.kind in ("number", "count"):
        return number_of(fact)
    if fact.kind == "many":
        return members_of(fact)
    return None


def number_of(fact: Fact) -> st.SearchStrategy[float]:
    """Around the thresholds that rules name, and anywhere within the range."""
    low, high = fact.min or 0.0, fact.max or 1000.0
    near = [float(t) for t in TRIED.get(fact.id, ()) if isinstance(t, float)]
    near = [v for t in near for v in (t - 1, t, t + 1) if low <= v <= high]
    if fact is not None and fact.step and fact.step > 1:  # the reader takes steps only
        steps = st.integers(0, int((high - low) // fact.step))
        return steps.map(lambda number: low + number * fact.step)
    whole = st.integers(int(low) + 1, int(high)).map(float)
    return st.one_of(st.sampled_from(near), whole) if near else whole


def members_of(fact: Fact) -> st.SearchStrategy[Members]:
    names = sorted({*fact.values, *(n for n in TRIED.get(fact.id, ()) if isinstance(n, str))}) or [
        "other"
    ]
    sets = st.frozensets(st.sampled_from(names), max_size=3)
    return st.builds(
        lambda present, absent, complete: Members(present, absent - present, complete),
        sets, sets, st.booleans(),
    )  # fmt: skip


def facts_of(scope: dict[str, Fact]) -> st.SearchStrategy[dict[str, Any]]:
    """Some facts of one scope; the others stay unknown."""
    known = {
        name: value_of(fact) for name, fact in scope.items() if name not in ("level", "to_level")
    }
    usable = {name: strategy for name, strategy in known.items() if strategy is not None}
    names = st.lists(st.sampled_from(sorted(usable)), max_size=25, unique=True)
    return names.flatmap(
        lambda chosen: st.fixed_dictionaries({name: usable[name] for name in chosen})
    )


def lesions() -> st.SearchStrategy[tuple[Lesion, ...] | None]:
    levels = st.lists(st.sampled_from(LEVELS), max_size=3, unique=True)
    return st.none() | levels.flatmap(
        lambda chosen: st.tuples(*(one_lesion(level) for level in chosen))
    )


def one_lesion(level: str) -> st.SearchStrategy[Lesion]:
    return facts_of(KNOWLEDGE.facts.lesion).map(
        lambda facts: Lesion(level, {**facts, "level": level})
    )


def cases() -> st.SearchStrategy[Case]:
    return st.builds(
        lambda patient, listed: Case("generated", NOW, patient, listed),
        facts_of(KNOWLEDGE.facts.patient),
        lesions(),
    )

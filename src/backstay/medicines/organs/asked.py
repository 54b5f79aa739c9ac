"""Conditions of tables on a person's facts, with unknown as an answer, and what an unknown one rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from backstay.case.values import Interval, Members
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.organs import Where
from backstay.reason.arithmetic import less, less_or_equal

Facts = Mapping[str, Any]


def holds(where: Where, facts: Facts) -> bool | None:
    """Whether a condition holds; None where its fact is unknown or known only as a range around the limit.

    >>> holds(Where(fact="age", above=75), {"age": 75}), holds(Where(fact="age", above=75), {}) is None
    (False, True)
    """
    value = facts.get(where.fact)
    if value is None:
        return None
    if where.above is not None:
        return less(where.above, value)
    if where.at_least is not None:
        return less_or_equal(where.at_least, value)
    if where.below is not None:
        return less(value, where.below)
    if where.among:
        return value in where.among
    return _has(value, where.has) if where.has else value is True


def any_holds(conditions: Iterable[Where], facts: Facts) -> bool | None:
    """Whether one of several conditions holds; without any it does."""
    truths = [holds(one, facts) for one in conditions]
    if not truths or True in truths:
        return True
    return None if None in truths else False


def _has(members: Members, names: tuple[str, ...]) -> bool | None:
    truths = [members.has(name) for name in names]
    return True if True in truths else None if None in truths else False


def unknown(names: Iterable[str], facts: Facts, knowledge: Knowledge) -> tuple[str, ...]:
    """The facts not given that some names rest on, each once; a name that lacks none is named itself."""
    found: list[str] = []
    for name in names:
        missing = [leaf for leaf in leaves(knowledge, name) if not _sure(facts.get(leaf))]
        found += missing or ([name] if not _sure(facts.get(name)) else [])
    return tuple(dict.fromkeys(found))


def _sure(value: Any) -> bool:
    return value is not None and not (isinstance(value, Members) and not value.complete)


@lru_cache(maxsize=256)
def leaves(knowledge: Knowledge, name: str) -> tuple[str, ...]:
    """The facts that a definition is computed from; of a fact, itself.

    >>> from backstay.knowledge import load_knowledge
    >>> leaves(load_knowledge(), "creatinine_clearance")
    ('age', 'weight', 'sex', 'creatinine')
    """
    reads = next((unit.reads for unit in knowledge.units if unit.key == name), None)
    if reads is None:
        return (name,)
    return tuple(dict.fromkeys(leaf for read in reads for leaf in leaves(knowledge, read)))


def span_of(value: Any) -> Interval | None:
    """A number as an interval; unknown stays unknown."""
    if value is None or isinstance(value, Interval):
        return value
    return Interval(float(value), float(value))


__all__ = ["Facts", "any_holds", "holds", "leaves", "span_of", "unknown"]

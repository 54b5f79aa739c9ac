"""Whether a state of the patient holds that a row asks for, and what to ask where it is not known."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from backstay.case.values import Interval, Members
from backstay.knowledge import Knowledge

Facts = Mapping[str, Any]


def holds(names: tuple[str, ...], facts: Facts) -> bool | None:
    """Whether one of some yes_no facts or definitions is true; without any, yes.

    >>> holds((), {}), holds(("a", "b"), {"a": False, "b": True}), holds(("a", "b"), {"a": False})
    (True, True, None)
    """
    values = [facts.get(name) for name in names]
    if not names or True in values:
        return True
    return None if None in values else False


def standing(names: tuple[str, ...], facts: Facts) -> tuple[str, ...]:
    """Those that are true; where none is, those that are not known."""
    true = tuple(name for name in names if facts.get(name) is True)
    return true or tuple(name for name in names if facts.get(name) is None)


def to_ask(names: tuple[str, ...], facts: Facts, knowledge: Knowledge) -> tuple[str, ...]:
    """The facts under these facts and definitions that are not known; all of them where none is missing."""
    leaves = tuple(dict.fromkeys(leaf for name in names for leaf in leaves_of(name, knowledge)))
    return unknown(leaves, facts) or leaves


def unknown(names: tuple[str, ...], facts: Facts) -> tuple[str, ...]:
    """Those facts that are not, or not wholly, known."""
    return tuple(name for name in names if _open(facts.get(name)))


@lru_cache(maxsize=1024)
def leaves_of(name: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The facts that a fact or definition rests on, in reading order."""
    reads = _reads(knowledge).get(name)
    if reads is None:
        return (name,) if knowledge.fact(name) else ()
    return tuple(dict.fromkeys(leaf for read in reads for leaf in leaves_of(read, knowledge)))


@lru_cache(maxsize=4)
def _reads(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    kinds = ("definition", "computed")
    return {unit.key: unit.reads for unit in knowledge.units if unit.kind in kinds}


def _open(value: Any) -> bool:
    if isinstance(value, Members):
        return not value.complete
    return value is None or (isinstance(value, Interval) and value.low != value.high)

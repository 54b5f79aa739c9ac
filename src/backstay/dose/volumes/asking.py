"""Whether what a table asks for holds for a lesion, and which facts are missing where it is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from backstay.knowledge import Knowledge
from backstay.reason import judge

Facts = Mapping[str, Any]


class Known(NamedTuple):
    """Yes, no, or None with the facts to ask."""

    truth: bool | None
    check_first: tuple[str, ...] = ()


Ask: TypeAlias = Callable[[str], Known]
MissingOf: TypeAlias = Callable[
    [str], tuple[str, ...]
]  # the facts that an unknown name still needs


def asker(facts: Facts, knowledge: Knowledge, missing: MissingOf | None = None) -> Ask:
    """`holds` for one lesion, each name asked once."""
    return cache(lambda name: holds(name, facts, knowledge, missing))


def holds(name: str, facts: Facts, knowledge: Knowledge, missing: MissingOf | None = None) -> Known:
    """One yes_no fact or definition, or a rule as "statement:id".

    What an evaluation has found counts as it stands; without it, the definition is worked out from the facts. Who
    has evaluated knows what is missing too, and `missing` spares working that out again.

    >>> from backstay.knowledge import load_knowledge
    >>> holds("lytic_here", {"bone": "lytic"}, load_knowledge()), holds("lytic_here", {}, load_knowledge())
    (Known(truth=True, check_first=()), Known(truth=None, check_first=('bone',)))
    """
    value = facts.get(name)
    if value is not None:
        return Known(value)
    if knowledge.fact(name) is not None:
        return Known(None, (name,))
    definition = knowledge.definitions.get(name)
    if definition is not None and definition.by is not None:
        return Known(None, definition.inputs)
    if missing is not None and name in facts:
        return Known(None, missing(name))
    judged = judge(name, facts, knowledge)
    # one lesion alone cannot say how many there are, so "lesions" is no question about it
    asked = tuple(one for one in judged.missing if knowledge.fact(one) is not None)
    return Known(None if name in facts else judged.value, asked)


def together(*parts: Known) -> Known:
    """Whether all parts hold; without parts, yes."""
    if any(part.truth is False for part in parts):
        return Known(False)
    return _open(parts) or Known(True)


def either(*parts: Known) -> Known:
    """Whether one of the parts holds; without parts, no."""
    if any(part.truth for part in parts):
        return Known(True)
    return _open(parts) or Known(False)


def opposite(known: Known) -> Known:
    """Yes for no, no for yes; what is not known stays so."""
    return known if known.truth is None else Known(not known.truth)


def merged(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Names of several groups, each once, in their order."""
    return tuple(dict.fromkeys(name for group in groups for name in group))


def _open(found: Iterable[Known]) -> Known | None:
    """What is asked where one is not known."""
    unknown = [one for one in found if one.truth is None]
    return Known(None, merged(one.check_first for one in unknown)) if unknown else None

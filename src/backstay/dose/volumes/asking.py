"""Whether what a table asks for holds for a lesion, and which facts are missing where it is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from backstay.knowledge import Knowledge
from backstay.reason import judge

Facts = Mapping[str, Any]


class Known(NamedTuple):
    """Yes, no, or None with the facts to ask."""

    truth: bool | None
    check_first: tuple[str, ...] = ()


def holds(name: str, facts: Facts, knowledge: Knowledge) -> Known:
    """One yes_no fact or definition, or a rule as "statement:id".

    What an evaluation has found counts as it stands; without it, the definition is worked out from the facts.

    >>> from backstay.knowledge import load_knowledge
    >>> holds("lytic_here", {"bone": "lytic"}, load_knowledge()), holds("lytic_here", {}, load_knowledge())
    (Known(truth=True, check_first=()), Known(truth=None, check_first=('bone',)))
    """
    value = facts.get(name)
    if value is not None:
        return Known(value)
    if knowledge.fact(name) is not None:
        return Known(None, (name,))
    judged = judge(name, facts, knowledge)
    return Known(None, judged.missing) if name in facts else Known(*judged)


def all_hold(names: Iterable[str], facts: Facts, knowledge: Knowledge) -> Known:
    """Whether each of some holds; none named, yes."""
    found = [holds(name, facts, knowledge) for name in names]
    if any(one.truth is False for one in found):
        return Known(False)
    return _open(found) or Known(True)


def one_holds(names: Iterable[str], facts: Facts, knowledge: Knowledge) -> Known:
    """Whether at least one of some holds; none named, no."""
    found = []
    for name in names:
        one = holds(name, facts, knowledge)
        if one.truth:
            return Known(True)
        found.append(one)
    return _open(found) or Known(False)


def together(*parts: Known) -> Known:
    """Whether all parts hold."""
    if any(part.truth is False for part in parts):
        return Known(False)
    return _open(parts) or Known(True)


def merged(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Names of several groups, each once, in their order."""
    return tuple(dict.fromkeys(name for group in groups for name in group))


def _open(found: Iterable[Known]) -> Known | None:
    """What is asked where one is not known."""
    unknown = [one for one in found if one.truth is None]
    return Known(None, merged(one.check_first for one in unknown)) if unknown else None

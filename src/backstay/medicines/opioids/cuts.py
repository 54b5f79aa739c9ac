"""How much less than the converted dose: the cut for cross-tolerance by rule, with its reason and what to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Status
from backstay.knowledge.tables.rotation import Reduction

Facts = Mapping[str, Any]


class Cut(NamedTuple):
    """Percent that the converted dose is lowered by: the rule's span, of which the larger end is proposed."""

    percent: tuple[float, float]
    because: tuple[str, ...]
    check_first: tuple[str, ...]
    evidence: tuple[str, ...]
    checked: Status


def cut(
    facts: Facts,
    knowledge: Knowledge,
    classes: frozenset[str] = frozenset(),
    same_drug: bool = False,
) -> Cut:
    """The cut after the ratio. What is not known counts as a reason for the larger cut, and is asked.

    `classes` are those of the drugs beside the opioids; `same_drug` says that only the route changes.

    >>> from backstay.knowledge import load_knowledge
    >>> cut({"old_or_frail": True}, load_knowledge()).percent
    (50.0, 50.0)
    """
    rules = roles(knowledge)
    if same_drug:  # what the body bears of this drug is known: the ratio of the routes is all
        return _cut(rules["same_drug"])
    sensitive = rules["sensitive"]
    truths = {name: truth(facts, name) for name in sensitive.any}
    if sensitive.from_class and classes.intersection(sensitive.classes):
        truths[sensitive.from_class] = True
    sure = [name for name, value in truths.items() if value is True]
    if sure:
        return _cut(sensitive, tuple(sensitive.any[name] for name in sure))
    open_ = [name for name, value in truths.items() if value is None]
    if open_:
        return _not_known(sensitive, unknown(open_, facts, knowledge))
    return _by_pain(rules, facts, knowledge)


def label_cut(knowledge: Knowledge) -> Cut:
    """The cut after the table of a patch."""
    return _cut(roles(knowledge)["patch_table"])


def truth(facts: Facts, name: str) -> bool | None:
    """True, False, or None where it is not known."""
    found = facts.get(name)
    return found if isinstance(found, bool) else None


def unknown(names: Iterable[str], facts: Facts, knowledge: Knowledge) -> tuple[str, ...]:
    """The facts that some names still need; a definition whose facts are all given is named itself."""
    found: dict[str, None] = {}
    for name in names:
        found.update(dict.fromkeys(_leaves(name, facts, knowledge)))
    return tuple(found)


@lru_cache(maxsize=4)
def roles(knowledge: Knowledge) -> dict[str, Reduction]:
    """The one entry of each role."""
    table: dict[str, Reduction] = knowledge.tables["reductions"]
    return {one.role: one for one in table.values()}


def _by_pain(rules: Mapping[str, Reduction], facts: Facts, knowledge: Knowledge) -> Cut:
    """Nothing makes them sensitive: less is cut where the pain is not held and the organs are surely sound."""
    smaller, usual = rules["pain_not_held"], rules["usual"]
    held = {name: truth(facts, name) for name in smaller.all}
    held |= {name: _not(truth(facts, name)) for name in smaller.none}
    if all(held.values()):
        return _cut(smaller)
    if False in held.values():
        return _cut(usual)
    return _not_known(
        usual, unknown([name for name, value in held.items() if value is None], facts, knowledge)
    )


def _cut(rule: Reduction, because: tuple[str, ...] = ()) -> Cut:
    return Cut(rule.percent, because or (rule.because,), (), rule.evidence, rule.checked.status)


def _not_known(rule: Reduction, asked: tuple[str, ...]) -> Cut:
    """The larger end alone, until what is asked is known."""
    largest = rule.percent[1]
    because = "Not everything that decides the cut is known: the larger one holds."
    return Cut((largest, largest), (because,), asked, rule.evidence, rule.checked.status)


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _leaves(name: str, facts: Facts, knowledge: Knowledge) -> tuple[str, ...]:
    if facts.get(name) is not None:
        return ()
    below = [
        leaf for read in _reads(knowledge).get(name, ()) for leaf in _leaves(read, facts, knowledge)
    ]
    return tuple(dict.fromkeys(below)) or (name,)


@lru_cache(maxsize=4)
def _reads(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """What each definition of the person reads."""
    kinds = ("definition", "computed")
    return {
        unit.key: unit.reads
        for unit in knowledge.units
        if unit.kind in kinds and unit.scope == "patient"
    }

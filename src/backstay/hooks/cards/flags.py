"""Which red flags a running clock rests on, as a reader can check them: each with its value and its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from backstay.case.cases import Case, Seen
from backstay.case.facts import Fact
from backstay.case.values import Value
from backstay.knowledge import Knowledge
from backstay.plan.assess import prepared
from backstay.plan.assessment import Statement
from backstay.plan.glance import Glance
from backstay.present import names, times, values
from backstay.present.words import listed, say

OLD = "marked_stale"  # a red flag that is older than it should be, and still counts
NAMED = 6  # flags told in one line; the others are counted


class Flag(NamedTuple):
    """One red flag that is there: its value is not the best one."""

    name: str
    lesion: str | None
    value: object
    seen: datetime | None
    old: bool


def red_flags(case: Case, knowledge: Knowledge) -> Iterator[Flag]:
    """Red flags with a value that is not the best one; a bare number says nothing by itself."""
    old = {(fact, one.lesion) for one in case.remarks if one.kind == OLD for fact in one.facts}
    yield from _flags(None, case.patient, case.seen, knowledge.facts.patient, old)
    for one in case.lesions or ():
        yield from _flags(one.name, one.facts, one.seen, knowledge.facts.lesion, old)


def behind(case: Case, found: Glance, knowledge: Knowledge) -> list[Flag]:
    """The red flags that the running clocks read; where none runs, those that the open ones read."""
    clocks = found.urgency.because or found.urgency.open
    read = {name for one in clocks for name in leaves(one, knowledge)}
    return [one for one in red_flags(case, knowledge) if one.name in read]


def leaves(clock: Statement, knowledge: Knowledge) -> frozenset[str]:
    """All facts that a clock rests on."""
    return prepared(knowledge)[0].leaves.get(f"clock:{clock.rule}", frozenset())


def named(found: Sequence[Flag], knowledge: Knowledge, *, most: int = NAMED) -> str:
    """The flags in words: "limb weakness and walks: no"."""
    return listed(list(dict.fromkeys(_named(one, knowledge) for one in found)), most=most)


def dated(one: Flag, knowledge: Knowledge) -> str:
    """A flag and when it was seen, where the record says so."""
    said = _named(one, knowledge)
    said = say("at_lesion", what=said, lesion=one.lesion) if one.lesion else said
    return f"{said} ({times.moment(one.seen)})" if one.seen else said


def _flags(
    lesion: str | None,
    facts: dict[str, Value],
    seen: dict[str, Seen],
    vocabulary: dict[str, Fact],
    old: set[tuple[str, str | None]],
) -> Iterator[Flag]:
    for name, value in facts.items():
        fact = vocabulary.get(name)
        if fact is not None and fact.worse and _word(value) not in fact.worse[-1:]:
            at = seen[name].at if name in seen else None
            yield Flag(name, lesion, value, at, (name, lesion) in old)


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _named(one: Flag, knowledge: Knowledge) -> str:
    label = names.fact(knowledge, one.name)
    return (
        label if one.value is True else f"{label}: {values.brief(knowledge, one.name, one.value)}"
    )

"""Find what does not go together. What counts, how badly and what to do is knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, product
from typing import NamedTuple

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.interactions import Interaction, ids_of
from backstay.medicines.line import Line, Unread
from backstay.medicines.together.agents import Agent, Drug, agents
from backstay.medicines.together.found import Found, Reason, Together, worse_first
from backstay.medicines.together.patient import drugs_of
from backstay.medicines.together.states import Facts, holds, standing, to_ask, unknown


class _Row(NamedTuple):
    entry: Interaction
    sides: tuple[tuple[frozenset[str], dict[str, float]], ...]  # names, and mg a day from which


class _Rows(NamedTuple):
    rows: tuple[_Row, ...]
    interventions: frozenset[str]  # that a row names


def interactions(
    drugs: Iterable[Drug],
    knowledge: Knowledge,
    facts: Facts | None = None,
    proposed: Iterable[Drug] = (),
) -> tuple[Found, ...]:
    """What does not go together among drugs taken and proposed, the most severe first.

    Drugs are ids of ingredients, or lines, whose doses then count; `proposed` may also hold interventions that rows
    name, such as separation_surgery. A state of the patient that is not in `facts` is unknown, and so is the
    finding. Raises ValueError for a name that is none of these. Sources stand with each entry of `interactions`.

    >>> from backstay.knowledge import load_knowledge
    >>> [(one.pair, one.severity) for one in interactions(["ibuprofen", "warfarin"], load_knowledge())]
    [(('ibuprofen', 'warfarin'), 'major')]
    """
    taken, planned = tuple(drugs), tuple(proposed)
    table = _rows(knowledge)
    there = agents((*taken, *planned), knowledge, table.interventions)
    caught: dict[frozenset[str], list[tuple[tuple[str, ...], Reason]]] = {}
    present = frozenset().union(*(agent.may_be for agent in there))
    for row in table.rows:
        if any(names.isdisjoint(present) for names, _ in row.sides):
            continue
        for names, reason in _caught(row, there, facts or {}, knowledge):
            caught.setdefault(frozenset(names), []).append((names, reason))
    new = frozenset(agent.name for agent in agents(planned, knowledge, table.interventions))
    found = [_found(reasons, new) for reasons in caught.values()]
    return tuple(sorted(found, key=lambda one: (*worse_first(one), one.pair, one.beside)))


def together(
    facts: Facts,
    knowledge: Knowledge,
    lines: Iterable[Line | Unread] | None = None,
    proposed: Iterable[Drug] = (),
) -> Together:
    """What does not go together for one person, and whether all that is taken is known.

    `lines` are the medicines as read; without them the list in `facts` is read by name alone. Raises ValueError as
    `interactions` does.
    """
    taken = drugs_of(facts, lines, knowledge)
    return Together(
        interactions=interactions(taken.drugs, knowledge, facts, proposed),
        complete=taken.complete,
        not_recognized=taken.not_recognized,
    )


@lru_cache(maxsize=4)
def _rows(knowledge: Knowledge) -> _Rows:
    """Every row with the names that may stand on each side."""
    entries = knowledge.tables["interactions"].values()
    named = {name for entry in entries for side in entry.sides for name in side.interventions}
    rows = tuple(
        _Row(
            entry,
            tuple((ids_of(side, knowledge.ingredients), side.from_daily) for side in entry.sides),
        )
        for entry in entries
    )
    return _Rows(rows, frozenset(named))


def _caught(
    row: _Row, there: tuple[Agent, ...], facts: Facts, knowledge: Knowledge
) -> Iterator[tuple[tuple[str, ...], Reason]]:
    """Each set of different drugs that stand on the sides of a row, once."""
    state = holds(row.entry.when, facts)
    if state is False:
        return
    sides = [[(one, _stands(one, *side)) for one in there] for side in row.sides]
    seen: dict[frozenset[str], tuple[tuple[Agent, ...], bool]] = {}
    for chosen in product(*([one for one in side if one[1] is not False] for side in sides)):
        drugs = tuple(agent for agent, _ in chosen)
        sure = all(truth for _, truth in chosen)
        key = frozenset(agent.name for agent in drugs)
        if _different(drugs) and (key not in seen or (sure and not seen[key][1])):
            seen[key] = drugs, sure
    for drugs, sure in seen.values():
        names = tuple(agent.name for agent in drugs)
        alone = standing(row.entry.when, facts)[:1] if len(names) == 1 else ()
        yield (*names, *alone), _reason(row.entry, drugs, sure, state, facts, knowledge)


def _stands(agent: Agent, names: frozenset[str], from_daily: dict[str, float]) -> bool | None:
    """Whether a drug stands on a side: no, yes, or it may."""
    if not agent.may_be & names:
        return False
    sure = True if agent.sure and agent.may_be <= names else None
    if not from_daily:
        return sure
    reaches = _reaches(agent.daily, from_daily.get(agent.name))
    return False if reaches is False else reaches and sure


def _reaches(daily: Interval, least: float | None) -> bool | None:
    if least is None or daily.low < least <= daily.high:
        return None
    return daily.low >= least


def _different(drugs: tuple[Agent, ...]) -> bool:
    return not any(one.may_be & other.may_be for one, other in combinations(drugs, 2))


def _reason(
    entry: Interaction,
    drugs: tuple[Agent, ...],
    sure: bool,
    state: bool | None,
    facts: Facts,
    knowledge: Knowledge,
) -> Reason:
    ask = () if state else to_ask(entry.when, facts, knowledge)
    which = () if sure else tuple(agent.fact for agent in drugs)
    return Reason(
        rule=entry.id,
        severity=entry.severity,
        truth="true" if sure and state else "unknown",
        state=standing(entry.when, facts),
        check_first=tuple(dict.fromkeys((*ask, *which, *unknown(entry.asks, facts)))),
        action=entry.action,
        because=entry.because,
        evidence=entry.evidence,
        checked=entry.checked.status,
    )


def _found(reasons: list[tuple[tuple[str, ...], Reason]], new: frozenset[str]) -> Found:
    """The worst reason, with the names in the order of its sides, and the others beside it."""
    (names, worst), *others = sorted(reasons, key=lambda one: worse_first(one[1]))
    first, second, *beside = names
    return Found(
        pair=(first, second),
        beside=tuple(beside),
        proposed=tuple(name for name in names if name in new),
        rule=worst.rule,
        severity=worst.severity,
        truth=worst.truth,
        state=worst.state,
        check_first=worst.check_first,
        action=worst.action,
        because=worst.because,
        evidence=worst.evidence,
        checked=worst.checked,
        also=tuple(reason for _, reason in others),
    )

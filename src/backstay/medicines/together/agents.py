"""What is there to interact: each drug once, with the least and the most that may be taken of it in a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf

import msgspec

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.medicines.line import Line
from backstay.medicines.often import IN_MG, times_taken
from backstay.medicines.taken import LOCAL

NOT_KNOWN = Interval(0.0, inf)


class Unnamed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A drug of which only the kind is known, such as a direct oral anticoagulant; or one that is not sure."""

    id: str
    one_of: tuple[str, ...]  # ids of the ingredients it may be
    fact: str = "medicines"  # what is asked to know which
    sure: bool = True  # that one of these is taken and reaches the whole body


class Agent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One drug, or one thing that a plan proposes to do."""

    name: str
    may_be: frozenset[str]
    sure: bool = True  # whether it surely reaches the whole body
    daily: Interval = NOT_KNOWN  # mg a day
    fact: str = "medicines"


Drug = str | Line | Unnamed


def agents(
    drugs: Iterable[Drug], knowledge: Knowledge, others: frozenset[str]
) -> tuple[Agent, ...]:
    """The drugs by name, each once. `others` are names besides ingredients that are understood.

    Raises ValueError for a name that is neither.
    """
    entries: dict[str, list[str | Line]] = {}
    unnamed: dict[str, Agent] = {}
    for drug in drugs:
        if isinstance(drug, Unnamed):
            may_be = frozenset(drug.one_of)
            unnamed[drug.id] = Agent(name=drug.id, may_be=may_be, sure=drug.sure, fact=drug.fact)
        else:
            entries.setdefault(name_of(drug), []).append(drug)
    _known(
        (*entries, *(one for agent in unnamed.values() for one in agent.may_be)), knowledge, others
    )
    named = {name: _agent(name, listed) for name, listed in entries.items()}
    return tuple(agent for _, agent in sorted({**unnamed, **named}.items()))


def name_of(drug: Drug) -> str:
    """The ingredient, or the word for a kind of drug."""
    return drug if isinstance(drug, str) else drug.drug if isinstance(drug, Line) else drug.id


def daily_mg(line: Line) -> Interval:
    """The least and the most of a line in a day, in mg; from 0 without end where it was not said.

    >>> daily_mg(Line(drug="x", text="", dose=Interval(0.5, 1), unit="g", per_day=Interval(4, 4)))
    Interval(low=2000.0, high=4000.0)
    """
    times, factor = times_taken(line), IN_MG.get(line.unit or "")
    if line.dose is None or times is None or factor is None:
        return NOT_KNOWN
    return Interval(line.dose.low * times.low * factor, line.dose.high * times.high * factor)


def _agent(name: str, entries: list[str | Line]) -> Agent:
    doses = [daily_mg(one) if isinstance(one, Line) else NOT_KNOWN for one in entries]
    return Agent(
        name=name,
        may_be=frozenset((name,)),
        sure=not all(isinstance(one, Line) and one.route in LOCAL for one in entries),
        daily=Interval(sum(dose.low for dose in doses), sum(dose.high for dose in doses)),
    )


def _known(names: Iterable[str], knowledge: Knowledge, others: frozenset[str]) -> None:
    known: Mapping[str, object] = knowledge.ingredients
    strange = sorted({name for name in names if name not in known and name not in others})
    if strange:
        raise ValueError(f"not an ingredient: {', '.join(strange)}")

"""What must be told of the opioids someone takes: doses, pairs, patches and what adds to the risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from backstay.case.values import Interval, Members
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.equivalents import SETTING, Condition, Given, OpioidAlarm
from backstay.medicines.line import Line
from backstay.medicines.opioids.equivalents import classes, is_opioid, mme
from backstay.medicines.opioids.tolerance import tolerant

Facts = Mapping[str, Any]
TOLERANT = "opioid_tolerant"


class Alarm(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing to tell. `truth` None: it cannot be ruled out before what is asked is known."""

    id: str
    kind: str  # alarm | naloxone | information
    truth: bool | None
    title: str
    text: str
    about: tuple[str, ...] = ()  # drugs, or facts, that make it so
    check_first: tuple[str, ...] = ()  # facts that are not known
    asks: tuple[str, ...] = ()  # questions that no fact answers
    evidence: tuple[str, ...]
    checked: str


class Found(NamedTuple):
    """Whether an alarm holds, about what, and what is missing to say so."""

    truth: bool | None
    about: tuple[str, ...] = ()
    check_first: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


def alarms(lines: Iterable[Line], knowledge: Knowledge, facts: Facts) -> tuple[Alarm, ...]:
    """Every alarm of `opioid_alarms` that holds for these lines, or that cannot be ruled out.

    `facts` are the facts and definitions of a person; a missing one is unknown and never counts as no. Only the
    lines are looked at: whether more is taken, `medicines_known` says. Doses are counted by the set of factors
    that the knowledge has chosen.
    """
    opioids = tuple(line for line in lines if is_opioid(knowledge, line.drug))
    entries: Iterable[OpioidAlarm] = knowledge.tables["opioid_alarms"].values()
    told = [(entry, _found(entry, opioids, knowledge, facts)) for entry in entries if opioids]
    return tuple(_alarm(entry, found) for entry, found in told if found.truth is not False)


def _alarm(entry: OpioidAlarm, found: Found) -> Alarm:
    return Alarm(
        id=entry.id, kind=entry.kind, truth=found.truth, title=entry.title, text=entry.text,
        about=found.about, check_first=found.check_first,
        asks=(*found.asks, *((entry.asks,) if entry.asks else ())),
        evidence=entry.evidence, checked=entry.checked.status,
    )  # fmt: skip


def _found(
    entry: OpioidAlarm, lines: tuple[Line, ...], knowledge: Knowledge, facts: Facts
) -> Found:
    if entry.taken:
        return _together(entry, lines, knowledge)
    if entry.long_acting:
        drugs = _drugs(line for line in lines if line.form in entry.long_acting)
        return Found(len(drugs) > 1, drugs)
    if entry.not_tolerant is not None:
        return _not_tolerant(entry.not_tolerant, lines, knowledge, facts)
    if entry.any_of:
        return _any_of(entry.any_of, facts)
    return _dose(entry, lines, knowledge)


def _dose(entry: OpioidAlarm, lines: tuple[Line, ...], knowledge: Knowledge) -> Found:
    """Whether the equivalent of a day is above, or at least, so much."""
    sum_ = mme(lines, knowledge, knowledge.chosen[SETTING])
    high = sum_.total.high if sum_.total is not None else None
    if entry.above is not None:
        truth = _reaches(sum_.at_least > entry.above, high is not None and high <= entry.above)
    else:
        wanted = entry.at_least or 0.0
        truth = _reaches(sum_.at_least >= wanted, high is not None and high < wanted)
    asks = () if truth is not None else (*sum_.asks, *sum_.refused)
    return Found(truth, _drugs(lines), asks=asks)


def _reaches(surely: bool, surely_not: bool) -> bool | None:
    return True if surely else False if surely_not else None


def _together(entry: OpioidAlarm, lines: tuple[Line, ...], knowledge: Knowledge) -> Found:
    """Whether a drug of each group is taken; one drug stands for one group."""
    found: list[str] = []
    for at, group in enumerate(entry.taken):
        but = entry.but if at == len(entry.taken) - 1 else ()
        fitting = [drug for drug in _drugs(lines) if drug not in found]
        fitting = [drug for drug in fitting if classes(knowledge, drug).intersection(group)]
        fitting = [drug for drug in fitting if not classes(knowledge, drug).intersection(but)]
        if not fitting:
            return Found(False)
        found += fitting
    return Found(True, tuple(found))


def _not_tolerant(
    given: Given, lines: tuple[Line, ...], knowledge: Knowledge, facts: Facts
) -> Found:
    """Whether it is given to someone who is not tolerant; given for long enough it makes tolerant itself."""
    drugs = _drugs(line for line in lines if line.drug in given.drugs and _by(line, given))
    if not drugs:
        return Found(False)
    if TOLERANT in facts:
        found = facts[TOLERANT]
    else:
        found = tolerant(lines, facts.get("medicines_known"), knowledge)
    return Found(None if found is None else not found, drugs, (TOLERANT,) if found is None else ())


def _by(line: Line, given: Given) -> bool:
    """A route that was not said may be this one, if the form does not say another."""
    return line.route in given.routes or (line.route is None and line.form in (None, *given.forms))


def _any_of(conditions: Sequence[Condition], facts: Facts) -> Found:
    """Whether one of them holds: those that do; or else those that are not known."""
    truths = [(one, _holds(one, facts.get(one.fact))) for one in conditions]
    true = tuple(one.has or one.fact for one, truth in truths if truth is True)
    if true:
        return Found(True, true)
    unknown = tuple(dict.fromkeys(one.fact for one, truth in truths if truth is None))
    return Found(None if unknown else False, check_first=unknown)


def _holds(condition: Condition, value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Members):
        return value.has(condition.has or "")
    low, high = value if isinstance(value, Interval) else (value, value)
    return _reaches(low >= (condition.from_ or 0.0), high < (condition.from_ or 0.0))


def _drugs(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.drug for line in lines))

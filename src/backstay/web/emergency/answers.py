"""What was ticked, as facts. What nobody ticked is unknown, and both ticks at once count as the worse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from backstay.case import CaseError, read_case
from backstay.web.emergency.asked import STARTED, Question, asked
from backstay.web.records.knowledge import knowledge

YES, NO = "yes", "no"
WHEN = "when"  # the field of the first sign
LONGEST = 200  # characters of one answer


class Problem(NamedTuple):
    """What could not be used, and the field that it stands in."""

    field: str
    text: str


class Answers(NamedTuple):
    """Known facts by name, what was typed, and what could not be used."""

    facts: dict[str, str]
    typed: dict[str, str]
    problems: list[Problem]
    started: datetime | None


def read_answers(sent: Mapping[str, Any], now: datetime) -> Answers:
    """Facts of a form. What cannot be read is told and counts as unknown: the rest still gets its answer."""
    facts: dict[str, str] = {}
    typed: dict[str, str] = {}
    problems: list[Problem] = []
    for one in asked().every:
        value = _ticked(one, sent, problems) if one.kind == "tick" else _given(one.id, sent)
        typed[one.id] = value
        if value:
            facts[one.id] = value
    typed[WHEN] = _given(WHEN, sent)
    started = _started(typed[WHEN], now, problems)
    if started is not None:
        facts[STARTED] = f"{(now - started) / timedelta(hours=1):.2f}"
    return Answers(_usable(facts, now, problems), typed, problems, started)


def document(facts: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """The case of these facts, of nobody who is named."""
    return {"as_of": now.isoformat(timespec="seconds"), "patient": dict(facts)}


def _given(name: str, sent: Mapping[str, Any]) -> str:
    return str(sent.get(name) or "").strip()[:LONGEST]


def _ticked(one: Question, sent: Mapping[str, Any], problems: list[Problem]) -> str:
    """The value of a pair of ticks: the sign, its absence, or nothing."""
    yes, no = sent.get(f"{one.id}.{YES}"), sent.get(f"{one.id}.{NO}")
    if yes and no:
        text = f"{one.label}: both ticked. It counts as there until one tick is taken away."
        problems.append(Problem(one.id, text))
    if yes:
        return one.sign
    return ("false" if one.sign == "true" else "true") if no else ""


def _started(text: str, now: datetime, problems: list[Problem]) -> datetime | None:
    if not text:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        problems.append(Problem(WHEN, f"First sign: “{text}” is not a date and time. Not used."))
        return None
    when = when if when.tzinfo else when.replace(tzinfo=now.tzinfo)
    if when > now:
        problems.append(Problem(WHEN, "First sign: this time is still to come. Not used."))
        return None
    return when


def _usable(facts: dict[str, str], now: datetime, problems: list[Problem]) -> dict[str, str]:
    """The facts that a case can hold; every other is told."""
    try:
        read_case(msgspec.json.encode(document(facts, now)), knowledge().facts)
        return facts
    except CaseError as error:
        labels = {one.id: one.label for one in asked().every} | {STARTED: "First sign"}
        wrong = {one.path.rpartition(".")[2]: one for one in error.problems}
        if not wrong.keys() & facts.keys():
            raise
        for name, one in wrong.items():
            field = WHEN if name == STARTED else name
            problems.append(Problem(field, f"{labels.get(name, name)}: {one.problem}. Not used."))
        return {name: value for name, value in facts.items() if name not in wrong}

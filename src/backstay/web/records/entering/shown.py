"""Contradictions as their page shows them: each answer with its value, who gave it and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.http import QueryDict

from backstay.present.times import as_of
from backstay.present.words import capital
from backstay.web.records.entering.contradicting import BOTH, Contradiction, Side
from backstay.web.records.entering.settling import OPEN, SETTLE
from backstay.web.records.entering.words import day_and_time, described, named, seen_when
from backstay.web.records.knowledge import knowledge


class ShownSide(NamedTuple):
    """One answer: what it is about, what it says, who and when, and the choice that calls it wrong."""

    label: str
    said: str
    who: str
    when: str
    number: str
    chosen: bool


class Shown(NamedTuple):
    """One contradiction with what can be chosen."""

    name: str
    text: str
    sides: list[ShownSide]
    other: str  # what is chosen where none of the answers is wrong
    other_label: str
    other_chosen: bool
    why: str
    asks_why: bool  # a recorded answer may be the wrong one
    missing: str


def shown_contradictions(
    found: Sequence[Contradiction], missing: Mapping[str, str], post: QueryDict
) -> list[Shown]:
    """What the page asks, with what was chosen so far."""
    return [_shown(one, missing.get(one.id, ""), post) for one in found]


def _shown(one: Contradiction, missing: str, post: QueryDict) -> Shown:
    name = f"{SETTLE}{one.id}"
    chosen = post.get(name, "")
    other = BOTH if one.same_fact else OPEN
    label = "Neither: it changed within that time, and the new answer is the later one"
    if not one.same_fact:
        label = (
            "Cannot be settled now: record all, and show the contradiction at the head of the case"
        )
    return Shown(
        name=name,
        text=one.text,
        sides=[_side(side, str(n), chosen) for n, side in enumerate(one.sides)],
        other=other,
        other_label=label,
        other_chosen=chosen == other,
        why=post.get(f"{name}:why", ""),
        asks_why=any(side.answer is None for side in one.sides),
        missing=missing,
    )


def _side(side: Side, number: str, chosen: str) -> ShownSide:
    known = knowledge().facts.find(side.place[1])
    held = side.answer or side.fact
    label = capital(known.label) if known else side.place[1]
    level = side.path.rpartition(".")[0]
    return ShownSide(
        label=f"{level}: {known.label}" if level and known else label,
        said=described(known, held.state, held.value) if known and held else "",
        who="New, from you" if side.answer else named(side.fact.recorded_by) if side.fact else "",
        when=_when(side),
        number=number,
        chosen=number == chosen,
    )


def _when(side: Side) -> str:
    if side.answer:
        told = side.answer.observed
        return f"seen {as_of(told)}" if told else "not said when it was seen"
    if side.fact is None:
        return ""
    return f"recorded {day_and_time(side.fact.recorded_at)}, {seen_when(side.fact)}"

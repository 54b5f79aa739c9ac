"""What the steroids of one person start: protection, checks, a slow end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.knowledge.tables.steroids import SteroidThreshold
from backstay.medicines.line import Line
from backstay.medicines.steroids.amounts import systemic_steroids
from backstay.medicines.steroids.daily import nothing_else, prednisone_equivalent
from backstay.medicines.taken import LOCAL
from backstay.reason import judge

EQUIVALENT, DAYS = "daily_prednisone_equivalent", "steroid_days"


class Threshold(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing that a dose or the days of a steroid start."""

    id: str
    truth: bool | None
    starts: str
    about: str | None  # the intervention it is part of
    because: str
    check: tuple[str, ...]  # facts to ask while it is unknown
    evidence: tuple[str, ...]
    checked: Checked


class Thresholds(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The daily equivalent, and what it and the days start."""

    equivalent: float | Interval | None  # mg of prednisone a day
    found: tuple[Threshold, ...]


def thresholds(lines: Iterable[Line], knowledge: Knowledge, facts: Mapping[str, Any]) -> Thresholds:
    """Every entry of `steroid_thresholds`, with whether it holds for someone who takes these lines.

    The lines are all that is taken where the facts say so (`medicines_known`), else at least that. What they show
    to be taken counts beside the facts; what the facts do not say stays unknown and is named. Doses are mg of
    prednisone a day.

    >>> from backstay.knowledge import load_knowledge
    >>> line = Line(drug="dexamethasone", text="", dose=Interval(4, 4), unit="mg", per_day=Interval(1, 1))
    >>> found = thresholds([line], load_knowledge(), {"steroid_days": 30.0}).found
    >>> [one.id for one in found if one.truth][:2]
    ['pneumocystis', 'glucose']
    """
    lines = tuple(lines)
    equivalent = prednisone_equivalent(lines, nothing_else(facts, knowledge), knowledge)
    told = {**facts, **_taken(lines, knowledge), EQUIVALENT: equivalent}
    if told.get(DAYS) is None:
        told[DAYS] = _days(lines, knowledge)
    table: dict[str, SteroidThreshold] = knowledge.tables["steroid_thresholds"]
    return Thresholds(
        equivalent=equivalent, found=tuple(_judged(one, told, knowledge) for one in table.values())
    )


def _taken(lines: tuple[Line, ...], knowledge: Knowledge) -> dict[str, bool]:
    """The classes that the lines show to be taken, under the names by which rules ask for them."""
    known = knowledge.ingredients
    drugs = [known[line.drug] for line in lines if line.drug in known and line.route not in LOCAL]
    return {f"takes_{one}": True for drug in drugs for one in drug.classes}


def _days(lines: tuple[Line, ...], knowledge: Knowledge) -> float | None:
    """For how long a steroid was taken at least, where a line says so."""
    said = [line.days for line in lines if line.drug in systemic_steroids(knowledge)]
    return max((days for days in said if days is not None), default=None)


def _judged(entry: SteroidThreshold, facts: Mapping[str, Any], knowledge: Knowledge) -> Threshold:
    judged = judge(entry.when, facts, knowledge)
    return Threshold(
        id=entry.id, truth=judged.value, starts=entry.starts, about=entry.about, because=entry.because,
        check=judged.missing, evidence=entry.evidence, checked=entry.checked,
    )  # fmt: skip

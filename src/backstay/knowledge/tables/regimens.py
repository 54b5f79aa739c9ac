"""What a proposal proposes: drug, first dose, steps and highest dose for each intervention."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from backstay.knowledge.entries import Checked, Entry

Made = dict[str, dict[str, Any]]
Computed = Literal["start", "breakthrough", "rotation", "opioid_taper", "steroid_taper"]


class Amount(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A dose; `high` only for a range. With `per: day` it is all that is given in a day."""

    low: float
    high: float | None = None
    unit: str
    per: Literal["dose", "day"] = "dose"
    times: tuple[float, float] | None = None  # administrations in a day
    every_days: tuple[float, float] | None = None  # where it is not given every day
    as_needed: bool = False
    days: float | None = None  # for how long


class Lower(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A smaller first dose where a definition or fact is true, or a number below its limit; or not known."""

    any_of: tuple[str, ...] = ()
    below: dict[str, float] = {}
    first: Amount
    because: str
    evidence: tuple[str, ...]
    checked: Checked


class Raise(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """By how much the dose goes up, and after how many days."""

    low: float
    high: float | None = None
    unit: str
    after_days: tuple[float, float] | None = None


class Highest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The highest dose of a day."""

    dose: float
    unit: str


class Regimen(Entry, frozen=True, kw_only=True):
    """One drug that an intervention may propose. Without `first` and `by`, no first dose was read."""

    intervention: str
    drug: str | None = None
    order: int = 1  # what is shown first; the same number means no order was read
    form: str | None = None
    route: str | None = None
    first: Amount | None = None
    by: Computed | None = None  # the dose is computed from what is taken and who takes it
    lower: tuple[Lower, ...] = ()
    weight: tuple[float, float] | None = None  # kg: from the first up to, not with, the second
    step: Raise | None = None
    highest: Highest | None = None
    because: str
    evidence: tuple[str, ...]
    checked: Checked


KINDS: dict[str, type[Entry]] = {"regimens": Regimen}
NAMED = ("facts", "definitions")


def problems(made: Made) -> Iterator[tuple[str, str, str]]:
    """(kind, id, what is wrong): unknown names, and doses that do not hold together."""
    for entry in made["regimens"].values():
        for text in (*_names(made, entry), *_doses(entry)):
            yield "regimens", entry.id, text


def _names(made: Made, entry: Regimen) -> Iterator[str]:
    if entry.intervention not in made["interventions"]:
        yield f"{entry.intervention} is not an intervention"
    if entry.drug is not None and entry.drug not in made["ingredients"]:
        yield f"{entry.drug} is not an ingredient"
    for lower in entry.lower:
        for name in (*lower.any_of, *lower.below):
            if not any(name in made[kind] for kind in NAMED):
                yield f"lower: {name} is neither a fact nor a definition"
        for source in lower.evidence:
            if source not in made["evidence"]:
                yield f"evidence {source} is not in evidence/"


def _doses(entry: Regimen) -> Iterator[str]:
    if not entry.evidence:
        yield "has no evidence: name at least one entry of evidence/"
    if entry.drug is None and (entry.first or entry.highest or entry.by == "start"):
        yield "gives a dose, but no drug"
    if entry.lower and entry.first is None:
        yield "has a lower first dose, but no first dose"
    for amount in _amounts(entry):
        if amount.low <= 0 or (amount.high is not None and amount.high <= amount.low):
            yield f"{amount.low} to {amount.high} {amount.unit} is not a dose from low to high"
    if entry.first and entry.highest and _exceeds(entry.first, entry.highest):
        yield f"the first dose is above the highest, {entry.highest.dose:g} {entry.highest.unit}"
    for lower in entry.lower:
        if entry.first is not None and not _is_lower(lower.first, entry.first):
            yield f"lower: {lower.first.low} {lower.first.unit} is not less than the first dose"


def _amounts(entry: Regimen) -> list[Amount | Raise]:
    every = (entry.first, entry.step, *(lower.first for lower in entry.lower))
    return [amount for amount in every if amount is not None]


def _exceeds(first: Amount, highest: Highest) -> bool:
    """Whether a first dose of a day is more than a day allows, where both are counted alike."""
    times = first.times[1] if first.times and first.per == "dose" else 1
    return first.unit == highest.unit and (first.high or first.low) * times > highest.dose


def _is_lower(lower: Amount, first: Amount) -> bool:
    """Whether it is counted alike, and begins below."""
    return (lower.unit, lower.per) == (first.unit, first.per) and lower.low < first.low

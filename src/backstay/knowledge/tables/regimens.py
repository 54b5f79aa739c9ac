"""What a proposal proposes: drug, first dose, steps and highest dose for each intervention."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from backstay.knowledge.entries import Checked, Entry

Made = dict[str, dict[str, Any]]
# From which other table the dose comes: first doses, shares and tapers of opioids, bands of organ function and
# weight, courses and tapers of steroids.
Computed = Literal[
    "opioid_start", "opioid_rescue", "opioid_rotation", "opioid_taper", "organs",
    "cord_compression", "pain_flare", "steroid_taper",
]  # fmt: skip
ANY_DRUG = (
    "opioid_rescue",
    "opioid_rotation",
    "opioid_taper",
    "steroid_taper",
)  # what is taken says which


class Amount(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A dose; `high` only for a range. With `per: day` it is all that is given in a day."""

    low: float
    high: float | None = None
    unit: str
    per: Literal["dose", "day"] = "dose"
    times: tuple[float, float] | None = None  # administrations in a day
    as_needed: bool = False
    days: float | None = None  # for how long


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
    by: Computed | None = None  # instead: the table that gives it
    step: Raise | None = None
    highest: Highest | None = None
    because: str
    evidence: tuple[str, ...]
    checked: Checked


KINDS: dict[str, type[Entry]] = {"regimens": Regimen}


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


def _doses(entry: Regimen) -> Iterator[str]:
    if not entry.evidence:
        yield "has no evidence: name at least one entry of evidence/"
    if entry.drug is None and (entry.first or entry.highest or not _computed(entry)):
        yield "gives a dose, but no drug"
    if entry.first is not None and entry.by is not None:
        yield f"has a first dose, and one by {entry.by}"
    for amount in _amounts(entry):
        if amount.low <= 0 or (amount.high is not None and amount.high <= amount.low):
            yield f"{amount.low} to {amount.high} {amount.unit} is not a dose from low to high"
    if entry.first and entry.highest and _exceeds(entry.first, entry.highest):
        yield f"the first dose is above the highest, {entry.highest.dose:g} {entry.highest.unit}"


def _computed(entry: Regimen) -> bool:
    """Whether a drug that is taken is meant, or none at all."""
    return entry.by is None or entry.by in ANY_DRUG


def _amounts(entry: Regimen) -> list[Amount | Raise]:
    return [amount for amount in (entry.first, entry.step) if amount is not None]


def _exceeds(first: Amount, highest: Highest) -> bool:
    """Whether a first dose of a day is more than a day allows, where both are counted alike."""
    times = first.times[1] if first.times and first.per == "dose" else 1
    return first.unit == highest.unit and (first.high or first.low) * times > highest.dose

"""The shape of what an assessment says of medicines.

Unknown is null; an amount is [low, high], and an open upper end is null in the pair.
"""

from __future__ import annotations

from typing import Any

import msgspec

from backstay.medicines.proposals import Proposal

Pair = list[float | None]


class TakenLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One drug of the list as it was read; `written` is that again in words."""

    drug: str
    text: str
    written: str
    form: str | None
    route: str | None
    dose: Pair | None
    unit: str | None
    per_day: Pair | None
    every_hours: float | None
    as_needed: bool
    taken_per_day: float | None
    days: float | None


class NotRead(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An entry that was not read with certainty: shown and asked, and counted nowhere."""

    text: str
    at: int
    problem: str
    expected: str
    drug: str | None


class EquivalentLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one line adds to the sum; null where no factor was read."""

    drug: str
    text: str
    mme: Pair | None
    factor: float | None
    refused: str | None


class DailyEquivalent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Oral morphine of a day by one named set of factors; null in total where it may not be summed."""

    total: Pair | None
    factor_set: str
    title: str
    lines: list[EquivalentLine]
    refused: str | None
    warnings: list[str]
    evidence: list[str]
    checked: str


class Alarm(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something about what is taken that has to be told: `kind` is alarm, naloxone or information."""

    id: str
    kind: str
    title: str
    text: str
    drugs: list[str]
    certain: bool
    check_first: list[str]
    evidence: list[str]
    checked: str


class Meeting(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Drugs, or a drug and a state of the person, that do not go together."""

    id: str
    pair: list[str]
    severity: str
    action: str
    because: str
    certain: bool
    check_first: list[str]
    evidence: list[str]
    checked: str


class OrganDose(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What kidneys, liver or age mean for the dose of a drug that is taken."""

    drug: str
    organ: str
    text: str
    avoid: bool
    check_first: list[str]
    evidence: list[str]
    checked: str


class OverCeiling(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A daily dose above the highest; not certain where only the most that is allowed is above it."""

    drug: str
    daily: Pair
    highest: float
    unit: str
    certain: bool
    text: str
    evidence: list[str]
    checked: str


class SteroidLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A dose of steroid from which something else must be done: reached, not reached, or not known."""

    id: str
    text: str
    met: bool | None
    check_first: list[str]
    evidence: list[str]
    checked: str


class Medicines(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What follows from the medicines a person takes and from those that the plan offers."""

    lines: list[TakenLine] | None = None  # null: nothing is known of them
    unread: list[NotRead] = []
    complete: bool | None = None
    daily_equivalent: DailyEquivalent | None = None
    tolerant: bool | None = None
    alarms: list[Alarm] = []
    interactions: list[Meeting] = []
    organ_doses: list[OrganDose] = []
    over_ceiling: list[OverCeiling] = []
    steroid: list[SteroidLine] = []
    proposals: list[Proposal] = []
    check_first: list[str] = []


def pair(value: Any) -> Pair | None:
    """A number or an interval as [low, high]; an end that is not finite is null.

    >>> pair((60.0, float("inf"))), pair(5.0), pair(None)
    ([60.0, None], [5.0, 5.0], None)
    """
    if value is None:
        return None
    low, high = value if isinstance(value, tuple) else (value, value)
    return [low, high if high != float("inf") else None]

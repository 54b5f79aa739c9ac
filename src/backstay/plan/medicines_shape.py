"""The shape of what an assessment says of medicines.

Unknown is null; an amount is [low, high], and an open upper end is null in the pair.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from backstay.medicines.proposals.proposal import Proposal
from backstay.plan.values import end

Pair = list[float | None]
Truth = Literal["true", "unknown"]  # what surely does not hold is not told


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
    """What one line adds to the sum; null with the reason, or with what to ask."""

    drug: str
    text: str
    daily_dose: Pair | None
    unit: str | None
    mme: Pair | None
    why_not: str | None
    asks: str | None


class DailyEquivalent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Oral morphine of a day by one named set of factors, mg; never to choose the dose of another opioid."""

    total: Pair | None  # as the definition daily_morphine_equivalent; null where no sum stands
    factor_set: str
    title: str
    lines: list[EquivalentLine]
    refused: list[str]  # what has no factor, each with the reason
    asks: list[str]
    warnings: list[str]
    evidence: list[str]
    checked: str


class Told(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something that follows for what is taken: an alarm, an organ dose, a ceiling, a steroid threshold."""

    id: str
    kind: (
        str  # alarm, naloxone, information; kidney, liver, weight, age, disputed; ceiling; steroid
    )
    text: str
    about: list[str]  # drugs, or facts that make it so
    truth: Truth
    avoid: bool
    check_first: list[str]
    evidence: list[str]
    checked: str


class Meeting(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Drugs that are taken, or a drug and a state of the person, that do not go together."""

    id: str
    pair: list[str]
    severity: str
    action: str
    because: str
    truth: Truth
    check_first: list[str]
    evidence: list[str]
    checked: str


class Medicines(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What follows from the medicines a person takes and from those that the plan offers."""

    lines: list[TakenLine] | None = None  # null: nothing is known of them
    unread: list[NotRead] = []
    complete: bool | None = None
    daily_equivalent: DailyEquivalent | None = None  # null: no opioid was read
    tolerant: bool | None = None
    prednisone_equivalent: Pair | None = None  # mg a day
    alarms: list[Told] = []
    interactions: list[Meeting] = []
    organ_doses: list[Told] = []
    over_ceiling: list[Told] = []
    steroid: list[Told] = []
    proposals: list[Proposal] = []
    check_first: list[str] = []


def pair(value: Any, decimals: int = 6) -> Pair | None:
    """A number or an interval as [low, high]; an end that is not finite is null.

    >>> pair((60.0, float("inf"))), pair(5.0), pair(None)
    ([60, None], [5, 5], None)
    """
    if value is None:
        return None
    low, high = value if isinstance(value, tuple) else (value, value)
    return [end(low, decimals), end(high, decimals)]

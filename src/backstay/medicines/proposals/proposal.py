"""The shape of a proposal: one drug of one option, with its dose, its reasons and what stands in its way."""

from __future__ import annotations

from typing import Literal

import msgspec

Action = Literal["start", "raise", "rescue", "rotate", "taper", "continue"]


class Chosen(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An option as the plan hands it over: what is offered, and how sure it is."""

    intervention: str
    title: str
    stance: str
    ready: bool
    meanwhile: bool = False  # checks must not delay it
    check_first: tuple[str, ...] = ()


class Reason(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One sentence, and what was read for it."""

    text: str
    evidence: tuple[str, ...]
    checked: str


class Dose(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How much and how often; [low, high] throughout, None where it was not read."""

    amount: tuple[float, float]
    unit: str
    per: str = "dose"  # or day: the amount is all of a day
    times_per_day: tuple[float, float] | None = None
    every_days: tuple[float, float] | None = None
    for_days: float | None = None
    as_needed: bool = False


class Met(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An interaction that this drug would meet."""

    with_drug: str = msgspec.field(name="with")
    taken: bool  # False: it is only proposed too
    severity: str
    action: str
    because: str
    evidence: tuple[str, ...]
    checked: str
    certain: bool = True  # False: it hangs on a fact that is not known


class Proposal(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One drug that an option could be done with; blocked ones are shown with their reason, never left out."""

    option: str
    stance: str
    ready: bool
    regimen: str | None
    drug: str | None
    title: str
    action: Action
    form: str | None
    route: str | None
    dose: Dose | None
    text: str  # the dose in words, or that none was read
    step: str | None
    highest: str | None
    reasons: tuple[Reason, ...]
    reduced_because: tuple[Reason, ...]
    blocked: tuple[Reason, ...]
    cautions: tuple[Reason, ...]
    check_first: tuple[str, ...]
    meanwhile: bool  # what is checked does not hold it back
    interactions: tuple[Met, ...]

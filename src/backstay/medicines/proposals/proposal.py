"""The shape of a proposal: one drug of one option, with its dose, its reasons and what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from backstay.knowledge import Knowledge
from backstay.medicines.line import Line, Unread

Action = Literal["start", "raise", "rescue", "rotate", "taper", "continue"]
Pair = list[float]  # low, high; lists throughout, since all of it is written out as JSON


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
    evidence: list[str]
    checked: str


class Dose(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How much and how often; [low, high] throughout, None where it was not read."""

    amount: Pair
    unit: str
    per: str = "dose"  # or day: the amount is all of a day
    times_per_day: Pair | None = None
    for_days: float | None = None
    as_needed: bool = False


class Met(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An interaction that this drug meets: with other drugs, or with a state of the person."""

    with_what: list[str] = msgspec.field(name="with")
    taken: bool  # False: all of them are only proposed
    severity: str
    action: str
    because: str
    certain: bool  # False: it hangs on a fact that is not known
    evidence: list[str]
    checked: str


class Proposal(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One drug that an option could be done with; blocked ones are shown with their reason, never left out."""

    option: str
    stance: str
    ready: bool
    regimen: str
    drug: str | None
    title: str
    action: Action
    form: str | None
    route: str | None
    dose: Dose | None
    text: str  # the dose in words, or that none was read
    step: str | None
    highest: str | None
    reasons: list[Reason]
    reduced_because: list[Reason]
    blocked: list[Reason]
    cautions: list[Reason]
    check_first: list[str]
    meanwhile: bool  # what is checked does not hold it back
    interactions: list[Met]


class Person(NamedTuple):
    """What is known of who is treated."""

    lines: tuple[Line, ...] | None  # None: nothing is known of what is taken
    unread: tuple[Unread, ...]
    knowledge: Knowledge
    facts: Mapping[str, Any]

    @property
    def listed(self) -> tuple[Line, ...]:
        """The lines that are known."""
        return self.lines or ()

    @property
    def lists_all(self) -> bool:
        """Whether all that is taken is on the list and was read."""
        read = self.lines is not None and not self.unread
        return read and self.facts.get("medicines_known") is True

    def takes(self, drug: str | None) -> bool:
        """Whether a drug stands on the list, if only with a dose that was not read."""
        named = {one.drug for one in self.listed} | {one.drug for one in self.unread}
        return drug is not None and drug in named


class Draft(NamedTuple):
    """A proposal before it is held against allergies and other drugs."""

    regimen: str
    drug: str | None
    form: str | None
    route: str | None
    action: Action
    text: str  # without a dose; or what follows a dose in words
    dose: Dose | None = None
    step: str | None = None
    highest: str | None = None
    reasons: tuple[Reason, ...] = ()
    reduced: tuple[Reason, ...] = ()
    blocked: tuple[Reason, ...] = ()
    cautions: tuple[Reason, ...] = ()
    check: tuple[str, ...] = ()

"""What is said of one drug and one organ: the band, the dose in it, who says so, and what is missing."""

from __future__ import annotations

from typing import Literal

import msgspec

from backstay.case.values import Interval
from backstay.knowledge.entries import Checked
from backstay.knowledge.tables.organs import Verdict

Matter = Literal["kidney", "liver", "weight", "age"]


class Dose(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A dose as far as it was read; what was not read is None. Every amount is in `unit`."""

    unit: str
    start: Interval | None = None  # first dose, in a day
    single: Interval | None = None
    doses: tuple[float, ...] = ()  # single doses that a label lists
    daily: Interval | None = None
    max: float | None = None  # in a day
    per_day: Interval | None = None  # administrations
    every_hours: Interval | None = None
    longer_interval: Interval | None = None  # times the usual interval
    share: Interval | None = None  # of the usual dose; 1 is no change
    supplement: Interval | None = None  # after each hemodialysis
    scaled: float | None = None  # the proportion by which the amounts were made smaller


class Said(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One band of one source or custom."""

    entry: str  # id of the table entry
    position: str | None = None  # who says so, where sources disagree
    band: tuple[float, float | None] | None = None  # from, to; None is an open end
    verdict: Verdict
    dose: Dose | None = None  # None where nothing may be given or nothing was read
    form: str | None = None  # to be given in no other form than this
    about_form: str | None = None  # the source speaks only of this form
    route: str | None = None  # ... or of this route
    notes: tuple[str, ...] = ()
    evidence: tuple[str, ...]
    checked: Checked


class OrganAdvice(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one organ, weight or age does to the dose of a drug.

    `says` holds what each source says now, the most careful first. It is empty where the measure is unknown; then
    `possible` holds every band and `check_first` what to ask. Where neither holds anything, nothing was read.
    """

    drug: str
    organ: Matter
    measure: str | None = None  # the fact or definition that decided
    value: Interval | None = None
    dialysis: str | None = None
    says: tuple[Said, ...] = ()
    possible: tuple[Said, ...] = ()
    careful: bool = False  # the value may lie in two bands; the more careful one is given
    check_first: tuple[str, ...] = ()
    note: str | None = None

    @property
    def read(self) -> bool:
        """Whether anything was read; where not, that is no word that the dose stays as it is."""
        return bool(self.says or self.possible)

    @property
    def avoid(self) -> bool | None:
        """Whether a source says not to give it; None while the measure is unknown or nothing was read."""
        known = [one.verdict for one in self.says if one.verdict != "unread"]
        return any(one in ("avoid", "contraindicated") for one in known) if known else None

    @property
    def dose(self) -> Dose | None:
        """The dose of the most careful source that gives one; None where all say not to."""
        return next((one.dose for one in self.says if one.dose is not None), None)

"""Changing opioids: ratios by direction, bands of patches, cuts, single doses, steps and tapers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from backstay.knowledge.entries import Checked, Entry, Status
from backstay.knowledge.tables.rotation_checks import rotation_problems

# A number, or a quotient as it was published: [1, 7.5] is 1 mg for 7.5 mg.
Quotient = float | tuple[float, float]
Span = tuple[float, float]
Reasons = dict[str, str]


class Remark(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One sentence for the reader, with its own standing."""

    text: str
    status: Status
    evidence: tuple[str, ...] = ()


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one source says where sources differ, in percent."""

    by: str
    percent: Span
    status: Status
    evidence: tuple[str, ...] = ()


class Ratio(Entry, frozen=True, kw_only=True):
    """By what the dose of a day is multiplied, from one drug and route to another. One way only."""

    drug: str
    route: str
    to: str
    to_route: str
    low: Quotient
    default: Quotient
    high: Quotient
    derived: str | None = None  # from what, where no source gives this pair
    evidence: tuple[str, ...]
    checked: Checked


class PatchBand(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    min: float  # mg of a day
    max: float
    strength: float  # mcg/h


class PatchTable(Entry, frozen=True, kw_only=True):
    """Which patch for which dose of a day. Between two bands the smaller patch holds."""

    patch: str  # the drug in the patch
    table: str  # us, canada, uk ...
    drug: str
    route: str
    bands: tuple[PatchBand, ...] = ()
    below: float | None = None  # strength under the first band
    share: float | None = None  # instead of bands: a rule of thumb that is shown, never used
    both_ways: bool = False
    evidence: tuple[str, ...]
    checked: Checked


class Reduction(Entry, frozen=True, kw_only=True):
    """A cut of the converted dose for incomplete cross-tolerance. Each role has one entry."""

    role: Literal["sensitive", "pain_not_held", "usual", "same_drug", "patch_table"]
    percent: Span
    any: Reasons = msgspec.field(default_factory=dict)  # yes_no name -> why it asks for this cut
    classes: tuple[str, ...] = ()  # of drugs among the lines that count as `from_class`
    from_class: str | None = None
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    because: str
    published: tuple[Published, ...] = ()
    evidence: tuple[str, ...]
    checked: Checked


class StartDose(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One published way to begin, for someone without an opioid."""

    by: str
    form: str
    per: Literal["day", "dose"]
    dose: Span
    as_needed: float | None = None  # single dose beside it
    again_after_minutes: float | None = None
    not_if: tuple[str, ...] = ()  # surely one of these: not this way
    status: Status
    evidence: tuple[str, ...]


class OpioidDose(Entry, frozen=True, kw_only=True):
    """One opioid by one route: what it is rounded to, how it begins, and why it is not computed."""

    drug: str
    route: str
    unit: Literal["mg", "mcg", "mcg/h"]
    usual: bool = False  # the route that is meant when none is named
    refused: str | None = None  # why no dose of it is computed
    refused_from: str | None = None  # why no dose is computed from it
    no_rescue: str | None = None  # why no share of its dose is a rescue dose
    needs_tolerance: bool = False
    step: float | None = None  # doses of a day are multiples of it, rounded down
    single_step: float | None = None  # single doses likewise
    first_single: float | None = None  # the lowest single dose, whatever the background is
    begun: tuple[Remark, ...] = ()
    ended: tuple[Remark, ...] = ()
    asks: tuple[Remark, ...] = ()  # what a specialist checks
    starts: tuple[StartDose, ...] = ()
    evidence: tuple[str, ...]
    checked: Checked


class LadderRung(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    min: float  # mg oral morphine a day
    max: float | None = None
    ratio: float  # so many mg oral morphine for 1 mg methadone


class MethadoneLadder(Entry, frozen=True, kw_only=True):
    """A published ladder to methadone: shown to say how far sources differ, never used for a dose."""

    by: str
    rungs: tuple[LadderRung, ...]
    cut: Span  # percent
    evidence: tuple[str, ...]
    checked: Checked


class RescueShare(Entry, frozen=True, kw_only=True):
    """The part of a day's dose that one dose as needed is."""

    role: Literal["usual", "sensitive"]
    percent: Span
    default: Quotient  # of the dose, not in percent
    any: tuple[str, ...] = ()
    because: str
    published: tuple[Published, ...] = ()
    evidence: tuple[str, ...]
    checked: Checked


class OpioidStep(Entry, frozen=True, kw_only=True):
    """By how much the background dose rises."""

    percent: Span
    all: tuple[str, ...] = ()  # it holds where these are surely so
    least: bool = False  # holds for everyone
    proposed: bool = True  # or only shown
    because: str
    evidence: tuple[str, ...]
    checked: Checked


class OpioidTaper(Entry, frozen=True, kw_only=True):
    """One pace of a taper, by how long the opioid was taken."""

    days: tuple[float, float | None]  # of use, the upper end left out
    percent: float  # of the first dose, each time
    every_days: float
    until: float = 0  # part of the first dose; from there on percent of what is left
    unknown: bool = False  # holds while nobody knows for how long it was taken
    because: str
    evidence: tuple[str, ...]
    checked: Checked


class TaperRule(Entry, frozen=True, kw_only=True):
    """What holds for every taper of an opioid."""

    role: Literal["stop", "watch"]  # what ends it for now; what goes with it
    text: str
    evidence: tuple[str, ...]
    checked: Checked


class ChangeAlarm(Entry, frozen=True, kw_only=True):
    """What is told of a new dose, by equivalents of surveillance before and after, or by a fact of the person."""

    rises_by: float | None = None  # more than so many percent above the old one
    above: float | None = None  # mg a day, passed for the first time
    when: str | None = None  # yes_no name
    of_steps: bool = True  # told of a step up too
    text: str
    evidence: tuple[str, ...]
    checked: Checked


KINDS: dict[str, type[Entry]] = {
    "ratios": Ratio,
    "patch_tables": PatchTable,
    "reductions": Reduction,
    "opioid_doses": OpioidDose,
    "methadone_ladders": MethadoneLadder,
    "rescue_shares": RescueShare,
    "opioid_steps": OpioidStep,
    "opioid_tapers": OpioidTaper,
    "opioid_taper_rules": TaperRule,
    "change_alarms": ChangeAlarm,
}


def problems(made: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(kind, id, what is wrong)."""
    yield from rotation_problems(made)

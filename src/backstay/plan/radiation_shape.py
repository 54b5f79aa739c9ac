"""The shape of what an assessment says of radiation at each lesion.

Doses are in Gy, EQD2 with alpha/beta 2 unless it says another. Unknown is null; an amount is [low, high], and an
open upper end is null in the pair. A field has the name it has in the dose room, from which it is taken.
"""

from __future__ import annotations

import msgspec

from backstay.plan.treated_shape import (
    ControlTold,
    FractureTold,
    Pair,
    SchedulesOffered,
    TargetVolume,
)


class GivenDose(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one earlier course gave to one tissue, and how that is known."""

    dose: Pair | None
    eqd2: Pair | None
    how: str  # measured, prescription, enclosing, unknown
    says: str


class DoseAsked(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What would make a dose known: a fact, or a field of one course of `prior_radiation`."""

    fact: str
    field: str | None
    course: int | None  # from 1
    text: str


class EarlierCourse(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One earlier course as it was told."""

    number: int
    text: str
    prescribed: float | None
    fractions: int | None
    months: Pair | None
    technique: str | None
    stereotactic: bool | None
    presumed: bool  # conventional by its dose per fraction only
    cord: GivenDose
    sac: GivenDose
    asks: list[DoseAsked]
    notes: list[str]


class LimitJudged(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One limit for these courses; `met` null is unknown."""

    id: str
    label: str
    unit: str
    met: bool | None
    next: bool  # it waits for the next course alone; `value` is what there is so far
    value: Pair | None
    limit: float
    at_most: float | None
    at_least: float | None
    stricter: float | None
    leaves: float | None
    why: str | None
    asks: list[str]
    evidence: list[str]
    checked: str


class LimitSet(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The limits of one published rule set; sets are never merged."""

    id: str
    title: str
    default: bool  # the one by which a dose is named
    tissue: str
    after: str  # the earlier courses after which it holds
    note: str | None
    refused: str | None  # why the whole set does not speak here
    limits: list[LimitJudged]
    evidence: list[str]
    checked: str


class PublishedDoses(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A published row: fractions -> total dose."""

    id: str
    title: str
    tissue: str
    doses: dict[str, Pair]
    note: str | None
    evidence: list[str]
    checked: str


class DoseAvailable(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What may still be given to a tissue in 1 to 5 fractions, or why no dose is named."""

    tissue: str
    rule_set: str
    eqd2: float | None
    fractions: dict[str, float] | None
    bound_by: str | None
    refused: str | None
    conditions: list[str]
    published: list[PublishedDoses]
    practice: list[PublishedDoses]
    evidence: list[str]
    checked: str


class FirstCourseLimit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A limit of a tissue for a level that was never irradiated."""

    tissue: str
    rule_set: str
    title: str  # of the rule set
    metric: str
    fractions: int
    limit: float
    upper: float | None  # the upper end of a published range: shown, never judged by
    unit: str
    note: str | None
    evidence: list[str]
    checked: str


class LesionRadiation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Everything on the dose at one lesion; `courses` null: nobody said whether there were any."""

    lesion: str
    cord_here: bool | None
    courses: list[EarlierCourse] | None
    cord_eqd2: Pair | None
    sac_eqd2: Pair | None
    rules: list[LimitSet]
    available: DoseAvailable | None
    limits: list[FirstCourseLimit]  # for a level never irradiated
    limits_hold: bool | None  # null: they hold if there was no earlier course
    asks: list[DoseAsked]
    refused: list[str]
    notes: list[str]
    target: TargetVolume
    schedules: SchedulesOffered
    fracture: FractureTold
    control: ControlTold
    check_first: list[str]
    evidence: list[str]
    checked: str | None


class Radiation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What follows for radiation at each lesion. It supports the team and decides nothing."""

    rule_set: str | None = None  # the one by which the first-course limits of the cord are named
    supports: str = ""
    lesions: list[LesionRadiation] | None = None  # null: it is not known which lesions there are
    check_first: list[str] = []

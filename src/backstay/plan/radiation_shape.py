"""The shape of what an assessment says of radiation at each lesion.

Doses are in Gy, EQD2 with alpha/beta 2 unless it says another. Unknown is null; an amount is [low, high], and an
open upper end is null in the pair. A field has the name it has in the dose room, from which it is taken.
"""

from __future__ import annotations

import msgspec

Pair = list[float | None]


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


class FigureSeen(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one cohort or trial saw in its own people."""

    id: str
    outcome: str
    label: str
    dose: float | None
    fractions: int | None
    percent: float | None
    interval: Pair | None
    count: list[int] | None
    months: float | None
    population: str
    evidence: list[str]
    checked: str


class DoseEffect(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A schedule in terms of one tissue."""

    tissue: str
    alpha_beta: Pair
    bed: Pair
    eqd2: Pair


class ScheduleOffered(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A schedule that fits the lesion (`fits` true) or may."""

    id: str
    title: str
    dose: float
    fractions: int
    technique: str
    options: list[str]
    use: str
    fits: bool | None
    spoken_for_by: list[str]
    against: list[str]
    check_first: list[str]
    effects: list[DoseEffect]
    seen: list[FigureSeen]
    note: str | None
    evidence: list[str]
    checked: str


class SchedulesOffered(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    fitting: list[ScheduleOffered]
    possible: list[ScheduleOffered]
    others: list[str]
    check_first: list[str]
    cautions: list[str]


class SectorPosition(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Sectors on which sources differ."""

    sectors: list[str]
    says: str
    evidence: list[str]
    checked: str


class MarginRule(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A rule on margins or drawing; `applies` null is unknown."""

    id: str
    applies: bool | None
    says: str
    margin_mm: Pair | None
    check_first: list[str]
    evidence: list[str]
    checked: str


class TargetVolume(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Sectors to treat by the consensus on those involved; null with the reason while it cannot be said."""

    of: str
    involved: list[str] | None
    treat: list[str] | None
    differ: list[SectorPosition]
    one_row: bool
    circumferential: bool | None
    rules: list[MarginRule]
    why_not: str | None
    check_first: list[str]
    notes: list[str]
    evidence: list[str]
    status: str | None


class HazardRatio(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A published hazard ratio and whether it holds here; never multiplied into a risk of one person."""

    id: str
    outcome: str
    label: str
    ratio: float
    interval: Pair | None
    reference: str
    holds: bool | None
    check_first: list[str]
    evidence: list[str]
    checked: str


class VolumeSeen(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What was seen above, and at or below, a volume that gets a dose."""

    id: str
    outcome: str
    structure: str
    dose: float
    above_cc: float
    fractions: int
    percent_above: float
    percent_below: float
    months: float
    about: bool | None
    evidence: list[str]
    checked: str


class FractureTold(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Fracture after stereotactic radiation: hazards that hold here, those not known, what cohorts saw."""

    hazards: list[HazardRatio]
    incidences: list[FigureSeen]
    volumes: list[VolumeSeen]
    check_first: list[str]
    cautions: list[str]


class ControlTold(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Local control and regrowth as cohorts saw them."""

    figures: list[FigureSeen]
    possible: list[FigureSeen]
    hazards: list[HazardRatio]
    check_first: list[str]
    cautions: list[str]


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

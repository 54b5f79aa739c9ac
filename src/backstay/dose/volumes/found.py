"""What is found for one lesion: schedules that fit, sectors to treat, hazards of fracture, figures of control."""

from __future__ import annotations

import msgspec

from backstay.case.values import Interval
from backstay.knowledge.entries import Checked, Status


class Figure(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one cohort or trial saw, in its own people; no figure is a risk of one person."""

    id: str
    outcome: str  # regrowth, control, fracture, painful_fracture, pain_relief, walking
    label: str  # what was counted, in a sentence
    dose: float | None = None  # Gy in all
    fractions: int | None = None
    percent: float | None = None
    interval: Interval | None = None  # its confidence interval
    count: tuple[int, int] | None = None  # so many of so many, where no share at a time was read
    months: float | None = None
    population: str
    note: str | None
    evidence: tuple[str, ...]
    checked: Checked


class Effect(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A schedule in terms of one tissue, in Gy; intervals where alpha/beta is one."""

    tissue: str
    alpha_beta: Interval
    bed: Interval
    eqd2: Interval


class ScheduleFit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One schedule and whether it fits the lesion."""

    id: str
    title: str
    dose: float  # Gy in all
    fractions: int
    technique: str  # conventional, precision, sbrt
    options: tuple[str, ...]  # interventions under which it is given
    purposes: tuple[str, ...]
    use: str
    fits: bool | None  # None: it may, "if" what is in check_first is known
    spoken_for_by: tuple[str, ...]  # statements that are true, or unknown where it may fit
    against: tuple[
        str, ...
    ]  # true statements against its options: shown beside it, they decide the option
    check_first: tuple[str, ...]  # facts
    effects: tuple[Effect, ...]
    seen: tuple[Figure, ...]
    note: str | None
    evidence: tuple[str, ...]
    checked: Checked


class Schedules(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The schedules of one lesion: those that fit, those that may, and how many others are known."""

    fitting: tuple[ScheduleFit, ...]
    possible: tuple[ScheduleFit, ...]
    others: tuple[str, ...]  # ids
    check_first: tuple[str, ...]
    cautions: tuple[str, ...]


class Position(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Sectors on which sources differ, or that hang on something that is not a fact here."""

    sectors: tuple[str, ...]
    row: str
    says: str
    evidence: tuple[str, ...]
    checked: Checked


class TargetRule(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A rule about margins, drawing or organs at risk, and whether it is about this lesion."""

    id: str
    applies: bool | None
    says: str
    margin_mm: Interval | None
    check_first: tuple[str, ...]
    note: str | None
    evidence: tuple[str, ...]
    checked: Checked


class Target(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The target by involved sectors. `treat` is None while it cannot be said, and `why_not` says why."""

    of: str  # intact, postoperative, sacrum
    involved: tuple[str, ...] | None
    treat: tuple[str, ...] | None
    differ: tuple[Position, ...]
    rows: tuple[str, ...]  # the rows of the table that decided
    one_row: bool  # false: several rows were put together, which is our reading
    circumferential: bool | None
    rules: tuple[TargetRule, ...]
    why_not: str | None
    check_first: tuple[str, ...]
    notes: tuple[str, ...]
    evidence: tuple[str, ...]
    status: Status | None  # the weakest of the rows that decided


class Hazard(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One hazard ratio against its reference, and whether it holds for this lesion and course."""

    id: str
    outcome: str  # fracture, regrowth
    label: str
    ratio: float
    interval: Interval | None
    reference: str
    holds: bool | None
    check_first: tuple[str, ...]
    hangs_on: str | None  # what no fact says: the planned course, or how the target is drawn
    note: str | None
    evidence: tuple[str, ...]
    checked: Checked


class VolumeFigure(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What was seen above and at or below a volume that receives a dose."""

    id: str
    outcome: str
    structure: str
    dose: float  # Gy
    above_cc: float
    fractions: int
    percent_above: float
    percent_below: float
    months: float
    population: str
    about: bool | None  # whether the planned course has this number of fractions
    evidence: tuple[str, ...]
    checked: Checked


class FractureHazards(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Hazard ratios of vertebral fracture after SBRT. They are never multiplied into a risk of one person."""

    hazards: tuple[Hazard, ...]
    incidences: tuple[Figure, ...]
    possible: tuple[Figure, ...]  # of a site that the lesion may be at
    volumes: tuple[VolumeFigure, ...]
    check_first: tuple[str, ...]
    cautions: tuple[str, ...]


class ControlFigures(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Local control and regrowth as cohorts saw them, with what raised regrowth."""

    figures: tuple[Figure, ...]
    possible: tuple[Figure, ...]  # of a site that the lesion may be at
    hazards: tuple[Hazard, ...]
    check_first: tuple[str, ...]
    cautions: tuple[str, ...]

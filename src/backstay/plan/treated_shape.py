"""The shape of what is treated at a lesion and what was seen after it: target, schedules, fracture, control.

Doses are in Gy; a field has the name it has in the dose room, from which it is taken.
"""

from __future__ import annotations

import msgspec

Pair = list[float | None]


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

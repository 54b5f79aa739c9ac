"""Schedules by purpose, with the control and the fractures seen after them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from backstay.knowledge.entries import Checked, Entry

Purpose = Literal["pain", "control", "compression", "after_surgery", "again"]
Technique = Literal["conventional", "precision", "sbrt"]
Outcome = Literal[
    "regrowth", "control", "fracture", "painful_fracture", "pain_relief", "complete_relief", "walking",
]  # fmt: skip
Pair = tuple[float, float]


class Schedule(Entry, frozen=True, kw_only=True):
    """One dose in so many fractions, what it is for, and which statements speak for it."""

    title: str
    dose: float  # Gy in all
    fractions: int
    technique: Technique
    options: tuple[str, ...]  # interventions under which it is given
    purposes: tuple[Purpose, ...]
    statements: tuple[str, ...] = ()  # one that is true is enough; none: nothing read speaks for it
    needs: tuple[str, ...] = ()  # yes_no facts or definitions that must all hold, such as the site
    use: str  # for whom, in a sentence
    seen: tuple[str, ...] = ()  # ids of cohort_figures
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class CohortFigure(Entry, frozen=True, kw_only=True):
    """What one cohort or trial saw after a dose. Cohorts are never compared with each other."""

    outcome: Outcome
    label: str
    dose: float | None = None  # Gy in all
    fractions: int | None = None
    percent: float | None = None
    interval: Pair | None = None
    count: tuple[int, int] | None = None  # instead of percent: so many of so many
    months: float | None = None
    where: tuple[str, ...] = ()  # yes_no facts or definitions: a figure of this site only
    population: str
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class HazardRatio(Entry, frozen=True, kw_only=True):
    """How many times as fast something happens, against a reference. Never multiplied into a risk."""

    outcome: Outcome
    label: str
    ratio: float
    interval: Pair | None = None
    reference: str
    when: tuple[str, ...] = ()  # yes_no facts or definitions that must all hold
    per_fraction: tuple[float, float | None] | None = None  # Gy a fraction, both ends included
    outside: tuple[float, float] | None = (
        None  # Gy a fraction between two classes, both ends excluded
    )
    course: tuple[float, int] | None = None  # of this dose in so many fractions only
    hangs_on: str | None = None  # what no fact says, so that it is never known to hold
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class VolumeFigure(Entry, frozen=True, kw_only=True):
    """What was seen above, and at or below, a volume that receives a dose."""

    outcome: Outcome
    structure: str
    at_dose: float  # Gy
    above_cc: float
    fractions: int
    percent_above: float
    percent_below: float
    months: float
    population: str
    evidence: tuple[str, ...]
    checked: Checked


KINDS: dict[str, type[Entry]] = {
    "schedules": Schedule,
    "cohort_figures": CohortFigure,
    "hazard_ratios": HazardRatio,
    "volume_figures": VolumeFigure,
}
TUMOR, CORD = "tumor", "spinal_cord"  # the tissues of which every schedule is told
Made = dict[str, dict[str, Any]]
Problem = tuple[str, str, str]


def problems(made: Made) -> Iterator[Problem]:
    """(kind, id, what is wrong)."""
    for kind, check in (
        ("schedules", _schedule), ("cohort_figures", _figure),
        ("hazard_ratios", _ratio), ("volume_figures", _volume),
    ):  # fmt: skip
        for entry in made[kind].values():
            yield from ((kind, entry.id, text) for text in check(made, entry))

    for tissue in (TUMOR, CORD):
        if tissue not in made["tissues"]:
            yield "tissues", tissue, "every schedule is told in terms of it, and it is missing"


def unknown_names(made: Made, names: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with names that must be yes_no facts or definitions."""
    for name in names:
        named = made["facts"].get(name) or made["definitions"].get(name)
        if named is None or named.kind != "yes_no":
            yield f"{name} is not a yes_no fact or definition"


def _schedule(made: Made, entry: Schedule) -> Iterator[str]:
    if entry.dose <= 0 or entry.fractions < 1:
        yield f"{entry.dose:g} Gy in {entry.fractions} is no course"
    for name in entry.options:
        if name not in made["interventions"]:
            yield f"{name} is not an intervention"
    for name in entry.statements:
        rule = made["statements"].get(name)
        if rule is None or rule.says not in ("recommend", "consider"):
            yield f"{name} is not a statement that recommends or considers"
    for name in entry.seen:
        if name not in made["cohort_figures"]:
            yield f"{name} is not a cohort figure"
    yield from unknown_names(made, entry.needs)


def _figure(made: Made, entry: CohortFigure) -> Iterator[str]:
    if (entry.percent is None) == (entry.count is None):
        yield "has one of percent and count"
    if entry.percent is not None and not 0 <= entry.percent <= 100:
        yield f"{entry.percent:g} % is no share"
    if entry.count is not None and not 0 <= entry.count[0] <= entry.count[1]:
        yield f"{entry.count[0]} of {entry.count[1]} is no share"
    if (
        entry.interval is not None
        and not entry.interval[0] <= (entry.percent or 0) <= entry.interval[1]
    ):
        yield "the figure lies outside its interval"
    yield from unknown_names(made, entry.where)


def _ratio(made: Made, entry: HazardRatio) -> Iterator[str]:
    low, high = entry.interval or (entry.ratio, entry.ratio)
    if not 0 < low <= entry.ratio <= high:
        yield "the ratio is above 0 and lies within its interval"
    if not (entry.when or entry.per_fraction or entry.course):
        yield "holds for nobody: it needs when, per_fraction or course"
    least, most = entry.per_fraction or (0, None)
    if most is not None and most < least:
        yield "per_fraction goes from low to high"
    yield from unknown_names(made, entry.when)


def _volume(_: Made, entry: VolumeFigure) -> Iterator[str]:
    if min(entry.at_dose, entry.above_cc, entry.months) <= 0 or entry.fractions < 1:
        yield "dose, volume, fractions and months are above 0"
    if not 0 <= entry.percent_below <= entry.percent_above <= 100:
        yield "shares go from 0 to 100, and the one above the volume is not the smaller"

"""Steroids: what equals what, courses, ways down, and the doses from which something else must be done."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Literal

import msgspec

from backstay.knowledge.entries import Checked, Entry

Purpose = Literal["cord_compression", "pain_flare"]


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A dose that one source sets equal to the unit dose of the table."""

    dose: float
    evidence: tuple[str, ...]


class Salt(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A salt on a label that holds less of the base than its own weight."""

    name: str  # as it stands beside the drug's name
    dose: float  # mg of the salt
    base: float  # mg of the base in it


class Steroid(Entry, frozen=True, kw_only=True):
    """One steroid: the dose in mg that equals 5 mg of prednisone, which all others are compared with."""

    equals: float
    published: tuple[Published, ...] = ()  # where sources disagree, each figure with its own
    salts: tuple[Salt, ...] = ()
    measured_in: float | None = None  # mg: doses are rounded to multiples of it
    slip_above: float  # mg a day that is read as a slip of the pen
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class SteroidCourse(Entry, frozen=True, kw_only=True):
    """How much is given for one purpose, by one source."""

    title: str
    purpose: Purpose
    drug: str
    default: bool = False  # the one course of its purpose that is proposed
    first: tuple[float, float]  # mg at once: the range, both ends the same where there is one dose
    daily: tuple[float, float]  # mg a day after it
    doses: int | None = None  # how many in all, the first among them
    hours_before: float | None = None  # the first so long before what it is given for
    never_default: bool = False
    left_out_by: tuple[str, ...] = ()  # statements that speak against it
    because: str
    evidence: tuple[str, ...]
    checked: Checked


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of the way down, until the dose reaches a floor."""

    share: float | None = None  # each step leaves this part of the dose
    by: float | None = None  # each step takes this much
    leaves: float = 0.0  # with `by`: but never more than leaves this part of the dose
    even_days: tuple[int, int] | None = None  # evenly, a step a day, over so many days
    every_days: tuple[int, int] | None = None  # a step in so many days
    down_to: float = 0.0  # the floor


class Taper(Entry, frozen=True, kw_only=True):
    """How a drug is brought down, by how long it was taken. Floors and steps of steroids are mg of prednisone."""

    title: str
    of: Literal["steroid", "gabapentinoid"] = "steroid"
    reason: str | None = None  # for this reason only
    at_least: float | None = None  # days taken
    more_than: float | None = None
    below: float | None = None
    at_most: float | None = None
    stages: tuple[Stage, ...] = ()  # none: it stops at once
    ends_below: float = 0.0  # less than this is nothing
    checks_from: float | None = None  # from here down only after what `advice` says was checked
    measured_in: dict[str, float] = msgspec.field(default_factory=dict)
    advice: tuple[str, ...] = ()
    because: str
    evidence: tuple[str, ...]
    checked: Checked


class SteroidThreshold(Entry, frozen=True, kw_only=True):
    """From which dose, or how many days, something else must be done. The condition is a definition."""

    when: str  # a definition that is yes or no
    starts: str  # what is done then
    about: str | None = None  # the intervention it is part of
    because: str
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


KINDS: dict[str, type[Entry]] = {
    "steroids": Steroid,
    "steroid_courses": SteroidCourse,
    "steroid_tapers": Taper,
    "steroid_thresholds": SteroidThreshold,
}
Made = dict[str, dict[str, Any]]
Problem = tuple[str, str, str]


def problems(made: Made) -> Iterator[Problem]:
    """(kind, id, what is wrong)."""
    for kind, check in (
        ("steroids", _steroid), ("steroid_courses", _course),
        ("steroid_tapers", _taper), ("steroid_thresholds", _threshold),
    ):  # fmt: skip
        for entry in made[kind].values():
            yield from ((kind, entry.id, text) for text in check(made, entry))
    yield from _defaults(made)
    yield from _days(made)


def _steroid(made: Made, entry: Steroid) -> Iterator[str]:
    if entry.id not in made["ingredients"]:
        yield f"{entry.id} is not an ingredient"
    if not 0 < entry.equals < entry.slip_above:
        yield "equals is more than 0 and less than slip_above"
    if entry.published and entry.equals not in {one.dose for one in entry.published}:
        yield f"equals {entry.equals:g} is none of the published doses"
    for salt in entry.salts:
        if not 0 < salt.base <= salt.dose:
            yield f"{salt.name}: a salt holds no more of the base than it weighs"
    for one in entry.published:
        yield from _sources(made, one.evidence)


def _sources(made: Made, evidence: tuple[str, ...]) -> Iterator[str]:
    yield from (
        f"evidence {name} is not in evidence/" for name in evidence if name not in made["evidence"]
    )


def _course(made: Made, entry: SteroidCourse) -> Iterator[str]:
    if entry.drug not in made["steroids"]:
        yield f"{entry.drug} is not a steroid of the table"
    if not (0 < entry.first[0] <= entry.first[1] and 0 <= entry.daily[0] <= entry.daily[1]):
        yield "a range of doses has its lower end first, and the first dose is more than 0"
    if entry.default and entry.never_default:
        yield "this course is never the default"
    for rule in entry.left_out_by:
        if rule not in made["statements"]:
            yield f"{rule} is not a statement"


def _taper(made: Made, entry: Taper) -> Iterator[str]:
    floors = [stage.down_to for stage in entry.stages]
    if floors and (floors != sorted(floors, reverse=True) or floors[-1] != 0):
        yield "stages go down, and the last ends at 0"
    for stage in entry.stages:
        if [stage.share, stage.by, stage.even_days].count(None) != 2:
            yield "a stage has one of share, by and even_days"
        if (stage.even_days is None) == (stage.every_days is None):
            yield "a stage has every_days, or even_days"
        if not (0 < (stage.share or 0.5) < 1 and 0 <= stage.leaves < 1):
            yield "share is between 0 and 1, and so is leaves"
    if entry.stages and entry.stages[-1].even_days is None and entry.ends_below <= 0:
        yield "ends_below is more than 0 where a step is a share, or it never ends"
    for drug in entry.measured_in:
        if drug not in made["ingredients"]:
            yield f"{drug} is not an ingredient"


def _threshold(made: Made, entry: SteroidThreshold) -> Iterator[str]:
    named = made["definitions"].get(entry.when)
    if named is None or named.kind != "yes_no":
        yield f"{entry.when} is not a yes_no definition"
    if entry.about is not None and entry.about not in made["interventions"]:
        yield f"{entry.about} is not an intervention"


def _defaults(made: Made) -> Iterator[Problem]:
    """One course is proposed for each purpose, not two and not none."""
    by_purpose: dict[str, list[SteroidCourse]] = {}
    for course in made["steroid_courses"].values():
        by_purpose.setdefault(course.purpose, []).append(course)
    for purpose, courses in by_purpose.items():
        if sum(course.default for course in courses) != 1:
            yield "steroid_courses", courses[0].id, f"{purpose} has one default course"


def _days(made: Made) -> Iterator[Problem]:
    """Days from 0 upward, without gap and without overlap, for each drug class and reason."""
    groups: dict[tuple[str, str | None], list[Taper]] = {}
    for taper in made["steroid_tapers"].values():
        groups.setdefault((taper.of, taper.reason), []).append(taper)
    for tapers in groups.values():
        listed = sorted(tapers, key=first_day)
        if listed[0].at_least not in (None, 0) or listed[0].more_than is not None:
            yield "steroid_tapers", listed[0].id, "the first days are covered by no entry"
        for one, other in pairwise(listed):
            if not _meet(one, other):
                yield (
                    "steroid_tapers",
                    other.id,
                    f"its days do not begin where those of {one.id} end",
                )
        if listed[-1].below is not None or listed[-1].at_most is not None:
            yield "steroid_tapers", listed[-1].id, "the last days are covered by no entry"


def first_day(taper: Taper) -> float:
    """The number of days from which on an entry holds."""
    return taper.more_than if taper.more_than is not None else taper.at_least or 0.0


def _meet(one: Taper, other: Taper) -> bool:
    if one.at_most is not None:
        return one.at_most == other.more_than
    return one.below is not None and one.below == other.at_least

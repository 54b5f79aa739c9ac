"""Courses in equivalent doses, with what must be said beside the numbers."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from backstay.dose.limits.biology import (
    Number,
    as_interval,
    bed,
    bed_sum,
    eqd2,
    eqd2_sum,
    same_effect,
)
from backstay.dose.limits.ratio import tissue_named
from backstay.dose.limits.schedule import Schedule
from backstay.dose.limits.tables import course_cautions
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.knowledge.tables.tissues import DoseCaution

ADDED = "The sum is that of a point which had each of these doses; elsewhere it is less."
NO_RECOVERY = "How long ago a course was changes nothing here: no recovery is counted."
SMALL = "{text} is {per:.2g} Gy per fraction; was {swapped} meant?"


class CourseDose(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One course in equivalent doses, Gy."""

    text: str
    dose: float
    fractions: int
    per_fraction: float
    bed: Number
    eqd2: Number


class Equivalent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Courses in equivalent doses, and their sum at a point that had them all; Gy."""

    bed: Number
    eqd2: Number
    alpha_beta: Number
    tissue: str | None
    courses: tuple[CourseDose, ...]
    into: int | None
    same_effect: Number | None  # the total dose in `into` fractions
    warnings: tuple[str, ...]
    cautions: tuple[DoseCaution, ...]
    evidence: tuple[str, ...]  # of alpha/beta, where a tissue gave it
    checked: Checked | None


def equivalent(
    courses: tuple[Schedule, ...],
    ab: Number,
    knowledge: Knowledge,
    *,
    tissue: str | None = None,
    into: int | None = None,
) -> Equivalent:
    """BED and EQD2 of courses by one alpha/beta, each and together.

    Gy. `tissue` says where alpha/beta is from; `into` asks for the dose of the first course in so many fractions.
    Raises ValueError for an unknown tissue or what cannot be a course.

    >>> from backstay.dose.limits.schedule import read_schedules
    >>> from backstay.knowledge import load_knowledge
    >>> found = equivalent(read_schedules(["30/10", "9/1"]), 2, load_knowledge())
    >>> found.eqd2, [one.id for one in found.cautions]
    (62.25, ['large_fractions'])
    """
    of = tissue_named(tissue, knowledge) if tissue else None
    pairs = [(one.dose, one.fractions) for one in courses]
    same = same_effect(*pairs[0], ab, into) if into is not None else None
    given = [*pairs, (as_interval(same).high, into)] if same is not None and into else pairs
    return Equivalent(
        bed=bed_sum(pairs, ab), eqd2=eqd2_sum(pairs, ab), alpha_beta=ab, tissue=tissue,
        courses=tuple(_course(one, ab) for one in courses), into=into,
        same_effect=same, warnings=tuple(_warnings(courses)), cautions=course_cautions(given, knowledge),
        evidence=of.evidence if of else (), checked=of.checked if of else None,
    )  # fmt: skip


def _course(one: Schedule, ab: Number) -> CourseDose:
    return CourseDose(
        text=one.text, dose=one.dose, fractions=one.fractions, per_fraction=one.per_fraction,
        bed=bed(one.dose, one.fractions, ab), eqd2=eqd2(one.dose, one.fractions, ab),
    )  # fmt: skip


def _warnings(courses: tuple[Schedule, ...]) -> Iterator[str]:
    if len(courses) > 1:
        yield ADDED
    if any(one.months_ago is not None for one in courses):
        yield NO_RECOVERY
    for one in courses:
        if one.dose < one.fractions and one.dose == int(one.dose):
            swapped = f"{one.fractions:g}/{one.dose:g}"
            yield SMALL.format(text=one.text, per=one.per_fraction, swapped=swapped)


__all__ = ["CourseDose", "Equivalent", "equivalent"]

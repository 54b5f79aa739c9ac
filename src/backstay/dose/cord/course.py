"""What one course of radiation gave to one tissue, and what one earlier course gave to cord and sac."""

from __future__ import annotations

from math import inf
from typing import Literal

import msgspec

from backstay.case.values import Interval

CORD, SAC = "spinal_cord", "thecal_sac"
NOTHING_KNOWN = Interval(0.0, inf)
How = Literal["measured", "prescription", "enclosing", "unknown"]


class Dose(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Physical dose (Gy, maximum over one course) to one tissue; the fact that it is not known is an interval."""

    text: str  # the course as it is named: "30/10"
    dose: Interval  # (0, inf) where nothing is known; an open upper end where only the least is
    fractions: int | None
    months: Interval | None = None  # since then
    stereotactic: bool | None = None


class Given(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one earlier course gave to one tissue, and how that is known."""

    dose: Interval | None  # Gy over the course; None: nothing is known
    eqd2: Interval | None  # Gy in fractions of 2 Gy
    how: How
    says: str  # in words: "the prescription stands for it: 100 to 110 % of 30 Gy"


class Ask(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What would make a dose known: a fact, or a field of one course of `prior_radiation`."""

    fact: str
    field: str | None  # dose, fractions, months_ago, technique, cord_max, thecal_max
    course: int | None  # from 1, in the order of the case
    text: str


class Course(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One earlier course of a case. What its fields do not say is None."""

    number: int  # from 1, in the order of the case
    text: str  # "30/10", "30 Gy", "course 2"
    prescribed: float | None  # Gy in total
    fractions: int | None
    months: Interval | None
    technique: str | None  # as it was written
    stereotactic: bool | None
    presumed: bool  # conventional by its dose per fraction only
    cord: Given
    sac: Given
    asks: tuple[Ask, ...]
    notes: tuple[str, ...]  # what was taken for granted, what contradicts


def to_tissue(course: Course, tissue: str) -> Dose:
    """What an earlier course gave to the cord or to the sac, as a dose to add up."""
    given = course.cord if tissue == CORD else course.sac
    return Dose(
        text=course.text, dose=given.dose or NOTHING_KNOWN, fractions=course.fractions,
        months=course.months, stereotactic=course.stereotactic,
    )  # fmt: skip

"""Everything on the dose of the cord at one lesion: what it has had, each rule, what may still be given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from backstay.case.values import Interval
from backstay.dose.cord.available import Available
from backstay.dose.cord.course import Ask, Course
from backstay.dose.cord.rules import Judged
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked


class CordDose(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The cord and the sac at one lesion. None is unknown; an upper end of inf is open ("at least")."""

    applies: bool | None  # whether the cord lies here; None: not known, and taken as if it did
    courses: tuple[Course, ...] | None  # None: nobody said whether there were any; (): none
    cord_eqd2: Interval | None  # all earlier courses, Gy in fractions of 2 Gy
    sac_eqd2: Interval | None
    rules: tuple[Judged, ...]  # of every rule set, by set; before another course is planned
    available: Available | None  # None without earlier radiation
    asks: tuple[Ask, ...]
    refused: tuple[str, ...]  # what is not answered, and why
    notes: tuple[str, ...]
    evidence: tuple[str, ...]
    checked: Checked | None


def cord_dose(facts: Mapping[str, Any], knowledge: Knowledge) -> CordDose:
    """The dose of cord and sac at one lesion, from its facts (`prior_radiation`, `level`, `neural_element`)."""
    raise NotImplementedError

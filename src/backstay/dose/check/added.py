"""The sum of several courses in EQD2 on the grid of the first, as a check is asked for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import numpy as np

from backstay.dose.check.course import Course
from backstay.dose.check.refusal import Unusable
from backstay.dose.check.wanted import Wanted
from backstay.dose.dicom.grid import DoseFile, read_dose
from backstay.dose.dicom.refusal import DicomProblem
from backstay.dose.dicom.sums import DoseCourse, summed_eqd2
from backstay.dose.histogram.shapes import Grid
from backstay.dose.limits.schedule import MOST_FRACTIONS

NOT_JUDGED = "the dose is a sum of courses in EQD2, and limits are physical doses of one course"
NOTES = (
    "the doses are a sum of courses in EQD2, each converted voxel by voxel; no recovery in between is counted",
    "one frame of reference says that coordinates agree, not that the body lay the same in each course",
    f"{NOT_JUDGED}: no limit is judged; the limits of a sum for the cord: backstay dose cumulative",
)


class Summed(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The sum, and the highest physical dose (Gy) and the fractions of each course."""

    grid: Grid
    courses: tuple[tuple[float, int], ...]
    alpha_beta: float
    notes: tuple[str, ...]

    def told(self) -> dict[str, Any]:
        """What the document says of it."""
        return {
            "alpha_beta": self.alpha_beta,
            "unit": "Gy",
            "courses": [{"fractions": parts} for _, parts in self.courses],
        }


def summed(first: DoseFile, how: Course, wanted: Wanted) -> Summed | None:
    """The first dose and those added; None where none is. Raises Unusable or DicomProblem with every problem."""
    problems = list(_problems(how, wanted))
    if problems:
        raise Unusable(problems)
    if not wanted.add:
        return None
    assert wanted.alpha_beta is not None and how.fractions is not None
    doses = [first, *_read(wanted)]
    _check_apart(doses)
    parts = [how.fractions, *map(int, wanted.add_fractions)]
    courses = [
        DoseCourse(dose=dose, fractions=count) for dose, count in zip(doses, parts, strict=True)
    ]
    grid = summed_eqd2(courses, wanted.alpha_beta)
    if not np.isfinite(grid.dose).any():
        raise DicomProblem(["the doses overlap nowhere; give doses of the same part of the body"])
    return Summed(
        grid=grid,
        courses=tuple((float(one.dose.grid.dose.max()), one.fractions) for one in courses),
        alpha_beta=wanted.alpha_beta,
        notes=(*NOTES, *_unknown_patients(doses), *_alike(doses)),
    )


def _problems(how: Course, wanted: Wanted) -> Iterator[str]:
    if len(wanted.add) != len(wanted.add_fractions):
        yield (
            f"--add is given {len(wanted.add)} and --add-fractions {len(wanted.add_fractions)} times: give the "
            "fractions of each added dose, in the same order"
        )
    for count in wanted.add_fractions:
        if not (1 <= count <= MOST_FRACTIONS and count == int(count)):
            yield f"--add-fractions {count:g}: a whole number from 1 to {MOST_FRACTIONS}"
    if wanted.add and wanted.alpha_beta is None:
        yield "--add needs --eqd2: doses of different fractionation add up in EQD2 only; say an alpha/beta in Gy"
    if wanted.add and wanted.alpha_beta is not None and not 0 < wanted.alpha_beta < float("inf"):
        yield f"--eqd2 {wanted.alpha_beta:g}: alpha/beta in Gy, above 0"
    if wanted.add and how.fractions is None:
        yield "--add needs the fractions of the first dose too; give --plan, or --fractions"


def _read(wanted: Wanted) -> list[DoseFile]:
    found: list[DoseFile] = []
    problems: list[str] = []
    for at, source in enumerate(wanted.add, 2):
        try:
            found.append(read_dose(source))
        except DicomProblem as problem:
            problems += [f"dose {at}: {text}" for text in problem.problems]
    if problems:
        raise DicomProblem(problems)
    return found


def _pairs(doses: Sequence[DoseFile]) -> Iterator[tuple[int, DoseFile, int, DoseFile]]:
    for at, one in enumerate(doses, 1):
        for before, other in enumerate(doses[: at - 1], 1):
            yield at, one, before, other


def _check_apart(doses: Sequence[DoseFile]) -> None:
    """The same file twice is a slip of the hand and would double its dose."""
    problems = [
        f"dose {at}: is the same as dose {before}; give each course once"
        for at, one, before, other in _pairs(doses)
        if one.identifier and one.identifier == other.identifier
    ]
    if problems:
        raise DicomProblem(problems)


def _alike(doses: Sequence[DoseFile]) -> Iterator[str]:
    """A plan that was given again has the same numbers too."""
    for at, one, before, other in _pairs(doses):
        if np.array_equal(one.grid.dose, other.grid.dose):
            yield f"doses {before} and {at} hold the same numbers: is one course given twice?"


def _unknown_patients(doses: Sequence[DoseFile]) -> Iterator[str]:
    silent = [str(at) for at, one in enumerate(doses[1:], 2) if not one.patient]
    if silent:
        yield f"no PatientID in dose {', '.join(silent)}: whether it is of the same patient is not known"

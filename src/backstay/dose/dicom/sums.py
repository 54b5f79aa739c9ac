"""Doses of several courses on one grid: in EQD2, or physical when the caller asks for just that."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from backstay.dose.dicom.grid import DoseFile
from backstay.dose.dicom.refusal import DicomProblem
from backstay.dose.dicom.resampling import resampled
from backstay.dose.histogram.biological import as_eqd2
from backstay.dose.histogram.shapes import Grid

CONVERTED = "is no physical dose: how it was converted is not known; export the physical dose"
ELSEWHERE = (
    "lies in another frame of reference than dose 1, or in one that is not said;"
    " register the images and export the dose on those of dose 1"
)


class DoseCourse(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The dose of one course and the number of fractions in which all of it was given."""

    dose: DoseFile
    fractions: int


def summed_eqd2(courses: Sequence[DoseCourse], alpha_beta: float) -> Grid:
    """The sum of whole courses in EQD2 (Gy, alpha/beta in Gy) on the grid of the first.

    Each is converted voxel by voxel before it is interpolated; no recovery between courses is counted. Where
    one course is not known the sum is NaN. Raises DicomProblem for doses that may not be added, ValueError
    for fractions or an alpha/beta that are not above zero.
    """
    parts = [at for at, one in enumerate(courses, 1) if not one.dose.whole_plan]
    problems = [
        f"dose {at}: is not the dose of a whole plan; export that of the plan" for at in parts
    ]
    _check([course.dose for course in courses], problems)
    return _summed([as_eqd2(one.dose.grid, one.fractions, alpha_beta) for one in courses])


def summed_physical(doses: Sequence[DoseFile]) -> Grid:
    """The sum of physical doses (Gy) on the grid of the first, NaN where one is not known: for parts of one course.

    Courses of different fractionation do not add up in Gy: `summed_eqd2`. Raises DicomProblem as that does.
    """
    _check(doses, [])
    return _summed([dose.grid for dose in doses])


def _check(doses: Sequence[DoseFile], problems: list[str]) -> None:
    """Raise with all problems of doses that may not be added."""
    if not doses:
        problems = ["no dose is given; give the dose of each course"]
    for at, dose in enumerate(doses, 1):
        problems += [f"dose {at}: {why}" for why in _apart(dose, doses[0])]
    if problems:
        raise DicomProblem(problems)


def _apart(dose: DoseFile, first: DoseFile) -> list[str]:
    """Why a dose cannot be added to the first."""
    frame = dose.grid.frame_of_reference
    patients = {dose.patient, first.patient} - {None}
    reasons = {
        "is in percent; export it in Gy": dose.units != "Gy",
        CONVERTED: dose.type != "PHYSICAL",
        ELSEWHERE: not frame or frame != first.grid.frame_of_reference,
        "is of another patient (PatientID) than dose 1; give files of one patient": len(patients)
        > 1,
    }
    return [why for why, holds in reasons.items() if holds]


def _summed(grids: Sequence[Grid]) -> Grid:
    total = grids[0].dose.copy()
    for grid in grids[1:]:
        total += resampled(grid, grids[0])
    return replace(grids[0], dose=total)

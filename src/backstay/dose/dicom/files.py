"""The files of one plan read in one go: all that is wrong with any of them is said at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from backstay.dose.dicom.grid import DoseFile, read_dose
from backstay.dose.dicom.plan import PlanFile, read_plan
from backstay.dose.dicom.refusal import DicomProblem
from backstay.dose.dicom.same import Together, together
from backstay.dose.dicom.source import Source
from backstay.dose.dicom.structures import StructureSet, read_structures

T = TypeVar("T")


class PlanFiles(NamedTuple):
    """What the files say, and what of it belongs together: compute with `together.structures`."""

    structures: StructureSet
    dose: DoseFile
    plan: PlanFile | None
    together: Together


def read_files(structures: Source, dose: Source, plan: Source | None = None) -> PlanFiles:
    """RTSTRUCT, RTDOSE and, where given, RTPLAN of one plan (paths, or their bytes).

    Raises DicomProblem with the problems of all files, and when they do not belong together.
    """
    problems: list[str] = []

    def attempt(read: Callable[[], T]) -> T | None:
        try:
            return read()
        except DicomProblem as error:
            problems.extend(error.problems)
            return None

    drawn = attempt(lambda: read_structures(structures))
    given = attempt(lambda: read_dose(dose))
    planned = attempt(lambda: read_plan(plan)) if plan is not None else None
    if problems:
        raise DicomProblem(problems)
    assert drawn is not None and given is not None
    return PlanFiles(drawn, given, planned, together(drawn, given, planned))

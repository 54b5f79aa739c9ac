"""From files to the document: histograms of a plan, and its limits where they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from backstay.dose.check.added import summed
from backstay.dose.check.course import Course, course, too_low
from backstay.dose.check.document import document, measures
from backstay.dose.check.refusal import Unusable, attempt
from backstay.dose.check.wanted import Wanted
from backstay.dose.dicom.grid import DoseFile, read_dose
from backstay.dose.dicom.plan import PlanFile, read_plan
from backstay.dose.dicom.refusal import DicomProblem
from backstay.dose.dicom.same import Together, together
from backstay.dose.dicom.source import Source
from backstay.dose.dicom.structures import StructureSet, read_structures
from backstay.dose.histogram.biological import as_eqd2
from backstay.dose.histogram.histograms import histograms
from backstay.dose.histogram.shapes import Grid, Histogram, Structure
from backstay.knowledge import Knowledge

Read = TypeVar("Read")


def dvh(
    structures: Source,
    dose: Source,
    plan: Source | None = None,
    wanted: Wanted | None = None,
    knowledge: Knowledge | None = None,
) -> dict[str, Any]:
    """Histograms of an RTSTRUCT on an RTDOSE (paths, or bytes) as the document of `backstay dose dvh`.

    A check and EQD2 need knowledge: limits, and what must be said of them. Doses in Gy, volumes in cc. Raises
    DicomProblem for files that cannot be used and Unusable for what does not fit them, each with all problems.
    """
    asked = wanted or Wanted()
    drawn, given, planned = _files(structures, dose, plan)
    there = together(drawn, given, planned)
    how, chosen = _fitting(asked, given, planned, there, knowledge)
    total = summed(given, how, asked)
    equivalent = None if total else _equivalent(given, how, asked.alpha_beta)
    found = histograms(chosen, total.grid if total else given.grid, asked.engine)
    told = {
        **document(found),
        "sum": total and total.told(),
        "fractions": None if total else how.fractions,
        "prescription": None if total else how.prescription,
        "dose_type": given.type,
        "summation": given.summation,
        "notes": [
            *drawn.problems,
            *given.notes,
            *there.notes,
            *_low(given, how, asked),
            *(total.notes if total else ()),
        ],
    }
    if equivalent is not None:
        _add_eqd2(told, histograms(chosen, equivalent, asked.engine), asked.alpha_beta)
    if knowledge is not None:
        from backstay.dose.check.report import add_judgement

        add_judgement(told, found, there, given, how, asked, knowledge, total)
    return told


def _low(dose: DoseFile, how: Course, asked: Wanted) -> list[str]:
    """A doubt about the dose, where no check asks about it."""
    said = None if asked.check else too_low(dose, how)
    return [said] if said else []


def _files(
    structures: Source, dose: Source, plan: Source | None
) -> tuple[StructureSet, DoseFile, PlanFile | None]:
    """All files, or every problem of all of them."""
    problems: list[str] = []

    def usable(read: Callable[[Source], Read], source: Source) -> Read | None:
        try:
            return read(source)
        except DicomProblem as problem:
            problems.extend(problem.problems)
            return None

    drawn, given = usable(read_structures, structures), usable(read_dose, dose)
    planned = None if plan is None else usable(read_plan, plan)
    if problems or drawn is None or given is None:
        raise DicomProblem(problems)
    return drawn, given, planned


def _fitting(
    asked: Wanted,
    dose: DoseFile,
    plan: PlanFile | None,
    there: Together,
    knowledge: Knowledge | None,
) -> tuple[Course, list[Structure]]:
    """The course and the structures that are wanted; or every problem of all that was said, before any is drawn."""
    problems: list[str] = []
    how = attempt(
        lambda: course(
            plan, there.plan_fits, asked.fractions, asked.prescription, there.numbered_alike
        ),
        problems,
    )
    chosen = attempt(lambda: _chosen(there.structures, asked.structures), problems)
    problems += [] if asked.add else _no_eqd2(dose, how, asked.alpha_beta)
    if asked.check and knowledge is not None:
        from backstay.dose.check.report import no_check

        problems += no_check(there, how, asked, knowledge)
    if problems or how is None or chosen is None:
        raise Unusable(problems)
    return how, chosen


def _chosen(structures: Sequence[Structure], names: Sequence[str]) -> list[Structure]:
    """The structures of these names; all where none is named."""
    known = [one.name for one in structures]
    problems = []
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 3, 0.5) or known
            problems.append(
                f"--structures {name}: no structure has this name; there is {', '.join(near)}"
            )
    if problems:
        raise Unusable(problems)
    return [one for one in structures if not names or one.name in names]


def _no_eqd2(dose: DoseFile, how: Course | None, alpha_beta: float | None) -> list[str]:
    """Why a dose cannot be taken in EQD2; of a course that was refused nothing is said here."""
    if alpha_beta is None:
        return []
    problems = []
    if not 0 < alpha_beta < float("inf"):
        problems.append(f"--eqd2 {alpha_beta:g}: alpha/beta in Gy, above 0")
    if how is not None and how.fractions is None:
        problems.append("--eqd2 needs the number of fractions; give --plan, or --fractions")
    if dose.units != "Gy" or dose.type != "PHYSICAL" or not dose.whole_plan:
        problems.append(
            "--eqd2 needs the physical dose of one whole plan in Gy; this file holds another dose: "
            f"{dose.units}, {dose.type}, {dose.summation or 'no DoseSummationType'}"
        )
    return problems


def _equivalent(dose: DoseFile, how: Course, alpha_beta: float | None) -> Grid | None:
    """The grid in EQD2, which is taken voxel by voxel before any histogram."""
    if alpha_beta is None or how.fractions is None:
        return None
    return as_eqd2(dose.grid, how.fractions, alpha_beta)


def _add_eqd2(told: dict[str, Any], found: Sequence[Histogram], alpha_beta: float | None) -> None:
    told["eqd2"] = {"alpha_beta": alpha_beta, "unit": "Gy"}
    for one, equivalent in zip(told["structures"], found, strict=True):
        one["eqd2"] = measures(equivalent)


__all__ = ["Wanted", "dvh"]

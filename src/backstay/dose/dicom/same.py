"""Whether structures, dose and plan belong together: one patient, one frame of reference, one plan.

What differs is named; the identifiers themselves are never shown.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from backstay.dose.dicom.grid import DoseFile
from backstay.dose.dicom.plan import PlanFile
from backstay.dose.dicom.refusal import DicomProblem
from backstay.dose.dicom.structures import StructureSet
from backstay.dose.histogram.shapes import Structure

FRAMES = "frame of reference (FrameOfReferenceUID)"
ELSEWHERE = f"drawn in another {FRAMES} than the dose, or in one that is not said: not computed"


OTHER_SET = (
    "the plan was made on another structure set: check that these are the structures of this plan;"
    " what it prescribes to single structures is not used"
)


class Together(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Structures that may be laid over the dose, and whether the plan is the one of the dose."""

    structures: tuple[Structure, ...]  # those of another frame stay listed, without contours
    plan_fits: bool | None  # None: no plan given, or the dose does not say its plan
    numbered_alike: bool = True  # False: a number of the plan may be another structure here
    notes: tuple[str, ...] = ()


def together(drawn: StructureSet, dose: DoseFile, plan: PlanFile | None = None) -> Together:
    """The structures that lie in the frame of the dose.

    Raises DicomProblem when patients differ, or when no structure is known to lie in that frame.
    """
    problems = [*_patients(drawn, dose, plan), *_frames(drawn, dose)]
    if problems:
        raise DicomProblem(problems)
    fits, said = _plan_fits(dose, plan)
    alike = plan is None or not plan.structures or plan.structures == (drawn.identifier,)
    said = said if alike else [*said, OTHER_SET]
    return Together(
        structures=tuple(
            one if frame == dose.grid.frame_of_reference else _not_computed(one)
            for one, frame in zip(drawn.structures, drawn.frames, strict=True)
        ),
        plan_fits=fits,
        numbered_alike=alike,
        notes=(*_unknown_patients(drawn, dose, plan), *said),
    )


def _patients(drawn: StructureSet, dose: DoseFile, plan: PlanFile | None) -> list[str]:
    others = {"structures": drawn.patient, "plan": plan.patient if plan else None}
    return [
        f"{name} and dose: the patients (PatientID) differ; give files of one patient"
        for name, patient in others.items()
        if patient and dose.patient and patient != dose.patient
    ]


def _frames(drawn: StructureSet, dose: DoseFile) -> list[str]:
    frame = dose.grid.frame_of_reference
    if not frame:
        return [
            f"dose: its {FRAMES} is missing, so it cannot be laid over structures; export it again"
        ]
    placed = [f for f, one in zip(drawn.frames, drawn.structures, strict=True) if one.contours]
    if not placed or frame in placed:
        return []
    what = "differs from" if any(placed) else "of the structures is missing, so it may not be"
    return [
        f"structures and dose: the {FRAMES} {what} that of the dose;"
        " give the structures that the plan was made on, or register the images first"
    ]


def _not_computed(one: Structure) -> Structure:
    """A structure of another place, emptied; one without contours stays as it is."""
    if not one.contours:
        return one
    return replace(one, contours=(), warnings=(*one.warnings, ELSEWHERE), incomplete=True)


def _unknown_patients(drawn: StructureSet, dose: DoseFile, plan: PlanFile | None) -> list[str]:
    given = {"structures": drawn.patient, "dose": dose.patient}
    if plan:
        given["plan"] = plan.patient
    silent = [name for name, patient in given.items() if not patient]
    if not silent:
        return []
    return [
        f"no PatientID in {', '.join(silent)}: whether all files are of one patient is not known"
    ]


def _plan_fits(dose: DoseFile, plan: PlanFile | None) -> tuple[bool | None, list[str]]:
    """Whether fractions of the plan are those of the dose."""
    if plan is None:
        return None, []
    if plan.frame_of_reference and plan.frame_of_reference != dose.grid.frame_of_reference:
        return False, [f"plan and dose: the {FRAMES} differs: its fractions are not used"]
    if not dose.plans:
        return None, [
            "the dose does not say which plan it was computed for: what the plan says is used only where "
            "--fractions says the same"
        ]
    if dose.plans != (plan.identifier,):
        return False, [
            "the dose was computed for another plan, or for several: the fractions are not used"
        ]
    return True, []

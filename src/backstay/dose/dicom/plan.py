"""What an RTPLAN says of fractions and prescription; what it does not say is asked, not guessed."""

from __future__ import annotations

import msgspec
from pydicom import Dataset
from pydicom.uid import RTPlanStorage

from backstay.case.text import printable
from backstay.dose.dicom.refusal import Findings, Refused
from backstay.dose.dicom.source import Source, patient_digest, read_file
from backstay.dose.dicom.values import (
    MEND,
    free_text,
    items,
    number,
    optional_text,
    raw,
    where,
    whole,
)
from backstay.dose.limits.schedule import MOST_FRACTIONS

TAGS = (
    "FrameOfReferenceUID",
    "RTPlanLabel",
    "DoseReferenceSequence",
    "FractionGroupSequence",
    "BeamSequence",
    "ApplicationSetupSequence",
    "PatientSetupSequence",
    "ReferencedStructureSetSequence",
)


class Prescription(msgspec.Struct, frozen=True, kw_only=True):
    """One dose reference of the plan that has a prescribed dose."""

    dose: float  # Gy, of all fractions of the plan
    description: str | None = None
    type: str | None = None  # TARGET, ORGAN_AT_RISK
    structure: int | None = None  # the number of the structure it is prescribed to


class PlanFile(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The facts of a plan that a dose is judged by."""

    fractions: int | None  # None when the plan does not say one number
    prescriptions: tuple[Prescription, ...]
    beams: int
    orientation: str | None  # HFS, FFP ... as the file says
    label: str | None
    asks: tuple[str, ...] = ()  # what to ask whoever made the plan
    identifier: str | None = None  # tells which plan a dose was computed for; never shown
    frame_of_reference: str = ""
    structures: tuple[
        str, ...
    ] = ()  # identifiers of the structure sets it was made on; never shown
    patient: bytes | None = None  # tells two patients apart, says nothing else


def read_plan(source: Source) -> PlanFile:
    """The facts of an RTPLAN file (a path, or its bytes); doses in Gy.

    Raises DicomProblem when the file cannot be read; a number of fractions that it does not say
    clearly is None, with a question.
    """
    return read_file(source, RTPlanStorage, TAGS, _plan_file)


def _plan_file(dataset: Dataset, found: Findings) -> PlanFile:
    fractions, asks = _fractions(items(dataset, "FractionGroupSequence"))
    references = items(dataset, "DoseReferenceSequence")
    positions = {
        optional_text(item, "PatientPosition") for item in items(dataset, "PatientSetupSequence")
    }
    label = free_text(dataset, "RTPlanLabel")
    beams = len(items(dataset, "BeamSequence")) + len(items(dataset, "ApplicationSetupSequence"))
    prescribed = [found.attempt(lambda item=item: _prescription(item)) for item in references]  # type: ignore[misc]
    return PlanFile(
        fractions=fractions,
        prescriptions=tuple(one for one in prescribed if one is not None),
        beams=beams,
        orientation=positions.pop() if len(positions) == 1 else None,
        label=printable(label) if label else None,
        asks=asks,
        identifier=optional_text(dataset, "SOPInstanceUID"),
        frame_of_reference=optional_text(dataset, "FrameOfReferenceUID") or "",
        structures=tuple(
            u
            for item in items(dataset, "ReferencedStructureSetSequence")
            if (u := optional_text(item, "ReferencedSOPInstanceUID"))
        ),
        patient=patient_digest(dataset),
    )


def _fractions(groups: list[Dataset]) -> tuple[int | None, tuple[str, ...]]:
    if len(groups) != 1:
        count = "no group" if not groups else f"{len(groups)} groups"
        return None, (
            f"the plan has {count} of fractions: in how many fractions is this dose given?",
        )
    try:
        planned = whole(groups[0], "NumberOfFractionsPlanned")
    except Refused:
        planned = 0
    if not 1 <= planned <= MOST_FRACTIONS:
        return None, ("the plan does not say its fractions: in how many is this dose given?",)
    return planned, ()


def _prescription(item: Dataset) -> Prescription | None:
    """What is prescribed at one dose reference; None where no dose is, which is common."""
    if raw(item, "TargetPrescriptionDose") is None:
        return None
    dose = number(item, "TargetPrescriptionDose")
    if dose <= 0:
        raise Refused(where("TargetPrescriptionDose"), "is not above zero", MEND)
    return Prescription(
        dose=dose,
        description=free_text(item, "DoseReferenceDescription"),
        type=optional_text(item, "DoseReferenceType"),
        structure=whole(item, "ReferencedROINumber") if raw(item, "ReferencedROINumber") else None,
    )

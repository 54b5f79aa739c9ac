"""The structures of an RTSTRUCT: contours in patient coordinates, whatever way the patient lay."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import NamedTuple

import msgspec
from pydicom import Dataset
from pydicom.uid import RTStructureSetStorage

from backstay.case.text import printable
from backstay.dose.dicom.contours import TOO_LOW, Contours, read_contours
from backstay.dose.dicom.refusal import Findings, Refused
from backstay.dose.dicom.source import Source, patient_digest, read_file
from backstay.dose.dicom.values import free_text, items, optional_text, whole
from backstay.dose.histogram.shapes import Structure

TAGS = (
    "FrameOfReferenceUID",
    "ReferencedFrameOfReferenceSequence",
    "StructureSetROISequence",
    "ROIContourSequence",
    "RTROIObservationsSequence",
)
EMPTY = Contours((), ("no contours are drawn: not computed",), False)
KIND_SHOWN = 16
NAME_SHOWN = 64  # characters of a name; the standard allows as many


class StructureSet(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The structures of one file. `frames` holds the frame of reference of each; empty where it is not said."""

    structures: tuple[Structure, ...]
    frames: tuple[str, ...]
    identifier: str | None = None  # tells whether a plan was made on it; never shown
    patient: bytes | None = None  # tells two patients apart, says nothing else
    problems: tuple[str, ...] = ()  # of the file, where it is safe to go on

    @property
    def frame_of_reference(self) -> str:
        """The one frame of all structures that have contours; empty when there are several or none is said."""
        drawn = {f for f, one in zip(self.frames, self.structures, strict=True) if one.contours}
        return drawn.pop() if len(drawn) == 1 else ""


class _Roi(NamedTuple):
    number: int
    name: str
    frame: str


def read_structures(source: Source) -> StructureSet:
    """The structures of an RTSTRUCT file (a path, or its bytes), empty ones too; mm, patient coordinates.

    Raises DicomProblem when nothing of the file can be trusted. Contours that enclose nothing or
    cannot be read are left out with a warning at their structure.
    """
    return read_file(source, RTStructureSetStorage, TAGS, _structure_set)


def _structure_set(dataset: Dataset, found: Findings) -> StructureSet:
    rois = _rois(dataset, found)
    if not rois:
        found.add(
            Refused(
                "StructureSetROISequence", "names no structure", "draw structures and export again"
            )
        )
    found.finish()
    drawn = _drawn(dataset)
    kinds = _kinds(dataset)
    numbers = Counter(roi.number for roi in rois)
    names = Counter(roi.name for roi in rois)
    structures = tuple(
        _structure(roi, drawn.get(roi.number, []), kinds, numbers[roi.number], names[roi.name])
        for roi in rois
    )
    unnamed = sorted(set(drawn) - set(numbers))
    return StructureSet(
        structures=structures,
        frames=tuple(roi.frame for roi in rois),
        identifier=optional_text(dataset, "SOPInstanceUID"),
        patient=patient_digest(dataset),
        problems=tuple(_stray(number) for number in unnamed),
    )


def _stray(number: int) -> str:
    return f"contours of a structure number {number} that the file does not name: not used"


def _rois(dataset: Dataset, found: Findings) -> list[_Roi]:
    frame = _only_frame(dataset)
    made = [
        found.attempt(lambda item=item: _roi(item, frame))  # type: ignore[misc]
        for item in items(dataset, "StructureSetROISequence")
    ]
    return [roi for roi in made if roi is not None]


def _roi(item: Dataset, frame: str) -> _Roi:
    number = whole(item, "ROINumber")
    name = free_text(item, "ROIName") or ""
    own = optional_text(item, "ReferencedFrameOfReferenceUID")
    return _Roi(number, printable(name, NAME_SHOWN), own or frame)


def _only_frame(dataset: Dataset) -> str:
    """The frame that the file as a whole says, when it says one."""
    listed = {
        optional_text(item, "FrameOfReferenceUID")
        for item in items(dataset, "ReferencedFrameOfReferenceSequence")
    }
    said = {one for one in listed | {optional_text(dataset, "FrameOfReferenceUID")} if one}
    return said.pop() if len(said) == 1 else ""


def _drawn(dataset: Dataset) -> dict[int, list[Dataset]]:
    """The items with contours by the number of their structure."""
    made: dict[int, list[Dataset]] = {}
    for item in items(dataset, "ROIContourSequence"):
        made.setdefault(whole(item, "ReferencedROINumber"), []).append(item)
    return made


def _kinds(dataset: Dataset) -> dict[int, str | None]:
    """What the file says a structure is; what cannot be read of that is not said."""
    made: dict[int, str | None] = {}
    for item in items(dataset, "RTROIObservationsSequence"):
        with suppress(Refused):
            number = whole(item, "ReferencedROINumber")
            kind = optional_text(item, "RTROIInterpretedType")
            made[number] = kind and printable(kind, KIND_SHOWN)
    return made


def _structure(
    roi: _Roi, drawn: list[Dataset], kinds: dict[int, str | None], numbered: int, named: int
) -> Structure:
    contours = _contours(drawn, numbered)
    warnings = list(contours.warnings)
    if named > 1:
        warnings.append("another structure has the same name")
    if not roi.name:
        warnings.append("the structure has no name")
    return Structure(
        name=roi.name,
        number=roi.number,
        contours=contours.used,
        kind=kinds.get(roi.number),
        warnings=tuple(warnings),
        incomplete=contours.incomplete,
    )


def _contours(drawn: list[Dataset], numbered: int) -> Contours:
    if numbered > 1:
        return _nothing(
            "its number is given to several structures: whose contours these are is not known"
        )
    if len(drawn) > 1:
        return _nothing("its contours are listed in several places: which hold is not known")
    try:
        made = read_contours(drawn[0]) if drawn else EMPTY
    except Refused as refused:
        return _nothing(f"{refused} ({TOO_LOW})")
    return made if made.used or made.warnings else EMPTY


def _nothing(why: str) -> Contours:
    return Contours((), (why,), True)

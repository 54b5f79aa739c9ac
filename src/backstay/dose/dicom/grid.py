"""The dose of an RTDOSE on its grid, and what that dose is: of a whole plan or a part, physical or not."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec
import numpy as np
from pydicom import Dataset
from pydicom.uid import RTDoseStorage

from backstay.dose.dicom.geometry import Geometry, read_geometry
from backstay.dose.dicom.pixels import Doses, read_doses
from backstay.dose.dicom.refusal import Findings, Refused
from backstay.dose.dicom.source import Source, patient_digest, read_file
from backstay.dose.dicom.values import MEND, items, optional_text, text, where
from backstay.dose.histogram.shapes import Grid, Units

Type = Literal["PHYSICAL", "EFFECTIVE"]

UNITS: dict[str, Units] = {"GY": "Gy", "RELATIVE": "percent"}
SUMS = (
    "PLAN", "MULTI_PLAN", "PLAN_OVERVIEW", "FRACTION", "BEAM", "BRACHY", "FRACTION_SESSION", "BEAM_SESSION",
    "BRACHY_SESSION", "CONTROL_POINT", "RECORD",
)  # fmt: skip
OTHER_SUM = "another kind"  # what a file says beyond the standard's words is not repeated: it may be anything
WHOLE = ("PLAN",)  # sums that are the dose of one plan with all its fractions
LEAST_PERCENT = (
    10.0  # a plan whose highest dose is below this was written in shares, not in percent
)
MOST_GRAY = 500.0  # more than this is rather a dose in cGy
TAGS = (
    "FrameOfReferenceUID",
    "ImagePositionPatient",
    "ImageOrientationPatient",
    "PixelSpacing",
    "NumberOfFrames",
    "FrameIncrementPointer",
    "Rows",
    "Columns",
    "SamplesPerPixel",
    "PhotometricInterpretation",
    "BitsAllocated",
    "BitsStored",
    "HighBit",
    "PixelRepresentation",
    "DoseUnits",
    "DoseType",
    "DoseSummationType",
    "DoseGridScaling",
    "GridFrameOffsetVector",
    "ReferencedRTPlanSequence",
    "PixelData",
)


class DoseFile(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A dose and what its file says of it."""

    grid: Grid
    type: Type  # EFFECTIVE is corrected for biological effect already: never converted again
    summation: str | None  # PLAN, BEAM, FRACTION ... as the file says
    notes: tuple[str, ...] = ()  # what a reader must know
    identifier: str | None = None  # tells whether a dose is given twice; never shown
    plans: tuple[str, ...] = ()  # identifiers of the plans it was computed for; never shown
    patient: bytes | None = None  # tells two patients apart, says nothing else

    @property
    def units(self) -> Units:
        """Gy, or percent of a dose that the file does not say."""
        return self.grid.units

    @property
    def whole_plan(self) -> bool:
        """Whether it is the dose of one plan with all its fractions, so that limits may be judged."""
        return self.summation in WHOLE


def read_dose(source: Source) -> DoseFile:
    """The dose grid of an RTDOSE file (a path, or its bytes) in Gy, or in percent where it is relative.

    Raises DicomProblem that names all that is wrong: geometry, scaling, pixels, units or kind of dose.
    """
    return read_file(source, RTDoseStorage, TAGS, _dose_file)


def _dose_file(dataset: Dataset, found: Findings) -> DoseFile:
    kind = found.attempt(lambda: _type(dataset))
    units = found.attempt(lambda: _units(dataset))
    geometry = read_geometry(dataset, found)
    doses = read_doses(dataset, found, geometry.size if geometry else None)
    summation = found.attempt(lambda: (_summation(dataset),))
    plans = found.attempt(lambda: _plans(dataset))
    highest = 0.0 if doses is None else float(doses.max())
    if units == "percent" and doses is not None:
        found.attempt(lambda: _check_percent(highest))
    found.finish()
    assert kind and units and geometry and doses is not None and summation and plans is not None
    return DoseFile(
        grid=_grid(dataset, geometry, doses, units),
        type=kind,
        summation=summation[0],
        notes=tuple(_notes(kind, units, summation[0], highest)),
        identifier=optional_text(dataset, "SOPInstanceUID"),
        plans=plans,
        patient=patient_digest(dataset),
    )


def _type(dataset: Dataset) -> Type:
    given = text(dataset, "DoseType")
    for known in get_args(Type):
        if given == known:
            return known  # type: ignore[no-any-return]
    what = (
        "is a difference of doses (ERROR)"
        if given == "ERROR"
        else "is neither PHYSICAL nor EFFECTIVE"
    )
    raise Refused(where("DoseType"), what, "export the dose of the plan itself")


def _summation(dataset: Dataset) -> str | None:
    given = optional_text(dataset, "DoseSummationType")
    return given if given is None or given in SUMS else OTHER_SUM


def _units(dataset: Dataset) -> Units:
    given = text(dataset, "DoseUnits")
    if given not in UNITS:
        raise Refused(where("DoseUnits"), "is neither GY nor RELATIVE", MEND)
    return UNITS[given]


def _plans(dataset: Dataset) -> tuple[str, ...]:
    listed = items(dataset, "ReferencedRTPlanSequence")
    return tuple(u for item in listed if (u := optional_text(item, "ReferencedSOPInstanceUID")))


def _check_percent(highest: float) -> None:
    if highest < LEAST_PERCENT:
        what = (
            f"is RELATIVE and its highest value is {highest:.3g}: percent or a share is not known"
        )
        raise Refused(where("DoseUnits"), what, "export the dose in Gy")


def _notes(kind: Type, units: Units, summation: str | None, highest: float) -> list[str]:
    notes = []
    if kind == "EFFECTIVE":
        notes.append(
            "the dose is corrected for biological effect already (EFFECTIVE): it is not converted again"
        )
    if units == "percent":
        notes.append(
            "the dose is relative: percent of a dose that the file does not say; no limit in Gy is judged"
        )
    elif highest > MOST_GRAY:
        notes.append(
            f"the highest dose is {highest:.0f} Gy: check that the file is in Gy and not in cGy"
        )
    if summation not in WHOLE:
        said = (
            "not said what the dose sums (DoseSummationType)"
            if summation is None
            else f"of {summation}"
        )
        notes.append(f"the dose is {said}, not of a whole plan: limits are not judged")
    return notes


def _grid(dataset: Dataset, geometry: Geometry, doses: Doses, units: Units) -> Grid:
    return Grid(
        dose=np.ascontiguousarray(doses[::-1]) if geometry.reverse else doses,
        columns=geometry.columns,
        rows=geometry.rows,
        frames=geometry.frames,
        origin=geometry.origin,
        axes=geometry.axes,
        units=units,
        frame_of_reference=optional_text(dataset, "FrameOfReferenceUID") or "",
    )

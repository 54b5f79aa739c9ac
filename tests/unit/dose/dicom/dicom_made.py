"""Small DICOM files made for one test each: a cube of dose, square contours, a plan of five fractions."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.tag import Tag
from pydicom.uid import (
    ImplicitVRLittleEndian,
    RTDoseStorage,
    RTPlanStorage,
    RTStructureSetStorage,
)

FRAME = "1.2.826.0.1.3680043.8.498.1"
OTHER_FRAME = "1.2.826.0.1.3680043.8.498.2"
PLAN = "1.2.826.0.1.3680043.8.498.3"
SECRETS = ("Doe^Jane", "MRN-4711", FRAME, OTHER_FRAME, PLAN, "19610203")
SQUARE = "0\\0\\{z}\\10\\0\\{z}\\10\\10\\{z}\\0\\10\\{z}"


def head(kind: str) -> Dataset:
    dataset = Dataset()
    dataset.SOPClassUID, dataset.SOPInstanceUID = kind, PLAN
    dataset.PatientName, dataset.PatientID, dataset.PatientBirthDate = (
        SECRETS[0],
        SECRETS[1],
        SECRETS[5],
    )
    return dataset


def changed(dataset: Dataset, changes: dict[str, Any]) -> Dataset:
    """With other values; None takes an element away."""
    for keyword, value in changes.items():
        if value is None:
            del dataset[keyword]
        else:
            setattr(dataset, keyword, value)
    return dataset


def saved(dataset: Dataset, syntax: str = ImplicitVRLittleEndian) -> bytes:
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = syntax
    into = BytesIO()
    dataset.save_as(into, enforce_file_format=True, little_endian=None if syntax else True)
    return into.getvalue()


def dose(pixels: np.ndarray[Any, Any] | None = None, **changes: Any) -> Dataset:
    """Three frames of four rows and five columns; every voxel has a dose of its own: 1, 2, 3 ... cGy."""
    values = np.arange(1, 61, dtype="<u4").reshape(3, 4, 5) if pixels is None else pixels
    bits = 8 * values.dtype.itemsize
    made = head(RTDoseStorage)
    made.FrameOfReferenceUID = FRAME
    made.ImagePositionPatient, made.ImageOrientationPatient = [-1, -2, -3], [1, 0, 0, 0, 1, 0]
    made.PixelSpacing = [2, 3]
    made.NumberOfFrames, made.Rows, made.Columns = values.shape
    made.FrameIncrementPointer = Tag("GridFrameOffsetVector")
    made.GridFrameOffsetVector = [0, 2.5, 6][: len(values)]
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.BitsAllocated = made.BitsStored = bits
    made.HighBit, made.PixelRepresentation = bits - 1, int(values.dtype.kind == "i")
    made.DoseUnits, made.DoseType, made.DoseSummationType = "GY", "PHYSICAL", "PLAN"
    made.DoseGridScaling = "0.01"
    made.ReferencedRTPlanSequence = [item(ReferencedSOPInstanceUID=PLAN)]
    made.PixelData = values.tobytes()
    made["PixelData"].VR = "OW"
    return changed(made, changes)


def item(**values: Any) -> Dataset:
    return changed(Dataset(), values)


def contour(
    data: str | bytes, kind: str | None = "CLOSED_PLANAR", points: int | None = -1
) -> Dataset:
    """One contour; without a count given it is counted."""
    raw = data.encode() if isinstance(data, str) else data
    made = Dataset()
    if kind is not None:
        made.ContourGeometricType = kind
    if points is not None:
        made.NumberOfContourPoints = (raw.count(b"\\") + 1) // 3 if points < 0 else points
    raw += b" " * (len(raw) % 2)
    tag = Tag("ContourData")
    made[tag] = RawDataElement(tag, "DS", len(raw), raw, 0, True, True)
    return made


def squares(*heights: float) -> list[Dataset]:
    return [contour(SQUARE.format(z=z)) for z in heights]


def roi(number: int, name: str | None = None, frame: str | None = FRAME) -> Dataset:
    made = item(ROINumber=number, ROIName=f"Part {number}" if name is None else name)
    if frame is not None:
        made.ReferencedFrameOfReferenceUID = frame
    return made


def drawn(number: int, contours: list[Dataset] | None) -> Dataset:
    made = item(ReferencedROINumber=number)
    if contours is not None:
        made.ContourSequence = contours
    return made


def structure_set(rois: list[Dataset], contours: list[Dataset], **changes: Any) -> Dataset:
    made = head(RTStructureSetStorage)
    made.StructureSetROISequence, made.ROIContourSequence = rois, contours
    return changed(made, changes)


def one_structure(contours: list[Dataset] | None, **changes: Any) -> Dataset:
    return structure_set([roi(1)], [drawn(1, contours)], **changes)


def plan(**changes: Any) -> Dataset:
    made = head(RTPlanStorage)
    made.RTPlanLabel, made.FrameOfReferenceUID = "SPINE", FRAME
    made.FractionGroupSequence = [item(NumberOfFractionsPlanned=5)]
    made.DoseReferenceSequence = [
        item(TargetPrescriptionDose=35, DoseReferenceType="TARGET", ReferencedROINumber=1,
             DoseReferenceDescription="PTV")
    ]  # fmt: skip
    made.BeamSequence = [item(BeamNumber=1), item(BeamNumber=2)]
    made.PatientSetupSequence = [item(PatientPosition="HFS")]
    return changed(made, changes)

"""A phantom as DICOM files: structures, dose and plan, as a treatment planning system would send them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from pydicom.charset import default_encoding
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.tag import Tag
from pydicom.uid import ImplicitVRLittleEndian, generate_uid

from backstay.dose.histogram.shapes import Array, Grid, Structure
from backstay.dose.phantom.drawn import Dose, Form, grid, structures
from backstay.dose.phantom.shapes import Shape

STRUCTURES, DOSE, PLAN = (f"1.2.840.10008.5.1.4.1.1.481.{end}" for end in (3, 2, 5))
PLAIN = Form()


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """Where the files of a phantom are."""

    structures: Path
    dose: Path
    plan: Path


def write_plan(folder: Path, shapes: Sequence[Shape], dose: Dose, form: Form = PLAIN) -> Written:
    """Write the shapes and their dose as rtss.dcm, rtdose.dcm and rtplan.dcm into a folder that exists.

    The same call writes the same bytes. Raises ValueError where the dose is negative somewhere on the grid, which
    stored doses cannot be, and OSError where the folder cannot be written.
    """
    where = Written(
        structures=folder / "rtss.dcm", dose=folder / "rtdose.dcm", plan=folder / "rtplan.dcm"
    )
    sampled = grid(shapes, dose, form)
    drawn = structures(shapes, form)
    stored = dose_file(sampled, form)
    _save(structure_set(drawn, form), where.structures)
    _save(stored, where.dose)
    _save(plan_file(drawn, form), where.plan)
    return where


def structure_set(drawn: Sequence[Structure], form: Form) -> Dataset:
    """An RT Structure Set of contours that need no images."""
    frame = uid("frame", form.frame_of_reference)
    dataset = _head(STRUCTURES, "RTSTRUCT", form, form.patient)
    dataset.StructureSetLabel = "PHANTOM"
    dataset.StructureSetDate, dataset.StructureSetTime = "20260101", "000000"
    referenced = Dataset()
    referenced.FrameOfReferenceUID = frame
    dataset.ReferencedFrameOfReferenceSequence = [referenced]
    dataset.StructureSetROISequence = [_region(one, frame) for one in drawn]
    dataset.ROIContourSequence = [_contours(one) for one in drawn]
    dataset.RTROIObservationsSequence = [_observation(one) for one in drawn]
    return dataset


def dose_file(sampled: Grid, form: Form) -> Dataset:
    """An RT Dose of whole numbers with their scaling; frames in the order that the form asks for."""
    values, frames = np.asarray(sampled.dose, dtype=np.float64), sampled.frames
    if values.min() < 0:
        raise ValueError(f"a dose of {values.min():.3g} cannot be stored: doses start at 0")
    if form.offsets == "descending":
        values, frames = values[::-1], frames[::-1]
    dataset = _head(DOSE, "RTDOSE", form, form.dose_patient or form.patient)
    _geometry(dataset, sampled, frames, form)
    scaling = f"{max(float(values.max()), 1e-3) / (2**form.bits - 1):.9e}"
    stored = np.rint(values / float(scaling)).clip(0, 2**form.bits - 1)
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.BitsAllocated = dataset.BitsStored = form.bits
    dataset.HighBit, dataset.PixelRepresentation = form.bits - 1, 0
    dataset.DoseUnits, dataset.DoseType = form.units, form.dose_type
    dataset.DoseSummationType, dataset.DoseGridScaling = form.summation, scaling
    dataset.ReferencedRTPlanSequence = [_reference(PLAN, form)]
    dataset.PixelData = stored.astype(f"<u{form.bits // 8}").tobytes()
    dataset["PixelData"].VR = "OW"
    return dataset


def plan_file(drawn: Sequence[Structure], form: Form) -> Dataset:
    """An RT Plan with its fractions and the dose prescribed; it holds no beams."""
    dataset = _head(PLAN, "RTPLAN", form, form.patient)
    dataset.RTPlanLabel, dataset.RTPlanGeometry = "PHANTOM", "PATIENT"
    dataset.RTPlanDate, dataset.RTPlanTime = "20260101", "000000"
    dataset.FrameOfReferenceUID = uid("frame", form.frame_of_reference)
    fractions, setup, dose = Dataset(), Dataset(), Dataset()
    fractions.FractionGroupNumber, fractions.NumberOfFractionsPlanned = 1, form.fractions
    fractions.NumberOfBeams = fractions.NumberOfBrachyApplicationSetups = 0
    setup.PatientSetupNumber, setup.PatientPosition = 1, form.position
    targets = [one.number for one in drawn if (one.kind or "").startswith(("PTV", "CTV", "GTV"))]
    dose.DoseReferenceNumber, dose.DoseReferenceType = 1, "TARGET"
    dose.DoseReferenceStructureType = "VOLUME" if targets else "SITE"
    dose.TargetPrescriptionDose = _text(form.prescribed)
    if targets:
        dose.ReferencedROINumber = targets[0]
    dataset.FractionGroupSequence, dataset.PatientSetupSequence = [fractions], [setup]
    dataset.DoseReferenceSequence = [dose]
    dataset.ReferencedStructureSetSequence = [_reference(STRUCTURES, form)]
    return dataset


def uid(*told: str) -> str:
    """An identifier made from what it names: the same words give the same one."""
    return str(generate_uid(entropy_srcs=["backstay phantom", *told]))


def _head(kind: str, modality: str, form: Form, patient: str) -> Dataset:
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.SOPClassUID, dataset.SOPInstanceUID = kind, uid(kind, repr(form))
    dataset.StudyDate, dataset.StudyTime, dataset.AccessionNumber = "20260101", "000000", ""
    dataset.Modality, dataset.Manufacturer, dataset.ReferringPhysicianName = (
        modality,
        "Backstay",
        "",
    )
    dataset.PatientName, dataset.PatientID = "Phantom^Invented", patient
    dataset.PatientBirthDate = dataset.PatientSex = ""
    dataset.StudyInstanceUID = uid("study", patient)
    dataset.SeriesInstanceUID, dataset.StudyID = uid("series", modality, patient), "1"
    dataset.SeriesNumber = dataset.InstanceNumber = 1
    return dataset


def _geometry(dataset: Dataset, sampled: Grid, frames: Array, form: Form) -> None:
    first = np.array([sampled.columns[0], sampled.rows[0], frames[0]]) @ sampled.axes
    step = sampled.axes[2] if form.offsets != "absolute" else sampled.axes[2] * sampled.axes[2][2]
    heights = (frames - frames[0]) * float(step @ sampled.axes[2])
    dataset.FrameOfReferenceUID = uid("frame", sampled.frame_of_reference)
    dataset.ImagePositionPatient = [_text(one) for one in first]
    dataset.ImageOrientationPatient = [_text(one) for one in sampled.axes[:2].ravel()]
    dataset.PixelSpacing = [_text(form.spacing[1]), _text(form.spacing[0])]  # of rows, of columns
    dataset.Rows, dataset.Columns = len(sampled.rows), len(sampled.columns)
    dataset.NumberOfFrames, dataset.FrameIncrementPointer = (
        len(frames),
        Tag("GridFrameOffsetVector"),
    )
    start = float(first[2]) if form.offsets == "absolute" else 0.0
    dataset.GridFrameOffsetVector = [_text(start + one) for one in heights]


def _reference(kind: str, form: Form) -> Dataset:
    reference = Dataset()
    reference.ReferencedSOPClassUID = kind
    reference.ReferencedSOPInstanceUID = uid(kind, repr(form))
    return reference


def _region(structure: Structure, frame: str) -> Dataset:
    region = Dataset()
    region.ROINumber, region.ROIName = structure.number, structure.name
    region.ReferencedFrameOfReferenceUID, region.ROIGenerationAlgorithm = frame, "MANUAL"
    return region


def _observation(structure: Structure) -> Dataset:
    observation = Dataset()
    observation.ObservationNumber = observation.ReferencedROINumber = structure.number
    observation.RTROIInterpretedType, observation.ROIInterpreter = structure.kind or "", ""
    return observation


def _contours(structure: Structure) -> Dataset:
    contours = Dataset()
    contours.ReferencedROINumber, contours.ROIDisplayColor = structure.number, [255, 128, 0]
    contours.ContourSequence = [_contour(points) for points in structure.contours]
    return contours


def _contour(points: Array) -> Dataset:
    """One closed contour; its numbers are written as text at once, which is much faster than one by one."""
    contour = Dataset()
    contour.ContourGeometricType, contour.NumberOfContourPoints = "CLOSED_PLANAR", len(points)
    text = "\\".join(["%.4f"] * points.size) % tuple(points.ravel())
    data = (text + " " * (len(text) % 2)).encode("ascii")
    tag = Tag("ContourData")
    contour[tag] = RawDataElement(tag, "DS", len(data), data, 0, True, True)
    contour.set_original_encoding(True, True, default_encoding)  # so that it is written as it is
    return contour


def _text(number: float) -> str:
    """A number as DICOM writes it, in 16 characters at most."""
    return f"{number:.8f}".rstrip("0").rstrip(".")[:16] if abs(number) < 1e6 else f"{number:.8e}"


def _save(dataset: Dataset, path: Path) -> None:
    dataset.save_as(path, enforce_file_format=True)

"""The files of a phantom, read back as the DICOM standard says and not by our reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest

from backstay.dose.phantom.answers import Gradient, gray_at
from backstay.dose.phantom.drawn import Form, structures, turned
from backstay.dose.phantom.shapes import cylinder, ring, sphere
from backstay.dose.phantom.written import write_plan

GRADIENT = Gradient(direction=(0.36, 0.48, 0.8), per_mm=0.5, gray=40.0)
FORMS = {
    "plain": Form(),
    "prone": Form(position="HFP", spacing=(1.5, 2.5, 3.0)),
    "feet-first": Form(position="FFS", spacing=(1.5, 2.5, 3.0)),
    "feet-first-prone": Form(position="FFP", offsets="descending"),
    "descending": Form(offsets="descending"),
    "absolute": Form(offsets="absolute"),
    "absolute-feet-first": Form(offsets="absolute", position="FFS"),
    "uneven": Form(uneven=0.5),
    "oblique-dose": Form(dose_axes=turned(20.0, "z"), uneven=0.25),
    "oblique-slices": Form(axes=turned(15.0, "x")),
    "16-bit": Form(bits=16),
}


def places(dose: Any) -> np.ndarray:
    """Where each voxel of an RT Dose lies: position, orientation, spacing and offsets as the standard has them."""
    first = np.array(dose.ImagePositionPatient, dtype=float)
    right, down = np.array(dose.ImageOrientationPatient, dtype=float).reshape(2, 3)
    between_rows, between_columns = (float(one) for one in dose.PixelSpacing)
    offsets = np.array(dose.GridFrameOffsetVector, dtype=float)
    forth = np.cross(right, down)
    if offsets[0] != 0:  # heights of the patient, not distances along the normal
        assert offsets[0] == first[2]
        offsets, forth = offsets - offsets[0], np.array([0.0, 0.0, 1.0])
    k, r, c = np.indices(dose.pixel_array.shape)[:, :, :, :, None]
    return first + offsets[k] * forth + r * between_rows * down + c * between_columns * right


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_voxel_holds_the_dose_of_its_place(form: Form, tmp_path: Path) -> None:
    written = write_plan(tmp_path, [sphere(6.0)], GRADIENT, form)
    dose = pydicom.dcmread(written.dose)
    gray = dose.pixel_array * float(dose.DoseGridScaling)
    told = gray_at(GRADIENT, places(dose).reshape(-1, 3)).reshape(gray.shape)
    assert gray == pytest.approx(told, abs=1e-3 if form.bits == 16 else 1e-5)
    assert (dose.DoseUnits, dose.DoseType, dose.DoseSummationType) == ("GY", "PHYSICAL", "PLAN")


def test_contours_are_those_that_were_drawn(tmp_path: Path) -> None:
    shapes, form = [sphere(6.0), ring(8.0, 4.0, 6.0, keyhole=True)], Form(axes=turned(15.0, "x"))
    written = write_plan(tmp_path, shapes, GRADIENT, form)
    read = pydicom.dcmread(written.structures)
    assert [one.ROIName for one in read.StructureSetROISequence] == ["Sphere", "Ring"]
    for contours, drawn in zip(read.ROIContourSequence, structures(shapes, form), strict=True):
        assert contours.ReferencedROINumber == drawn.number
        for contour, points in zip(contours.ContourSequence, drawn.contours, strict=True):
            assert contour.ContourGeometricType == "CLOSED_PLANAR"
            assert contour.NumberOfContourPoints == len(points)
            data = np.array(contour.ContourData, dtype=float).reshape(-1, 3)
            assert data == pytest.approx(points, abs=1e-4)


def test_the_files_belong_together(tmp_path: Path) -> None:
    written = write_plan(tmp_path, [sphere(6.0)], GRADIENT)
    drawn, dose, plan = (
        pydicom.dcmread(one) for one in (written.structures, written.dose, written.plan)
    )
    frame = drawn.StructureSetROISequence[0].ReferencedFrameOfReferenceUID
    assert frame == dose.FrameOfReferenceUID == plan.FrameOfReferenceUID
    assert dose.ReferencedRTPlanSequence[0].ReferencedSOPInstanceUID == plan.SOPInstanceUID
    referenced = plan.ReferencedStructureSetSequence[0]
    assert referenced.ReferencedSOPInstanceUID == drawn.SOPInstanceUID
    assert {drawn.PatientID, dose.PatientID, plan.PatientID} == {"PHANTOM"}
    assert {drawn.Modality, dose.Modality, plan.Modality} == {"RTSTRUCT", "RTDOSE", "RTPLAN"}
    assert "PatientName" in drawn
    assert str(drawn.PatientName) == "Phantom^Invented"


def test_files_that_do_not_belong_together_can_be_made(tmp_path: Path) -> None:
    form = Form(
        dose_frame_of_reference="2", dose_patient="OTHER", units="RELATIVE", summation="BEAM"
    )
    written = write_plan(tmp_path, [sphere(6.0)], GRADIENT, form)
    drawn, dose = pydicom.dcmread(written.structures), pydicom.dcmread(written.dose)
    frame = drawn.ReferencedFrameOfReferenceSequence[0].FrameOfReferenceUID
    assert frame != dose.FrameOfReferenceUID
    assert (drawn.PatientID, dose.PatientID) == ("PHANTOM", "OTHER")
    assert (dose.DoseUnits, dose.DoseSummationType) == ("RELATIVE", "BEAM")


def test_the_plan_tells_fractions_and_what_is_prescribed(tmp_path: Path) -> None:
    cord = cylinder(6.0, 20.0, name="SpinalCord")
    target = sphere(9.0, name="PTV_30", center=(20.0, 0.0, 0.0), kind="PTV")
    form = Form(fractions=3, prescribed=27.0, position="FFS")
    plan = pydicom.dcmread(write_plan(tmp_path, [cord, target], GRADIENT, form).plan)
    assert plan.FractionGroupSequence[0].NumberOfFractionsPlanned == 3
    assert plan.PatientSetupSequence[0].PatientPosition == "FFS"
    (dose,) = plan.DoseReferenceSequence
    assert (dose.DoseReferenceStructureType, dose.ReferencedROINumber) == ("VOLUME", 2)
    assert dose.TargetPrescriptionDose == 27.0
    (site,) = pydicom.dcmread(write_plan(tmp_path, [cord], GRADIENT).plan).DoseReferenceSequence
    assert site.DoseReferenceStructureType == "SITE"
    assert "ReferencedROINumber" not in site


def test_the_same_call_writes_the_same_bytes(tmp_path: Path) -> None:
    first = write_plan(tmp_path, [sphere(6.0)], GRADIENT)
    told = [one.read_bytes() for one in (first.structures, first.dose, first.plan)]
    write_plan(tmp_path, [sphere(6.0)], GRADIENT)
    assert [one.read_bytes() for one in (first.structures, first.dose, first.plan)] == told


def test_a_negative_dose_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be stored"):
        write_plan(tmp_path, [sphere(6.0)], Gradient(gray=1.0))
    assert list(tmp_path.iterdir()) == []


def test_no_dose_anywhere_can_be_written(tmp_path: Path) -> None:
    written = write_plan(tmp_path, [sphere(6.0)], Gradient(gray=0.0, per_mm=0.0))
    dose = pydicom.dcmread(written.dose)
    assert float(dose.DoseGridScaling) > 0
    assert not dose.pixel_array.any()

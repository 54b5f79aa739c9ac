"""The dose of an RTDOSE: where its voxels lie, what they hold, and every reason to refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from dicom_made import SECRETS, dose, item, saved
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from backstay.dose.dicom import geometry
from backstay.dose.dicom.grid import DoseFile, read_dose
from backstay.dose.dicom.refusal import DicomProblem

TURNED = {  # row and column direction, and the direction of positive offsets
    "head first supine": ([1, 0, 0, 0, 1, 0], [0, 0, 1]),
    "head first prone": ([-1, 0, 0, 0, -1, 0], [0, 0, 1]),
    "feet first supine": ([-1, 0, 0, 0, 1, 0], [0, 0, -1]),
    "feet first prone": ([1, 0, 0, 0, -1, 0], [0, 0, -1]),
    "decubitus right": ([0, 1, 0, -1, 0, 0], [0, 0, 1]),
    "decubitus left": ([0, -1, 0, 1, 0, 0], [0, 0, 1]),
    "coronal": ([1, 0, 0, 0, 0, -1], [0, 1, 0]),
    "sagittal": ([0, 1, 0, 0, 0, -1], [-1, 0, 0]),
    "oblique": ([0.8, 0.6, 0, -0.6, 0.8, 0], [0, 0, 1]),
    "tilted": ([1, 0, 0, 0, 0.866025, 0.5], [0, -0.5, 0.866025]),
}


def made(pixels: Any = None, **changes: Any) -> DoseFile:
    return read_dose(saved(dose(pixels, **changes)))


def refusals(data: bytes) -> list[str]:
    with pytest.raises(DicomProblem) as refused:
        read_dose(data)
    assert not any(secret in str(refused.value) for secret in SECRETS)
    return refused.value.problems


def positions(read: DoseFile) -> dict[float, tuple[float, ...]]:
    """Where each dose lies, in patient coordinates; every voxel of these files has a dose of its own."""
    grid, found = read.grid, {}
    for (f, r, c), value in np.ndenumerate(grid.dose):
        steps = (grid.columns[c], grid.rows[r], grid.frames[f])
        point = grid.origin + sum(s * axis for s, axis in zip(steps, grid.axes, strict=True))
        found[round(float(value), 4)] = tuple(np.round(point, 3) + 0.0)
    return found


def test_doses_and_their_places() -> None:
    read = made()
    assert read.grid.dose.dtype == np.float32 and read.grid.dose.shape == (3, 4, 5)
    assert (read.units, read.type, read.summation, read.whole_plan, read.notes) == (
        "Gy",
        "PHYSICAL",
        "PLAN",
        True,
        (),
    )
    where = positions(read)
    assert where[0.01] == (-1, -2, -3)
    assert where[0.02] == (2, -2, -3)  # the second number of PixelSpacing lies between columns
    assert where[0.06] == (-1, 0, -3)  # the first between rows
    assert where[0.21] == (-1, -2, -0.5)
    assert where[0.60] == (11, 4, 3)


@pytest.mark.parametrize("name", TURNED)
def test_any_orientation_follows_the_directions_of_the_file(name: str) -> None:
    along, normal = TURNED[name]
    where = positions(made(ImageOrientationPatient=along))
    start, row, column = np.array([-1, -2, -3]), np.array(along[:3]), np.array(along[3:])
    for value, (f, r, c) in {
        0.01: (0, 0, 0),
        0.02: (0, 0, 1),
        0.06: (0, 1, 0),
        0.6: (6, 3, 4),
    }.items():
        expected = start + 3 * c * row + 2 * r * column + f * np.array(normal)
        assert where[value] == pytest.approx(tuple(expected), abs=2e-3)


@pytest.mark.parametrize(
    "syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian]
)
@pytest.mark.parametrize("kind", ["u2", "u4", "i2", "i4"])
def test_widths_signs_and_byte_orders_hold_the_same_doses(syntax: str, kind: str) -> None:
    order = ">" if syntax == ExplicitVRBigEndian else "<"
    values = np.arange(1, 61, dtype=f"{order}{kind}").reshape(3, 4, 5)
    read = read_dose(saved(dose(values), syntax))
    assert np.allclose(read.grid.dose.ravel(), np.arange(1, 61) / 100)


def test_the_highest_stored_numbers_are_exact() -> None:
    values = np.full((3, 4, 5), 2**32 - 1, "<u4")
    assert made(values, DoseGridScaling="1e-8").grid.dose.max() == np.float32((2**32 - 1) * 1e-8)


OFFSETS = {
    "relative": ([0, 2.5, 6], [0, 2.5, 6]),
    "relative falling": ([0, -2.5, -6], [0, -2.5, -6]),
    "patient z": ([-3, -0.5, 3], [0, 2.5, 6]),
    "patient z falling": ([-3, -5.5, -9], [0, -2.5, -6]),
}


@pytest.mark.parametrize("name", OFFSETS)
def test_both_forms_of_frame_offsets_rise_or_fall(name: str) -> None:
    offsets, expected = OFFSETS[name]
    read = made(GridFrameOffsetVector=offsets)
    where = positions(read)
    assert [where[v][2] for v in (0.01, 0.21, 0.41)] == [-3 + one for one in expected]
    assert (np.diff(read.grid.frames) > 0).all()
    assert read.grid.dose.flags.c_contiguous


def test_offsets_of_a_grid_that_starts_at_zero_are_the_same_in_both_forms() -> None:
    read = made(ImagePositionPatient=[0, 0, 0])
    assert list(read.grid.frames) == [0, 2.5, 6]


def test_one_frame_has_no_thickness() -> None:
    one = np.arange(1, 21, dtype="<u4").reshape(1, 4, 5)
    alone = dose(one, GridFrameOffsetVector=None, FrameIncrementPointer=None, NumberOfFrames=None)
    for told in (refusals(saved(alone)), refusals(saved(dose(one)))):
        assert (
            "has 1 x 4 x 5 voxels: where there is only one, its thickness is not known" in told[0]
        )


def test_no_pointer_to_the_offsets_is_no_harm() -> None:
    assert made(FrameIncrementPointer=None).grid.dose.shape == (3, 4, 5)


REFUSED = {
    "no scaling": ({"DoseGridScaling": None}, "DoseGridScaling (3004,000E): is missing"),
    "empty scaling": ({"DoseGridScaling": ""}, "DoseGridScaling (3004,000E): is missing or empty"),
    "zero scaling": ({"DoseGridScaling": "0"}, "DoseGridScaling (3004,000E): is not above zero"),
    "negative scaling": ({"DoseGridScaling": "-1e-3"}, "is not above zero"),
    "vanishing doses": ({"DoseGridScaling": "1e-308"}, "gives no dose anywhere"),
    "overflowing doses": ({"DoseGridScaling": "1e300"}, "doses without bounds"),
    "two scalings": ({"DoseGridScaling": ["1", "2"]}, "holds 2 numbers in place of 1"),
    "no units": ({"DoseUnits": None}, "DoseUnits (3004,0002): is missing"),
    "strange units": ({"DoseUnits": "CGY"}, "neither GY nor RELATIVE"),
    "relative as shares": ({"DoseUnits": "RELATIVE"}, "percent or a share is not known"),
    "error dose": ({"DoseType": "ERROR"}, "difference of doses (ERROR)"),
    "strange dose": ({"DoseType": "ODD"}, "neither PHYSICAL nor EFFECTIVE"),
    "no type": ({"DoseType": None}, "DoseType (3004,0004): is missing"),
    "no position": ({"ImagePositionPatient": None}, "ImagePositionPatient (0020,0032): is missing"),
    "far position": ({"ImagePositionPatient": [0, 0, 2e6]}, "where no patient is"),
    "short position": ({"ImagePositionPatient": [0, 0]}, "holds 2 numbers in place of 3"),
    "no orientation": ({"ImageOrientationPatient": None}, "ImageOrientationPatient (0020,0037)"),
    "long directions": ({"ImageOrientationPatient": [1.1, 0, 0, 0, 1, 0]}, "perpendicular directions"),
    "slanted directions": ({"ImageOrientationPatient": [1, 0, 0, 0.6, 0.8, 0]}, "perpendicular"),
    "zero directions": ({"ImageOrientationPatient": [0, 0, 0, 0, 0, 0]}, "perpendicular"),
    "zero spacing": ({"PixelSpacing": [0, 2]}, "not two distances above zero"),
    "negative spacing": ({"PixelSpacing": [2, -2]}, "not two distances above zero"),
    "huge spacing": ({"PixelSpacing": [2, 1e5]}, "not two distances above zero"),
    "no spacing": ({"PixelSpacing": None}, "PixelSpacing (0028,0030): is missing"),
    "frames without places": ({"GridFrameOffsetVector": None}, "GridFrameOffsetVector (3004,000C)"),
    "too few places": ({"GridFrameOffsetVector": [0, 2]}, "holds 2 numbers in place of 3"),
    "unsorted": ({"GridFrameOffsetVector": [0, 4, 2]}, "neither rises nor falls"),
    "twice": ({"GridFrameOffsetVector": [0, 2, 2]}, "neither rises nor falls"),
    "neither form": ({"GridFrameOffsetVector": [1, 3, 5]}, "begins neither with 0"),
    "far frames": ({"GridFrameOffsetVector": [0, 1, 1e5]}, "where no patient is"),
    "other pointer": ({"FrameIncrementPointer": 0x00181063}, "FrameIncrementPointer (0028,0009)"),
    "no rows": ({"Rows": None}, "Rows (0028,0010): is missing"),
    "one row": ({"Rows": 1}, "3 x 1 x 5 voxels"),
    "no frames": ({"NumberOfFrames": 0}, "0 x 4 x 5 voxels"),
    "half frames": ({"NumberOfFrames": "2.5"}, "is not a whole number"),
    "more frames than bytes": ({"NumberOfFrames": 4, "GridFrameOffsetVector": [0, 1, 2, 3]}, "240 bytes"),
    "8 bits": ({"BitsAllocated": 8}, "is 8; a dose has 16 or 32"),
    "12 of 32 bits": ({"BitsStored": 12}, "do not fill BitsAllocated"),
    "odd high bit": ({"HighBit": 30}, "do not fill BitsAllocated"),
    "odd sign": ({"PixelRepresentation": 2}, "is neither 0 nor 1"),
    "color": ({"SamplesPerPixel": 3}, "SamplesPerPixel (0028,0002): is not 1"),
    "inverted": ({"PhotometricInterpretation": "MONOCHROME1"}, "is not MONOCHROME2"),
    "no pixels": ({"PixelData": None}, "holds no doses"),
    "truncated": ({"PixelData": b"\1\0\0\0"}, "holds 4 bytes; the grid needs 240"),
    "surplus": ({"PixelData": b"\1\0\0\0" * 61}, "holds 244 bytes; the grid needs 240"),
    "no dose": ({"PixelData": bytes(240)}, "gives no dose anywhere"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore::UserWarning")  # pydicom, writing what it should not
@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name(name: str) -> None:
    changes, expected = REFUSED[name]
    told = refusals(saved(dose(**changes)))
    assert any(expected in one for one in told), told
    assert all(one.startswith("RT dose (RTDOSE): ") and "; " in one for one in told)


def test_relative_offsets_only_fit_turned_axes() -> None:
    turned = dose(ImageOrientationPatient=[-1, 0, 0, 0, -1, 0], GridFrameOffsetVector=[-3, -1, 1])
    assert "begins neither with 0" in refusals(saved(turned))[0]


def test_doses_below_zero_are_refused() -> None:
    values = np.full((3, 4, 5), -1, "<i2")
    assert "below zero" in refusals(saved(dose(values)))[0]


def test_all_problems_are_told_at_once() -> None:
    broken = dose(DoseGridScaling="0", DoseUnits=None, PixelSpacing=None, ImagePositionPatient=None)
    assert len(refusals(saved(broken))) == 4


def test_gigantic_grids_are_refused_before_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    told = refusals(saved(dose(Rows=65535, Columns=65535)))
    assert any("3 x 65535 x 65535 voxels, more than the 100000000" in one for one in told)
    monkeypatch.setattr(geometry, "MOST_VOXELS", 59)
    assert "3 x 4 x 5 voxels" in refusals(saved(dose()))[0]


def test_relative_doses_are_percent_and_say_so() -> None:
    read = made(DoseUnits="RELATIVE", DoseGridScaling="1.5")
    assert read.units == "percent" and read.grid.dose.max() == 90
    assert "percent of a dose that the file does not say" in read.notes[0]


def test_effective_doses_say_that_they_are_converted() -> None:
    read = made(DoseType="EFFECTIVE")
    assert read.type == "EFFECTIVE" and "not converted again" in read.notes[0]


@pytest.mark.parametrize("part", ["BEAM", "FRACTION", "BRACHY", "MULTI_PLAN", None])
def test_a_part_is_not_the_whole_plan(part: str | None) -> None:
    read = made(DoseSummationType=part)
    assert not read.whole_plan and "limits are not judged" in read.notes[0]


def test_doses_that_look_like_cgy_are_remarked() -> None:
    assert "not in cGy" in made(DoseGridScaling="10").notes[0]


def test_the_plan_of_the_dose_is_kept() -> None:
    assert made().plans == (made().plans[0],)
    assert made(ReferencedRTPlanSequence=None).plans == ()
    assert made(ReferencedRTPlanSequence=[item()]).plans == ()
    assert made(FrameOfReferenceUID=None).grid.frame_of_reference == ""

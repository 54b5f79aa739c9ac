"""The structures of an RTSTRUCT: what is used, what is left out and why, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from dicom_made import (
    FRAME,
    OTHER_FRAME,
    SECRETS,
    contour,
    drawn,
    item,
    one_structure,
    roi,
    saved,
    squares,
    structure_set,
)
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian

from backstay.dose.dicom.refusal import DicomProblem
from backstay.dose.dicom.structures import StructureSet, read_structures
from backstay.dose.histogram.shapes import Structure


def made(dataset: Dataset) -> StructureSet:
    return read_structures(saved(dataset))


def only(contours: list[Dataset] | None) -> Structure:
    return made(one_structure(contours)).structures[0]


def refusals(data: bytes) -> list[str]:
    with pytest.raises(DicomProblem) as refused:
        read_structures(data)
    assert not any(secret in str(refused.value) for secret in SECRETS)
    return refused.value.problems


def test_contours_as_drawn() -> None:
    read = only(squares(0, 2.5))
    assert (read.name, read.number, read.kind, read.warnings) == ("Part 1", 1, None, ())
    assert not read.incomplete
    first, second = read.contours
    assert first.tolist() == [[0, 0, 0], [10, 0, 0], [10, 10, 0], [0, 10, 0]]
    assert second[:, 2].tolist() == [2.5] * 4


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ExplicitVRBigEndian])
def test_other_encodings(syntax: str) -> None:
    dataset = one_structure([item(ContourGeometricType="CLOSED_PLANAR", NumberOfContourPoints=3,
                                  ContourData=["0", "0", "0", "1", "0", "0", "0", "1", "0"])])  # fmt: skip
    read = read_structures(saved(dataset, syntax))
    assert read.structures[0].contours[0].tolist() == [[0, 0, 0], [1, 0, 0], [0, 1, 0]]


def test_undefined_lengths_are_read() -> None:
    dataset = one_structure(squares(0))
    for keyword in ("StructureSetROISequence", "ROIContourSequence"):
        dataset[keyword].is_undefined_length = True
    inside = dataset.ROIContourSequence[0]
    inside.is_undefined_length_sequence_item = True
    inside["ContourSequence"].is_undefined_length = True
    assert len(made(dataset).structures[0].contours) == 1


LEFT_OUT: dict[str, tuple[Callable[[], Dataset], str, bool]] = {
    "point": (lambda: contour("1\\2\\3", "POINT"), "POINT encloses nothing", False),
    "line": (lambda: contour("0\\0\\0\\1\\1\\0\\2\\5\\0", "OPEN_PLANAR"), "OPEN_PLANAR encloses", False),
    "wire": (lambda: contour("0\\0\\0\\1\\1\\1\\2\\5\\0", "OPEN_NONPLANAR"), "OPEN_NONPLANAR", False),
    "two points": (lambda: contour("0\\0\\0\\5\\5\\0"), "fewer than three points", False),
    "closed line": (lambda: contour("0\\0\\0\\5\\5\\0\\0\\0\\0"), "fewer than three points", False),
    "collinear": (lambda: contour("0\\0\\0\\5\\5\\0\\9\\9\\0"), "lie on one line", False),
    "one place": (lambda: contour("1\\1\\0\\1\\1\\0\\1\\1\\0\\1\\1\\0"), "lie on one line", False),
    "off plane": (lambda: contour("0\\0\\0\\9\\0\\0\\9\\9\\2\\0\\9\\0"), "mm off one plane", True),
    "no kind": (lambda: contour("0\\0\\0\\9\\0\\0\\9\\9\\0", None), "missing or not known", True),
    "odd kind": (lambda: contour("0\\0\\0\\9\\0\\0\\9\\9\\0", "BLOB"), "missing or not known", True),
    "odd count": (lambda: contour("0\\0\\0\\9\\0\\0\\9\\9"), "no threes of numbers", True),
    "words": (lambda: contour("0\\0\\0\\9\\0\\0\\9\\x\\0"), "no threes of numbers", True),
    "decimal comma": (lambda: contour("0\\0\\0\\9,5\\0\\0\\9\\9\\0"), "no threes of numbers", True),
    "hole in numbers": (lambda: contour("0\\0\\0\\9\\\\0\\9\\9\\0"), "no threes of numbers", True),
    "nan": (lambda: contour("0\\0\\0\\9\\0\\0\\9\\nan\\0"), "where no patient is", True),
    "inf": (lambda: contour("0\\0\\0\\9\\0\\0\\9\\1e999\\0"), "where no patient is", True),
    "huge": (lambda: contour("0\\0\\0\\9\\0\\0\\9\\20000\\0"), "where no patient is", True),
    "miscounted": (lambda: contour("0\\0\\0\\9\\0\\0\\9\\9\\0", points=4), "another number of points", True),
    "counted, empty": (lambda: contour("", points=4), "another number of points", True),
    "empty": (lambda: contour("", points=0), "fewer than three points", False),
    "no data": (lambda: item(ContourGeometricType="CLOSED_PLANAR"), "fewer than three points", False),
    "count of words": (lambda: item(ContourGeometricType="CLOSED_PLANAR", ContourData=["1"] * 9,
                                    NumberOfContourPoints="2.5"), "is not a whole number", True),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_no_closed_planar_contour_is_left_out_by_name(name: str) -> None:
    make, why, damaged = LEFT_OUT[name]
    read = only([*squares(0), make()])
    assert len(read.contours) == 1
    assert len(read.warnings) == 1 and read.warnings[0].startswith("1 contour left out: ")
    assert why in read.warnings[0]
    assert read.incomplete == damaged == ("may be too low" in read.warnings[0])


def test_equal_reasons_are_counted() -> None:
    assert only([contour("1\\2\\3", "POINT")] * 3).warnings == (
        "3 contours left out: POINT encloses nothing",
    )


def test_a_count_that_is_not_given_is_not_missed() -> None:
    assert len(only([contour("0\\0\\0\\9\\0\\0\\9\\9\\0", points=None)]).contours) == 1


def test_xor_contours_spaces_and_closing_points() -> None:
    read = only([contour(" 0 \\0\\0\\9 \\0\\0\\9\\9\\0\\0\\0\\0 ", "CLOSEDPLANAR_XOR")])
    assert read.contours[0].tolist() == [[0, 0, 0], [9, 0, 0], [9, 9, 0]]


def test_a_figure_of_eight_is_kept_though_its_signed_area_is_nothing() -> None:
    assert len(only([contour("0\\0\\0\\9\\9\\0\\9\\0\\0\\0\\9\\0")]).contours) == 1


def test_contours_on_a_tilted_plane_are_planar() -> None:
    assert only([contour("0\\0\\0\\9\\0\\5\\9\\9\\5\\0\\9\\0")]).warnings == ()


def test_a_contour_drawn_twice_does_not_cancel_itself() -> None:
    again = contour(
        "10\\10\\0\\10\\0\\0\\0\\0\\0\\0\\10\\0"
    )  # the same square from another corner, backward
    read = only([*squares(0), *squares(0), again, *squares(3)])
    assert len(read.contours) == 2
    assert read.warnings == ("2 contours left out: drawn twice: kept once",)


def test_another_path_through_the_same_points_is_another_contour() -> None:
    crossed = contour("0\\0\\0\\10\\10\\0\\10\\0\\0\\0\\10\\0")
    assert len(only([*squares(0), crossed]).contours) == 2


@pytest.mark.parametrize("contours", [None, []])
def test_empty_structures_are_listed(contours: list[Dataset] | None) -> None:
    read = only(contours)
    assert (read.contours, read.warnings, read.incomplete) == (
        (),
        ("no contours are drawn: not computed",),
        False,
    )
    assert made(structure_set([roi(1)], [])).structures[0].warnings == (
        "no contours are drawn: not computed",
    )
    assert made(one_structure(None, ROIContourSequence=None)).structures[0].contours == ()


def test_numbers_given_twice_are_not_guessed() -> None:
    read = made(
        structure_set(
            [roi(1, "A"), roi(1, "B"), roi(2)], [drawn(1, squares(0)), drawn(2, squares(0))]
        )
    )
    assert [len(one.contours) for one in read.structures] == [0, 0, 1]
    assert "given to several structures" in read.structures[0].warnings[0]
    assert read.structures[0].incomplete


def test_contours_in_two_places_are_not_guessed() -> None:
    read = made(structure_set([roi(1)], [drawn(1, squares(0)), drawn(1, squares(3))]))
    assert "several places" in read.structures[0].warnings[0] and read.structures[0].incomplete


def test_names_given_twice_or_not_at_all_are_remarked() -> None:
    read = made(structure_set([roi(1, "Cord"), roi(2, "Cord"), roi(3, "")], []))
    assert [one.warnings[1] for one in read.structures] == [
        "another structure has the same name",
        "another structure has the same name",
        "the structure has no name",
    ]


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_names_are_safe_to_print_and_in_their_character_set() -> None:
    dataset = structure_set([roi(1, "Rückenmark"), roi(2, "a\x07b"), roi(3, "x" * 80)], [])
    dataset.SpecificCharacterSet = "ISO_IR 100"
    names = [one.name for one in made(dataset).structures]
    assert names == ["Rückenmark", "a\\x07b", "x" * 61 + "..."]


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_backslash_in_a_name_stays() -> None:
    dataset = one_structure(None)
    dataset.StructureSetROISequence[0]["ROIName"].value = ["left", "right"]
    assert made(dataset).structures[0].name == "left\\right"


def test_contours_that_nobody_names_are_told() -> None:
    read = made(structure_set([roi(1)], [drawn(1, squares(0)), drawn(7, squares(0))]))
    assert read.problems == (
        "contours of a structure number 7 that the file does not name: not used",
    )


def test_what_a_structure_is_comes_from_the_observations() -> None:
    seen = [
        item(ReferencedROINumber=1, RTROIInterpretedType="PTV"),
        item(RTROIInterpretedType="ORGAN"),
    ]
    assert made(one_structure(None, RTROIObservationsSequence=seen)).structures[0].kind == "PTV"


def test_a_broken_list_of_contours_empties_only_its_structure() -> None:
    broken = drawn(1, None)
    broken.add_new("ContourSequence", "LO", "not a sequence")
    read = read_structures(
        saved(
            structure_set([roi(1), roi(2)], [broken, drawn(2, [plain()])]), ExplicitVRLittleEndian
        )
    )
    assert [len(one.contours) for one in read.structures] == [0, 1]
    assert read.structures[0].incomplete and "may be too low" in read.structures[0].warnings[0]


def plain() -> Dataset:
    return item(
        ContourGeometricType="CLOSED_PLANAR",
        ContourData=["0", "0", "0", "1", "0", "0", "0", "1", "0"],
    )


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no list": ({"StructureSetROISequence": None}, "names no structure"),
    "empty list": ({"StructureSetROISequence": []}, "names no structure"),
    "no number": ({"StructureSetROISequence": [item(ROIName="A")]}, "ROINumber (3006,0022): is missing"),
    "whose contours": ({"ROIContourSequence": [item(ContourSequence=[])]}, "ReferencedROINumber (3006,0084)"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name(name: str) -> None:
    changes, expected = REFUSED[name]
    assert any(expected in one for one in refusals(saved(one_structure(None, **changes))))


def test_frames_of_reference_of_each_structure() -> None:
    both = [drawn(1, squares(0)), drawn(2, squares(0))]
    one = made(structure_set([roi(1), roi(2, frame=None)], both))
    assert one.frames == (FRAME, "") and one.frame_of_reference == ""
    listed = made(structure_set([roi(1), roi(2, frame=None)], both, FrameOfReferenceUID=FRAME))
    assert listed.frames == (FRAME, FRAME) and listed.frame_of_reference == FRAME
    several = [item(FrameOfReferenceUID=FRAME), item(FrameOfReferenceUID=OTHER_FRAME)]
    unsure = made(
        structure_set([roi(1, frame=None)], [], ReferencedFrameOfReferenceSequence=several)
    )
    assert unsure.frames == ("",)


def test_thousands_of_contours_take_their_time_once() -> None:
    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    ring = "\\".join(f"{20 * np.cos(a):.3f}\\{20 * np.sin(a):.3f}\\{{z}}" for a in angles)
    read = only([contour(ring.format(z=z)) for z in range(500)])
    assert len(read.contours) == 500 and read.warnings == ()

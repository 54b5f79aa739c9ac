"""Contours straight from their bytes: the same as pydicom's, and whatever is unusual is left to pydicom."""

from __future__ import annotations

from struct import pack

import pytest
from dicom_made import contour, item, one_structure, saved, squares
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import Tag
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

from backstay.dose.dicom import contours
from backstay.dose.dicom.plain import Plain, plain_items
from backstay.dose.dicom.structures import read_structures

KIND, STATED, DATA, OTHER = 0x0042, 0x0046, 0x0050, 0x0048
SQUARE = b"0\\0\\0\\1\\0\\0\\1\\1\\0 "
USUAL = [(KIND, b"CLOSED_PLANAR "), (STATED, b"3 "), (DATA, SQUARE)]


def implicit(elements: list[tuple[int, bytes]]) -> bytes:
    return b"".join(pack("<HHI", 0x3006, tag, len(value)) + value for tag, value in elements)


def explicit(elements: list[tuple[int, bytes, bytes]]) -> bytes:
    return b"".join(
        pack("<HH2sH", 0x3006, tag, kind, len(value)) + value for tag, kind, value in elements
    )


def listed(value: bytes, said: int | None = None) -> bytes:
    return b"\xfe\xff\x00\xe0" + pack("<I", len(value) if said is None else said) + value


def read(value: bytes, kind: str | None = None, little: bool = True) -> list[Plain] | None:
    tag, roi = Tag("ContourSequence"), Dataset()
    roi[tag] = RawDataElement(tag, kind, len(value), value, 0, kind is None, little)
    return plain_items(roi)


def test_elements_in_use_are_read_and_others_passed_over() -> None:
    found = read(listed(implicit([(OTHER, b"7 "), *USUAL])) + listed(b""))
    assert found == [Plain("CLOSED_PLANAR", 3, SQUARE), Plain("", None, b"")]
    assert read(b"") == []


def test_the_same_with_kinds_told() -> None:
    wide = pack("<HH2sHI", 0x3006, 0x0016, b"SQ", 0, 4) + b"abcd"
    kinds = [(KIND, b"CS", USUAL[0][1]), (STATED, b"IS", b"3 "), (DATA, b"DS", SQUARE)]
    assert read(listed(wide + explicit(kinds)), "SQ") == [Plain("CLOSED_PLANAR", 3, SQUARE)]


UNUSUAL = {
    "a head that is cut short": b"\xfe\xff\x00\xe0",
    "an item that is cut short": listed(implicit(USUAL), 999),
    "an item whose length is not said": listed(implicit(USUAL), 0xFFFFFFFF),
    "what is no item": implicit(USUAL),
    "an element that stands twice": listed(implicit([*USUAL, USUAL[0]])),
    "an element that is cut short": listed(implicit(USUAL)[:-2]),
    "the head of an element that is cut short": listed(implicit(USUAL) + b"\x06\x30"),
    "the end of an item within one": listed(implicit(USUAL) + b"\xfe\xff\x0d\xe0\0\0\0\0"),
    "a number of points that is no whole number": listed(implicit([(STATED, b"3.5 ")])),
    "a number of points with too many digits": listed(implicit([(STATED, b"1" * 10)])),
    "kinds told where the file tells none": listed(explicit([(KIND, b"CS", b"POINT ")])),
}


@pytest.mark.parametrize("what", UNUSUAL)
def test_what_is_unusual_is_left_to_pydicom(what: str) -> None:
    assert read(UNUSUAL[what]) is None


def test_unusual_kinds_and_orders_of_bytes_are_left_to_pydicom() -> None:
    assert read(listed(explicit([(DATA, b"UN", SQUARE)])), "SQ") is None
    assert read(listed(explicit([(OTHER, b"XX", b"1 ")])), "SQ") is None
    assert read(listed(b""), "UN") is None
    assert read(listed(b""), "SQ", little=False) is None
    assert plain_items(Dataset()) is None


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian])
def test_a_file_read_both_ways_is_the_same(syntax: str, monkeypatch: pytest.MonkeyPatch) -> None:
    square = "0\\0\\{z}\\1\\0\\{z}\\1\\1\\{z}"
    several = [
        *(item(ContourGeometricType="CLOSED_PLANAR", NumberOfContourPoints=3,
               ContourData=square.format(z=z).split("\\")) for z in range(4)),
        item(ContourGeometricType="POINT", NumberOfContourPoints=1, ContourData=["0", "0", "0"]),
        item(ContourGeometricType="CLOSED_PLANAR", NumberOfContourPoints=4,
             ContourData=square.format(z=9).split("\\")),
        item(ContourData=square.format(z=9).split("\\")),
    ]  # fmt: skip
    file = saved(one_structure(several), syntax)
    (quick,) = read_structures(file).structures
    monkeypatch.setattr(contours, "plain_items", lambda roi: None)
    (slow,) = read_structures(file).structures
    assert [one.tolist() for one in quick.contours] == [one.tolist() for one in slow.contours]
    assert len(quick.contours) == 4
    assert (quick.warnings, quick.incomplete) == (slow.warnings, slow.incomplete)
    assert len(quick.warnings) == 3


def test_small_and_thin_contours_are_judged_as_before() -> None:
    thin = "0\\0\\{z}\\100\\0\\{z}\\100\\0.01\\{z}\\0\\0.01\\{z}"
    line = "0\\0\\{z}\\100\\0\\{z}\\50\\0\\{z}"
    drawings = [contour(one.format(z=z)) for z in range(3) for one in (thin, line)]
    (read,) = read_structures(saved(one_structure([*drawings, *squares(9)]))).structures
    assert len(read.contours) == 4
    assert read.warnings == ("3 contours left out: its points lie on one line and enclose nothing",)

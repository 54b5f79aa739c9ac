"""Doses that were packed without loss: the same numbers as unpacked, and no more bytes than there may be."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from dicom_made import SECRETS, dose, one_structure, saved, squares
from pydicom import dcmread
from pydicom.encaps import encapsulate
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian, RLELossless

from backstay.dose.dicom.grid import read_dose
from backstay.dose.dicom.refusal import DicomProblem
from backstay.dose.dicom.structures import read_structures


def refused(data: bytes) -> str:
    with pytest.raises(DicomProblem) as told:
        read_dose(data)
    assert not any(secret in str(told.value) for secret in SECRETS)
    return str(told.value)


def rle(pixels: Any, packed: bytes | None = None) -> bytes:
    """The same dose packed by pydicom, or as given."""
    file = dcmread(BytesIO(saved(dose(pixels), ExplicitVRLittleEndian)))
    if packed is None:
        file.compress(RLELossless, encoding_plugin="pydicom")
    else:
        file.file_meta.TransferSyntaxUID = RLELossless
        file.PixelData = packed
        file["PixelData"].VR = "OB"
        file["PixelData"].is_undefined_length = True
    into = BytesIO()
    file.save_as(into)
    return into.getvalue()


def test_run_lengths_give_the_numbers_that_were_packed() -> None:
    values = np.arange(60, dtype="<u2").reshape(3, 4, 5) * 251
    values[1] = 7  # a run
    assert np.array_equal(
        read_dose(rle(values)).grid.dose, read_dose(saved(dose(values))).grid.dose
    )


def test_run_lengths_of_four_bytes() -> None:
    values = np.arange(60, dtype="<u4").reshape(3, 4, 5) * 70_000
    frames = [
        segment_of(*(bytes([19, *(one >> shift & 255).ravel()]) for shift in (24, 16, 8, 0)))
        for one in values
    ]
    found = read_dose(rle(values, encapsulate(frames, has_bot=False))).grid.dose
    assert np.array_equal(found, read_dose(saved(dose(values))).grid.dose)


def segment_of(*parts: bytes) -> bytes:
    """One frame whose segments are given as they are."""
    starts = np.cumsum([64, *(len(one) for one in parts[:-1])])
    places = [len(parts), *starts, *[0] * (15 - len(parts))]
    return struct.pack("<16I", *places) + b"".join(parts)


COPIED = bytes([19, *range(1, 21)])  # 20 bytes as they are
NOTHING = bytes([128, 237, 0])  # a byte that does nothing, then 20 times 0


@pytest.mark.parametrize(
    "frames, said",
    [
        ([segment_of(NOTHING, COPIED)] * 2, "does not hold 3 packed frames"),
        ([segment_of(NOTHING)] * 3, "packed in another way than its bits say"),
        ([b"\x02\0"] * 3, "packed in another way than its bits say"),
        ([segment_of(COPIED, bytes([129, 0]))] * 3, "is packed and damaged"),
        ([segment_of(COPIED, bytes([129, 0]) * 5000)] * 3, "is packed and damaged"),
    ],
)
def test_packed_frames_that_are_damaged(frames: list[bytes], said: str) -> None:
    values = np.arange(60, dtype="<u2").reshape(3, 4, 5)
    assert said in refused(rle(values, encapsulate(frames, has_bot=False)))


def test_a_byte_that_does_nothing_does_nothing() -> None:
    values = np.tile(np.arange(1, 21, dtype="<u2"), 3).reshape(3, 4, 5)
    packed = encapsulate([segment_of(NOTHING, COPIED)] * 3, has_bot=False)
    found = read_dose(rle(values, packed)).grid.dose
    assert np.array_equal(found, read_dose(saved(dose(values))).grid.dose)


def test_a_deflated_file_is_the_file() -> None:
    whole = saved(dose(), DeflatedExplicitVRLittleEndian)
    assert np.array_equal(read_dose(whole).grid.dose, read_dose(saved(dose())).grid.dose)
    drawn = read_structures(saved(one_structure(squares(0, 2)), DeflatedExplicitVRLittleEndian))
    assert len(drawn.structures[0].contours) == 2


def test_a_deflated_file_that_is_damaged_or_cut_short() -> None:
    whole = saved(dose(), DeflatedExplicitVRLittleEndian)
    assert "is deflated and cut short" in refused(whole[:-20])
    start = whole.index(b"1.2.840.10008.1.2.1.99") + 22
    packed = zlib.compressobj(wbits=-15)
    junk = packed.compress(b"junk") + packed.flush()
    assert refused(whole[:start] + junk)
    assert "damaged" in refused(whole[:start] + b"\xff" * 50)

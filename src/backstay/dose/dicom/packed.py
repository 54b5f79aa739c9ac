"""What a file may be packed in and is unpacked here, never beyond a bound: deflated as a whole, or run lengths."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom.encaps import generate_frames
from pydicom.uid import ExplicitVRLittleEndian

from backstay.dose.dicom.refusal import Refused
from backstay.dose.dicom.values import MEND, where

HEAD = bytes(128) + b"DICM" + b"\x02\0\x10\0UI\x14\0" + f"{ExplicitVRLittleEndian}\0".encode()
HEADER = (
    64  # bytes at the start of a frame of run lengths: how many segments, and where each begins
)
REPEATED = (
    128  # a greater byte repeats what follows, a smaller one copies; this one itself does nothing
)
AGAIN = 257
PIXELS = where("PixelData")


def inflated(packed: bytes, most: int) -> bytes:
    """The file whose data set was deflated, as one that is not; refuses what unfolds to more than `most`."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        made = unpacker.decompress(packed, most + 1)
    except zlib.error:
        raise Refused("the file", "is deflated and damaged", "copy the whole file again") from None
    if len(made) > most:
        what = f"unfolds to more than the {most} bytes that are read"
        raise Refused("the file", what, "export a smaller region or a coarser grid")
    if not unpacker.eof:
        raise Refused("the file", "is deflated and cut short", "copy the whole file again")
    return HEAD + made


def run_lengths(value: bytes, kind: np.dtype[Any], size: tuple[int, int, int]) -> npt.NDArray[Any]:
    """Stored numbers (frames, rows, columns) from RLE Lossless (PS3.5 annex G): each of their bytes a segment."""
    frames, rows, columns = size
    try:
        found = list(generate_frames(value, number_of_frames=frames))
    except ValueError:  # fewer pieces than frames
        found = []
    if len(found) != frames:
        raise Refused(PIXELS, f"does not hold {frames} packed frames", MEND)
    made = np.empty((frames, rows * columns, kind.itemsize), np.uint8)
    for at, packed in enumerate(found):
        for byte, segment in enumerate(_segments(packed, kind.itemsize)):
            made[at, :, byte] = np.frombuffer(_unpacked(segment, rows * columns), np.uint8)
    return made.view(kind.newbyteorder(">")).reshape(size)


def _segments(packed: bytes, count: int) -> list[bytes]:
    """The segments of a frame, that of the highest byte first."""
    places = np.frombuffer(packed[:HEADER].ljust(HEADER, b"\0"), "<u4").astype(int)
    starts = places[1 : count + 1]
    if places[0] != count or starts[0] != HEADER or (np.diff(starts) <= 0).any():
        raise Refused(PIXELS, "is packed in another way than its bits say", MEND)
    ends = [*starts[1:], len(packed)]
    return [packed[start:end] for start, end in zip(starts, ends, strict=True)]


def _unpacked(segment: bytes, size: int) -> bytes:
    """So many bytes, and not one more, whatever the segment says."""
    made = bytearray()
    at = 0
    while len(made) < size and at < len(segment):
        head = segment[at]
        if head < REPEATED:
            made += segment[at + 1 : at + 2 + head]
            at += 2 + head
        else:
            made += segment[at + 1 : at + 2] * (AGAIN - head if head > REPEATED else 0)
            at += 2 if head > REPEATED else 1
    if len(made) != size:
        raise Refused(PIXELS, "is packed and damaged", "copy the whole file again")
    return bytes(made)

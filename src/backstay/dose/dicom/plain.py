"""The contours of a structure straight from the bytes of their sequence, where those are plain.

A structure set holds tens of thousands of contours, and a pydicom data set for each takes longer than all else.
Whatever is not plain (lengths not said, elements twice, unusual kinds, bytes missing) is left to pydicom and its
refusals: this reads less than pydicom, never more.
"""

from __future__ import annotations

from struct import Struct
from typing import NamedTuple

from pydicom import Dataset
from pydicom.dataelem import RawDataElement

CONTOURS = 0x30060040  # ContourSequence
ITEM = b"\xfe\xff\x00\xe0"
MARKS = b"\xfe\xff"  # the group of items and of their ends
KIND, STATED, DATA = b"\x06\x30\x42\x00", b"\x06\x30\x46\x00", b"\x06\x30\x50\x00"
USED = {KIND: b"CS", STATED: b"IS", DATA: b"DS"}
BRIEF = frozenset(b"AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split())
WIDE = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())  # whose length has four bytes
KNOWN = BRIEF | WIDE
HEAD = Struct("<4sI")
BYTES_OF_HEAD = 8
DIGITS = 9  # of a number of points, at most


class Plain(NamedTuple):
    """The elements of a contour that are used; empty where they are absent."""

    kind: str
    stated: int | None  # number of points
    data: bytes


def plain_items(dataset: Dataset) -> list[Plain] | None:
    """The items of ContourSequence; None where pydicom must read them."""
    element = dataset.get_item(CONTOURS, keep_deferred=True)
    if not isinstance(element, RawDataElement) or element.VR not in (None, "SQ"):
        return None
    value = element.value or b""
    if not element.is_little_endian or element.length != len(value):
        return None
    return _items(value, explicit=not element.is_implicit_VR)


def _items(value: bytes, *, explicit: bool) -> list[Plain] | None:
    made: list[Plain] = []
    at = 0
    while at < len(value):
        if len(value) < at + BYTES_OF_HEAD:
            return None
        (mark, length), start = HEAD.unpack_from(value, at), at + BYTES_OF_HEAD
        at = start + length
        if mark != ITEM or at > len(value):
            return None
        found = _elements(value, start, at, explicit=explicit)
        item = _plain(found) if found is not None else None
        if item is None:
            return None
        made.append(item)
    return made


def _elements(value: bytes, start: int, end: int, *, explicit: bool) -> dict[bytes, bytes] | None:
    """The elements in use between two places."""
    found: dict[bytes, bytes] = {}
    at = start
    while at < end:
        if at + BYTES_OF_HEAD > end:
            return None
        tag, length = HEAD.unpack_from(value, at)
        kind = value[at + 4 : at + 6]
        first = at + BYTES_OF_HEAD
        if explicit and kind in WIDE:
            first, length = first + 4, int.from_bytes(value[first : first + 4], "little")
        elif explicit:
            length = int.from_bytes(value[at + 6 : first], "little")
        if tag[:2] == MARKS or tag in found or not _expected(tag, kind, at == start, explicit):
            return None
        at = first + length
        if tag in USED:
            found[tag] = value[first:at]
    return found if at == end else None


def _expected(tag: bytes, kind: bytes, first: bool, explicit: bool) -> bool:
    """Whether an element has a kind that it may have; of the first, whether kinds are told as in the whole file."""
    if explicit:
        return kind in KNOWN and USED.get(tag, kind) == kind
    return not (first and kind.isalpha() and kind.isupper())


def _plain(found: dict[bytes, bytes]) -> Plain | None:
    kind, stated = (found.get(tag, b"").strip(b" \0") for tag in (KIND, STATED))
    if stated and not (stated.isdigit() and len(stated) <= DIGITS):
        return None
    return Plain(
        kind.decode("ascii", "replace"), int(stated) if stated else None, found.get(DATA, b"")
    )

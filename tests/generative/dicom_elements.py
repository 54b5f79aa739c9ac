"""DICOM files as lists of elements that can be broken in ways a writer of DICOM would not write."""

from __future__ import annotations

import struct
from copy import deepcopy
from dataclasses import dataclass

from pydicom.datadict import dictionary_VR

ITEM = 0xFFFEE000
HOW = ("delete", "replace", "lie", "repeat", "drop")
STRIKES = ("overwrite", "insert", "cut", "end", "copy")


@dataclass
class Element:
    """An element as bytes, or as a list of items; `length` may say something else than is there."""

    tag: int
    value: bytes | list[list[Element]]
    length: int | None = None


def parsed(data: bytes) -> list[Element]:
    """The elements of a file in implicit VR with lengths that are said, of its lists too."""
    made, at = [], 0
    while at < len(data):
        group, number, length = struct.unpack_from("<HHL", data, at)
        value, at = data[at + 8 : at + 8 + length], at + 8 + length
        tag = group << 16 | number
        items = [one.value for one in parsed(value)] if kind_of(tag) == "SQ" else None
        made.append(Element(tag, value if items is None else [parsed(one) for one in items]))  # type: ignore[arg-type]
    return made


def kind_of(tag: int) -> str:
    return "item" if tag == ITEM else dictionary_VR(tag)


def everything(there: list[Element]) -> list[tuple[list[Element], Element]]:
    """Every element with the list that it stands in."""
    found = []
    for one in there:
        found.append((there, one))
        if isinstance(one.value, list):
            for inside in one.value:
                found += everything(inside)
    return found


def as_bytes(there: list[Element]) -> bytes:
    made = b""
    for one in there:
        value = one.value
        if isinstance(value, list):
            inside = [as_bytes(part) for part in value]
            value = b"".join(
                struct.pack("<HHL", ITEM >> 16, ITEM & 0xFFFF, len(part)) + part for part in inside
            )
        length = len(value) if one.length is None else one.length
        made += struct.pack("<HHL", one.tag >> 16, one.tag & 0xFFFF, length) + value
    return made


def change(there: list[Element], at: int, how: str, value: bytes) -> None:
    listed = everything(there)
    if not listed:
        return
    inside, one = listed[at % len(listed)]
    if how == "delete":
        inside[:] = [other for other in inside if other is not one]
    elif how == "lie":
        one.length = at % 2**32
    elif how == "replace" or not isinstance(one.value, list) or not one.value:
        one.value = value
    elif how == "repeat":
        one.value.append(deepcopy(one.value[at % len(one.value)]))
    else:
        one.value.pop(at % len(one.value))


def strike(data: bytes, at: int, how: str, value: bytes) -> bytes:
    at %= len(data) or 1
    if how == "overwrite":
        return data[:at] + value + data[at + len(value) :]
    if how == "insert":
        return data[:at] + value + data[at:]
    if how == "cut":
        return data[:at] + data[at + len(value) :]
    if how == "copy":
        return data[:at] + data[at : at + 40 * len(value)] + data[at:]
    return data[: at or 1]


def head(data: bytes) -> bytes:
    """What stands before the elements of a file: the mark and how it is written."""
    return data[: 132 + 12 + int.from_bytes(data[140:144], "little")]

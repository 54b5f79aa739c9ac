"""The contours of one structure from their bytes; what is no closed planar contour is left out and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from pydicom import Dataset

from backstay.dose.dicom.plain import Plain, plain_items
from backstay.dose.dicom.refusal import Refused
from backstay.dose.dicom.values import MOST_MM, Array, items, optional_text, parsed, raw, whole

CLOSED = ("CLOSED_PLANAR", "CLOSEDPLANAR_XOR")
DRAWN_OPEN = ("POINT", "OPEN_PLANAR", "OPEN_NONPLANAR")  # marks and lines enclose nothing
PLANE_MM = 0.1  # how far a point may lie off the plane of its contour
LINE_MM = 1e-3  # thinner than this a contour is a line
SAME_DIGITS = 3  # contours whose points agree to so many digits of a mm are one, drawn twice
TOO_LOW = "volume and highest dose may be too low"


class Contours(NamedTuple):
    """What is used of one structure."""

    used: tuple[Array, ...]
    warnings: tuple[str, ...]
    incomplete: bool  # a part of the drawn shape could not be read


class LeftOut(ValueError):
    """Why a contour is not used, and whether a part of the shape is missing for it."""

    def __init__(self, why: str, *, damaged: bool) -> None:
        super().__init__(f"{why} ({TOO_LOW})" if damaged else why)
        self.damaged = damaged


def read_contours(roi: Dataset) -> Contours:
    """The closed planar contours of one item of ROIContourSequence, each once."""
    listed = plain_items(roi)
    drawn = [_drawn(item) for item in (items(roi, "ContourSequence") if listed is None else listed)]
    made, reasons = _enclosing(drawn)
    once = _without_repeats(made)
    reasons += [LeftOut("drawn twice: kept once", damaged=False)] * (len(made) - len(once))
    damaged = any(left.damaged for left in reasons)
    return Contours(once, tuple(_told(reasons)), damaged)


def _told(reasons: list[LeftOut]) -> Iterator[str]:
    for why, count in Counter(map(str, reasons)).items():
        yield f"{count} contour{'s' if count > 1 else ''} left out: {why}"


def _drawn(item: Dataset | Plain) -> Array | LeftOut:
    """The points of a contour, or why it is not used."""
    try:
        kind = item.kind if isinstance(item, Plain) else optional_text(item, "ContourGeometricType")
        if kind in DRAWN_OPEN:
            return LeftOut(f"{kind} encloses nothing", damaged=False)
        if kind not in CLOSED:
            return LeftOut("its kind (ContourGeometricType) is missing or not known", damaged=True)
        return _points(item)
    except Refused as refused:
        return LeftOut(str(refused), damaged=True)


def _points(item: Dataset | Plain) -> Array | LeftOut:
    """The points as drawn; a closing point that repeats the first is dropped."""
    value = item.data if isinstance(item, Plain) else raw(item, "ContourData") or b""
    made = parsed(value) if value.strip(b" \0") else np.empty(0)
    if made is None or made.size % 3:
        return LeftOut("its points (ContourData) are no threes of numbers", damaged=True)
    points = made.reshape(-1, 3)
    if _stated(item) not in (None, len(points)):
        return LeftOut(
            "it has another number of points than NumberOfContourPoints says", damaged=True
        )
    if not (np.abs(made) <= MOST_MM).all():  # also catches what is not a number
        return LeftOut("a point lies where no patient is (not finite, or too far)", damaged=True)
    closed = len(points) > 1 and made[:3].tolist() == made[-3:].tolist()
    return points[:-1] if closed else points


def _stated(item: Dataset | Plain) -> int | None:
    """How many points the file says that a contour has."""
    if isinstance(item, Plain):
        return item.stated
    return (
        None if raw(item, "NumberOfContourPoints") is None else whole(item, "NumberOfContourPoints")
    )


def _enclosing(drawn: list[Array | LeftOut]) -> tuple[list[Array], list[LeftOut]]:
    """The contours that enclose an area in one plane, and why the others are not used."""
    sure = iter(_surely_enclosing([one for one in drawn if not isinstance(one, LeftOut)]))
    made: list[Array] = []
    reasons: list[LeftOut] = []
    for one in drawn:
        judged = one if isinstance(one, LeftOut) or next(sure) else _judged(one)
        if isinstance(judged, LeftOut):
            reasons.append(judged)
        else:
            made.append(judged)
    return made, reasons


def _surely_enclosing(contours: list[Array]) -> list[bool]:
    """Which contours lie square to an axis and are too large for a line: all at once, for most are such.

    Within a strip no two edges span more than four times its length times half its width.
    """
    counts = np.array([len(one) for one in contours])
    if not counts.size or counts.min() < 3:
        return [False] * len(contours)
    points, starts = np.concatenate(contours), np.cumsum(counts) - counts
    size = np.maximum.reduceat(points, starts) - np.minimum.reduceat(points, starts)
    after = np.arange(1, len(points) + 1)
    after[starts + counts - 1] = starts
    centered = points - np.repeat(points[starts], counts, axis=0)
    twice = np.add.reduceat(np.cross(centered, centered[after]), starts)
    wide = np.linalg.norm(twice, axis=1) > 4 * LINE_MM * counts * np.linalg.norm(size, axis=1)
    return list((size.min(axis=1) == 0) & wide)


def _judged(points: Array) -> Array | LeftOut:
    """The points, when they enclose an area in one plane, else why they do not."""
    if len(points) < 3:
        return LeftOut("fewer than three points enclose nothing", damaged=False)
    centered = points - points.mean(axis=0)
    directions = np.linalg.eigh(centered.T @ centered)[1]  # thinnest first
    thickness, width, _ = np.abs(centered @ directions).max(axis=0)
    if width < LINE_MM:
        return LeftOut("its points lie on one line and enclose nothing", damaged=False)
    if thickness > PLANE_MM:
        return LeftOut(f"its points lie up to {thickness:.1f} mm off one plane", damaged=True)
    return points


def _without_repeats(contours: list[Array]) -> tuple[Array, ...]:
    """Each contour once: the same drawn twice would cancel itself where insides are counted even and odd."""
    seen: dict[bytes, Array] = {}
    alike = _boxes(contours)
    often = Counter(alike)
    for points, box in zip(contours, alike, strict=True):
        seen.setdefault(_path(points) if often[box] > 1 else box, points)
    return tuple(seen.values())


def _boxes(contours: list[Array]) -> list[bytes]:
    """The number of points and the box around each contour: the same for the same path."""
    if not contours:
        return []
    counts = np.array([len(one) for one in contours])
    points, starts = np.concatenate(contours), np.cumsum(counts) - counts
    ends = (each.reduceat(points, starts) for each in (np.minimum, np.maximum))
    boxes = np.hstack((counts[:, None], *(np.round(end, SAME_DIGITS) + 0.0 for end in ends)))
    return [b"box" + box.tobytes() for box in boxes]


def _path(points: Array) -> bytes:
    """The same for the same closed path, from whichever point and in whichever direction it was drawn."""
    rounded = np.round(points, SAME_DIGITS) + 0.0  # no negative zero
    first = np.lexsort(rounded.T)[0]
    forward = np.roll(rounded, -first, axis=0)
    backward = np.roll(forward[::-1], 1, axis=0)
    return min(forward.tobytes(), backward.tobytes())

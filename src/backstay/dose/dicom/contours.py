"""The contours of one structure from their bytes; what is no closed planar contour is left out and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from pydicom import Dataset

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
    made: list[Array] = []
    reasons: list[LeftOut] = []
    for item in items(roi, "ContourSequence"):
        try:
            made.append(_contour(item))
        except LeftOut as left:
            reasons.append(left)
    once = _without_repeats(made)
    reasons += [LeftOut("drawn twice: kept once", damaged=False)] * (len(made) - len(once))
    damaged = any(left.damaged for left in reasons)
    return Contours(once, tuple(_told(reasons)), damaged)


def _told(reasons: list[LeftOut]) -> Iterator[str]:
    for why, count in Counter(map(str, reasons)).items():
        yield f"{count} contour{'s' if count > 1 else ''} left out: {why}"


def _contour(item: Dataset) -> Array:
    try:
        kind = optional_text(item, "ContourGeometricType")
        if kind in DRAWN_OPEN:
            raise LeftOut(f"{kind} encloses nothing", damaged=False)
        if kind not in CLOSED:
            raise LeftOut("its kind (ContourGeometricType) is missing or not known", damaged=True)
        return _enclosing(_points(item))
    except Refused as refused:
        raise LeftOut(str(refused), damaged=True) from None


def _points(item: Dataset) -> Array:
    """The points as drawn; a closing point that repeats the first is dropped."""
    value = raw(item, "ContourData") or b""
    made = parsed(value) if value.strip(b" \0") else np.empty(0)
    if made is None or made.size % 3:
        raise LeftOut("its points (ContourData) are no threes of numbers", damaged=True)
    points = made.reshape(-1, 3)
    stated = raw(item, "NumberOfContourPoints")
    if stated is not None and whole(item, "NumberOfContourPoints") != len(points):
        raise LeftOut(
            "it has another number of points than NumberOfContourPoints says", damaged=True
        )
    if not (np.abs(points) <= MOST_MM).all():  # also catches what is not a number
        raise LeftOut("a point lies where no patient is (not finite, or too far)", damaged=True)
    closed = len(points) > 1 and bool((points[0] == points[-1]).all())
    return points[:-1] if closed else points


def _enclosing(points: Array) -> Array:
    """The points, when they enclose an area in one plane."""
    if len(points) < 3:
        raise LeftOut("fewer than three points enclose nothing", damaged=False)
    centered = points - points.mean(axis=0)
    directions = np.linalg.eigh(centered.T @ centered)[1]  # thinnest first
    thickness, width, _ = np.abs(centered @ directions).max(axis=0)
    if width < LINE_MM:
        raise LeftOut("its points lie on one line and enclose nothing", damaged=False)
    if thickness > PLANE_MM:
        raise LeftOut(f"its points lie up to {thickness:.1f} mm off one plane", damaged=True)
    return points


def _without_repeats(contours: list[Array]) -> tuple[Array, ...]:
    """Each contour once: the same drawn twice would cancel itself where insides are counted even and odd."""
    seen: dict[bytes, Array] = {}
    for points in contours:
        seen.setdefault(_path(points), points)
    return tuple(seen.values())


def _path(points: Array) -> bytes:
    """The same for the same closed path, from whichever point and in whichever direction it was drawn."""
    rounded = np.round(points, SAME_DIGITS) + 0.0  # no negative zero
    first = np.lexsort(rounded.T)[0]
    forward = np.roll(rounded, -first, axis=0)
    backward = np.roll(forward[::-1], 1, axis=0)
    return min(forward.tobytes(), backward.tobytes())

"""Where lines and sub-slices lie between the voxel centers of one axis."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from backstay.dose.histogram.shapes import Array

Whole: TypeAlias = npt.NDArray[np.int64]
SLIVER = 1e-6  # mm; thinner pieces between two cuts come from rounding


class Bands(NamedTuple):
    """Pieces of an axis in which the dose is linear: it is known at `middle` from two voxel centers."""

    middle: Array  # mm
    width: Array  # mm
    slope: Array  # width as a share of the distance of the two centers
    first: Whole  # voxel before the middle; -1 outside of the grid
    second: Whole  # voxel after it
    share: Array  # of the second voxel


def counted(first: Whole, number: Whole) -> Whole:
    """For each first number, so many numbers from it on, in one row."""
    before: Whole = np.cumsum(number) - number
    together: Whole = np.arange(number.sum()) + np.repeat(first - before, number)
    return together


def boundaries(centers: Array) -> Array:
    """Outer faces and centers of the voxels of one axis: an outer voxel reaches half a voxel beyond its center."""
    before = centers[0] - (centers[1] - centers[0]) / 2
    after = centers[-1] + (centers[-1] - centers[-2]) / 2
    return np.concatenate(([before], centers, [after]))


def placed(middle: Array, width: Array, centers: Array) -> Bands:
    """Places of an axis with the voxels before and after; beyond an outer center the outer voxel counts."""
    edges = boundaries(centers)
    cell = np.searchsorted(edges, middle, side="right").astype(np.int64) - 1
    cell[middle == edges[-1]] -= 1
    outside = (cell < 0) | (cell > centers.size)
    cell = np.clip(cell, 0, centers.size)
    length = edges[cell + 1] - edges[cell]
    first = np.clip(cell - 1, 0, centers.size - 1)
    second = np.clip(cell, 0, centers.size - 1)
    first[outside] = -1
    return Bands(middle, width, width / length, first, second, (middle - edges[cell]) / length)


def cut(lows: Array, highs: Array, centers: Array, step: float) -> tuple[Bands, Whole]:
    """Intervals cut at voxel centers and into pieces of at most `step`, with the offsets of each interval's pieces.

    The intervals ascend and do not overlap.
    """
    cuts = np.unique(np.concatenate((lows, highs, boundaries(centers))))
    left, right = cuts[:-1], cuts[1:]
    owner = np.searchsorted(lows, (left + right) / 2, side="right") - 1
    inside = (owner >= 0) & ((left + right) / 2 < highs[owner]) & (right - left > SLIVER)
    left, right, owner = left[inside], right[inside], owner[inside]
    parts = np.maximum(np.ceil((right - left) / step - 1e-9), 1).astype(np.int64)
    width = np.repeat((right - left) / parts, parts)
    number = counted(np.zeros(parts.size, dtype=np.int64), parts)
    middle = np.repeat(left, parts) + (number + 0.5) * width
    offsets = np.searchsorted(np.repeat(owner, parts), np.arange(lows.size + 1)).astype(np.int64)
    return placed(middle, width, centers), offsets


def with_centers(bands: Bands, low: float, high: float, centers: Array) -> Bands:
    """The bands and, of no width, the lines through voxel centers between: a peak of dose is not missed."""
    lines = centers[(centers > low) & (centers < high)]
    there = placed(lines, np.zeros(lines.size), centers)
    order = np.argsort(np.concatenate((bands.middle, lines)), kind="stable")
    joined = (np.concatenate(pair)[order] for pair in zip(bands, there, strict=True))
    return Bands(*joined)

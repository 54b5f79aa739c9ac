"""A structure's contours in planes along an axis of the grid."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from backstay.dose.histogram.bands import Whole, counted
from backstay.dose.histogram.shapes import Array, Grid, Structure

PLANE_MM = 0.1  # a contour is flat, and two are in one plane, within this
SAME_MM = 0.01  # two points are the same within this
FEW = "contours left out, for they have fewer than three points"


class Outlines(NamedTuple):
    """All contours of a structure, one after the other, in coordinates along some axes."""

    points: Array  # (points, 3)
    starts: Whole  # first point of each contour

    def each(self) -> list[Array]:
        """The contours apart."""
        return np.split(self.points, self.starts[1:])


class Planes(NamedTuple):
    """Contours in planes: x and y within, z the position of the plane."""

    points: Array  # (points, 2), by plane
    starts: Whole  # first point of each contour
    plane: Whole  # of each contour
    areas: Array  # that each contour surrounds, mm2
    positions: Array  # mm, ascending
    warnings: tuple[str, ...]


def outlines(structure: Structure, grid: Grid) -> tuple[Outlines, tuple[str, ...]]:
    """The contours in coordinates along columns, rows and frames of the grid; those of no use left out, said."""
    used = [np.asarray(one, dtype=np.float64) for one in structure.contours if len(one) > 2]
    left_out = len(structure.contours) - len(used)
    said = (f"{FEW}: {left_out}",) if left_out else ()
    points = np.concatenate(used) if used else np.empty((0, 3))
    counts = np.array([len(one) for one in used], dtype=np.int64)
    return Outlines((points - grid.origin) @ grid.axes.T, np.cumsum(counts) - counts), said


def along(outlines: Outlines) -> int | None:
    """The axis of the grid that all contours are square to: frames if possible; None if none is."""
    low = np.minimum.reduceat(outlines.points, outlines.starts, axis=0)
    high = np.maximum.reduceat(outlines.points, outlines.starts, axis=0)
    heights = (high - low).max(axis=0)
    return next((axis for axis in (2, 1, 0) if heights[axis] <= PLANE_MM), None)


def normal(outlines: Outlines) -> Array | None:
    """The direction that all contours are square to, from their areas; None if they are not in parallel planes."""
    total = np.zeros(3)
    for contour in outlines.each():
        area = np.cross(contour - contour[0], np.roll(contour, -1, axis=0) - contour[0]).sum(axis=0)
        total += area if area @ total >= 0 else -area
    length = np.linalg.norm(total)
    if length == 0:
        return None
    heights = outlines.points @ (total / length)
    low = np.minimum.reduceat(heights, outlines.starts)
    high = np.maximum.reduceat(heights, outlines.starts)
    parallel = bool(((high - low) <= PLANE_MM).all())
    return total / length if parallel else None


def axes_square_to(normal: Array) -> Array:
    """Right-handed axes with the normal last, the first as near as can be to an axis of the grid."""
    nearest = np.eye(3)[np.argmin(np.abs(normal))]
    first = nearest - (nearest @ normal) * normal
    first /= np.linalg.norm(first)
    return np.stack((first, np.cross(normal, first), normal))


def in_planes(outlines: Outlines, axis: int) -> Planes:
    """Contours sorted into planes along an axis (0, 1, 2); of a contour that stands twice one is left out."""
    across = {2: [0, 1], 1: [0, 2], 0: [1, 2]}[axis]
    counts = np.diff(np.append(outlines.starts, len(outlines.points)))
    height = np.add.reduceat(outlines.points[:, axis], outlines.starts) / counts
    order = np.argsort(height, kind="stable")
    plane = np.cumsum(np.diff(height[order], prepend=-np.inf) > PLANE_MM) - 1
    positions = np.bincount(plane, weights=height[order]) / np.bincount(plane)
    starts, counts = outlines.starts[order], counts[order]
    flat = outlines.points[:, across]
    areas = areas_of(flat, starts, counts)
    twice = doubled(flat, starts, counts, plane, areas)
    kept = np.ones(plane.size, dtype=bool)
    kept[list(twice)] = False
    starts, counts = starts[kept], counts[kept]
    points = flat[counted(starts, counts)]
    starts = np.cumsum(counts) - counts
    return Planes(points, starts, plane[kept], areas[kept], positions, _said(twice, plane))


def areas_of(points: Array, starts: Whole, counts: Whole) -> Array:
    """The area that each contour surrounds, in mm2."""
    x, y = (points - points[0]).T
    ends = starts + counts - 1
    turns = np.append(x[:-1] * y[1:] - x[1:] * y[:-1], 0.0)
    turns[ends] = x[ends] * y[starts] - x[starts] * y[ends]
    return np.abs(np.add.reduceat(turns, np.sort(starts)))[np.argsort(np.argsort(starts))] / 2


def doubled(
    points: Array, starts: Whole, counts: Whole, plane: Whole, areas: Array
) -> frozenset[int]:
    """Which contours repeat one of the same plane, from whatever point and in whatever direction."""
    order = np.lexsort((areas, plane))
    beside = np.diff(plane[order]) == 0
    close = np.diff(areas[order]) <= SAME_MM * np.sqrt(areas[order][1:])
    pairs = [(order[at], order[at + 1]) for at in np.flatnonzero(beside & close)]
    contours = {at: points[starts[at] : starts[at] + counts[at]] for pair in pairs for at in pair}
    return frozenset(int(b) for a, b in pairs if _same(contours[a], contours[b]))


def _same(one: Array, other: Array) -> bool:
    ours, theirs = (np.unique(np.round(each / SAME_MM), axis=0) for each in (one, other))
    return ours.shape == theirs.shape and bool(np.abs(ours - theirs).max() <= 1)


def _said(twice: frozenset[int], plane: Whole) -> tuple[str, ...]:
    if not twice:
        return ()
    slices = len({int(plane[at]) for at in twice})
    return (
        f"slices in which a contour stands twice (counted once; check the structure): {slices}",
    )

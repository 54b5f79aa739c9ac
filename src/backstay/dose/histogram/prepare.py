"""From contours and a view of the dose to the kernel's work."""

from __future__ import annotations

import numpy as np

from backstay.dose.histogram.bands import (
    SLIVER,
    Bands,
    Whole,
    boundaries,
    cut,
    placed,
    with_centers,
)
from backstay.dose.histogram.bins import Bins
from backstay.dose.histogram.planes import Planes
from backstay.dose.histogram.shapes import Array
from backstay.dose.histogram.slabs import Slabs
from backstay.dose.histogram.views import View
from backstay.dose.histogram.work import Work

LINES = 100  # a contour is sampled on about as many lines as this
FINEST_MM, COARSEST_MM = 0.1, 0.625  # distance of the lines, whatever the size
MOST_LINES = 8192  # of one structure, and sub-slices, however far apart its contours lie
MOST_LEVELS = 32  # heights at which lines begin anew because an edge runs along them
SLICE_LINES = 4  # a sub-slice is at most as thick as so many lines


def line_distance(planes: Planes) -> float:
    """How far apart lines should be for contours of this size, in mm."""
    size = float((planes.areas**1.5).sum() / max(planes.areas.sum(), 1e-9))
    step = min(max(size / LINES, FINEST_MM), COARSEST_MM)
    return max(step, float(np.ptp(planes.points[:, 1])) / MOST_LINES)


def following(planes: Planes) -> Whole:
    """The next point of each point on its contour."""
    after = np.arange(1, len(planes.points) + 1)
    after[np.append(planes.starts[1:], len(planes.points)) - 1] = planes.starts
    return after


def flat_levels(planes: Planes, step: float) -> Array:
    """The lowest and highest point, and between them the heights of the longest edges that run along the lines.

    A band of lines that such an edge divides would count as wholly in or wholly out.
    """
    (x, y), after = planes.points.T, following(planes)
    flat = np.flatnonzero((np.abs(y - y[after]) < SLIVER) & (np.abs(x - x[after]) > step))
    heights, which = np.unique(np.round(y[flat] / SLIVER) * SLIVER, return_inverse=True)
    lengths = np.bincount(which, np.abs(x - x[after])[flat], heights.size)
    longest = heights[np.argsort(-lengths, kind="stable")[:MOST_LEVELS]]
    low, high = y.min(), y.max()
    between = longest[(longest > low + SLIVER) & (longest < high - SLIVER)]
    return np.concatenate(([low], np.sort(between), [high]))


def prepare(planes: Planes, slabs: Slabs, view: View, bins: Bins) -> Work:
    """Lines, sub-slices and edges of one structure."""
    step = line_distance(planes)
    levels = flat_levels(planes, step)
    bands, _ = cut(levels[:-1], levels[1:], view.rows, step)
    rows = with_centers(bands, float(levels[0]), float(levels[-1]), view.rows)
    thick = max(step * SLICE_LINES, float(slabs.highs[-1] - slabs.lows[0]) / MOST_LINES)
    slices, slice_offsets = cut(slabs.lows, slabs.highs, view.planes, thick)
    plane = np.repeat(planes.plane, np.diff(np.append(planes.starts, len(planes.points))))
    numbers = np.arange(planes.positions.size + 1)
    nothing = np.zeros(len(planes.points))
    return Work(
        view.dose,
        boundaries(view.columns),
        *_edges(planes, plane, rows),
        rows,
        slices,
        slice_offsets,
        placed(planes.points[:, 0].copy(), nothing, view.columns),
        placed(planes.points[:, 1].copy(), nothing, view.rows),
        np.searchsorted(plane, numbers).astype(np.int64),
        bins.low,
        bins.width,
        bins.number,
    )


def _edges(
    planes: Planes, plane: Whole, rows: Bands
) -> tuple[Array, Array, Array, Whole, Whole, Whole]:
    """Edges from their lower end, the lines each crosses, and which are a plane's."""
    after, line = following(planes), np.searchsorted(rows.middle, planes.points[:, 1])
    crossing = np.flatnonzero(line != line[after])
    after = after[crossing]
    upward = line[crossing] < line[after]
    lower, upper = np.where(upward, crossing, after), np.where(upward, after, crossing)
    (x, y), (end_x, end_y) = planes.points[lower].T, planes.points[upper].T
    offsets = np.searchsorted(plane[crossing], np.arange(planes.positions.size + 1))
    return (
        x.copy(),
        y.copy(),
        (end_x - x) / (end_y - y),
        line[lower].astype(np.int64),
        line[upper].astype(np.int64),
        offsets.astype(np.int64),
    )

"""The kernel in numpy, for where numba is not: the same sums as `kernel.scan`, many pieces at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from backstay.dose.histogram.bands import Bands, Whole, counted
from backstay.dose.histogram.kernel import (
    DOSE,
    ENDLESS,
    HIGHEST,
    LOWEST,
    NARROW,
    NEAR,
    OUTSIDE,
    SPARE,
    VOLUME,
    corner,
)
from backstay.dose.histogram.shapes import Array
from backstay.dose.histogram.work import Work

corner_of: Callable[..., Array] = corner  # type: ignore[assignment]  # of arrays
PIECES = 200_000  # at a time, so that memory stays small


class Spans(NamedTuple):
    """Spans of lines in sub-slices."""

    row: Whole
    part: Whole
    left: Array
    right: Array


def scan(work: Work, start: int, stop: int, counts: Array, steps: Array, sums: Array) -> None:
    """Add the planes from `start` to `stop` to counts, steps (the difference array) and sums."""
    spans = inside(work, spans_of(work, start, stop), sums)
    first = np.searchsorted(work.columns, spans.left, side="right") - 1
    cells = np.searchsorted(work.columns, spans.right, side="left") - first
    ends = np.cumsum(cells)
    at = 0
    while at < cells.size:
        done = ends[at - 1] if at else 0
        until = max(int(np.searchsorted(ends, done + PIECES, side="right")), at + 1)
        add_pieces(
            work,
            some(spans, slice(at, until)),
            first[at:until],
            cells[at:until],
            counts,
            steps,
            sums,
        )
        at = until
    add_corners(work, start, stop, sums)


def some(spans: Spans, which: slice | npt.NDArray[np.bool_]) -> Spans:
    """Some of the spans."""
    return Spans(spans.row[which], spans.part[which], spans.left[which], spans.right[which])


def spans_of(work: Work, start: int, stop: int) -> Spans:
    """The spans between crossings, even-odd, in each sub-slice of the planes."""
    edges = np.arange(work.edge_offsets[start], work.edge_offsets[stop])
    number = work.edge_last[edges] - work.edge_first[edges]
    row, edge = counted(work.edge_first[edges], number), np.repeat(edges, number)
    up = work.rows.middle[row] - work.edge_y[edge]
    place = work.edge_x[edge] + up * work.edge_slope[edge]
    plane = np.searchsorted(work.edge_offsets, edge, side="right") - 1
    order = np.lexsort((place, row, plane))
    row, plane, place = row[order][::2], plane[order][::2], place[order]
    parts = np.diff(work.slice_offsets)[plane]
    part = counted(work.slice_offsets[plane], parts)
    left, right = (np.repeat(each, parts) for each in (place[::2], place[1::2]))
    return Spans(np.repeat(row, parts), part, left, right)


def inside(work: Work, spans: Spans, sums: Array) -> Spans:
    """What of the spans lies within the grid; the rest is counted apart."""
    left = np.maximum(spans.left, work.columns[0])
    right = np.minimum(spans.right, work.columns[-1])
    there = (work.rows.first[spans.row] >= 0) & (work.slices.first[spans.part] >= 0)
    known = np.where(there, np.maximum(right - left, 0.0), 0.0)
    area = work.rows.width[spans.row] * work.slices.width[spans.part]
    sums[OUTSIDE] += (area * (spans.right - spans.left - known)).sum()
    return some(Spans(spans.row, spans.part, left, right), known > 0)


def add_pieces(
    work: Work, spans: Spans, first: Whole, cells: Whole, counts: Array, steps: Array, sums: Array
) -> None:
    """Add the pieces of spans, each in one cell of the grid."""
    span = np.repeat(np.arange(cells.size), cells)
    cell = counted(first, cells)
    row, part = spans.row[span], spans.part[span]
    left, right = work.columns[cell], work.columns[cell + 1]
    start, stop = np.maximum(spans.left[span], left), np.minimum(spans.right[span], right)
    last = work.dose.shape[2] - 1
    before = around(work, row, part, np.maximum(cell - 1, 0))
    after = around(work, row, part, np.minimum(cell, last))
    share_start, share_stop = (start - left) / (right - left), (stop - left) / (right - left)
    share_middle = (share_start + share_stop) / 2
    frame_slope, row_slope = work.slices.slope[part], work.rows.slope[row]
    (here, there), (here_up, there_up), (aside,) = (
        tuple(one + (other - one) * share for share in shares)
        for one, other, shares in zip(
            before,
            after,
            ((share_start, share_stop), (share_start, share_stop), (share_middle,)),
            strict=True,
        )
    )
    here_up, there_up, aside = here_up * frame_slope, there_up * frame_slope, aside * row_slope
    mean, upward = (here + there) / 2, (here_up + there_up) / 2
    half = np.sqrt((there - here) * (there - here) + upward * upward + aside * aside) / 2
    volume = work.rows.width[row] * work.slices.width[part] * (stop - start)
    known = (mean + half < ENDLESS) & (mean - half > -ENDLESS)
    sums[OUTSIDE] += volume[~known].sum()
    extremes(sums, here[known], here_up[known])
    extremes(sums, there[known], there_up[known])
    mean, half, volume = mean[known], half[known], volume[known]
    sums[VOLUME] += volume.sum()
    sums[DOSE] += (volume * mean).sum()
    by_bin = 1.0 / work.bin_width
    most = float(counts.size - SPARE)
    low = np.clip((mean - half - work.low) * by_bin + NEAR, 0.0, most)
    high = np.clip((mean + half - work.low) * by_bin + (NEAR + NARROW), 0.0, most)
    density = volume / (high - low)
    for end, change in ((low, density), (high, -density)):
        bins = end.astype(np.int64)
        counts += np.bincount(bins, change * (bins + 1 - end), counts.size)
        steps += np.bincount(bins + 1, change, counts.size)


def around(work: Work, row: Whole, part: Whole, column: Whole) -> tuple[Array, Array, Array]:
    """The dose on lines in sub-slices at voxel centers, and its rise from frame to frame and from row to row."""
    share = work.slices.share[part]
    low, high = (
        [
            work.dose[frame, line, column].astype(np.float64)
            for frame in (work.slices.first[part], work.slices.second[part])
        ]
        for line in (work.rows.first[row], work.rows.second[row])
    )
    (lower, low_rise), (upper, high_rise) = (
        (_between(one, other, share), other - one) for one, other in (low, high)
    )
    share = work.rows.share[row]
    return _between(lower, upper, share), _between(low_rise, high_rise, share), upper - lower


def _between(one: Array, other: Array, share: Array) -> Array:
    return one * (1.0 - share) + other * share


def extremes(sums: Array, middle: Array, width: Array) -> None:
    """Widen the extremes to a middle and half a width on both sides."""
    sums[HIGHEST] = np.max(middle + np.abs(width) / 2, initial=sums[HIGHEST])
    sums[LOWEST] = np.min(middle - np.abs(width) / 2, initial=sums[LOWEST])


def add_corners(work: Work, start: int, stop: int, sums: Array) -> None:
    """The dose at the contour points of the planes, on both faces of each sub-slice."""
    points = np.arange(work.point_offsets[start], work.point_offsets[stop])
    plane = np.searchsorted(work.point_offsets, points, side="right") - 1
    parts = np.diff(work.slice_offsets)[plane]
    part, point = counted(work.slice_offsets[plane], parts), np.repeat(points, parts)
    columns, rows = work.point_columns, work.point_rows
    there = (work.slices.first[part] >= 0) & (columns.first[point] >= 0) & (rows.first[point] >= 0)
    part, point = part[there], point[there]
    bottom, top = (
        _bilinear(work.dose, frames[part], rows, columns, point)
        for frames in (work.slices.first, work.slices.second)
    )
    share = work.slices.share[part]
    middle = bottom * (1.0 - share) + top * share
    width = (top - bottom) * work.slices.slope[part]
    known = np.isfinite(middle + width)
    extremes(sums, middle[known], width[known])


def _bilinear(
    dose: npt.NDArray[np.float32], frame: Whole, rows: Bands, columns: Bands, point: Whole
) -> Array:
    voxels = (
        dose[frame, row[point], column[point]]
        for row in (rows.first, rows.second)
        for column in (columns.first, columns.second)
    )
    return corner_of(*voxels, rows.share[point], columns.share[point])

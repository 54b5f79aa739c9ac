"""The scanline kernel as plain functions, which `compiled` also compiles: all in one file, for its cache.

A slice is sampled on lines; even-odd crossings make spans with exact ends. Inside a cell of the grid the dose of
a span is linear, so the piece is spread evenly over its range of doses: a ramp up at one end and down at the other,
by two counts and two steps of a difference array, however many bins it covers. What the line and the sub-slice
leave out across their widths is added to the range as variances add, which is exact for a dose that changes along
one axis.
"""

from __future__ import annotations

import math

import numpy as np

from backstay.dose.histogram.bands import Whole
from backstay.dose.histogram.shapes import Array
from backstay.dose.histogram.work import Dose, Work

VOLUME, DOSE, OUTSIDE, HIGHEST, LOWEST = 0, 1, 2, 3, 4  # places in `sums`
ENDLESS = 1e30  # more than any dose: what is not below is not known
NEAR = 1e-3  # of a bin: a dose that rounding left this much below the edge of a bin counts as on it
NARROW = 1e-3  # of a bin: no piece is spread over less, so that none needs a case of its own
SPARE = 2  # counts and steps are longer than the bins by so many


def scan(work: Work, start: int, stop: int, counts: Array, steps: Array, sums: Array) -> None:
    """Add the planes from `start` to `stop` to counts, steps (the difference array) and sums.

    What lies outside of the grid is counted apart. Arrays are named before the loops, and `work` is not passed on
    within them: at every call each array in it costs time.
    """
    dose, edges, low, by_bin = work.dose, work.columns, work.low, 1.0 / work.bin_width
    height, row_slope, row_share = work.rows.width, work.rows.slope, work.rows.share
    row_first, row_second = work.rows.first, work.rows.second
    thick, slice_slope, slice_share = work.slices.width, work.slices.slope, work.slices.share
    slice_first, slice_second, offsets = work.slices.first, work.slices.second, work.slice_offsets
    for plane in range(start, stop):
        ends, places = crossings(work, plane)
        for row in range(ends.size - 1):
            for at in range(ends[row], ends[row + 1] - 1, 2):
                left, right = max(places[at], edges[0]), min(places[at + 1], edges[-1])
                whole = places[at + 1] - places[at]
                known = max(right - left, 0.0) if row_first[row] >= 0 else 0.0
                cell = min(max(np.searchsorted(edges, left, side="right") - 1, 0), edges.size - 2)
                for part in range(offsets[plane], offsets[plane + 1]):
                    area = height[row] * thick[part]
                    if known == 0.0 or slice_first[part] < 0:
                        sums[OUTSIDE] += area * whole
                        continue
                    sums[OUTSIDE] += area * (whole - known)
                    walk(
                        dose,
                        (slice_first[part], slice_second[part], row_first[row], row_second[row]),
                        (slice_share[part], slice_slope[part], row_share[row], row_slope[row]),
                        (low, by_bin, area),
                        edges,
                        cell,
                        left,
                        right,
                        counts,
                        steps,
                        sums,
                    )
        corners(work, plane, sums)


def crossings(work: Work, plane: int) -> tuple[Whole, Array]:
    """Where each line crosses the contours of a plane, ascending; `ends` says which crossings are a line's."""
    first, last = work.edge_offsets[plane], work.edge_offsets[plane + 1]
    edge_x, edge_y, edge_slope = work.edge_x, work.edge_y, work.edge_slope
    edge_first, edge_last, middle = work.edge_first, work.edge_last, work.rows.middle
    ends = np.zeros(middle.size + 1, dtype=np.int64)
    for edge in range(first, last):
        for row in range(edge_first[edge], edge_last[edge]):
            ends[row + 1] += 1
    for row in range(ends.size - 1):
        ends[row + 1] += ends[row]
    places = np.empty(ends[-1], dtype=np.float64)
    used = ends.copy()
    for edge in range(first, last):
        for row in range(edge_first[edge], edge_last[edge]):
            place = edge_x[edge] + (middle[row] - edge_y[edge]) * edge_slope[edge]
            at = used[row]
            while at > ends[row] and places[at - 1] > place:
                places[at] = places[at - 1]
                at -= 1
            places[at] = place
            used[row] += 1
    return ends, places


def walk(
    dose: Dose,
    around: tuple[int, int, int, int],
    across: tuple[float, float, float, float],
    bins: tuple[float, float, float],
    edges: Array,
    cell: int,
    start: float,
    end: float,
    counts: Array,
    steps: Array,
    sums: Array,
) -> None:
    """Add the pieces of a span, cell by cell: one long function, for a call at each piece takes time.

    `around` are the two frames and two rows of voxels, `across` share and slope of the frames and of the rows.
    """
    low_frame, high_frame, low_row, high_row = around
    up, frame_slope, along, row_slope = across
    low_dose, by_bin, area = bins
    column = max(cell - 1, 0)
    last, most = dose.shape[2] - 1, float(counts.size - SPARE)
    volume, weighted, outside = 0.0, 0.0, 0.0
    highest, lowest = -ENDLESS, ENDLESS
    before, before_up, before_along = corner(
        dose[low_frame, low_row, column],
        dose[low_frame, high_row, column],
        dose[high_frame, low_row, column],
        dose[high_frame, high_row, column],
        up,
        along,
    )
    while start < end:
        column = min(cell, last)
        after, after_up, after_along = corner(
            dose[low_frame, low_row, column],
            dose[low_frame, high_row, column],
            dose[high_frame, low_row, column],
            dose[high_frame, high_row, column],
            up,
            along,
        )
        left, right = edges[cell], edges[cell + 1]
        stop = min(end, right)
        first = 0.0 if start == left else (start - left) / (right - left)
        second = 1.0 if stop == right else (stop - left) / (right - left)
        here, there = before + (after - before) * first, before + (after - before) * second
        here_up = (before_up + (after_up - before_up) * first) * frame_slope
        there_up = (before_up + (after_up - before_up) * second) * frame_slope
        aside = (before_along + (after_along - before_along) * ((first + second) / 2)) * row_slope
        mean, upward = (here + there) / 2, (here_up + there_up) / 2
        half = math.sqrt((there - here) * (there - here) + upward * upward + aside * aside) / 2
        part = area * (stop - start)
        if mean + half < ENDLESS and mean - half > -ENDLESS:
            highest = max(max(highest, here + abs(here_up) / 2), there + abs(there_up) / 2)
            lowest = min(min(lowest, here - abs(here_up) / 2), there - abs(there_up) / 2)
            if part > 0.0:
                volume += part
                weighted += part * mean
                low = min(max((mean - half - low_dose) * by_bin + NEAR, 0.0), most)
                high = min(max((mean + half - low_dose) * by_bin + (NEAR + NARROW), 0.0), most)
                density = part / (high - low)
                low_bin, high_bin = int(low), int(high)
                counts[low_bin] += density * (low_bin + 1 - low)
                steps[low_bin + 1] += density
                counts[high_bin] -= density * (high_bin + 1 - high)
                steps[high_bin + 1] -= density
        else:
            outside += part
        before, before_up, before_along = after, after_up, after_along
        start = stop
        cell += 1
    sums[VOLUME] += volume
    sums[DOSE] += weighted
    sums[OUTSIDE] += outside
    sums[HIGHEST], sums[LOWEST] = max(sums[HIGHEST], highest), min(sums[LOWEST], lowest)


def corner(
    low_low: float, low_high: float, high_low: float, high_high: float, up: float, along: float
) -> tuple[float, float, float]:
    """The dose between four voxels (frame, then row), and its change from frame to frame and from row to row."""
    bottom = low_low * (1.0 - along) + low_high * along
    top = high_low * (1.0 - along) + high_high * along
    rise = (low_high - low_low) * (1.0 - up) + (high_high - high_low) * up
    return bottom * (1.0 - up) + top * up, top - bottom, rise


def corners(work: Work, plane: int, sums: Array) -> None:
    """The dose at the contour points of a plane, on both faces of each of its sub-slices."""
    dose, point_offsets, slice_offsets = work.dose, work.point_offsets, work.slice_offsets
    slice_first, slice_second = work.slices.first, work.slices.second
    slice_share, slice_slope = work.slices.share, work.slices.slope
    column_first, column_second = work.point_columns.first, work.point_columns.second
    row_first, row_second = work.point_rows.first, work.point_rows.second
    column_share, row_share = work.point_columns.share, work.point_rows.share
    highest, lowest = sums[HIGHEST], sums[LOWEST]
    for part in range(slice_offsets[plane], slice_offsets[plane + 1]):
        below, above, share = slice_first[part], slice_second[part], slice_share[part]
        for point in range(point_offsets[plane], point_offsets[plane + 1]):
            left, right, across = column_first[point], column_second[point], column_share[point]
            low, high, up = row_first[point], row_second[point], row_share[point]
            if below < 0 or left < 0 or low < 0:
                continue
            bottom, _, _ = corner(
                dose[below, low, left],
                dose[below, low, right],
                dose[below, high, left],
                dose[below, high, right],
                up,
                across,
            )
            top, _, _ = corner(
                dose[above, low, left],
                dose[above, low, right],
                dose[above, high, left],
                dose[above, high, right],
                up,
                across,
            )
            middle = bottom * (1.0 - share) + top * share
            half = abs(top - bottom) * slice_slope[part] / 2
            if middle + half < ENDLESS and middle - half > -ENDLESS:
                highest, lowest = max(highest, middle + half), min(lowest, middle - half)
    sums[HIGHEST], sums[LOWEST] = highest, lowest

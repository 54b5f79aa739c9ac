"""The scanline kernel as plain functions, which `compiled` also compiles: all in one file, for its cache.

A slice is sampled on lines; even-odd crossings make spans with exact ends. Inside a cell of the grid the dose of
a span is linear, so the piece is spread evenly over its range of doses: a ramp up at one end and down at the other,
by two counts and two steps of a difference array, however many bins it covers. What the line and the sub-slice
leave out across their widths is added to the range as variances add, which is exact for a dose that changes along
one axis.

For speed the pieces of many spans wait in a block, until `spread` takes them all at once, in loops so plain that
the processor does several pieces in one step. A span leaves the dose at its ends and at the voxel centers between:
a piece lies between two of these nodes, and no piece between the last node of a span and the first of the next.
"""

from __future__ import annotations

import math

import numpy as np

from backstay.dose.histogram.bands import Whole
from backstay.dose.histogram.shapes import Array
from backstay.dose.histogram.work import Dose, Work

VOLUME, DOSE, OUTSIDE, HIGHEST, LOWEST = 0, 1, 2, 3, 4  # places in `sums`, and rows of its block
MIDDLE, CLIMB, ASIDE, WEIGHT, MEAN, HALF = 0, 1, 2, 3, 4, 5  # rows of a block of nodes
NODES = 512  # of a block: it stays in the fastest memory
LONGEST = 128  # cells of a span that are taken at once
NO_PIECE = -1.0  # in place of a weight or half a width
ENDLESS = 1e30  # more than any dose: what is not below is not known
NEAR = 1e-3  # of a bin: a dose that rounding left this much below the edge of a bin counts as on it
NARROW = 1e-3  # of a bin: no piece is spread over less, so that none needs a case of its own
SPARE = 2  # counts and steps are longer than the bins by so many


def scan(work: Work, start: int, stop: int, counts: Array, steps: Array, sums: Array) -> None:
    """Add the planes from `start` to `stop` to counts, steps (the difference array) and sums.

    What lies outside of the grid is counted apart. Arrays are named before the loops, and `work` is not passed on
    within them: at every call each array in it costs time.
    """
    dose, edges, bins = work.dose, work.columns, (work.low, 1.0 / work.bin_width)
    heights, row_slope, row_share = work.rows.width, work.rows.slope, work.rows.share
    row_first, row_second = work.rows.first, work.rows.second
    thick, slice_slope, slice_share = work.slices.width, work.slices.slope, work.slices.share
    slice_first, slice_second, offsets = work.slices.first, work.slices.second, work.slice_offsets
    widths = edges[1:] - edges[:-1]
    level, climb = np.empty(dose.shape[1:]), np.empty(dose.shape[1:])
    nodes, totals = np.zeros((6, NODES)), np.zeros((5, NODES))
    totals[HIGHEST], totals[LOWEST] = -ENDLESS, ENDLESS
    used = int(np.int64(0))  # not written 0, for which all that takes it would be compiled apart
    for plane in range(start, stop):
        rows, spans, cells, within, areas = spans_of(work, plane)
        for part in range(offsets[plane], offsets[plane + 1]):
            below = slice_first[part]
            sums[OUTSIDE] += (areas[0] if below >= 0 else areas[1]) * thick[part]
            if below < 0 or rows.size == 0:
                continue
            low, high = max(within[0] - 1, 0), min(within[1] + 1, dose.shape[2])
            box = (row_first[rows[0]], row_second[rows[-1]] + 1, low, high)
            frames = (below, slice_second[part])
            fill(dose, frames, (slice_share[part], slice_slope[part]), box, level, climb)
            for at in range(rows.size):
                row, cell, last = rows[at], cells[0, at], cells[1, at]
                line = (row_first[row], row_second[row], row_share[row], row_slope[row])
                area = heights[row] * thick[part]
                while cell <= last:
                    until = min(cell + LONGEST, last + 1)
                    end = used + until - cell
                    if end >= NODES:
                        spread(nodes, used, bins, counts, steps, totals)
                        used, end = int(np.int64(0)), until - cell
                    lay(nodes, used, level, climb, line, area, cell, until, widths)
                    begin = max(spans[0, at], edges[cell]) - edges[cell]
                    finish = min(spans[1, at], edges[until]) - edges[until - 1]
                    trim(nodes, used, end, begin / widths[cell], finish / widths[until - 1])
                    used, cell = end + 1, until
        corners(work, plane, sums)
    spread(nodes, used, bins, counts, steps, totals)
    for at in range(NODES):
        for of in (VOLUME, DOSE, OUTSIDE):
            sums[of] += totals[of, at]
        sums[HIGHEST] = max(sums[HIGHEST], totals[HIGHEST, at])
        sums[LOWEST] = min(sums[LOWEST], totals[LOWEST, at])


def spans_of(
    work: Work, plane: int
) -> tuple[Whole, Array, Whole, tuple[int, int], tuple[float, float]]:
    """The spans of a plane that lie within the grid: lines, ends, first and last cells.

    Then the first and last cell of all, the area that lies beyond columns and rows, and the area of the plane.
    """
    ends, places = crossings(work, plane)
    edges, heights, row_first = work.columns, work.rows.width, work.rows.first
    rows = np.empty(places.size // 2, dtype=np.int64)
    spans, cells = np.empty((2, rows.size)), np.empty((2, rows.size), dtype=np.int64)
    found, outside, whole = 0, 0.0, 0.0
    box = (edges.size, 0)
    for row in range(ends.size - 1):
        for at in range(ends[row], ends[row + 1] - 1, 2):
            left, right = max(places[at], edges[0]), min(places[at + 1], edges[-1])
            known = max(right - left, 0.0) if row_first[row] >= 0 else 0.0
            whole += heights[row] * (places[at + 1] - places[at])
            outside += heights[row] * (places[at + 1] - places[at] - known)
            if known > 0.0:
                rows[found], spans[0, found], spans[1, found] = row, left, right
                cells[0, found] = np.searchsorted(edges, left, side="right") - 1
                last = np.searchsorted(edges, right, side="right") - 1
                cells[1, found] = last - (1 if edges[last] == right else 0)
                box = (min(box[0], cells[0, found]), max(box[1], cells[1, found]))
                found += 1
    return rows[:found], spans, cells, box, (outside, whole)


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


def fill(
    dose: Dose,
    frames: tuple[int, int],
    across: tuple[float, float],
    box: tuple[int, int, int, int],
    level: Array,
    climb: Array,
) -> None:
    """The dose of a sub-slice at the voxel centers of a box, and how far it rises through the sub-slice."""
    share, slope = across
    low_row, high_row, low, high = box
    for row in range(low_row, high_row):
        one, other = dose[frames[0], row, low:high], dose[frames[1], row, low:high]
        here, rise = level[row, low:high], climb[row, low:high]
        for at in range(one.size):
            here[at] = one[at] * (1.0 - share) + other[at] * share
            rise[at] = (np.float64(other[at]) - np.float64(one[at])) * slope


def lay(
    nodes: Array,
    used: int,
    level: Array,
    climb: Array,
    line: tuple[int, int, float, float],
    area: float,
    cell: int,
    until: int,
    widths: Array,
) -> None:
    """The nodes of the cells from `cell` up to `until` on a line of a sub-slice."""
    one, other, share, slope = line
    low, high = max(cell - 1, 0), min(until, level.shape[1])
    first, end = used + low + 1 - cell, used + until - cell
    lower, upper = level[one, low:high], level[other, low:high]
    target = nodes[MIDDLE, first : first + lower.size]
    for at in range(target.size):
        target[at] = lower[at] * (1.0 - share) + upper[at] * share
    target = nodes[ASIDE, first : first + lower.size]
    for at in range(target.size):
        target[at] = (upper[at] - lower[at]) * slope
    lower, upper = climb[one, low:high], climb[other, low:high]
    target = nodes[CLIMB, first : first + lower.size]
    for at in range(target.size):
        target[at] = lower[at] * (1.0 - share) + upper[at] * share
    wide, target = widths[cell:until], nodes[WEIGHT, used:end]
    for at in range(target.size):
        target[at] = wide[at] * area
    nodes[WEIGHT, end] = NO_PIECE
    for kind in range(WEIGHT):  # beyond an outer center the outer voxel counts
        if cell == 0:
            nodes[kind, used] = nodes[kind, used + 1]
        if until == widths.size:
            nodes[kind, end] = nodes[kind, end - 1]


def trim(nodes: Array, first: int, last: int, start: float, stop: float) -> None:
    """Move the outer nodes of a span to its ends, which are shares of the first and the last cell."""
    for kind in range(WEIGHT):
        begin, after = nodes[kind, first], nodes[kind, first + 1]
        before, end = nodes[kind, last - 1], nodes[kind, last]
        nodes[kind, first] = begin + (after - begin) * start
        nodes[kind, last] = before + (end - before) * stop
    begin, end = nodes[WEIGHT, first] * start, nodes[WEIGHT, last - 1] * (1.0 - stop)
    nodes[WEIGHT, first] = max(nodes[WEIGHT, first] - begin, 0.0)
    nodes[WEIGHT, last - 1] = max(nodes[WEIGHT, last - 1] - end, 0.0)


def spread(
    nodes: Array, used: int, bins: tuple[float, float], counts: Array, steps: Array, totals: Array
) -> None:
    """Add the pieces between the nodes of a block to the bins and to the totals."""
    pieces = used - 1
    low_dose, by_bin = bins
    most = float(counts.size - SPARE)
    middle, climb, aside, weight = nodes[MIDDLE], nodes[CLIMB], nodes[ASIDE], nodes[WEIGHT]
    mean, half = nodes[MEAN], nodes[HALF]
    for at in range(pieces):
        along, up = middle[at + 1] - middle[at], (climb[at] + climb[at + 1]) / 2
        beside = (aside[at] + aside[at + 1]) / 2
        half[at] = math.sqrt(along * along + up * up + beside * beside) / 2
    for at in range(pieces):
        mean[at] = (middle[at] + middle[at + 1]) / 2
    outside = totals[OUTSIDE]
    for at in range(pieces):
        center, width, part = mean[at], half[at], weight[at]
        known = center + width < ENDLESS and center - width > -ENDLESS
        good = known and part >= 0.0
        outside[at] += 0.0 if known else max(part, 0.0)
        weight[at] = part if good else 0.0
        mean[at] = center if good else 0.0
        half[at] = width if good else NO_PIECE
    highest, lowest = totals[HIGHEST], totals[LOWEST]
    for at in range(pieces):
        one, other = middle[at] + abs(climb[at]) / 2, middle[at + 1] + abs(climb[at + 1]) / 2
        highest[at] = max(highest[at], max(one, other)) if half[at] >= 0.0 else highest[at]
    for at in range(pieces):
        one, other = middle[at] - abs(climb[at]) / 2, middle[at + 1] - abs(climb[at + 1]) / 2
        lowest[at] = min(lowest[at], min(one, other)) if half[at] >= 0.0 else lowest[at]
    volume, weighted = totals[VOLUME], totals[DOSE]
    for at in range(pieces):
        volume[at] += weight[at]
        weighted[at] += weight[at] * mean[at]
    for at in range(pieces):
        center, width = mean[at], max(half[at], 0.0)
        low = min(max((center - width - low_dose) * by_bin + NEAR, 0.0), most)
        high = min(max((center + width - low_dose) * by_bin + (NEAR + NARROW), 0.0), most)
        mean[at], half[at], weight[at] = low, high, weight[at] / (high - low)
    for at in range(pieces):
        low, high, density = mean[at], half[at], weight[at]
        if density != 0.0:
            low_bin, high_bin = int(low), int(high)
            counts[low_bin] += density * (low_bin + 1 - low)
            steps[low_bin + 1] += density
            counts[high_bin] -= density * (high_bin + 1 - high)
            steps[high_bin + 1] -= density


def corner(
    low_low: float, low_high: float, high_low: float, high_high: float, up: float, along: float
) -> float:
    """The dose between four voxels: two of a low row, then two of a high one."""
    low = low_low * (1.0 - along) + low_high * along
    high = high_low * (1.0 - along) + high_high * along
    return low * (1.0 - up) + high * up


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
            low_low, low_high = dose[below, low, left], dose[below, low, right]
            high_low, high_high = dose[below, high, left], dose[below, high, right]
            bottom = corner(low_low, low_high, high_low, high_high, up, across)
            low_low, low_high = dose[above, low, left], dose[above, low, right]
            high_low, high_high = dose[above, high, left], dose[above, high, right]
            top = corner(low_low, low_high, high_low, high_high, up, across)
            middle = bottom * (1.0 - share) + top * share
            half = abs(top - bottom) * slice_slope[part] / 2
            if middle + half < ENDLESS and middle - half > -ENDLESS:
                highest, lowest = max(highest, middle + half), min(lowest, middle - half)
    sums[HIGHEST], sums[LOWEST] = highest, lowest

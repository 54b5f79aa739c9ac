"""The dose grid as the kernel wants it: planes of contours along the first axis of the dose."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from backstay.dose.histogram.bands import boundaries, placed
from backstay.dose.histogram.shapes import Array, Grid

NODES = 12_000_000  # points of a resampled grid, at most
TRANSPOSED = {
    2: (0, 1, 2),
    1: (1, 0, 2),
    0: (2, 0, 1),
}  # dose axes for planes along frames, rows, columns


class View(NamedTuple):
    """Dose by plane, line and place on the line, with the voxel centers along each."""

    dose: npt.NDArray[np.float32]
    planes: Array
    rows: Array
    columns: Array


def square(grid: Grid, axis: int) -> View:
    """The grid seen along one of its own axes; only another order of the same numbers."""
    centers = (grid.frames, grid.rows, grid.columns)
    order = TRANSPOSED[axis]
    dose = np.ascontiguousarray(np.transpose(grid.dose, order), dtype=np.float32)
    return View(dose, *(np.asarray(centers[at], dtype=np.float64) for at in order))


def oblique(grid: Grid, axes: Array, low: Array, high: Array) -> tuple[View, str]:
    """Dose resampled along other axes, from `low` to `high` and a little beyond.

    Half of the finest spacing, or more where that would need too many points. A linear dose stays exact; points
    outside of the grid are not known.
    """
    low, high = (np.clip(end, *_reach(grid, axes)) for end in (low, high))
    finest = min(float(np.diff(each).min()) for each in (grid.columns, grid.rows, grid.frames)) / 2
    low, high = low - finest, high + finest
    step = max(finest, float(np.prod(high - low) / NODES) ** (1 / 3))
    columns, rows, planes = (
        start + step * np.arange(ceil((end - start) / step) + 1)
        for start, end in zip(low, high, strict=True)
    )
    dose = np.empty((planes.size, rows.size, columns.size), dtype=np.float32)
    y, x = (each.ravel() for each in np.meshgrid(rows, columns, indexing="ij"))
    for at, plane in enumerate(planes):
        places = np.stack((x, y, np.full(x.size, plane)), axis=-1) @ axes
        dose[at] = at_points(grid, places).reshape(rows.size, columns.size)
    said = f"contours oblique to the dose grid: dose was resampled at {step:.3g} mm around the structure"
    return View(dose, planes, rows, columns), said


def _reach(grid: Grid, axes: Array) -> tuple[Array, Array]:
    """From where to where the grid reaches along other axes: farther out there is nothing to resample."""
    faces = (boundaries(each)[[0, -1]] for each in (grid.columns, grid.rows, grid.frames))
    corners = np.stack([each.ravel() for each in np.meshgrid(*faces)], axis=-1) @ axes.T
    return corners.min(axis=0), corners.max(axis=0)


def at_points(grid: Grid, places: Array) -> Array:
    """The dose at points in mm along columns, rows and frames, linear between voxel centers; NaN outside."""
    zeros = np.zeros(len(places))
    x, y, z = (
        placed(places[:, at], zeros, centers)
        for at, centers in enumerate((grid.columns, grid.rows, grid.frames))
    )
    dose = np.zeros(len(places))
    for frame, by_frame in ((z.first, 1 - z.share), (z.second, z.share)):
        for row, by_row in ((y.first, 1 - y.share), (y.second, y.share)):
            for column, by_column in ((x.first, 1 - x.share), (x.second, x.share)):
                dose += grid.dose[frame, row, column] * (by_frame * by_row * by_column)
    dose[(x.first < 0) | (y.first < 0) | (z.first < 0)] = np.nan
    return dose

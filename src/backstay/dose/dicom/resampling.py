"""A dose laid on the voxels of another grid by trilinear interpolation; NaN where it does not reach."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from backstay.dose.histogram.shapes import Array, Grid

EDGE_MM = 1e-6  # rounding: a point so near the outermost voxel center lies on it


class _Cells(NamedTuple):
    """Between which positions of an axis values lie: the one before, the one after."""

    corner: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]
    weight: tuple[Array, Array]  # NaN outside


def resampled(grid: Grid, onto: Grid) -> npt.NDArray[np.float32]:
    """The dose of a grid at the voxel centers of another in the same patient coordinates."""
    made = np.empty(onto.dose.shape, np.float32)
    plane = onto.rows[:, None, None] * onto.axes[1] + onto.columns[None, :, None] * onto.axes[0]
    for index, along in enumerate(onto.frames):
        points = plane + (onto.origin + along * onto.axes[2] - grid.origin)
        made[index] = _at(grid, points)
    return made


def _at(grid: Grid, points: Array) -> Array:
    """Doses at points given from the origin of the grid; a neighbor without weight need not be known."""
    along = zip((grid.columns, grid.rows, grid.frames), grid.axes, strict=True)
    columns, rows, frames = (_cells(positions, points @ axis) for positions, axis in along)
    dose = np.zeros(points.shape[:-1])
    for f, r, c in product((0, 1), repeat=3):
        weight = frames.weight[f] * rows.weight[r] * columns.weight[c]
        corner = grid.dose[frames.corner[f], rows.corner[r], columns.corner[c]]
        dose += np.where(weight == 0, 0, weight * corner)
    return dose


def _cells(positions: Array, values: Array) -> _Cells:
    last = len(positions) - 1
    before = np.clip(np.searchsorted(positions, values, side="right") - 1, 0, max(last - 1, 0))
    after = np.minimum(before + 1, last)
    width = positions[after] - positions[before]
    share = np.clip((values - positions[before]) / np.where(width > 0, width, 1), 0, 1)
    inside = (values >= positions[0] - EDGE_MM) & (values <= positions[last] + EDGE_MM)
    share = np.where(inside, share, np.nan)
    return _Cells((before, after), (1 - share, share))

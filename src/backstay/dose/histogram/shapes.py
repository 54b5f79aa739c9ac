"""What a histogram is made from and what it says: arrays with their units, and nothing of DICOM."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Units = Literal["Gy", "percent"]


class Structure(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One structure as it was drawn: closed planar contours, each (points, 3), patient coordinates in mm."""

    name: str
    number: int
    contours: tuple[Array, ...]
    kind: str | None = None  # ORGAN, PTV, EXTERNAL ... as the file says
    warnings: tuple[str, ...] = ()  # contours left out and why
    incomplete: bool = (
        False  # a part of the drawn shape could not be read: volume and highest dose may be too low
    )


class Grid(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Dose at the voxel centers of a rectilinear grid; NaN is a dose that is not known.

    `axes` holds three unit vectors (patient coordinates): along columns, along rows, along frames. `columns`,
    `rows` and `frames` are positions in mm along them, ascending, from `origin`; frames may be unevenly spaced.
    """

    dose: npt.NDArray[np.float32]  # (frames, rows, columns)
    columns: Array
    rows: Array
    frames: Array
    origin: Array  # (3,) patient coordinates in mm
    axes: Array  # (3, 3)
    units: Units = "Gy"
    frame_of_reference: str = ""


class Sampling(msgspec.Struct, frozen=True, kw_only=True):
    """How a structure was sampled, so that a reader can judge the numbers."""

    row_mm: float  # distance of the lines on which a slice is sampled
    per_slab: int  # sub-slices of one slab
    slab_mm: tuple[float, float]  # thinnest and thickest slab
    slab_rule: str  # where slabs begin and end
    engine: Literal["numba", "numpy"]
    slices: int | None = None  # on which it is drawn


class Histogram(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The dose of one structure. `volume` holds the cc of each bin of `edges`; outside the grid is apart.

    Where a part lies outside, mean, max and min are not known (None): `highest` and `lowest` are those of the part
    whose dose is known. A structure that was refused has no bins, and `refused` says why.
    """

    name: str
    number: int
    kind: str | None
    units: Units
    edges: Array  # (bins + 1,)
    volume: Array  # (bins,) cc
    outside_cc: float  # volume whose dose is not known
    mean: float | None
    max: float | None  # extremes over samples and contour points
    min: float | None
    sampling: Sampling
    warnings: tuple[str, ...]
    highest: float | None = None  # of the part whose dose is known
    lowest: float | None = None
    refused: str | None = None  # why nothing was computed

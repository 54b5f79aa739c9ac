"""What the kernel works on: contours as edges, the lines and sub-slices they are sampled on, and the dose."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from backstay.dose.histogram.bands import Bands, Whole
from backstay.dose.histogram.shapes import Array

Dose: TypeAlias = npt.NDArray[np.float32]


class Work(NamedTuple):
    """One structure in the axes of the grid: x along the last axis of `dose`, planes ascending along the first."""

    dose: Dose
    columns: Array  # faces and centers along x
    edge_x: Array  # lower end of each edge of a contour, horizontal edges left out
    edge_y: Array
    edge_slope: Array  # x per y
    edge_first: Whole  # lines it crosses: from, up to
    edge_last: Whole
    edge_offsets: Whole  # of each plane
    rows: Bands
    slices: Bands
    slice_offsets: Whole  # of each plane
    point_columns: Bands
    point_rows: Bands
    point_offsets: Whole  # of each plane
    low: float  # dose at the first edge of the bins
    bin_width: float
    bins: int

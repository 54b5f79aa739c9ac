"""The bins of dose that volumes are counted in."""

from __future__ import annotations

from math import ceil, floor
from typing import NamedTuple

import numpy as np

from backstay.dose.histogram.shapes import Grid

USUAL = 0.01  # Gy or percent
MOST = 20_000  # with higher doses bins are wider


class Bins(NamedTuple):
    """Evenly wide bins of dose."""

    low: float
    width: float
    number: int


def dose_bins(grid: Grid) -> Bins:
    """Bins of 0.01 from zero, or the lowest dose below it, to the highest dose; wider if that were too many."""
    low, high = (float(end.reduce(grid.dose, axis=None)) for end in (np.fmin, np.fmax))
    if not np.isfinite(high - low):
        known = grid.dose[np.isfinite(grid.dose)]
        low, high = float(known.min(initial=0.0)), float(known.max(initial=0.0))
    low, high = min(0.0, low), max(0.0, high)
    width = USUAL
    while (high - low) / width > MOST:
        width *= 10
    first = floor(low / width)
    return Bins(first * width, width, ceil(high / width + 1e-2) - first)

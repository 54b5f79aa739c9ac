"""The dose of a grid in fractions of 2 Gy, voxel by voxel: to be taken before a histogram, never from one."""

from __future__ import annotations

import msgspec
import numpy as np

from backstay.dose.histogram.shapes import Grid


def as_eqd2(grid: Grid, fractions: int, alpha_beta: float) -> Grid:
    """The grid with each voxel's total dose as the equieffective dose in fractions of 2 Gy, in Gy.

    Linear-quadratic model: D (D / n + alpha/beta) / (2 + alpha/beta), each voxel with its own dose a fraction. A
    voxel whose dose is not known stays so. ValueError for a grid in percent, for less than one fraction, or for an
    alpha/beta that is not above zero.
    """
    if grid.units != "Gy":
        raise ValueError(f"a dose in {grid.units} has no equieffective dose: read the dose in Gy")
    if not fractions >= 1:
        raise ValueError(f"{fractions} fractions: there is at least one")
    if not (alpha_beta > 0 and np.isfinite(alpha_beta)):
        raise ValueError(f"an alpha/beta of {alpha_beta} Gy: it is above zero")
    dose = grid.dose.astype(np.float64)
    equal = dose * (dose / fractions + alpha_beta) / (2 + alpha_beta)
    return msgspec.structs.replace(grid, dose=equal.astype(np.float32))

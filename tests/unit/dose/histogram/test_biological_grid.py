"""EQD2 voxel by voxel, before the histogram."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from analytic import cylinder, grid_of, linear

from backstay.dose.histogram.biological import as_eqd2
from backstay.dose.histogram.histograms import histograms
from backstay.dose.limits.biology import eqd2

GRID = grid_of(linear((0.0, 0.0, 0.0), 30.0))
# Total dose, fractions, alpha/beta and the dose in fractions of 2 Gy, worked out by hand.
VECTORS = [
    (30, 10, 2, 37.5),
    (8, 1, 2, 20.0),
    (20, 5, 2, 30.0),
    (50, 25, 3, 50.0),
    (24, 2, 10, 44.0),
]


@pytest.mark.parametrize(("dose", "fractions", "ratio", "equal"), VECTORS)
def test_a_uniform_dose(dose: float, fractions: int, ratio: float, equal: float) -> None:
    grid = as_eqd2(grid_of(linear((0.0, 0.0, 0.0), dose)), fractions, ratio)
    (found,) = histograms([cylinder(8.0, 20.0, 2.0)], grid)
    assert found.mean == pytest.approx(equal, rel=1e-6)
    assert eqd2(dose, fractions, ratio) == pytest.approx(equal)


def test_each_voxel_has_its_own_dose_a_fraction() -> None:
    """The mean of the equivalent doses is not the equivalent of the mean."""
    grid = grid_of(linear((0.0, 0.5, 0.0), 30.0))
    (found,) = histograms([cylinder(8.0, 20.0, 2.0)], as_eqd2(grid, 1, 2.0))
    center = 30 - 0.3
    spread = 0.25 * 64 / 4  # variance of the dose in a circle
    assert found.mean == pytest.approx((center * (center + 2) + spread) / 4, rel=1e-3)


def test_what_is_not_known_stays_so_and_the_rest_of_the_grid_too() -> None:
    dose = GRID.dose.copy()
    dose[0, 0, 0] = np.nan
    grid = as_eqd2(msgspec.structs.replace(GRID, dose=dose), 10, 2.0)
    assert np.isnan(grid.dose[0, 0, 0]) and np.isfinite(grid.dose).sum() == grid.dose.size - 1
    assert grid.dose.dtype == np.float32
    assert grid.rows is GRID.rows and grid.units == "Gy"


def test_refused() -> None:
    with pytest.raises(ValueError, match="percent"):
        as_eqd2(msgspec.structs.replace(GRID, units="percent"), 10, 2.0)
    with pytest.raises(ValueError, match="0 fractions"):
        as_eqd2(GRID, 0, 2.0)
    for ratio in (0.0, -2.0, float("inf"), float("nan")):
        with pytest.raises(ValueError, match="alpha/beta"):
            as_eqd2(GRID, 10, ratio)

"""What lies outside of the dose grid is never counted as without dose, and hides what it makes uncertain."""

from __future__ import annotations

from math import inf, pi

import msgspec
import numpy as np
import pytest
from analytic import AXES, Array, cylinder, grid_of, linear, turned

from backstay.case.values import Interval
from backstay.dose.histogram.histograms import histograms
from backstay.dose.histogram.measures import (
    dose_at_share,
    dose_at_volume,
    dose_at_volume_between,
    total_cc,
    volume_at_dose,
    volume_at_dose_between,
)
from backstay.dose.histogram.shapes import Grid, Histogram

UP = (0.0, 0.0, 1.0)
FULL = pi * 100 * 20 / 1000  # cc


def cut(grid: Grid, frames: int) -> Grid:
    """The grid without its first frames."""
    return Grid(
        dose=grid.dose[frames:],
        columns=grid.columns,
        rows=grid.rows,
        frames=grid.frames[frames:],
        origin=grid.origin,
        axes=grid.axes,
    )


def of(grid: Grid, center: tuple[float, float, float] = (3.0, -7.0, 11.0)) -> Histogram:
    return histograms([cylinder(10.0, 20.0, 2.0, center=center)], grid)[0]


def half() -> Histogram:
    """The outer face of the grid goes through the middle of the cylinder: half a voxel below its first frame."""
    grid = grid_of(linear(UP), half=21.0, phase=(0.0, 0.0, 0.0))
    grid = cut(grid, 11)
    assert grid.frames[0] - 1 == 0
    return of(grid)


def test_voxels_reach_half_a_voxel_beyond_the_outer_centers() -> None:
    found = half()
    assert found.outside_cc == pytest.approx(FULL / 2, rel=0.002)
    assert total_cc(found) == pytest.approx(FULL, rel=0.002)
    assert found.volume.sum() + found.outside_cc == pytest.approx(total_cc(found))


def test_mean_and_extremes_are_not_known_when_a_part_is_outside() -> None:
    found = half()
    assert (found.mean, found.max, found.min) == (None, None, None)
    assert (found.highest, found.lowest) == pytest.approx((50 + 21, 50 + 12))  # edge value below
    assert any(text.startswith("3.14 of 6.285 cc have no known dose") for text in found.warnings)


def test_measures_are_known_between_two_ends() -> None:
    found = half()
    assert dose_at_volume(found, 0.03) is None
    assert dose_at_volume_between(found, 0.03) == Interval(pytest.approx(70.9, abs=0.1), inf)
    between = dose_at_volume_between(found, 5.0)
    assert between is not None
    assert between.low == 0  # more than the known part: nobody knows how little it gets
    assert between.high == pytest.approx(61 + 10 - (5 - FULL / 2) / (pi * 0.1), abs=0.1)
    assert volume_at_dose(found, 65.0) is None
    volume = volume_at_dose_between(found, 65.0)
    assert volume == pytest.approx((pi * 0.1 * 6, pi * 0.1 * 6 + FULL / 2), rel=0.01)
    assert dose_at_share(found, 98) is None


def test_a_structure_outside_of_the_grid_has_no_dose_at_all() -> None:
    found = of(grid_of(linear(UP), half=10.0), center=(80.0, 0.0, 0.0))
    assert found.outside_cc == pytest.approx(FULL, rel=0.002)
    assert (found.mean, found.max, found.highest, found.lowest) == (None, None, None, None)
    assert found.volume.size == 0
    assert dose_at_volume(found, 0.03) is None
    assert dose_at_volume_between(found, 0.03) == (0.0, inf)
    assert volume_at_dose_between(found, 1.0) == pytest.approx((0.0, FULL), rel=0.002)


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("side", [-1, 1])
def test_beyond_every_face_of_the_grid(axis: int, side: int) -> None:
    grid = grid_of(
        linear(UP), half=21.0, phase=(0.0, 0.0, 0.0)
    )  # faces at -22 and 20 about the origin
    face = -22.0 if side < 0 else 20.0
    center = grid.origin + np.eye(3)[axis] * face
    found = of(grid, center=tuple(center))
    assert found.outside_cc == pytest.approx(FULL / 2, rel=0.003)


def test_a_voxel_without_a_known_dose_is_outside() -> None:
    """All cells that touch it: no dose between a known and an unknown one is guessed."""
    grid = grid_of(linear(UP), phase=(0.0, 0.0, 0.0))
    grid.dose[20, 20, 20] = np.nan
    found = of(grid)
    assert found.outside_cc == pytest.approx(4**3 / 1000, rel=0.001)
    grid.dose[20, 20, 20] = np.inf
    assert of(grid).outside_cc == pytest.approx(4**3 / 1000, rel=0.001)


def test_a_grid_without_any_known_dose() -> None:
    found = of(grid_of(lambda places: np.full(len(places), np.nan)))
    assert found.outside_cc == pytest.approx(FULL, rel=0.002)
    assert found.highest is None


def test_oblique_contours_outside_are_counted() -> None:
    axes = turned(20.0)
    structure = cylinder(10.0, 20.0, 2.0, center=(0.0, 0.0, 30.0), axes=axes)
    (found,) = histograms([structure], grid_of(linear(UP), half=20.0))
    assert total_cc(found) == pytest.approx(FULL, rel=0.002)
    assert 0.2 * FULL < found.outside_cc < FULL
    assert found.max is None


def test_contours_that_lie_absurdly_far_away_cost_no_more_memory() -> None:
    near, far = cylinder(10.0, 20.0, 2.0), cylinder(10.0, 20.0, 2.0, center=(1e9, 0.0, 4e9))
    for axes in (np.eye(3), turned(20.0)):
        contours = tuple(one @ axes for one in (*near.contours, *far.contours))
        structure = msgspec.structs.replace(near, contours=contours)
        (found,) = histograms([structure], grid_of(linear(UP), half=20.0))
        assert found.outside_cc > 0
        assert found.mean is None


def test_a_sliver_outside_hides_the_maximum_and_not_the_mean() -> None:
    grid = grid_of(linear(UP), phase=(0.0, 0.0, 0.0), half=21.0)  # the upper face lies at 20
    structure = cylinder(10.0, 20.0, 2.0, center=(3.0, -7.0, 11.0 + 20 - 10 + 0.001))
    (found,) = histograms([structure], grid)
    assert 0 < found.outside_cc < 1e-4 * FULL
    assert found.mean is not None and found.max is None


@pytest.mark.parametrize("axes", AXES)
def test_nothing_is_lost_in_any_orientation(axes: str) -> None:
    grid = grid_of(linear(UP), (2.0, 3.0, 4.0), half=12.0, axes=AXES[axes])
    found = of(grid, center=(9.0, -2.0, 17.0))
    assert total_cc(found) == pytest.approx(FULL, rel=0.003)
    assert found.outside_cc > 0


def test_percent_passes_through() -> None:
    grid = grid_of(linear((0.0, 0.0, 0.0)))
    found = of(
        Grid(
            **{name: getattr(grid, name) for name in grid.__struct_fields__} | {"units": "percent"}
        )
    )
    assert (found.units, found.mean) == ("percent", pytest.approx(50))


def absurd(places: Array) -> Array:
    return 3e4 + 100 * places[:, 2]


def test_absurd_doses_widen_the_bins_and_say_so() -> None:
    found = of(grid_of(absurd))
    assert found.edges.size <= 20_002
    assert found.edges[1] - found.edges[0] == pytest.approx(10.0)
    assert any("bins are 10 wide" in text for text in found.warnings)


def test_doses_below_zero_have_bins() -> None:
    found = of(grid_of(linear(UP, at_zero=-11.0)))
    assert found.mean == pytest.approx(0.0, abs=0.005)
    assert found.edges[0] < -10
    assert volume_at_dose(found, 0.0) == pytest.approx(FULL / 2, rel=0.005)

"""Histograms of shapes whose volume and dose are known in closed form, on every axis and in every orientation."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from analytic import AXES, circle, cylinder, grid_of, linear, sphere, turned

from backstay.dose.histogram.histograms import histograms
from backstay.dose.histogram.measures import dose_at_share, dose_at_volume, total_cc
from backstay.dose.histogram.shapes import Array, Histogram, Structure

GRADIENTS = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}
CENTER = np.array((0.35, -0.6, 0.2))


def share_of_circle(depth: float) -> float:
    """The share of a circle of radius 1 that lies beyond a chord at this distance from the center."""
    return float((np.arccos(depth) - depth * np.sqrt(1 - depth**2)) / pi)


def hottest_of_circle(share: float) -> float:
    """How far from the center the chord lies that cuts this share off."""
    low, high = -1.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if share_of_circle(middle) > share else (low, middle)
    return low


def hottest(gradient: str, radius: float, length: float, share: float) -> float:
    """The dose beyond the center's that the hottest share of a cylinder gets at least, at 1 Gy/mm."""
    if gradient == "z":
        return length * (0.5 - share)
    return radius * hottest_of_circle(share)


def whole(histogram: Histogram) -> tuple[float, float, float, float]:
    """Volume, mean, maximum and minimum of a structure that lies within the grid."""
    volume = total_cc(histogram)
    assert volume is not None and histogram.outside_cc == 0
    assert histogram.mean is not None and histogram.max is not None and histogram.min is not None
    return volume, histogram.mean, histogram.max, histogram.min


@pytest.mark.parametrize("gradient", GRADIENTS)
@pytest.mark.parametrize("voxel", [1.0, 2.0, 3.0])
@pytest.mark.parametrize("spacing", [1.0, 2.0, 3.0])
@pytest.mark.parametrize(("radius", "length"), [(5.0, 36.0), (12.0, 24.0)])
def test_cylinders_along_the_slices(
    radius: float, length: float, spacing: float, voxel: float, gradient: str
) -> None:
    grid = grid_of(linear(GRADIENTS[gradient]), (voxel, voxel, voxel))
    (found,) = histograms([cylinder(radius, length, spacing)], grid)
    volume, mean, most, least = whole(found)
    true = pi * radius**2 * length / 1000
    center = 50 + CENTER @ GRADIENTS[gradient]
    reach = length / 2 if gradient == "z" else radius
    assert volume == pytest.approx(true, rel=0.002)
    assert mean == pytest.approx(center, abs=0.005)
    assert (most, least) == pytest.approx((center + reach, center - reach), abs=0.02)
    for percent in (2, 50, 98):
        expected = center + hottest(gradient, radius, length, percent / 100)
        assert dose_at_share(found, percent) == pytest.approx(expected, abs=0.15)
    for cc in (0.03, 0.035):
        expected = center + hottest(gradient, radius, length, cc / true)
        assert dose_at_volume(found, cc) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("spacing", [1.0, 2.0])
@pytest.mark.parametrize("radius", [12.0, 20.0])
def test_spheres(radius: float, spacing: float) -> None:
    (found,) = histograms([sphere(radius, spacing)], grid_of(linear((0.6, 0.0, 0.8))))
    volume, mean, _, _ = whole(found)
    assert volume == pytest.approx(4 / 3 * pi * radius**3 / 1000, rel=0.005)
    assert mean == pytest.approx(50 + CENTER @ (0.6, 0.0, 0.8), abs=0.01)


@pytest.mark.parametrize("axes", AXES)
@pytest.mark.parametrize("gradient", GRADIENTS)
def test_every_orientation_of_the_grid_without_bias(axes: str, gradient: str) -> None:
    """Slices lie across any axis of the grid; a dose taken half a voxel aside would be 1 Gy off."""
    grid = grid_of(linear(GRADIENTS[gradient]), (2.0, 2.5, 3.0), axes=AXES[axes])
    (found,) = histograms([cylinder(12.0, 24.0, 2.0)], grid)
    volume, mean, most, _ = whole(found)
    center = 50 + CENTER @ GRADIENTS[gradient]
    assert volume == pytest.approx(pi * 144 * 24 / 1000, rel=0.002)
    assert mean == pytest.approx(center, abs=0.005)
    assert most == pytest.approx(center + 12, abs=0.02)
    assert not any("oblique" in text for text in found.warnings)


@pytest.mark.parametrize("degrees", [0.5, 10.0, 45.0, 77.0])
@pytest.mark.parametrize("gradient", GRADIENTS)
def test_oblique_contours(degrees: float, gradient: str) -> None:
    axes = turned(degrees)
    grid = grid_of(linear(GRADIENTS[gradient]))
    (found,) = histograms([cylinder(8.0, 20.0, 2.0, axes=axes)], grid)
    volume, mean, most, _ = whole(found)
    direction = axes @ GRADIENTS[gradient]
    center = 50 + CENTER @ direction
    assert volume == pytest.approx(pi * 64 * 20 / 1000, rel=0.002)
    assert mean == pytest.approx(center, abs=0.005)
    reach = 8 * np.hypot(direction[0], direction[1]) + 10 * abs(direction[2])
    assert most == pytest.approx(center + reach, abs=0.02)
    assert any("oblique" in text for text in found.warnings)


def test_a_turned_grid_is_the_same_as_turned_contours() -> None:
    axes = turned(30.0, about=(0.2, 0.1, 1.0))
    grid = grid_of(linear((0.0, 1.0, 0.0)), axes=axes)
    (found,) = histograms([cylinder(8.0, 20.0, 2.0)], grid)
    volume, mean, most, _ = whole(found)
    assert volume == pytest.approx(pi * 64 * 20 / 1000, rel=0.002)
    assert (mean, most) == pytest.approx((50 - 0.6, 50 - 0.6 + 8), abs=0.01)


def test_frames_that_are_unevenly_spaced() -> None:
    frames = np.cumsum([0.0, 1, 3, 2, 2, 5, 1, 1, 4, 3, 2, 6, 3, 3, 2, 1, 4, 5]) - 24
    (found,) = histograms(
        [cylinder(8.0, 24.0, 2.0)], grid_of(linear((0.0, 0.0, 1.0)), frames=frames)
    )
    _, mean, most, least = whole(found)
    assert (mean, most, least) == pytest.approx((50.2, 62.2, 38.2), abs=0.01)
    assert dose_at_share(found, 98) == pytest.approx(50.2 - 12 + 0.48, abs=0.05)


def test_a_quadratic_dose_is_linear_between_voxels() -> None:
    """The dose between voxel centers is the straight line between them, and its mean that of the line."""
    grid = grid_of(lambda places: (places[:, 2] ** 2) / 20, (1.0, 1.0, 1.0), phase=(0, 0, 0))
    (found,) = histograms([cylinder(8.0, 24.0, 2.0, center=(0.0, 0.0, 0.0))], grid)
    _, mean, most, _ = whole(found)
    assert mean == pytest.approx((144 / 3 + 1 / 6) / 20, abs=0.002)
    assert most == pytest.approx(144 / 20, abs=0.002)


def test_a_peak_between_the_lines_is_not_missed() -> None:
    grid = grid_of(linear((0.0, 0.0, 0.0)))
    grid.dose[20, 21, 22] = 80.0
    where = grid.origin + np.array([grid.columns[22], grid.rows[21], grid.frames[20]])
    (found,) = histograms([cylinder(30.0, 60.0, 2.0, center=tuple(where + 0.31))], grid)
    assert found.max == pytest.approx(80.0)


def flat(points: list[tuple[float, float]]) -> list[Array]:
    """Slices of one outline, 2 mm apart."""
    return [np.array([(x, y, z) for x, y in points]) for z in np.arange(-9.0, 10.0, 2.0)]


def volume_of(contours: list[Array]) -> tuple[float, Histogram]:
    (found,) = histograms(
        [Structure(name="x", number=1, contours=tuple(contours))],
        grid_of(linear((0.0, 1.0, 0.0)), (2.5, 2.5, 2.5)),
    )
    return whole(found)[0], found


def rings(*radii: float) -> list[Array]:
    return [circle(radius, (0.0, 0.0), z) for z in np.arange(-9.0, 10.0, 2.0) for radius in radii]


def test_a_hole_is_left_out_and_an_island_in_it_counts() -> None:
    assert volume_of(rings(20, 10))[0] == pytest.approx(pi * 300 * 20 / 1000, rel=0.001)
    volume, found = volume_of(rings(20, 10, 4))
    assert volume == pytest.approx(pi * 316 * 20 / 1000, rel=0.001)
    assert not found.warnings


def test_a_keyhole_is_a_hole() -> None:
    """One contour that goes in along a line, around the hole, and back along the same line."""
    outer, inner = circle(20, (0.0, 0.0), 0.0), circle(10, (0.0, 0.0), 0.0)[::-1]
    around = np.concatenate((outer, outer[:1], inner[:1], inner, inner[:1], outer[:1]))
    volume, found = volume_of(flat([(x, y) for x, y, _ in around]))
    assert volume == pytest.approx(pi * 300 * 20 / 1000, rel=0.001)
    assert not found.warnings


def test_a_contour_that_crosses_itself_is_filled_by_the_even_odd_rule_and_said() -> None:
    volume, found = volume_of(flat([(-10, -10), (10, 10), (10, -10), (-10, 10)]))
    assert volume == pytest.approx(200 * 20 / 1000, rel=0.001)
    assert any("cross" in text for text in found.warnings)


def test_contours_that_overlap_are_said() -> None:
    left = [circle(10, (-5.0, 0.0), z) for z in np.arange(-9.0, 10.0, 2.0)]
    right = [circle(10, (5.0, 0.0), z) for z in np.arange(-9.0, 10.0, 2.0)]
    _, found = volume_of(left + right)
    assert any("cross one another" in text for text in found.warnings)


@pytest.mark.parametrize("times", [1, 2])
def test_a_contour_that_stands_twice_counts_once_and_is_said(times: int) -> None:
    """By the even-odd rule it would cancel: a slice would be gone without a word."""
    contours = rings(20, 10)
    shifted = np.roll(contours[4][::-1], 7, axis=0)
    volume, found = volume_of([*contours, *[shifted] * times])
    assert volume == pytest.approx(pi * 300 * 20 / 1000, rel=0.001)
    assert found.warnings == (
        "slices in which a contour stands twice (counted once; check the structure): 1",
    )


STEPS = ((0.0, 0.0), (20.0, 0.0), (20.0, 10.3), (10.1, 10.3), (10.1, 20.0), (0.0, 20.0))


@pytest.mark.parametrize("engine", ["numba", "numpy"])
def test_an_edge_along_the_lines_is_not_rounded_to_a_line(engine: str) -> None:
    """The inner edge lies between two lines; all of what it cuts off belongs outside."""
    outline = np.array(STEPS)
    slices = [np.column_stack((outline, np.full(6, height))) for height in np.arange(0.0, 24.0, 2)]
    steps = Structure(name="Steps", number=1, contours=tuple(slices))
    (found,) = histograms([steps], grid_of(linear((0.0, 1.0, 0.0))), engine)
    area = 20 * 10.3 + 10.1 * 9.7
    height = (20 * 10.3 * 10.3 / 2 + 10.1 * 9.7 * (10.3 + 20) / 2) / area
    volume, mean, _, _ = whole(found)
    assert volume == pytest.approx(area * 24 / 1000, rel=1e-6)
    assert mean == pytest.approx(50 + height, abs=0.001)

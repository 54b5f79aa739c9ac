"""What stands between slices: faces at mid-gaps, half a slice at the ends, gaps left open and said."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from analytic import circle, cylinder, grid_of, linear

from backstay.dose.histogram.histograms import histograms
from backstay.dose.histogram.measures import total_cc
from backstay.dose.histogram.shapes import Histogram, Structure
from backstay.dose.histogram.slabs import common, slabs

AREA = pi * 64 / 1000  # cc of 1 mm


def of(*heights: float, others: tuple[Structure, ...] = ()) -> Histogram:
    contours = tuple(circle(8.0, (0.0, 0.0), height) for height in heights)
    structure = Structure(name="x", number=1, contours=contours, warnings=("as read",))
    return histograms([structure, *others], grid_of(linear((0.0, 0.0, 0.0)), (2.0, 2.0, 2.5)))[0]


def thick(*heights: float, **more: object) -> float:
    volume = total_cc(of(*heights, **more))  # type: ignore[arg-type]
    assert volume is not None
    return volume / AREA


def test_faces_lie_halfway_and_ends_half_a_gap_beyond() -> None:
    found = slabs(np.array([0.0, 2, 4, 7]), None, 1.0)
    assert found.lows.tolist() == [-1, 1, 3, 5.5]
    assert found.highs.tolist() == [1, 3, 5.5, 8.5]
    assert found.warnings == ()
    assert of(-10.0, -8, -6, -4, -2, 0, 2, 4, 6, 8, 10).sampling.slab_mm == pytest.approx((2, 2))


def test_gaps_over_one_and_a_half_slices_are_not_bridged() -> None:
    assert thick(-6.0, -4, -2, 6, 8, 10) == pytest.approx(12, rel=0.001)
    (said,) = (text for text in of(-6.0, -4, -2, 6, 8, 10).warnings if "bridged" in text)
    assert said == (
        "gaps that were not bridged, where slices may be missing: 1 "
        "(slices are 2 mm apart, the largest gap is 8 mm)"
    )
    assert thick(-4.0, -2, 1, 3) == pytest.approx(9, rel=0.001)  # a gap of 3 is bridged


def test_a_slice_alone_beyond_a_gap_is_as_thick_as_the_others() -> None:
    assert thick(-6.0, -4, -2, 6) == pytest.approx(8, rel=0.001)


def test_one_slice_is_as_thick_as_those_of_the_other_structures() -> None:
    found = of(1.0, others=(cylinder(5.0, 12.0, 3.0),))
    assert found.volume.sum() / AREA == pytest.approx(3.0, rel=0.001)
    assert (
        "one slice only: its thickness is not known; 3 mm was taken, the common spacing of the structures"
    ) in found.warnings


def test_one_slice_without_others_is_as_thick_as_the_grid() -> None:
    found = of(1.0)
    assert found.volume.sum() / AREA == pytest.approx(2.5, rel=0.001)
    assert any("2.5 mm was taken, the spacing of the dose grid" in text for text in found.warnings)


def test_two_slices_far_apart_are_not_one_body() -> None:
    """Where others show the spacing, or no slice is so thick, they stay apart; their own gap would join them."""
    assert thick(-9.0, 9, others=(cylinder(5.0, 12.0, 3.0),)) == pytest.approx(6, rel=0.001)
    assert thick(-9.0, 9) == pytest.approx(5, rel=0.001)  # twice the spacing of the dose grid
    assert thick(-4.0, 4) == pytest.approx(16, rel=0.001)
    assert thick(-1.0, 1, others=(cylinder(5.0, 12.0, 3.0),)) == pytest.approx(4, rel=0.001)


def test_the_common_spacing_is_the_most_frequent_or_the_smallest() -> None:
    assert common([3.0, 3.004, 1.0]) == pytest.approx(3.0)
    assert common([3.0, 6.0]) == pytest.approx(3.0)
    assert common([]) is None


def test_contours_of_one_slice_may_differ_by_rounding() -> None:
    assert thick(-2.0, 0, 2) == pytest.approx(6, rel=0.001)
    ring = (circle(8.0, (0.0, 0.0), 0.0), circle(4.0, (0.0, 0.0), 0.004))
    structure = Structure(name="x", number=1, contours=(*ring, circle(8.0, (0.0, 0.0), 2.0)))
    (found,) = histograms([structure], grid_of(linear((0.0, 0.0, 0.0))))
    assert total_cc(found) == pytest.approx((0.75 * 2 + 2) * AREA, rel=0.002)


def test_small_and_coarse_structures_say_so() -> None:
    assert any(text.startswith("small (0.804 cc in 2 slices)") for text in of(-1.0, 1).warnings)
    assert any("coarse: one slice of 2 mm is 25 %" in text for text in of(-3.0, -1, 1, 3).warnings)
    many = of(*np.arange(-12.0, 13.0, 2.0))
    assert many.warnings == ("as read",)
    assert many.sampling.row_mm == pytest.approx(0.14, abs=0.01)
    assert "not bridged" in many.sampling.slab_rule


def test_two_planes_far_apart_are_two_slices_and_not_one_long_piece() -> None:
    found = slabs(np.array([0.0, 40.0]), 40.0, 3.0)
    assert found.lows.tolist() == [-1.5, 38.5] and found.highs.tolist() == [1.5, 41.5]
    assert "the largest gap is 40 mm" in found.warnings[0]
    assert slabs(np.array([0.0, 10.0]), 10.0, 3.0).highs.tolist() == [5.0, 15.0]

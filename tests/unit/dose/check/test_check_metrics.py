"""Measures of histograms of which a part may lie outside the dose grid."""

from __future__ import annotations

from math import inf

import pytest
from made_histograms import made, partly_outside, refused

from backstay.dose.check import metrics
from backstay.dose.check.metrics import Bounds

CORD = made("SpinalCord", (2.0, 3.0), (10.0, 1.0))  # 3 cc at 2 Gy, 1 cc at 10 Gy


def near(found: Bounds, low: float, high: float) -> bool:
    return found == pytest.approx((low, high), abs=0.11)


def test_inside_of_the_grid_each_measure_is_one_number() -> None:
    assert metrics.total_cc(CORD) == 4 and metrics.outside_cc(CORD) == 0
    assert metrics.point(CORD) == Bounds(10, 10)
    assert near(metrics.at_volume(CORD, 0.5), 10, 10) and near(metrics.at_share(CORD, 50), 2, 2)
    assert metrics.volume_above(CORD, 5.0) == Bounds(1, 1) and metrics.share_above(
        CORD, 5.0
    ) == Bounds(25, 25)
    assert metrics.spared(CORD, 5.0) == Bounds(3, 3)
    assert near(metrics.mean(CORD), 4, 4)


def test_a_part_outside_may_get_nothing_or_anything() -> None:
    cut = partly_outside(CORD, 1.0)
    assert metrics.total_cc(cut) == 5
    assert metrics.point(cut) == Bounds(10, inf)
    assert near(metrics.at_volume(cut, 0.5), 10, inf) and near(metrics.at_volume(cut, 1.5), 2, 10)
    assert metrics.volume_above(cut, 5.0) == Bounds(1, 2) and metrics.share_above(
        cut, 5.0
    ) == Bounds(20, 40)
    assert metrics.spared(cut, 5.0) == Bounds(3, 4)
    low, high = metrics.mean(cut)
    assert low == pytest.approx(16 / 5, abs=0.06) and high == inf


def test_rounding_is_no_volume_outside() -> None:
    assert metrics.outside_cc(partly_outside(CORD, 1e-9)) == 0


def test_a_structure_smaller_than_the_volume_is_bounded_by_its_highest_dose() -> None:
    assert metrics.at_volume(CORD, 5.0) == Bounds(0, 10)


def test_what_was_refused_is_bounded_by_nothing() -> None:
    nothing = refused("SpinalCord", 1)
    assert metrics.point(nothing) == Bounds(0, inf)
    assert metrics.volume_above(nothing, 5.0) == Bounds(0, 0)

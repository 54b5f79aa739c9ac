"""Laws of doses at volumes and volumes at doses."""

from __future__ import annotations

from math import inf

import msgspec
import numpy as np
import pytest
from analytic import cylinder, grid_of, linear
from hypothesis import given
from hypothesis import strategies as st

from backstay.dose.histogram.histograms import histograms
from backstay.dose.histogram.measures import (
    dose_at_share,
    dose_at_share_between,
    dose_at_volume,
    dose_at_volume_between,
    share_at_dose,
    total_cc,
    volume_at_dose,
    volume_at_dose_between,
)
from backstay.dose.histogram.shapes import Histogram

(SLOPE,) = histograms([cylinder(10.0, 20.0, 2.0)], grid_of(linear((0.0, 1.0, 0.0))))
PARTLY = msgspec.structs.replace(SLOPE, outside_cc=0.5, mean=None, max=None, min=None)
(UNIFORM,) = histograms([cylinder(10.0, 20.0, 2.0)], grid_of(linear((0.0, 0.0, 0.0), 20.0)))
(LITTLE,) = histograms([cylinder(1.0, 6.0, 2.0)], grid_of(linear((0.0, 1.0, 0.0))))


def test_the_hottest_of_a_structure_smaller_than_that_is_not_known() -> None:
    assert total_cc(LITTLE) == pytest.approx(0.01885, rel=0.01)
    assert dose_at_volume(LITTLE, 0.03) is None
    assert dose_at_volume_between(LITTLE, 0.035) is None
    assert dose_at_volume(LITTLE, 0.01) is not None


def test_a_uniform_dose_is_that_dose_at_every_volume() -> None:
    """Also where rounding puts it just below the edge of a bin."""
    assert (UNIFORM.mean, UNIFORM.max, UNIFORM.min) == pytest.approx((20, 20, 20))
    for percent in (0, 2, 50, 98, 100):
        assert dose_at_share(UNIFORM, percent) == pytest.approx(20, abs=1e-6)
    assert share_at_dose(UNIFORM, 20.0) == pytest.approx(100)
    assert share_at_dose(UNIFORM, 20.01) == 0


@pytest.mark.parametrize("dose", [0.1, 0.3, 20.1, 45.3, 60.7])
def test_a_uniform_dose_covers_at_itself(dose: float) -> None:
    grid = grid_of(linear((0.0, 0.0, 0.0), dose))
    (found,) = histograms([cylinder(10.0, 20.0, 2.0)], grid)
    assert share_at_dose(found, dose - 1e-4) == pytest.approx(100)
    assert share_at_dose(found, dose + 1e-4) == 0


def test_a_dose_of_zero_is_a_dose() -> None:
    grid = grid_of(linear((0.0, 0.0, 0.0), 0.0))
    (found,) = histograms([cylinder(10.0, 20.0, 2.0)], grid)
    assert (found.mean, found.max, dose_at_share(found, 50)) == (0, 0, 0)
    assert found.outside_cc == 0


@pytest.mark.parametrize("histogram", [SLOPE, PARTLY])
def test_bins_and_outside_make_the_whole(histogram: Histogram) -> None:
    assert histogram.volume.sum() + histogram.outside_cc == total_cc(histogram)
    assert histogram.edges.size == histogram.volume.size + 1
    assert (histogram.volume >= 0).all()
    assert (np.diff(histogram.edges) > 0).all()


shares = st.floats(0, 100)
doses = st.floats(-5, 80)


@given(shares, shares)
def test_dose_falls_with_volume(one: float, other: float) -> None:
    low, high = sorted((one, other))
    for histogram in (SLOPE, PARTLY):
        hot = dose_at_share_between(histogram, low)
        cold = dose_at_share_between(histogram, high)
        assert hot is not None and cold is not None
        assert hot.low >= cold.low and hot.high >= cold.high
        assert hot.low <= hot.high


@given(doses, doses)
def test_volume_falls_with_dose(one: float, other: float) -> None:
    low, high = sorted((one, other))
    for histogram in (SLOPE, PARTLY):
        more, less = (volume_at_dose_between(histogram, dose) for dose in (low, high))
        assert more is not None and less is not None
        assert more.low >= less.low and more.high >= less.high
        assert 0 <= less.low <= less.high <= (total_cc(histogram) or 0)


@given(st.floats(0.1, 99.9))
def test_there_and_back(percent: float) -> None:
    dose = dose_at_share(SLOPE, percent)
    assert dose is not None
    assert share_at_dose(SLOPE, dose) == pytest.approx(percent, abs=0.01)


@given(st.floats(0, 6))
def test_what_is_not_known_widens_and_never_narrows(cc: float) -> None:
    known, partly = dose_at_volume_between(SLOPE, cc), dose_at_volume_between(PARTLY, cc)
    assert known is not None and partly is not None
    assert known.low == known.high == partly.low
    assert partly.high >= known.high
    assert (partly.high == inf) == (cc <= 0.5)


def test_a_little_outside_matters_little() -> None:
    """Where both ends lie within a bin, the dose is known."""
    partly = msgspec.structs.replace(SLOPE, outside_cc=1e-5)
    assert dose_at_share(partly, 50) == pytest.approx(dose_at_share(SLOPE, 50), abs=0.01)
    assert dose_at_volume(partly, 1e-6) is None


def test_at_no_volume_stands_the_maximum_and_at_all_the_minimum() -> None:
    assert dose_at_volume(SLOPE, 0) == pytest.approx(SLOPE.max)
    assert dose_at_share(SLOPE, 100) == pytest.approx(SLOPE.min)
    assert volume_at_dose(SLOPE, SLOPE.min or 0) == pytest.approx(total_cc(SLOPE))


@pytest.mark.parametrize("cc", [-0.1, float("nan")])
def test_a_volume_that_is_none(cc: float) -> None:
    with pytest.raises(ValueError, match="it is zero or more"):
        dose_at_volume(SLOPE, cc)


@pytest.mark.parametrize("percent", [-1, 101, float("nan")])
def test_a_share_that_is_none(percent: float) -> None:
    with pytest.raises(ValueError, match="within 0 and 100"):
        dose_at_share(SLOPE, percent)

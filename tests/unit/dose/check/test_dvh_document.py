"""Histograms as JSON: the contract, thinned without interpolation, unknown as null."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from made_histograms import made, partly_outside, refused

from backstay.dose.check.document import MOST, curve, document, sampling, span
from backstay.dose.check.metrics import Bounds

CORD = made("SpinalCord", (2.0, 3.0), (10.0, 1.0))
CONTRACT = {
    "name", "number", "volume_cc", "mean", "max", "min", "d0_03cc", "d2", "d98", "histogram", "warnings",
}  # fmt: skip


def test_the_contract() -> None:
    found = document([CORD])
    assert {"structures", "dose_units", "sampling"} <= set(found)
    (one,) = found["structures"]
    assert set(one) >= CONTRACT | {"d0_035cc", "d50", "outside_cc", "kind"}
    assert (one["name"], one["number"], one["volume_cc"], one["max"]) == ("SpinalCord", 1, 4, 10)
    assert one["mean"] == pytest.approx(4, abs=0.06) and one["d98"] == pytest.approx(2, abs=0.11)
    assert found["histogram_kind"].startswith("cumulative")
    assert found["sampling"] == {
        "row_mm": [0.5, 0.5], "slab_mm": [2, 2], "per_slab": [4], "slab_rule": ["halfway"], "engine": ["numpy"],
    }  # fmt: skip


def test_the_histogram_is_cumulative_from_zero_to_nothing() -> None:
    found = curve(CORD)
    assert found["dose"][0] == 0 and found["volume_cc"][0] == 4
    assert found["volume_cc"][-1] == 0 and found["dose"][-1] == 10
    at = dict(zip(found["dose"], found["volume_cc"], strict=True))
    assert (at[1.9], at[2.0], at[9.9]) == (4, 1, 1) and found["step"] == 0.1


def test_a_long_histogram_is_thinned_at_its_own_edges() -> None:
    volume = np.full(6000, 0.001)
    long = made(
        "Body", (1.0, 1.0), edges=np.arange(6001) * 0.01, volume=volume, max=60.0, highest=60.0
    )
    found = curve(long)
    assert len(found["dose"]) <= MOST + 1 and found["step"] == pytest.approx(0.12)
    assert found["dose"][-1] == 60 and found["volume_cc"][-1] == 0
    for dose, cc in zip(found["dose"], found["volume_cc"], strict=True):
        assert cc == pytest.approx(0.1 * (60 - dose), abs=1e-4)


def test_doses_below_zero_are_above_no_dose_of_the_curve() -> None:
    shifted = made("x", (1.0, 2.0), edges=(np.arange(11) - 5) * 0.1)
    found = curve(shifted)
    assert found["dose"][0] == pytest.approx(0) and found["volume_cc"][0] == 2


def test_what_was_refused_is_null_and_says_why() -> None:
    found = document([refused("Areola", 3)])
    (one,) = found["structures"]
    assert (
        one["volume_cc"] is None
        and one["mean"] is None
        and one["d2"] is None
        and one["d0_03cc"] is None
    )
    assert one["histogram"] == {"dose": [0], "volume_cc": [0], "step": 0}
    assert one["refused"] == "no contours" and one["warnings"] == ["not computed: no contours"]
    assert sampling([refused("Areola", 3)]) == {} and document([])["structures"] == []


def test_what_lies_outside_makes_measures_unknown() -> None:
    (one,) = document([partly_outside(CORD, 2.0)])["structures"]
    assert one["volume_cc"] == 6 and one["outside_cc"] == 2
    assert one["max"] == 10 == one["max_known"] and one["d0_03cc"] > 0
    assert one["at_least"] == ["max", "d0_03cc", "d0_035cc"] and one["min"] is None


def test_percent_is_said() -> None:
    assert document([made("x", (1.0, 1.0), units="percent")])["dose_units"] == "percent"


def test_spans() -> None:
    assert span(Bounds(1.0, 1.004)) == 1.0 and span(Bounds(1.0, 2.0)) == [1.0, 2.0]
    assert span(Bounds(1.0, inf)) == [1.0, None]

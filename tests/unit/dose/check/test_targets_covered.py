"""Targets by name and by what the file says, and how they are covered."""

from __future__ import annotations

import pytest
from made_histograms import made, partly_outside, refused

from backstay.dose.check.metrics import Bounds
from backstay.dose.check.targets import coverage, target_kind
from backstay.knowledge import load_knowledge


@pytest.mark.parametrize(
    "name, kind, expected",
    [
        ("PTV", None, "PTV"), ("PTV_T8", "PTV", "PTV"), ("ptv high", None, "PTV"), ("CTV1", "CTV", "CTV"),
        ("GTVp", "GTV", "GTV"), ("ITV_T8", "CTV", "ITV"), ("IGTV", "GTV", "IGTV"), ("Tumor Bed", "PTV", "PTV"),
        ("T8 lesion", "GTV", "GTV"), ("Heart", "ORGAN", None), ("Heart", None, None), ("", None, None),
        ("PTV_ring", "PTV", None), ("z_PTV", "PTV", None), ("PTV-GTV", "PTV", None), ("CTV_T8", "PTV", None),
        ("PTV_eval", None, None), ("ring", "PTV", None),
    ],
)  # fmt: skip
def test_targets(name: str, kind: str | None, expected: str | None) -> None:
    assert target_kind(name, kind, load_knowledge()) == expected


def test_coverage() -> None:
    target = made("PTV", (20.0, 1.0), (25.0, 9.0), kind="PTV")
    (found,) = coverage([target, made("Heart", (1.0, 1.0))], load_knowledge(), lambda number: 24.0)
    assert found.covered == Bounds(90, 90) and found.volume_cc == 10 and found.kind == "PTV"
    assert found.d95.low == pytest.approx(20, abs=0.11) and found.d98.low == pytest.approx(
        20, abs=0.11
    )


def test_coverage_without_a_prescription_or_with_a_part_outside() -> None:
    target = made("PTV", (20.0, 1.0), (25.0, 9.0))
    (found,) = coverage([target], load_knowledge(), lambda number: None)
    assert found.covered is None and found.prescription is None
    (cut,) = coverage([partly_outside(target, 10.0)], load_knowledge(), lambda number: 24.0)
    assert cut.covered == Bounds(45, 95) and cut.d95.low == 0


def test_a_target_that_was_not_computed_has_no_coverage() -> None:
    assert coverage([refused("PTV", 1)], load_knowledge(), lambda number: 24.0) == ()

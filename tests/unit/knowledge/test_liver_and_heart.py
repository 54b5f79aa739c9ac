"""Child-Pugh and the corrections of the QT interval, against a reading of the published formulas of its own."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.case import read_case
from backstay.case.values import Interval
from backstay.knowledge import load_knowledge
from backstay.plan.assess import prepared
from backstay.reason import evaluate

KNOWLEDGE = load_knowledge()
PROGRAM, _ = prepared(KNOWLEDGE)
NAMES = ("qtc_bazett", "qtc_fridericia", "qtc_framingham", "qtc_hodges", "qtc_rautaharju")


def patient(**facts: Any) -> Mapping[str, Any]:
    case = {"case": "one", "as_of": "2026-03-14", "patient": facts}
    return evaluate(PROGRAM, read_case(case, KNOWLEDGE.facts)).patient


def corrected(qt: float, rate: float) -> tuple[float, ...]:
    """In milliseconds, with the distance between beats in seconds."""
    beat = 60 / rate
    return (
        qt / sqrt(beat),
        qt / beat ** (1 / 3),
        qt + 154 * (1 - beat),
        qt + 1.75 * (rate - 60),
        qt * (120 + rate) / 180,
    )


@pytest.mark.parametrize(
    ("qt", "rate", "wanted"),
    [
        (400, 60, (400.0, 400.0, 400.0, 400.0, 400.0)),
        (400, 75, (447.2, 430.9, 430.8, 426.3, 433.3)),
        (380, 100, (490.6, 450.5, 441.6, 450.0, 464.4)),
        (460, 50, (419.9, 432.9, 429.2, 442.5, 434.4)),
    ],
)
def test_vectors_worked_by_hand(qt: float, rate: float, wanted: tuple[float, ...]) -> None:
    found = patient(qt=qt, heart_rate=rate)
    assert tuple(found[name] for name in NAMES) == pytest.approx(wanted, abs=0.06)


@given(st.floats(150, 800), st.floats(20, 300))
@settings(max_examples=60)
def test_every_formula_is_the_published_one(qt: float, rate: float) -> None:
    found = patient(qt=qt, heart_rate=rate)
    assert tuple(found[name] for name in NAMES) == pytest.approx(corrected(qt, rate), rel=1e-9)


def test_units_are_converted_on_reading() -> None:
    found = patient(qt="0.4 s", heart_rate=60)
    assert found["qtc_fridericia"] == pytest.approx(400)
    rest = {"inr": 1, "ascites": "none", "encephalopathy": "none"}
    found = patient(bilirubin="60 umol/L", albumin="30 g/L", **rest)
    assert found["child_pugh"] == 3 + 2 + 1 + 1 + 1


def points(value: float, limits: tuple[float, float]) -> int:
    """1 below both limits, 2 between them or on one, 3 above."""
    return 1 if value < limits[0] else 2 if value <= limits[1] else 3


LIVER = {
    "bilirubin": st.sampled_from([0.5, 1.9, 2.0, 2.5, 3.0, 3.1, 9.0]),
    "albumin": st.sampled_from([1.5, 2.7, 2.8, 3.0, 3.5, 3.6, 4.5]),
    "inr": st.sampled_from([0.9, 1.6, 1.7, 2.0, 2.3, 2.4, 5.0]),
    "ascites": st.sampled_from(["none", "slight", "moderate"]),
    "encephalopathy": st.sampled_from(["none", "grade_1_2", "grade_3_4"]),
}


def child_pugh(facts: Mapping[str, Any]) -> int:
    albumin = 4 - points(facts["albumin"], (2.8, 3.5))  # less is worse
    return (
        points(facts["bilirubin"], (2, 3))
        + albumin
        + points(facts["inr"], (1.7, 2.3))
        + ["none", "slight", "moderate"].index(facts["ascites"])
        + ["none", "grade_1_2", "grade_3_4"].index(facts["encephalopathy"])
        + 2
    )


@given(st.fixed_dictionaries(LIVER))
@settings(max_examples=100)
def test_child_pugh_is_the_published_sum(facts: dict[str, Any]) -> None:
    found, wanted = patient(**facts), child_pugh(facts)
    assert found["child_pugh"] == wanted
    assert found["child_pugh_class"] == ("A" if wanted <= 6 else "B" if wanted <= 9 else "C")


@given(st.fixed_dictionaries(LIVER), st.sets(st.sampled_from(sorted(LIVER))))
@settings(max_examples=100)
def test_a_missing_value_leaves_a_range_that_holds_the_sum(
    facts: dict[str, Any], gone: set[str]
) -> None:
    found = patient(**{name: value for name, value in facts.items() if name not in gone})
    total, wanted = found["child_pugh"], child_pugh(facts)
    if total is None:
        assert "bilirubin" in gone, "bilirubin alone speaks of the liver"
        return
    low, high = total if isinstance(total, Interval) else (total, total)
    assert low <= wanted <= high
    assert high - low == 2 * len(gone)
    assert found["child_pugh_class"] in (None, patient(**facts)["child_pugh_class"])

"""The way down from an opioid: the paces of the guideline, and what ends it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opioid_lines import line

from backstay.knowledge import load_knowledge
from backstay.medicines.opioids.taper import OpioidTapered, taper

KNOWLEDGE = load_knowledge()
HELD = {"pain_controlled": True}


def down(drug: str, dose: float, days: float | None = None, facts: Any = HELD) -> OpioidTapered:
    return taper(line(drug, dose, 1, route="oral"), KNOWLEDGE, facts, days)


@pytest.mark.parametrize(
    ("days", "pace", "percent", "every", "until"),
    [
        (4, "taper_after_days", 50, 2, 0),
        (7, "taper_after_weeks", 20, 2, 0),
        (29, "taper_after_weeks", 20, 2, 0),
        (30, "taper_after_months", 10, 7, 0.3),
        (364, "taper_after_months", 10, 7, 0.3),
        (365, "taper_after_a_year", 10, 30, 0.3),
        (4000, "taper_after_a_year", 10, 30, 0.3),
        (None, "taper_after_a_year", 10, 30, 0.3),
    ],
)
def test_the_pace_by_how_long_it_was_taken(
    days: float | None, pace: str, percent: float, every: float, until: float
) -> None:
    assert down("morphine", 100, days).pace == pace
    entry = KNOWLEDGE.tables["opioid_tapers"][pace]
    assert (entry.percent, entry.every_days, entry.until) == (percent, every, until)


def test_days_of_the_line_count_where_no_others_are_given() -> None:
    taken = line("morphine", 50, 2, route="oral", days=100.0)
    assert taper(taken, KNOWLEDGE, HELD).pace == "taper_after_months"


def test_a_week_by_a_week_to_30_percent_then_by_what_is_left() -> None:
    found = down("morphine", 200, 100)
    firsts = [(one.from_day, one.daily_dose) for one in found.steps[:9]]
    assert firsts[:7] == [(1 + 7 * at, 200 - 20 * (at + 1)) for at in range(7)]
    assert firsts[7:] == [(50, 55), (57, 50)]  # 54 and 48.6, rounded up
    assert found.steps[-1].daily_dose == 5
    assert found.last_day == found.steps[-1].from_day + 6


def test_short_use_ends_before_nothing_is_left() -> None:
    assert [(one.from_day, one.daily_dose) for one in down("morphine", 100, 5).steps] == [(1, 50)]
    weeks = [(one.from_day, one.daily_dose) for one in down("morphine", 100, 10).steps]
    assert weeks == [(1, 80), (3, 60), (5, 40), (7, 20)]
    assert down("morphine", 100, 10).last_day == 8


def test_what_goes_with_it() -> None:
    found = down("morphine", 100)
    assert any("withdrawal" in text for text in found.stop_and_ask)
    assert any("leaves cancer pain out" in text for text in found.because)
    assert any("10 to 25 %" in text for text in found.because)
    assert found.checked == "secondary" and found.check_first == ()
    assert down("morphine", 100, facts=None).check_first == ("pain_controlled",)


@pytest.mark.parametrize(
    ("taken", "facts", "word"),
    [
        (line("morphine", 100, 1, route="oral"), {"pain_controlled": False}, "not held"),
        (line("morphine", 5, 1, route="oral"), HELD, "smallest dose already"),
        (line("methadone", 30, 1, route="oral"), HELD, "specialist"),
        (line("dihydrocodeine", 60, 2, route="oral"), HELD, "specialist"),
        (line("fentanyl", 25, None, unit="mcg/h", route="transdermal"), HELD, "by its strengths"),
        (line("morphine", None, 2, route="oral"), HELD, "not clear"),
        (line("morphine", 10, 4, route="oral", as_needed=True), HELD, "surely taken"),
    ],
)
def test_no_way_down(taken: Any, facts: dict[str, bool], word: str) -> None:
    found = taper(taken, KNOWLEDGE, facts)
    assert found.steps == () and word in (found.refused or "")
    assert found.stop_and_ask


@pytest.mark.parametrize("drug", ["tramadol", "codeine", "tapentadol"])
def test_weak_opioids_come_down_too(drug: str) -> None:
    assert down(drug, 200, 100).steps


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["morphine", "oxycodone", "hydromorphone"]), st.floats(1, 1000),
    st.none() | st.floats(0, 3000),
)  # fmt: skip
def test_it_only_falls_and_no_step_is_larger_than_the_pace(
    drug: str, dose: float, days: float | None
) -> None:
    found = down(drug, dose, days)
    if not found.steps:
        assert found.refused
        return
    entry = KNOWLEDGE.tables["opioid_tapers"][found.pace]
    size = KNOWLEDGE.tables["opioid_doses"][f"oral_{drug}"].step
    doses = [dose, *(one.daily_dose for one in found.steps)]
    starts = [one.from_day for one in found.steps]
    assert starts == sorted(set(starts))
    for before, after in pairwise(doses):
        assert 0 < after < before
        assert before - after <= dose * entry.percent / 100 + size


@pytest.mark.parametrize("days", [-1, float("nan")])
def test_days_that_are_none(days: float) -> None:
    assert "zero or more" in (down("morphine", 100, days).refused or "")

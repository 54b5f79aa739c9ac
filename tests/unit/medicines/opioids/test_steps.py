"""How an opioid begins and rises: the published figures, who is left out, and the alarms."""

from __future__ import annotations

from typing import Any

import pytest
from opioid_people import STURDY

from backstay.knowledge import load_knowledge
from backstay.medicines.opioids.steps import start, step

KNOWLEDGE = load_knowledge()
NAIVE = STURDY | {"takes_opioid": False, "too_sleepy_for_more": False}


def test_the_published_starts_of_morphine() -> None:
    nice, nccn = start("morphine", KNOWLEDGE, NAIVE).ways
    assert (nice.by, nice.form, nice.per, nice.range, nice.as_needed) == (
        "NICE CG140", "modified_release", "day", (20, 30), 5,
    )  # fmt: skip
    assert (nccn.by, nccn.per, nccn.range, nccn.again_after_minutes, nccn.checked) == (
        "NCCN", "dose", (5, 15), 60, "unverified",
    )  # fmt: skip
    assert nice.check_first == nccn.check_first == ()
    (vein,) = start("morphine", KNOWLEDGE, NAIVE, "intravenous").ways
    assert (vein.range, vein.dose, vein.again_after_minutes) == ((2, 5), 2, 15)


def test_tapentadol_begins_at_its_own_dose() -> None:
    (one,) = start("tapentadol", KNOWLEDGE, NAIVE).ways
    assert (one.dose, one.form) == (50, "modified_release")


def test_what_is_not_known_is_asked() -> None:
    (nice, _) = start("morphine", KNOWLEDGE).ways
    assert {"creatinine", "comorbidities", "medicines"} <= set(nice.check_first)


def test_failing_organs_leave_ways_out() -> None:
    liver = start("morphine", KNOWLEDGE, NAIVE | {"weak_liver": True})
    assert [one.by for one in liver.ways] == ["NCCN"]
    assert "liver disease" in liver.left_out[0]
    kidney = start("morphine", KNOWLEDGE, NAIVE | {"kidney_failure": True})
    assert kidney.ways == () and "none of the published ways" in (kidney.refused or "")


@pytest.mark.parametrize(
    ("drug", "facts", "word"),
    [
        ("oxycodone", NAIVE, "no first dose"),
        ("sufentanil", NAIVE, "no first dose"),
        ("methadone", NAIVE, "specialist"),
        ("morphine", NAIVE | {"takes_opioid": True}, "taken already"),
        ("morphine", NAIVE | {"too_sleepy_for_more": True}, "hard to rouse"),
    ],
)
def test_no_start(drug: str, facts: dict[str, Any], word: str) -> None:
    found = start(drug, KNOWLEDGE, facts)
    assert found.ways == () and word in (found.refused or "")


STEADY = NAIVE | {"many_rescue_doses": False, "severe_pain": False}


@pytest.mark.parametrize(
    ("facts", "dose", "percent"),
    [
        (STEADY, 125, (25, 50)),
        (STEADY | {"many_rescue_doses": True}, 130, (30, 50)),
        (STEADY | {"severe_pain": True}, 125, (25, 100)),
        (STEADY | {"many_rescue_doses": True, "severe_pain": True}, 130, (30, 100)),
        (STEADY | {"many_rescue_doses": True, "old_or_frail": True}, 125, (25, 50)),
        (STEADY | {"many_rescue_doses": True, "kidney_failure": None}, 125, (25, 50)),
        (None, 125, (25, 50)),
    ],
)
def test_steps_as_published(facts: Any, dose: float, percent: tuple[float, float]) -> None:
    found = step(100, "morphine", KNOWLEDGE, facts)
    assert (found.daily_dose, found.percent) == (dose, percent)
    assert found.range == pytest.approx(
        (100 * (1 + percent[0] / 100), 100 * (1 + percent[1] / 100))
    )


def test_what_could_change_a_step_is_asked() -> None:
    assert {"breakthrough_per_day", "sedation", "age"} <= set(
        step(100, "morphine", KNOWLEDGE).check_first
    )
    assert step(100, "morphine", KNOWLEDGE, STEADY).check_first == ()


def test_above_200_mg_for_the_first_time() -> None:
    assert any("200 mg" in text for text in step(180, "morphine", KNOWLEDGE, STEADY).warnings)
    assert step(240, "morphine", KNOWLEDGE, STEADY).warnings == ()
    assert step(100, "morphine", KNOWLEDGE, STEADY).warnings == ()


def test_without_a_yardstick_that_is_said() -> None:
    found = step(30, "diamorphine", KNOWLEDGE, STEADY)
    assert found.daily_dose == 37
    assert not any("held against" in text for text in found.warnings)


def test_a_step_smaller_than_can_be_given() -> None:
    found = step(10, "morphine", KNOWLEDGE, STEADY)
    assert found.daily_dose is None and "least that can be given" in (found.refused or "")


@pytest.mark.parametrize(
    ("drug", "facts", "word"),
    [
        ("fentanyl", STEADY, "by its strengths"),
        ("methadone", STEADY, "specialist"),
        ("tramadol", STEADY, "ceiling"),
        ("sufentanil", STEADY, "no step"),
        ("morphine", STEADY | {"too_sleepy_for_more": True}, "nothing is raised"),
    ],
)
def test_no_step(drug: str, facts: dict[str, Any], word: str) -> None:
    found = step(100, drug, KNOWLEDGE, facts)
    assert found.daily_dose is None and word in (found.refused or "")


def test_a_patch_says_when_it_rises() -> None:
    assert any("every 6 days" in text for text in step(25, "fentanyl", KNOWLEDGE, STEADY).because)


@pytest.mark.parametrize("daily", [0, -60, float("nan"), float("inf")])
def test_no_step_from_what_is_no_dose(daily: float) -> None:
    found = step(daily, "morphine", KNOWLEDGE, STEADY)
    assert found.daily_dose is None and "above zero" in (found.refused or "")

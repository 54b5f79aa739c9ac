"""The way down: by days taken, never rising, never faster after longer, and at its end nothing."""

from __future__ import annotations

import re
from datetime import date
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.knowledge import load_knowledge
from backstay.medicines.steroids.tapers import Schedule, taper

KNOWLEDGE = load_knowledge()
STEROIDS = (
    "dexamethasone", "prednisone", "prednisolone", "methylprednisolone", "hydrocortisone", "cortisone",
    "triamcinolone", "betamethasone",
)  # fmt: skip


def doses(schedule: Schedule) -> list[float]:
    return [day.dose for day in schedule.days]


def test_less_than_a_week_stops_at_once() -> None:
    found = taper("dexamethasone", 16, 6.9, KNOWLEDGE, start=date(2026, 3, 14))
    assert found.taper == "steroid_stops_at_once"
    assert (found.days, found.ends_on_day, found.ends_on) == ((), 1, "2026-03-14")
    assert found.timing is None


@pytest.mark.parametrize("days", [7, 10, 21])
def test_one_to_three_weeks_are_halved_every_three_days(days: float) -> None:
    found = taper("dexamethasone", 16, days, KNOWLEDGE)
    assert found.taper == "steroid_halved_step_by_step"
    assert doses(found) == [8.0] * 3 + [4.0] * 3 + [2.0] * 3 + [1.0] * 3 + [0.5] * 3
    assert found.ends_on_day == 16
    assert found.ends_on is None
    assert "14:00" in (found.timing or "")


def test_after_three_weeks_a_step_a_week_below_the_line() -> None:
    found = taper("prednisone", 40, 21.5, KNOWLEDGE)
    assert found.taper == "steroid_ended_slowly"
    exact = [day.exact for day in found.days]
    assert exact[:9] == [20.0] * 3 + [10.0] * 3 + [7.5] * 3
    below = [dose for dose in exact if dose < 7.5]
    assert all(below.count(dose) % 7 == 0 for dose in below)
    assert sorted(set(below), reverse=True)[:2] == [6.5, 5.5]
    assert all(day.only_after_check == (day.exact <= 6) for day in found.days)
    said = " ".join(found.advice)
    assert "Sick-day" in said
    assert "9 in the morning" in said


def test_another_course_lately_counts_like_more_than_three_weeks() -> None:
    found = taper("prednisone", 40, 3, KNOWLEDGE, repeated=True)
    assert found.taper == "steroid_ended_slowly"
    assert found == taper("prednisone", 40, None, KNOWLEDGE, repeated=True)


def test_after_cord_compression_evenly_over_a_week() -> None:
    found = taper("dexamethasone", 16, 5, KNOWLEDGE, date(2026, 2, 27), "cord_compression")
    assert doses(found) == [14, 12, 10, 8, 6, 4, 2]
    assert [day.date for day in found.days][:3] == ["2026-02-27", "2026-02-28", "2026-03-01"]
    assert (found.ends_on_day, found.ends_on) == (8, "2026-03-06")
    assert found.checked is not None
    assert found.checked.status == "unverified"


def test_a_long_course_for_cord_compression_ends_slowly_too() -> None:
    found = taper("dexamethasone", 16, 30, KNOWLEDGE, reason="cord_compression")
    assert found.taper == "steroid_after_cord_compression_slowly"
    assert found.days[7].prednisone == pytest.approx(7.5)
    assert found.days[0].dose == 14


def test_a_gabapentinoid_over_a_week_whatever_the_days() -> None:
    found = taper("gabapentin", 1800, None, KNOWLEDGE)
    assert doses(found) == [1600, 1300, 1100, 900, 700, 400, 200]
    assert [round(day.exact) for day in found.days][:2] == [1575, 1350]
    assert found.days[0].prednisone is None
    assert doses(taper("pregabalin", 300, 400, KNOWLEDGE))[-1] == 25


@pytest.mark.parametrize("reason", [None, "cord_compression"])
@pytest.mark.parametrize("days", [3, 14, 40])
def test_a_steroid_for_something_else_is_named(days: float, reason: str | None) -> None:
    assert "abiraterone" in taper("prednisone", 10, days, KNOWLEDGE, reason=reason).advice[0]


def test_unknown_days_are_a_question_and_no_schedule() -> None:
    found = taper("dexamethasone", 16, None, KNOWLEDGE)
    assert found.days == ()
    assert found.asks == ("steroid_days",)
    assert "not known" in (found.refused or "")
    assert found.ends_on_day is None


def test_the_exact_dose_stands_beside_the_rounded_one() -> None:
    found = taper("dexamethasone", 10, 14, KNOWLEDGE)
    assert [(day.exact, day.dose) for day in found.days][6] == (1.25, 1.0)
    assert all(day.dose == day.exact for day in taper("betamethasone", 10, 14, KNOWLEDGE).days)


def test_the_dose_never_rises_through_rounding() -> None:
    assert doses(taper("dexamethasone", 0.4, 14, KNOWLEDGE, reason="cord_compression")) == [
        0.4,
        0.4,
    ]


@pytest.mark.parametrize(
    ("drug", "dose", "days", "reason", "said"),
    [
        ("dexamethasone", 0, 5, None, "more than 0"),
        ("dexamethasone", -1, 5, None, "more than 0"),
        ("dexamethasone", nan, 5, None, "more than 0"),
        ("dexamethasone", inf, 5, None, "more than 0"),
        ("dexamethasone", 1600, 5, None, "at most 200"),
        ("dexamethasone", 16, -1, None, "days cannot be"),
        ("dexamethasone", 16, nan, None, "days cannot be"),
        ("dexamethasone", 16, 1e9, None, "days cannot be"),
        ("dexamethasone", 16, 5, "boredom", "expected cord_compression"),
        ("gabapentin", 300, 5, "cord_compression", "expected none"),
        ("deflazacort", 6, 5, None, "no way down"),
        ("ibuprofen", 600, 5, None, "no way down"),
        ("green_pill", 600, 5, None, "no way down"),
    ],
)
def test_what_cannot_be_is_refused(
    drug: str, dose: float, days: float, reason: str | None, said: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        taper(drug, dose, days, KNOWLEDGE, reason=reason)


steroid = st.sampled_from(STEROIDS)
amount = st.floats(0.1, 100)
length = st.floats(0, 365)
why = st.sampled_from([None, "cord_compression"])


@settings(max_examples=60, deadline=None)
@given(steroid, amount, length, why)
def test_it_never_rises_and_it_ends(
    drug: str, dose: float, days: float, reason: str | None
) -> None:
    found = taper(drug, dose, days, KNOWLEDGE, reason=reason)
    listed = [dose, *doses(found)]
    assert listed == sorted(listed, reverse=True)
    assert all(one > 0 for one in listed)
    assert found.ends_on_day == len(found.days) + 1 < 200
    exact = [dose, *(day.exact for day in found.days)]
    assert exact == sorted(exact, reverse=True)


@settings(max_examples=60, deadline=None)
@given(steroid, amount, length, length, why)
def test_more_days_are_never_a_faster_way_down(
    drug: str, dose: float, one: float, other: float, reason: str | None
) -> None:
    fewer, more = sorted((one, other))
    short = doses(taper(drug, dose, fewer, KNOWLEDGE, reason=reason))
    long = doses(taper(drug, dose, more, KNOWLEDGE, reason=reason))
    assert len(long) >= len(short)
    assert all(slow >= fast - 1e-9 for slow, fast in zip(long, short, strict=False))

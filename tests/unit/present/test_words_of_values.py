"""Values, times and lists in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from backstay.present import times
from backstay.present.knows import Knowledge
from backstay.present.values import brief, describe

PER_NANOLITER = "\N{MULTIPLICATION SIGN}10\N{SUPERSCRIPT NINE}/L"
NOW = datetime.fromisoformat("2026-03-14T09:30+01:00")


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("platelets", None, "not known"),
        ("fit_for_surgery", True, "yes"),
        ("platelets", 40.0, f"40 {PER_NANOLITER}"),
        ("platelets", [40, 90], f"40\N{EN DASH}90 {PER_NANOLITER}"),
        ("platelets", [40, None], f"at least 40 {PER_NANOLITER}"),
        ("age", 63, "63 years"),
        ("metastases_total", 2, "2"),
        ("primary", "lung_small_cell", "lung small cell"),
        ("comorbidities", ["diabetes", "copd"], "diabetes and copd"),
        ("comorbidities", {"present": ["stroke"], "complete": True}, "stroke"),
        ("comorbidities", [], "none"),
        ("esas", {"pain": 4, "nausea": None}, "pain 4, nausea not known"),
        ("medicines", [{"drug": "oxycodone", "dose": 40, "as_needed": True}], "oxycodone 40 yes"),
        ("egfr", 71.2, "71.2 mL/min/1.73 m²"),
        (
            "prior_radiation",
            [{"dose": 8, "fractions": 1, "months_ago": 14}],
            "8 Gy in 1 fraction, 14 months ago",
        ),
        (
            "prior_radiation",
            [{"dose": None, "fractions": None}],
            "dose not known, fractions not known, time not known",
        ),
    ],
)
def test_a_value_in_words(knowledge: Knowledge, name: str, value: Any, said: str) -> None:
    assert describe(knowledge, name, value) == said


def test_grades_stand_by_their_sign_in_one_line(knowledge: Knowledge) -> None:
    assert brief(knowledge, "ecog", "2") == "2"
    assert brief(knowledge, "primary", "head_and_neck") == "head and neck"


@pytest.mark.parametrize(
    "hours, said",
    [(0, "at once"), (1, "within 1 hour"), (24, "within 24 hours"), (168, "within 7 days")],
)
def test_how_soon_in_words(hours: float, said: str) -> None:
    assert times.within(hours) == said


@pytest.mark.parametrize(
    "hours, said",
    [(0, "0 h"), (0.5, "30 min"), (36.5, "36 h 30 min"), (23.999, "24 h"), (200, "8.3 days")],
)
def test_how_long_in_words(hours: float, said: str) -> None:
    assert times.duration(hours) == said


def test_a_moment_has_its_month_as_a_word() -> None:
    assert times.moment(NOW) == "14 March 2026 09:30 +01:00"
    assert times.moment(datetime(2026, 3, 14)) == "14 March 2026"
    assert times.as_of("no date") == "no date" and times.as_of(None) == "not known"


def test_a_deadline_needs_a_time_of_day() -> None:
    assert times.deadline(NOW, 1) == "by 10:30"
    assert times.deadline(NOW, 24) == "by 15 March 09:30"
    assert times.deadline(datetime(2026, 3, 14), 24) == ""
    assert times.deadline(None, 24) == ""

"""More than the highest dose of a day, more than kidneys leave, or for longer than it is given."""

from __future__ import annotations

from typing import Any

import pytest
from assessed import assessed

BASE: dict[str, Any] = {
    "age": 71, "sex": "female", "weight": 62, "height": 160, "primary": "breast", "dialysis": "none",
    "clinical_frailty": 2, "alcohol_heavy": False, "comorbidities": [], "comorbidities_known": True,
    "bilirubin": 0.5, "albumin": 4, "inr": 1, "ascites": "none", "encephalopathy": "none",
    "medicines_known": True,
}  # fmt: skip
SOUND, FAILING = {"creatinine": 0.6}, {"creatinine": 2.0}  # a clearance of 84 and of 25 mL/min


def told(kidneys: dict[str, float], *lines: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    document = assessed(BASE | kidneys | {"medicines": list(lines)} | more)
    return [(one["truth"], one["text"]) for one in document["medicines"]["over_ceiling"]]


def line(drug: str, dose: float, per_day: float, **more: Any) -> dict[str, Any]:
    return {"drug": drug, "dose": dose, "unit": "mg", "per_day": per_day, "route": "oral", **more}


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        (line("gabapentin", 600, 3), "gabapentin: 1800 mg a day is more than 700 mg a day."),
        (line("pregabalin", 150, 2), "pregabalin: 300 mg a day is more than 150 mg a day."),
        (line("enoxaparin", 40, 1, route="subcutaneous"), "40 mg a day is more than 30 mg a day."),
        (line("tramadol", 100, 3), "tramadol: 300 mg a day is more than 200 mg a day."),
    ],
)
def test_more_than_failing_kidneys_leave(taken: dict[str, Any], said: str) -> None:
    assert any(truth == "true" and said in text for truth, text in told(FAILING, taken))
    assert not told(SOUND, taken)


def test_up_to_what_the_kidneys_leave_is_not_told() -> None:
    assert not told(FAILING, line("gabapentin", 700, 1))
    assert not told(FAILING, line("gabapentin", 700, 1), line("duloxetine", 30, 1))


def test_lines_of_one_drug_count_together() -> None:
    found = told(FAILING, line("gabapentin", 400, 1), line("gabapentin", 600, 1))
    assert [text[:43] for _, text in found] == ["gabapentin: 1000 mg a day is more than 700 m"[:43]]


def test_a_form_that_the_kidney_table_does_not_speak_of_is_not_counted() -> None:
    patch = {"drug": "fentanyl", "form": "patch", "dose": 25, "unit": "mcg/h", "every_hours": 72}
    assert not told(FAILING, patch)


def test_the_lowest_that_is_broken_stands_alone() -> None:
    liver = {"bilirubin": 4, "albumin": 2.5, "inr": 1.9, "ascites": "moderate"}
    found = told(
        SOUND, line("acetaminophen", 1000, 4), comorbidities=["liver_moderate_severe"], **liver
    )
    assert len(found) == 1 and "2000 mg" in found[0][1]


def test_where_the_clearance_may_lie_in_two_bands_it_may_be_more() -> None:
    found = told({}, line("gabapentin", 600, 3))
    assert not [text for truth, text in found if truth == "true"]


def test_too_long_is_told_within_the_dose() -> None:
    short, long = (
        line("ketorolac", 10, 3, days=days) | {"route": "intravenous"} for days in (3, 8)
    )
    assert not told(SOUND, short)
    assert told(SOUND, long) == [
        ("true", "ketorolac: Taken for more than 5 days, the longest it is given.")
    ]


def test_too_much_and_too_long_at_once() -> None:
    ((truth, text),) = told(SOUND, line("ketorolac", 30, 4, days=8) | {"route": "intravenous"})
    assert truth == "true" and "120 mg a day is more than the highest dose, 60 mg" in text
    assert "Taken for more than 5 days" in text


def test_a_line_that_was_not_read_leaves_the_sum_open() -> None:
    found = told(SOUND, line("acetaminophen", 1000, 3), {"drug": "paracetamol"})
    assert [truth for truth, _ in found] == ["unknown"]

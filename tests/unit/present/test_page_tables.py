"""Scores, questions and published lists on the page: what is open stays open."""

from __future__ import annotations

from typing import Any

import pytest
from page_reader import Element, read

from backstay import present
from backstay.present.knows import Knowledge

Assessment = dict[str, Any]


@pytest.fixture
def page(assessment: Assessment, knowledge: Knowledge) -> Element:
    return read(present.html(assessment, knowledge))


def _section(page: Element, name: str) -> Element:
    return next(one for one in page.all("section") if one.attributes.get("aria-labelledby") == name)


def test_prognostic_scores_stand_apart_in_a_line_each(page: Element) -> None:
    shown = _section(page, "prognostic")
    assert "No rule reads a prognostic score" in shown.text
    assert "Not for the patient or family unless they ask" in shown.text
    (row,) = shown.all("table", "scores")[0].all("tr")[1:]
    assert [cell.text for cell in row.all("td")] == [
        "4\N{EN DASH}6", "none known", "1 item", "People like those it was made with",
    ]  # fmt: skip


def test_a_complete_score_is_followed_by_what_it_must_be_read_with(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    score = next(one for one in assessment["scores"] if one["id"] == "tomita")
    score.update(total=5, interval=[5, 5], missing=[])
    shown = _section(read(present.html(assessment, knowledge)), "prognostic")
    limits = shown.all("tr", "limits")[0].text
    assert "Made before targeted drugs" in limits and "Tomita 2001" in limits


def test_a_score_at_two_lesions_is_one_row(assessment: Assessment, knowledge: Knowledge) -> None:
    score = next(one for one in assessment["scores"] if one["id"] == "tomita")
    score.update(lesion="T8", applies=None)
    assessment["scores"].append({**score, "lesion": "L3"})
    (row,) = _section(read(present.html(assessment, knowledge)), "prognostic").all("tr")[1:]
    assert "T8: 4" in row.text and "L3: 4" in row.text and "if it applies" in row.text


def test_questions_that_change_nothing_need_not_be_waited_for(page: Element) -> None:
    missing = _section(page, "missing")
    assert "No need to wait for albumin and LDH" in missing.text
    assert "Platelets. Get first." in missing.text


def test_lists_that_were_compared_name_the_one_in_use(page: Element) -> None:
    told = _section(page, "differ").text
    assert "resistant: AO Surgery Reference (used)" in told and "moderate" in told


def test_lists_that_the_assessment_compares_are_shown(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    position = {"list": "sc24", "value": "sensitive", "used": False, "checked": "secondary"}
    assessment["disagreements"] = [
        {"about": "radiosensitivity", "lesion": "T8", "positions": [position]}
    ]
    told = _section(read(present.html(assessment, knowledge)), "differ").text
    assert "sensitive: SC.24 strata" in told

"""What is missing of earlier courses is asked by the fact that can answer it."""

from __future__ import annotations

from typing import Any

from test_radiation import CONVENTIONAL, L4, SBRT, T8, whole

FOLLOWS = (
    "prior_cord_eqd2",
    "prior_thecal_eqd2",
    "reirradiation_limits_met",
    "months_since_radiation",
)


def asked(document: dict[str, Any], fact: str = "prior_radiation") -> list[dict[str, Any]]:
    return [one for one in document["questions"] if one["fact"] == fact]


def test_an_sbrt_course_without_the_dose_of_the_cord_is_asked_with_what_it_could_change() -> None:
    document = whole(T8, SBRT)
    one = asked(document)[0]
    assert "maximum dose to cord and sac in 24/2" in one["asks"]
    assert "reirradiation_sbrt@T8" in one["could_change"] and one["lesion"] == "T8"
    assert not [fact for fact in FOLLOWS if asked(document, fact)]


def test_the_question_takes_the_place_of_what_follows_from_it() -> None:
    document = whole(T8, {"dose": 30, "months_ago": 14, "technique": "conventional"})
    place = document["questions"].index(asked(document)[0])
    idle = [not (one["could_change"] or one["urgency"]) for one in document["questions"]]
    assert place < idle.index(True)
    assert asked(document)[0]["value"] > 0


def test_where_no_option_turns_on_it_the_question_stands_last() -> None:
    document = whole(T8, CONVENTIONAL)
    assert document["questions"][-1] == asked(document)[0]
    assert document["questions"][-1]["could_change"] == []


def test_nothing_is_asked_of_a_level_that_was_not_irradiated_or_has_no_cord() -> None:
    assert not asked(whole(T8))
    assert not asked(whole(L4, {"dose": 8, "fractions": 1, "months_ago": 8}))

"""Lesions: named by level, apart from each other; and what follows from their facts alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstay.case import CaseError, Members, Vocabulary, read_case
from backstay.case.derived import (
    irradiated_stereotactically,
    months_since_radiation,
    previously_irradiated,
    radiation_courses,
    span_levels,
)
from backstay.case.levels import LEVELS, span


def problems(words: Vocabulary, lesions: object) -> list[tuple[str, str]]:
    with pytest.raises(CaseError) as refused:
        read_case({"lesions": lesions}, words)
    return [(one.path, one.problem) for one in refused.value.problems]


def test_lesions_stay_in_the_order_given(words: Vocabulary) -> None:
    case = read_case({"lesions": [{"level": "L1"}, {"level": "T8", "escc": "2"}]}, words)
    assert case.lesions is not None
    assert [lesion.name for lesion in case.lesions] == ["L1", "T8"]
    assert case.lesions[1].facts == {"escc": "2", "level": "T8"}


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (("T8", "T8"), ("T8", "T8"), "T8"),
        (("T6", "T8"), ("T8", "T9"), "T8"),
        (("T6", "T9"), ("T7", "T7"), "T7"),
        (("T7", "T7"), ("T6", "T9"), "T7"),
        (("C7", "T1"), ("T1", "T2"), "T1"),
    ],
)
def test_two_lesions_must_not_share_a_level(
    words: Vocabulary, one: tuple[str, str], other: tuple[str, str], shared: str
) -> None:
    given = [{"level": level, "to_level": last} for level, last in (one, other)]
    said = f"{shared} is already part of the lesion at {one[0]}; lesions must not overlap"
    assert problems(words, given) == [("lesions[1].level", said)]


def test_neighbors_are_apart(words: Vocabulary) -> None:
    lesions = [{"level": "T6", "to_level": "T8"}, {"level": "T9"}, {"level": "T5"}]
    assert len(read_case({"lesions": lesions}, words).lesions or ()) == 3


def test_a_span_runs_downward(words: Vocabulary) -> None:
    given = [{"level": "T8", "to_level": "T7"}]
    assert problems(words, given) == [("lesions[0].to_level", "to_level lies above level")]


def test_a_lesion_without_a_level_cannot_be_named(words: Vocabulary) -> None:
    assert problems(words, [{"escc": "2"}]) == [
        ("lesions[0]", "a lesion needs a level, which names it")
    ]


def test_a_wrong_level_is_one_problem_only(words: Vocabulary) -> None:
    said = "this is not one of the values"
    assert problems(words, [{"level": "T13", "to_level": "L1"}]) == [("lesions[0].level", said)]


@pytest.mark.parametrize("given", [None, {"level": "T8"}, "T8"])
def test_lesions_are_a_list(words: Vocabulary, given: object) -> None:
    assert problems(words, given) == [("lesions", "a list is expected")]


def test_a_lesion_is_a_map(words: Vocabulary) -> None:
    assert problems(words, ["T8"]) == [("lesions[0]", "a map is expected")]


def test_a_fact_of_the_patient_has_its_place(words: Vocabulary) -> None:
    said = "this is a fact of the patient; write it under patient"
    assert problems(words, [{"level": "T8", "ecog": "1"}]) == [("lesions[0].ecog", said)]


def test_the_levels_are_those_of_the_vocabulary(vocabulary: Vocabulary) -> None:
    assert vocabulary.lesion["level"].values == LEVELS
    assert vocabulary.lesion["to_level"].values == LEVELS


@given(st.integers(0, len(LEVELS) - 1), st.integers(0, len(LEVELS) - 1))
def test_a_span_is_every_level_between_its_ends(first: int, last: int) -> None:
    levels = span(LEVELS[first], LEVELS[last])
    assert levels == tuple(LEVELS[first : last + 1])
    assert len(levels) == max(0, last - first + 1)


@pytest.mark.parametrize(
    ("facts", "levels"),
    [
        ({"level": "T8"}, {"T8"}),
        ({"level": "T12", "to_level": "L2"}, {"T12", "L1", "L2"}),
    ],
)
def test_the_levels_of_a_lesion_are_a_complete_set(facts: dict[str, str], levels: set[str]) -> None:
    assert span_levels(facts) == Members(frozenset(levels), complete=True)


def test_without_a_level_its_levels_are_unknown() -> None:
    assert span_levels({}) is None


@pytest.mark.parametrize(
    ("courses", "irradiated", "count", "months"),
    [
        (None, None, None, None),
        ((), False, 0, None),
        (({},), True, 1, None),
        (({"months_ago": 14.0},), True, 1, 14.0),
        (({"months_ago": 14.0}, {"months_ago": 6.0}), True, 2, 6.0),
        (({"months_ago": 14.0}, {"dose": 30.0}), True, 2, None),
        (({"months_ago": 0.0},), True, 1, 0.0),
    ],
)
def test_earlier_radiation_is_counted_and_dated(
    courses: tuple[dict[str, float], ...] | None,
    irradiated: bool | None,
    count: int | None,
    months: float | None,
) -> None:
    facts = {} if courses is None else {"prior_radiation": courses}
    assert previously_irradiated(facts) is irradiated
    assert radiation_courses(facts) == count
    assert months_since_radiation(facts) == months


@pytest.mark.parametrize(
    ("courses", "stereotactic"),
    [
        (None, None),
        ((), False),
        (({"technique": "SBRT"}, {}), True),
        (({"technique": "conventional"},), False),
        (({"technique": "conventional"}, {}), None),
        (({"technique": "3D conformal"},), False),
        (({"technique": " "},), None),
        (({"technique": "not documented"},), None),
        (({"technique": "VMAT"},), None),
    ],
)
def test_whether_a_course_was_stereotactic_is_read_from_its_technique_and_never_guessed(
    courses: tuple[dict[str, str], ...] | None, stereotactic: bool | None
) -> None:
    facts = {} if courses is None else {"prior_radiation": courses}
    assert irradiated_stereotactically(facts) is stereotactic

"""Sets are open until complete, twins exclude each other, and likely typos are said."""

from __future__ import annotations

import pytest

from backstay.case import CaseError, Members, Vocabulary, read_case


def members(words: Vocabulary, name: str, **patient: object) -> Members | None:
    read = read_case({"patient": patient}, words).patient.get(name)
    assert read is None or isinstance(read, Members)
    return read


@pytest.mark.parametrize(
    ("patient", "stroke"),
    [
        ({"comorbidities": ["copd"]}, None),
        ({"comorbidities": ["copd"], "comorbidities_known": "true"}, False),
        ({"comorbidities": ["copd"], "comorbidities_known": "false"}, None),
        ({"comorbidities": []}, False),
        ({"comorbidities": [], "comorbidities_known": "true"}, False),
        ({"comorbidities": [], "comorbidities_known": "false"}, None),
        ({"comorbidities": ["stroke"]}, True),
    ],
)
def test_what_is_not_listed_is_absent_only_from_a_complete_list(
    words: Vocabulary, patient: dict[str, object], stroke: bool | None
) -> None:
    read = members(words, "comorbidities", **patient)
    assert read is not None
    assert read.has("stroke") is stroke


def test_a_flag_without_a_list_says_nothing(words: Vocabulary) -> None:
    assert members(words, "comorbidities", comorbidities_known="true") is None


def test_a_flag_that_is_too_old_completes_nothing(words: Vocabulary) -> None:
    old = words.patient["comorbidities_known"]
    aged = type(old)(id=old.id, kind=old.kind, label=old.label, asks=old.asks, valid_for_days=30)
    vocabulary = Vocabulary({**words.patient, "comorbidities_known": aged}, words.lesion)
    case = read_case(
        {
            "as_of": "2026-03-14",
            "patient": {"comorbidities": ["copd"], "comorbidities_known": "true"},
            "observed": {"comorbidities_known": "2025-03-14"},
        },
        vocabulary,
    )
    assert case.patient["comorbidities"] == Members(frozenset({"copd"}))


def test_a_list_that_is_asked_as_one_question_is_complete_when_given(words: Vocabulary) -> None:
    case = read_case({"lesions": [{"level": "T8", "sectors": ["1"]}]}, words)
    assert case.lesions is not None
    assert case.lesions[0].facts["sectors"] == Members(frozenset({"1"}), complete=True)


def test_a_twin_says_what_is_surely_absent(words: Vocabulary) -> None:
    read = members(words, "biomarkers", biomarkers=["brca1"], absent=["alk_fusion"])
    assert read == Members(frozenset({"brca1"}), frozenset({"alk_fusion"}))


def test_a_twin_alone_is_enough_to_exclude(words: Vocabulary) -> None:
    read = members(words, "biomarkers", absent=["alk_fusion"])
    assert read is not None
    assert (read.has("alk_fusion"), read.has("brca1")) == (False, None)


def test_an_empty_twin_excludes_nothing(words: Vocabulary) -> None:
    assert members(words, "biomarkers", absent=[]) is None


def test_a_name_both_present_and_absent_is_a_problem(words: Vocabulary) -> None:
    with pytest.raises(CaseError) as refused:
        members(words, "biomarkers", biomarkers=["brca1"], absent=["brca1", "alk_fusion"])
    (problem,) = refused.value.problems
    assert problem.path == "patient.absent"
    assert problem.problem == "listed as present and as absent: brca1"


def test_a_name_that_looks_like_a_listed_one_is_remarked(words: Vocabulary) -> None:
    case = read_case({"patient": {"biomarkers": ["alk_fuson", "novel_marker"]}}, words)
    (remark,) = case.remarks
    assert (remark.kind, remark.facts) == ("unlisted", ("biomarkers",))
    assert remark.text == "biomarkers: no rule knows alk_fuson. Is alk_fusion meant?"


def test_an_open_list_without_listed_names_takes_all(words: Vocabulary) -> None:
    case = read_case({"patient": {"allergies": ["penicillin", "latex_2"]}}, words)
    assert case.patient["allergies"] == Members(frozenset({"penicillin", "latex_2"}))
    assert case.remarks == ()

"""The document as a whole: names, times, files, all problems at once, and the canonical form."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backstay.case import CaseError, Problem, Vocabulary, read_case, read_case_file
from backstay.case.problems import dotted, nearest, shown

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
FULL = """
case: t8-renal
as_of: 2026-03-14T09:30+01:00
observed: {albumin: 2026-03-01, T8.escc: {at: 2026-03-13, from: Observation/12}}
patient:
  sex: male
  age: 63
  albumin: 34 g/L
  biomarkers: [brca1, alk_fusion]
lesions:
  - escc: "2"
    level: T8
    prior_radiation: [{fractions: 10, dose: 3000 cGy}]
"""


def test_a_case_keeps_its_name_and_time(words: Vocabulary) -> None:
    case = read_case(FULL, words)
    assert case.name == "t8-renal"
    assert case.as_of.isoformat() == "2026-03-14T09:30:00+01:00"


def test_what_is_left_out_is_filled_in_and_written_down(words: Vocabulary) -> None:
    case = read_case("patient: {age: 63}", words, name="from-a-file", now=NOW)
    assert (case.name, case.as_of) == ("from-a-file", NOW)
    assert case.document == {
        "case": "from-a-file",
        "as_of": "2026-03-14T09:30:00+00:00",
        "patient": {"age": 63},
    }


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("a" * 200, "a" * 117 + "..."),
        ("a\x1b[31m\u202eb", r"a\x1b[31m\u202eb"),
        ("two\nlines", r"two\nlines"),
        ("\udcff", r"\udcff"),
        (" t8 ", "t8"),
        (" ", "case"),
        ("Ren\u00e9e", "Ren\u00e9e"),
    ],
)
def test_a_name_from_outside_is_made_one_that_reads_back(
    words: Vocabulary, given: str, name: str
) -> None:
    case = read_case("{}", words, name=given, now=NOW)
    assert case.name == name
    assert read_case(json.dumps(case.document), words) == case


def test_the_name_of_a_file_is_safe_in_messages(tmp_path: Path, words: Vocabulary) -> None:
    with pytest.raises(CaseError, match=r"a\\x1b\[31m cannot be read"):
        read_case_file(tmp_path / "a\x1b[31m", words)


def test_a_time_without_zone_is_utc(words: Vocabulary) -> None:
    assert read_case("{}", words, now=NOW.replace(tzinfo=None)).as_of == NOW


def test_without_as_of_it_is_now(words: Vocabulary) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    assert before <= read_case("{}", words).as_of <= datetime.now(UTC)


def test_the_document_is_plain_and_in_one_order(words: Vocabulary) -> None:
    case = read_case(FULL, words)
    assert json.dumps(case.document) == json.dumps(
        {
            "case": "t8-renal",
            "as_of": "2026-03-14T09:30:00+01:00",
            "patient": {
                "age": 63,
                "albumin": 3.4,
                "biomarkers": ["alk_fusion", "brca1"],
                "sex": "male",
            },
            "lesions": [
                {"level": "T8", "escc": "2", "prior_radiation": [{"dose": 30, "fractions": 10}]}
            ],
            "observed": {
                "T8.escc": {"at": "2026-03-13", "from": "Observation/12"},
                "albumin": "2026-03-01",
            },
        }
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_do_not_change_a_case(words: Vocabulary, ending: str) -> None:
    assert read_case(FULL.replace("\n", ending), words) == read_case(FULL, words)
    assert read_case(FULL.replace("\n", ending).encode(), words) == read_case(FULL, words)


def test_the_document_reads_back_to_the_same_case(words: Vocabulary) -> None:
    case = read_case(FULL, words)
    assert read_case(case.document, words) == case
    assert read_case(json.dumps(case.document), words) == case


def test_all_problems_are_raised_at_once_in_the_order_of_the_text(words: Vocabulary) -> None:
    text = (
        "observed: {age: soon}\npatient:\n  age: 630\n  sex: no\nlesions:\n  - escc: 9\nnote: x\n"
    )
    with pytest.raises(CaseError) as refused:
        read_case(text, words)
    found = [(one.line, one.path) for one in refused.value.problems]
    assert found == [
        (1, "observed.age"),
        (3, "patient.age"),
        (4, "patient.sex"),
        (6, "lesions[0].escc"),
        (6, "lesions[0]"),
        (7, "note"),
    ]


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"patient": None}, "patient"),
        ({"patient": []}, "patient"),
        ({"case": ""}, "case"),
        ({"case": "x" * 121}, "case"),
        ({"case": ["x"]}, "case"),
        ({"as_of": None}, "as_of"),
        ({"observed": None}, "observed"),
        ({"as_of": "soon", "patient": {"age": "1"}, "observed": {"age": "2026-03-14"}}, "as_of"),
        ({None: 1}, "None"),
        ({"patient": {7: 1}}, "patient[7]"),
    ],
)
def test_each_part_has_its_shape(words: Vocabulary, document: object, path: str) -> None:
    with pytest.raises(CaseError) as refused:
        read_case(document, words)  # type: ignore[arg-type]
    assert [one.path for one in refused.value.problems] == [path]


def test_text_that_is_not_yaml_is_one_problem(words: Vocabulary) -> None:
    with pytest.raises(CaseError) as refused:
        read_case("patient: {age: 63", words)
    assert [type(one) for one in refused.value.problems] == [Problem]
    assert refused.value.problems[0].path == ""


def test_a_file_names_its_case(words: Vocabulary, tmp_path: Path) -> None:
    file = tmp_path / "t8.yaml"
    file.write_text("patient: {age: 63}", encoding="utf-8")
    assert read_case_file(file, words).name == "t8"
    assert read_case_file(str(file), words, now=NOW).as_of == NOW


def test_a_message_says_place_value_reason_and_cure(words: Vocabulary) -> None:
    with pytest.raises(CaseError) as refused:
        read_case("patient:\n  primary: kindey\n", words)
    assert str(refused.value) == (
        "the case cannot be read: 1 problem\n"
        "line 2, patient.primary = kindey: this is not one of the values\n"
        "    did you mean: kidney\n"
        "    allowed: breast, kidney, lung, unknown"
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, None),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (10**80, "a very large number"),
        ({}, "a map"),
        ([], "a list"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 57 + "..."),
        ("a\nb\x1b", "a\\nb\\x1b"),
    ],
)
def test_a_value_is_shown_short_and_safe(given: object, said: str | None) -> None:
    assert shown(given) == said


def test_names_that_are_far_off_or_long_have_no_neighbor() -> None:
    assert nearest("kidneys", ["kidney"]) == ("kidney",)
    assert nearest("spleen", ["kidney"]) == ()
    assert nearest("k" * 61, ["k" * 60]) == ()


def test_a_path_is_written_as_people_write_it() -> None:
    assert (
        dotted(("lesions", 1, "prior_radiation", 0, "dose")) == "lesions[1].prior_radiation[0].dose"
    )
    assert dotted(()) == ""

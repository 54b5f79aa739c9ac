"""Each file in cases/ makes one mistake; beside it stands the exact message it must give."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstay.case import CaseError, Vocabulary, read_case, read_case_file
from backstay.case.text import MAX_BYTES

HERE = Path(__file__).parent / "cases"
MISTAKES = sorted(path for path in HERE.iterdir() if path.suffix in (".yaml", ".json"))


def message(path: Path, vocabulary: Vocabulary) -> str:
    with pytest.raises(CaseError) as refused:
        read_case_file(path, vocabulary)
    return str(refused.value)


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.name)
def test_a_mistake_gives_its_exact_message(path: Path, vocabulary: Vocabulary) -> None:
    expected = path.with_name(f"{path.name}.expected").read_text(encoding="utf-8")
    assert message(path, vocabulary) + "\n" == expected


def test_every_message_has_its_mistake() -> None:
    expected = {path.name.removesuffix(".expected") for path in HERE.glob("*.expected")}
    assert expected == {path.name for path in MISTAKES}


DEEP = [
    "[" * 100_000,
    "{" * 100_000,
    "a: " + "[" * 100_000,
    "- " * 100_000,
    "a: " + "{b: " * 100_000,
]


@pytest.mark.parametrize("text", DEEP, ids=lambda text: text[:6])
def test_deep_nesting_stops_early(text: str, vocabulary: Vocabulary) -> None:
    with pytest.raises(CaseError, match="nested deeper than"):
        read_case(text, vocabulary)


@pytest.mark.parametrize("text", ["? " * 100_000, "a: {" + "{" * 100_000, "[" * 60 + "a: &"])
def test_other_nesting_stops_early_too(text: str, vocabulary: Vocabulary) -> None:
    with pytest.raises(CaseError, match="1 problem"):
        read_case(text, vocabulary)


def test_depth_hidden_behind_brackets_in_strings_stops_too(vocabulary: Vocabulary) -> None:
    with pytest.raises(CaseError, match="nested deeper than"):
        read_case('["]",' * 50_000, vocabulary)


def test_a_file_of_100_megabytes_is_not_read(tmp_path: Path, vocabulary: Vocabulary) -> None:
    large = tmp_path / "large.yaml"
    with large.open("wb") as file:
        file.truncate(100_000_000)  # sparse: it takes no room
    assert message(large, vocabulary) == (
        "the case cannot be read: 1 problem\nlarge.yaml is too large; 20,000,000 bytes are read"
    )


def test_text_that_is_too_large_is_not_parsed(vocabulary: Vocabulary) -> None:
    with pytest.raises(CaseError, match="at most 20,000,000 are read"):
        read_case(b"#" * (MAX_BYTES + 1), vocabulary)


def test_a_stream_without_size_is_read_up_to_the_limit(vocabulary: Vocabulary) -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("this system has no /dev/zero")
    assert "at most 20,000,000 are read" in message(endless, vocabulary)


def test_a_file_that_is_absent_is_one_problem(tmp_path: Path, vocabulary: Vocabulary) -> None:
    assert "absent.yaml cannot be read" in message(tmp_path / "absent.yaml", vocabulary)
    assert "cannot be read" in message(tmp_path, vocabulary)


def test_bytes_that_are_not_text_are_refused(vocabulary: Vocabulary) -> None:
    for text in (b"case: \xff\xfe\xfa", b'{"case": "\xff"}', "case: \ud800", '{"case": "\ud800"}'):
        with pytest.raises(CaseError, match="the case cannot be read: 1 problem"):
            read_case(text, vocabulary)


def test_millions_of_parts_stop_early(vocabulary: Vocabulary) -> None:
    with pytest.raises(CaseError, match="more than 200,000 parts"):
        read_case("patient:\n" + "".join(f"  f{n}: 1\n" for n in range(110_000)), vocabulary)


def test_no_more_than_500_problems_are_listed(vocabulary: Vocabulary) -> None:
    with pytest.raises(CaseError) as refused:
        read_case("patient:\n" + "".join(f"  f{n}: 1\n" for n in range(2_000)), vocabulary)
    assert len(refused.value.problems) == 501
    assert "the first 500 problems are listed" in str(refused.value)


def test_millions_of_parts_of_json_stop_early(vocabulary: Vocabulary) -> None:
    with pytest.raises(CaseError, match="more than 200,000 parts"):
        read_case('{"patient": {"medicines": [' + "{}," * 200_000 + "{}]}}", vocabulary)


@pytest.mark.parametrize("name", ["current_systemic_therapy", "medicines"])
def test_a_list_of_a_patient_has_at_most_500_entries(name: str, vocabulary: Vocabulary) -> None:
    one: object = {"drug": "morphine"} if name == "medicines" else "a_drug"
    assert name in read_case({"patient": {name: [one] * 500}}, vocabulary).patient
    with pytest.raises(CaseError, match="the list has 501 entries") as refused:
        read_case({"patient": {name: [one] * 501}}, vocabulary)
    assert refused.value.problems[0].allowed == "up to 500"

"""Editions, patients and comments of the knowledge package, as the book reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstay.knowledge import KnowledgeError
from backstay.knowledge.covered import Counts, file_of
from backstay.knowledge.data import EDITION, leading_comment
from backstay.knowledge.editions import read_editions
from backstay.knowledge.patients import Patient, read_patients, truths_of
from backstay.knowledge.tables import table_problems


def test_the_newest_edition_is_the_one_in_force() -> None:
    assert read_editions()[0].edition == EDITION
    assert all(one.changes for one in read_editions())


@pytest.mark.parametrize(
    ("text", "said"),
    [("changes: [", "changes.yaml:"), ("changes: [{edition: 1}]", "missing required field")],
)
def test_a_mistake_in_the_changes_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "changes.yaml").write_text(text)
    with pytest.raises(KnowledgeError) as caught:
        read_editions(tmp_path)
    assert said in caught.value.problems[0]


def test_a_file_says_what_it_is_in_its_first_comment(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("# What it is,\n# in `two` lines.\nfacts: []\n# later\n")
    assert leading_comment("one.yaml", tmp_path) == "What it is, in two lines."
    assert leading_comment("none.yaml", tmp_path) == ""


def test_every_patient_expects_something() -> None:
    assert all(patient.expect and patient.sentence for patient in read_patients())


def test_truths_are_told_over_all_lesions() -> None:
    expect = {"statements": {"a": "true", "b": {"T8": "true", "L2": "unknown"}}}
    patient = Patient("A patient", "cases/a.yaml", {}, expect, {})
    assert truths_of(patient, "statements") == {"a": {"true"}, "b": {"true", "unknown"}}
    assert truths_of(patient, "clocks") == {}


def test_a_row_without_entries_awaits_a_clinician_whole() -> None:
    counts = Counts(
        row="a", title="A", rules={}, topics=0, covered=0, left_out=0, cases=0, entries=0,
        awaiting=0, review="", next="",
    )  # fmt: skip
    assert counts.share == 1


def test_the_file_of_a_place() -> None:
    assert file_of("rules/a.yaml:3") == "rules/a.yaml" and file_of("overlay") == "overlay"


def test_a_part_of_knowledge_that_names_no_drug_misses_nothing() -> None:
    """Tests use such parts; what drugs and tables have to hold together is asked of the whole."""
    assert list(table_problems({"ingredients": {}})) == []

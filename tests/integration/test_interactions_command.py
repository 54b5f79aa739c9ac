"""`backstay medicines interactions` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CASE = """\
as_of: 2026-03-14
patient:
  bone_agent: denosumab
  bowel_obstruction: true
  medicines_known: true
  current_systemic_therapy: []
  medicines:
    - {drug: warfarin 3 mg}
    - {drug: metoclopramide}
"""


@pytest.fixture
def patient(tmp_path: Path) -> str:
    path = tmp_path / "patient.yaml"
    path.write_text(CASE)
    return str(path)


def document(run: Any, *arguments: str) -> dict[str, Any]:
    status, out, err = run("medicines", "interactions", *arguments, "--format", "json")
    assert (status, err) == (0, "")
    return json.loads(out)


def test_a_pair_by_name(run: Any) -> None:
    found = document(run, "ibuprofen; warfarin")
    (one,) = found["interactions"]
    assert one["pair"] == ["ibuprofen", "warfarin"]
    assert (one["severity"], one["truth"], one["checked"]) == ("major", "true", "unverified")
    assert one["action"] and one["evidence"]
    assert (found["complete"], found["not_recognized"]) == (False, [])


def test_brands_combinations_and_lines_by_name(run: Any) -> None:
    found = document(run, "Advil 400 mg\nEliquis; Oxycodone HCl/acetaminophen")
    assert [one["pair"] for one in found["interactions"] if one["truth"] == "true"] == [
        ["ibuprofen", "apixaban"]
    ]


def test_text_says_what_to_do_why_and_on_what_it_rests(run: Any) -> None:
    status, out, _ = run("medicines", "interactions", "methadone; ondansetron")
    assert status == 0
    assert out.startswith("MAJOR: methadone with ondansetron\n")
    assert "Electrocardiogram" in out and "[primary: methadone safety 2014]" in out
    assert "ask first: QTc" in out
    assert "[unverified: convention, from memory]" in out  # the other reason for the same pair
    assert "not known whether it holds; ask first: heavy drinking" in out
    assert "not known to be complete" in out


def test_nothing_found_is_not_nothing_there(run: Any) -> None:
    _, out, _ = run("medicines", "interactions", "acetaminophen; levothyroxine")
    assert out.startswith("No interaction found among what is known here.")
    assert "was not judged" in out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ibuprofin 400 mg; warfarin", ["1: ibuprofin 400 mg", "ibuprofen"]),
        ("green pill; warfarin; xyz", ["1: green pill", "3: xyz", "not known as a drug"]),
        ("", ["name drugs"]),
        (" ; ", ["name drugs"]),
    ],
)
def test_what_is_not_recognized_is_refused_whole(run: Any, text: str, told: list[str]) -> None:
    status, out, err = run("medicines", "interactions", text)
    assert (status, out) == (2, "")
    for words in told:
        assert words in err


def test_a_patient_alone(run: Any, patient: str) -> None:
    found = document(run, "--case", patient)
    pairs = {tuple(one["pair"]): one for one in found["interactions"]}
    assert pairs["metoclopramide", "bowel_obstruction"]["truth"] == "true"
    assert pairs["denosumab", "calcium_low"]["truth"] == "unknown"
    assert found["complete"] is True


def test_what_is_asked_counts_as_proposed_beside_what_the_patient_takes(
    run: Any, patient: str
) -> None:
    found = document(run, "naproxen", "--case", patient)
    new = [one for one in found["interactions"] if one["proposed"]]
    assert [(one["pair"], one["proposed"]) for one in new] == [
        (["naproxen", "warfarin"], ["naproxen"])
    ]
    _, out, _ = run("medicines", "interactions", "naproxen", "--case", patient)
    assert "MAJOR: naproxen with warfarin (proposed: naproxen)" in out
    assert "not known to be complete" not in out


def test_a_name_on_the_patients_list_that_nobody_knows_is_told(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "patient.yaml"
    path.write_text(CASE.replace("warfarin 3 mg", "green pill"))
    _, out, _ = run("medicines", "interactions", "--case", str(path))
    assert "Not recognized, so not judged: green pill" in out


def test_whole_lines_count_with_their_doses(run: Any) -> None:
    found = document(run, "paracetamol 1 g qds; warfarin 3 mg od")
    assert [(one["pair"], one["truth"]) for one in found["interactions"]] == [
        (["acetaminophen", "warfarin"], "true")
    ]
    assert document(run, "paracetamol 500 mg qds; warfarin 3 mg od")["interactions"] == []


def test_a_line_that_is_not_understood_is_refused_though_its_drug_is(run: Any) -> None:
    status, out, err = run("medicines", "interactions", "morphine -5 mg bd; diclofenac gel")
    assert (status, out) == (2, "")
    assert "1: morphine -5 mg bd" in err and "2: diclofenac gel" in err

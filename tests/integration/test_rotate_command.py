"""`backstay medicines rotate` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CASE = """\
as_of: 2026-03-14
patient:
  age: 60
  sex: male
  clinical_frailty: 2
  creatinine: 0.9
  weight: 80
  comorbidities: []
  ascites: none
  encephalopathy: none
  dialysis: none
  medicines_known: true
  medicines: [{drug: morphine}]
  current_systemic_therapy: []
  pain_controlled: false
  opioid_side_effects: []
"""


@pytest.fixture
def patient(tmp_path: Path) -> str:
    path = tmp_path / "patient.yaml"
    path.write_text(CASE)
    return str(path)


def document(run: Any, *arguments: str) -> dict[str, Any]:
    status, out, err = run("medicines", "rotate", *arguments, "--format", "json")
    assert (status, err) == (0, "")
    return json.loads(out)


def test_the_shape_of_the_contract(run: Any) -> None:
    found = document(run, "oxycodone MR 20 mg twice a day", "hydromorphone")
    assert (found["to"], found["daily_dose"], found["unit"], found["range"]) == (
        "hydromorphone",
        2,
        "mg",
        [2, 2.666667],
    )
    assert (found["reduction_percent"], found["refused"]) == (50, None)
    assert found["warnings"] == ["kidney: not known; it may leave only 25% of the usual dose"]
    assert (found["breakthrough"]["dose"], found["breakthrough"]["unit"]) == (0.2, "mg")
    assert "age" in found["check_first"]


def test_a_case_that_says_everything_asks_nothing(run: Any, patient: str) -> None:
    found = document(run, "morphine MR 30 mg twice a day", "oxycodone", "--case", patient)
    assert (found["daily_dose"], found["reduction_percent"], found["check_first"]) == (20, 33, [])
    assert found["breakthrough"]["dose"] == 3


def test_tables_of_patches_by_name(run: Any) -> None:
    lines = "morphine MR 60 mg twice a day for 3 weeks"
    assert document(run, lines, "fentanyl")["daily_dose"] == 25
    assert document(run, lines, "fentanyl", "--patch-table", "uk")["daily_dose"] == 37
    status, out, err = run("medicines", "rotate", lines, "buprenorphine", "--patch-table", "us")
    assert (status, out) == (2, "") and "there are uk" in err


def test_a_medical_refusal_is_an_answer(run: Any) -> None:
    found = document(run, "morphine MR 60 mg twice a day", "methadone")
    assert found["daily_dose"] is None and "specialist" in found["refused"]


def test_text_of_a_change(run: Any) -> None:
    status, out, _ = run("medicines", "rotate", "fentanyl patch 50 mcg/h every 72 h", "morphine")
    assert status == 0
    assert out.startswith(
        "oral morphine: 50 mg a day\n  transdermal fentanyl 50 mcg/h -> 100 mg (to 180)\n"
    )
    assert "smaller bound 100 mg, less 50 %: 50, rounded down" in out
    assert "As needed: 5 mg (2.5 to 5)." in out
    assert "14 to 24 hours" in out and "Check first: " in out
    assert (
        "Sources differ: cut for cross-tolerance: several guides 25 to 50, a health board of NHS Scotland 33"
        in out
    )


def test_text_of_a_patch_and_of_a_derived_ratio(run: Any, patient: str) -> None:
    _, out, _ = run("medicines", "rotate", "morphine MR 60 mg twice a day for 3 weeks", "fentanyl")
    assert out.startswith("transdermal fentanyl: 25 mcg/h\n  As needed: no dose.")
    assert "us 25, canada 25, uk 37, rule_of_thumb 60 mcg/h" in " ".join(out.split())
    _, out, _ = run("medicines", "rotate", "hydrocodone 30 mg po bd", "morphine", "--case", patient)
    assert (
        out.startswith("oral morphine: 25 mg a day, at most 30\n")
        and "; derived: doses said" in out
    )


def test_text_of_a_refusal(run: Any) -> None:
    _, out, _ = run("medicines", "rotate", "morphine MR 400 mg twice a day", "methadone")
    assert out.startswith("No dose of oral methadone: Methadone is never computed")
    assert "another published table nothing" in " ".join(out.split())
    _, out, _ = run("medicines", "rotate", "morphine MR 60 mg twice a day", "sufentanil")
    assert out.endswith("[unverified]\n")


def test_a_span_alone_has_no_usual_ratio(run: Any) -> None:
    _, out, _ = run("medicines", "rotate", "buprenorphine patch 35 mcg/h", "morphine")
    assert "usual ratio nothing" in " ".join(out.split())


@pytest.mark.parametrize(
    ("lines", "drug", "said"),
    [
        (
            "fentanyl patch 25 mg; morphine",
            "mystery pill",
            ["1: fentanyl patch 25 mg", "2: morphine", "mystery pill"],
        ),
        ("morphine 30 mg bd", "oxycodone/acetaminophen", ["no single drug"]),
        ("", "oxycodone", ["no medicine is named"]),
        ("morphine -30 mg bd", "oxycodone", ["1: morphine -30 mg bd"]),
    ],
)
def test_bad_input_names_every_problem(run: Any, lines: str, drug: str, said: list[str]) -> None:
    status, out, err = run("medicines", "rotate", lines, drug)
    assert (status, out) == (2, "")
    assert all(one in err for one in said)


@pytest.mark.parametrize("word", ["sc", "subcut", "SUBCUTANEOUS", "subcutaneous"])
def test_a_route_by_any_of_its_words(run: Any, word: str) -> None:
    found = document(run, "morphine MR 60 mg twice a day", "morphine", "--route", word)
    assert (found["route"], found["daily_dose"]) == ("subcutaneous", 60)


def test_a_route_that_is_none_is_refused(run: Any) -> None:
    status, out, err = run(
        "medicines", "rotate", "morphine MR 60 mg twice a day", "oxycodone", "--route", "sideways"
    )
    assert (status, out) == (2, "")
    assert "sideways" in err and "subcutaneous" in err


def test_a_message_is_no_longer_than_it_must_be(run: Any) -> None:
    status, out, err = run("medicines", "steroid", "dexamethasone 4 mg od", "x" * 100_000)
    assert (status, out) == (2, "") and len(err) < 5000
    status, out, err = run("medicines", "interactions", "foo; " * 10_000)
    assert (status, out) == (2, "") and len(err) < 200
    status, out, err = run("medicines", "mme", "m" * 100_000)
    assert (status, out) == (2, "") and len(err) < 400

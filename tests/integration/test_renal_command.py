"""`backstay medicines renal` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CASE = """
case: one
as_of: 2026-03-14
patient: {age: 80, sex: female, weight: 45, creatinine: 1.4, bilirubin: 2.4, ascites: moderate}
"""


def answer(run: Any, *arguments: str) -> dict[str, Any]:
    status, out, err = run("medicines", "renal", *arguments, "--format", "json")
    assert (status, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def test_the_shape_that_other_software_reads(run: Any) -> None:
    found = answer(run, "gabapentin", "--clearance", "25")
    assert (found["drug"], found["band"], found["avoid"]) == ("gabapentin", [15, 30], False)
    assert found["dose"]["daily"] == [200, 700]
    assert found["dose"]["unit"] == "mg"
    assert isinstance(found["note"], str)
    assert found["checked"]["status"] == "unverified"
    assert found["evidence"]


def test_an_open_end_is_null(run: Any) -> None:
    assert answer(run, "gabapentin", "--clearance", "90")["band"] == [60, None]


@pytest.mark.parametrize(
    ("name", "drug"),
    [
        ("paracetamol", "acetaminophen"),
        ("Pethidine", "meperidine"),
        ("zoledronic acid", "zoledronic_acid"),
    ],
)
def test_names_that_people_use(run: Any, name: str, drug: str) -> None:
    assert answer(run, name, "--clearance", "25")["drug"] == drug


def test_a_drug_without_a_row_is_not_called_unchanged(run: Any) -> None:
    found = answer(run, "paracetamol", "--clearance", "10")
    assert (found["read"], found["band"], found["dose"], found["avoid"]) == (False, None, None, None)  # fmt: skip
    assert "no word" in found["note"]


def test_both_positions_on_fentanyl_are_shown(run: Any) -> None:
    found = answer(run, "fentanyl", "--clearance", "20")
    assert found["avoid"] is True
    assert [one["position"] for one in found["positions"]] == ["label", "palliative practice"]


def test_dialysis_brings_the_supplement(run: Any) -> None:
    found = answer(run, "pregabalin", "--clearance", "8", "--dialysis", "hemodialysis")
    assert found["dose"]["supplement"] == [25, 100]
    assert "lowest band" in found["note"]


def test_without_a_clearance_every_band_is_shown_and_it_is_asked(run: Any) -> None:
    found = answer(run, "gabapentin")
    assert (found["band"], found["dose"], found["avoid"]) == (None, None, None)
    assert len(found["bands"]) == 4
    assert found["check_first"] == ["age", "weight", "sex", "creatinine"]


def test_a_case_gives_the_clearance_and_the_other_organs(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(CASE)
    found = answer(run, "tapentadol", "--case", str(path))
    assert found["clearance"] == pytest.approx([22.77, 22.77], abs=0.01)
    assert found["avoid"] is True
    assert {one["organ"] for one in found["others"]} == {"liver", "age"}
    told = answer(run, "tapentadol", "--case", str(path), "--clearance", "45")
    assert (told["clearance"], told["avoid"]) == ([45, 45], False)
    status, out, _ = run("medicines", "renal", "tapentadol", "--case", str(path))
    assert status == 0
    assert "tapentadol, liver (7 to 10)" in out
    assert "The class is open" in out


def test_text_says_dose_reason_and_what_was_read(run: Any) -> None:
    on_dialysis = ("--clearance", "10", "--dialysis", "hemodialysis")
    _, out, _ = run("medicines", "renal", "gabapentin", *on_dialysis)
    assert "0 to 15: with care" in out
    assert "after each hemodialysis 125 to 350 mg more" in out
    assert "once a day" in out
    assert "[unverified]" in out
    _, out, _ = run("medicines", "renal", "oxycodone", "--clearance", "20")
    assert "immediate release only; 25 to 50 % of the usual dose" in out
    assert "Check first: dialysis" in out
    _, out, _ = run("medicines", "renal", "morphine")
    assert "kidney is not known: every band" in out
    _, out, _ = run("medicines", "renal", "tramadol", "--clearance", "20")
    assert "at most 200 mg a day" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gabapentn", "--clearance", "25"), "nearest: gabapentin"),
        (("xyzzy", "--clearance", "25"), "give a generic name"),
        (("oxycodone/acetaminophen", "--clearance", "25"), "one at a time"),
        (("morphine", "--clearance", "-3"), "from 0 to 300"),
        (("morphine", "--clearance", "4000"), "from 0 to 300"),
        (("morphine", "--clearance", "nan"), "from 0 to 300"),
        (("morphine", "--clearance", "low"), "low"),
        (("morphine", "--dialysis", "weekly"), "weekly"),
    ],
)
def test_what_cannot_be_read_is_refused(run: Any, arguments: tuple[str, ...], said: str) -> None:
    status, out, err = run("medicines", "renal", *arguments)
    assert (status, out) == (2, "")
    assert said in err

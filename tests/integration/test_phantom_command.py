"""`backstay dose phantom` as a physicist uses it."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from backstay.dose.phantom import commissioning
from backstay.dose.phantom.commissioning import Allowed, Plan


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> list[Plan]:
    """A set of two plans, so that a test is fast."""
    made = [
        one for one in commissioning.plans() if one.folder in ("cylinders_3mm_y", "spheres_2mm")
    ]
    monkeypatch.setattr(commissioning, "plans", lambda: made)
    return made


def test_it_writes_plans_and_answers(run: Any, few: list[Plan], tmp_path: Path) -> None:
    folder = tmp_path / "made" / "here"
    status, out, err = run("dose", "phantom", str(folder))
    assert (status, err) == (0, "")
    assert out.startswith("2 plans with their answers")
    for plan in few:
        names = {one.name for one in (folder / plan.folder).iterdir()}
        assert names == {"rtss.dcm", "rtdose.dcm", "rtplan.dcm"}
    document = json.loads((folder / "answers.json").read_text())
    first = document["plans"][0]["structures"][0]
    assert (first["name"], first["volume_cc"], first["mean"]) == ("Cylinder_5x36", 2.82743, 47.3)
    page = (folder / "README.md").read_text()
    assert "| Cylinder_5x36 | 2.827 | 47.300 | 52.300 | 42.300 |" in page


def test_it_checks_our_own_numbers(run: Any, few: list[Plan], tmp_path: Path) -> None:
    status, out, err = run("dose", "phantom", str(tmp_path), "--check")
    assert (status, err) == (0, "")
    assert "42 of 42 numbers are near enough" in out
    assert out.count(": near enough\n") == 14


def test_as_data(run: Any, few: list[Plan], tmp_path: Path) -> None:
    status, out, _ = run("dose", "phantom", str(tmp_path), "--check", "--format", "json")
    document = json.loads(out)
    assert (status, len(document["plans"]), len(document["checked"])) == (0, 2, 42)
    assert all(one["passed"] for one in document["checked"])
    status, out, _ = run("dose", "phantom", str(tmp_path), "--format", "json")  # over the older set
    assert (status, json.loads(out)["checked"]) == (0, None)


def test_a_number_too_far_fails_the_check(
    run: Any, few: list[Plan], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import msgspec

    narrow = Allowed(volume_percent=0, mean=1, d2_d98=1, d0_03cc=1, extremes=1)
    made = [msgspec.structs.replace(few[0], allowed=narrow)]
    monkeypatch.setattr(commissioning, "plans", lambda: made)
    status, out, err = run("dose", "phantom", str(tmp_path), "--check")
    assert status == 1
    assert "TOO FAR" in out
    assert err == "3 of 21 numbers are too far from their answers\n"


def test_a_folder_of_somebody_else_is_left_alone(run: Any, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    status, out, err = run("dose", "phantom", str(tmp_path))
    assert (status, out) == (2, "")
    assert "name a new or an empty folder" in err
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_no_folder(run: Any, few: list[Plan], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    status, out, err = run("dose", "phantom", str(tmp_path / "file"))
    assert (status, out) == (2, "")
    assert "name a folder to write to" in err


def test_without_the_extra_it_says_how_to_install_it(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "backstay.cli.dose.needs.find_spec", lambda name: None if name == "pydicom" else found(name)
    )
    status, out, err = run("dose", "phantom", str(tmp_path))
    assert (status, out) == (3, "")
    assert 'pip install "backstay[dicom]"' in err

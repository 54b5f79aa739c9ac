"""`backstay dose dvh --add`: the doses of several courses in one histogram."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydicom import dcmread

from backstay.dose.phantom.answers import Gradient
from backstay.dose.phantom.drawn import Form
from backstay.dose.phantom.shapes import cylinder
from backstay.dose.phantom.written import Written, write_plan

SHAPES = (
    cylinder(8, 20, name="PTV_T8", center=(0.3, -16.7, 1.9), kind="PTV"),
    cylinder(5, 30, name="SpinalCord", center=(0.3, 12.3, 1.9)),
)


def course(folder: Path, gray: float, fractions: int, **form: Any) -> Written:
    """The same dose everywhere."""
    folder.mkdir()
    flat = Gradient(per_mm=0.0, gray=gray)
    return write_plan(folder, SHAPES, flat, Form(fractions=fractions, prescribed=gray, **form))


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Written]:
    folder = tmp_path_factory.mktemp("courses")
    made = {
        "now": course(folder / "now", 9.0, 1),
        "before": course(folder / "before", 30.0, 10, spacing=(3.0, 3.0, 3.0)),
        "first": course(folder / "first", 20.0, 5, position="FFS"),
        "elsewhere": course(folder / "elsewhere", 30.0, 10, frame_of_reference="2"),
        "other": course(folder / "other", 30.0, 10, patient="OTHER"),
        "relative": course(folder / "relative", 30.0, 10, units="RELATIVE"),
        "beam": course(folder / "beam", 30.0, 10, summation="BEAM"),
        "short": course(folder / "short", 30.0, 10, margin=(6.0, 6.0, -9.0)),
        "nameless": course(folder / "nameless", 25.0, 5),
    }
    nameless = dcmread(made["nameless"].dose)
    nameless.PatientID = ""
    nameless.save_as(made["nameless"].dose)
    return made


def call(run: Any, courses: dict[str, Written], *more: str) -> tuple[int, str, str]:
    now = courses["now"]
    found: tuple[int, str, str] = run("dose", "dvh", str(now.structures), str(now.dose), *more)
    return found


def added(courses: dict[str, Written], *named: tuple[str, float]) -> list[str]:
    return [
        word
        for name, parts in named
        for word in ("--add", str(courses[name].dose), "--add-fractions", str(parts))
    ]


def test_the_sum_of_30_in_10_and_9_in_1_is_that_of_the_published_example(
    run: Any, courses: dict[str, Written]
) -> None:
    more = ("--plan", str(courses["now"].plan), "--eqd2", "2", "--format", "json")
    status, out, err = call(run, courses, *added(courses, ("before", 10)), *more)
    found = json.loads(out)
    assert (status, err) == (0, "")
    for one in found["structures"]:
        assert one["max"] == one["min"] == pytest.approx(62.25, abs=0.01)  # 37.5 and 24.75
    assert found["sum"] == {
        "alpha_beta": 2.0,
        "unit": "Gy",
        "courses": [{"fractions": 1}, {"fractions": 10}],
    }
    assert (
        found["fractions"] is None is found["prescription"] and "eqd2" not in found["structures"][0]
    )
    status, out, _ = call(run, courses, *added(courses, ("before", 10), ("first", 5)), *more)
    assert json.loads(out)["structures"][1]["mean"] == pytest.approx(92.25, abs=0.01)


def test_text_and_page_say_what_is_added_and_that_no_limit_is_judged(
    run: Any, courses: dict[str, Written], tmp_path: Path
) -> None:
    more = [*added(courses, ("before", 10)), "--fractions", "1", "--eqd2", "2", "--check"]
    status, out, _ = call(run, courses, *more)
    out = " ".join(out.split())
    assert status == 0 and "sum in EQD2, alpha/beta 2, of courses in 1 and 10 fractions" in out
    assert "0 kept, 0 broken, 1 not known" in out and "no recovery in between is counted" in out
    assert "limits are physical doses of one course" in out and "Caution:" in out
    page = tmp_path / "sum.html"
    status, _, _ = call(run, courses, *more, "--format", "html", "--out", str(page))
    text = page.read_text()
    assert status == 0 and "Sum in EQD2, alpha/beta 2 Gy, of courses in 1 and 10 fractions" in text
    assert "Dose (Gy, EQD2)" in text
    status, out, _ = call(run, courses, *more, "--rules", "tg101", "--map", "PTV_T8=esophagus")
    assert status == 0 and "FAIL" not in out and "PASS" not in out


def test_where_one_dose_does_not_reach_the_sum_is_not_known(
    run: Any, courses: dict[str, Written]
) -> None:
    more = [*added(courses, ("short", 10)), "--fractions", "1", "--eqd2", "2", "--format", "json"]
    status, out, _ = call(run, courses, *more)
    one = json.loads(out)["structures"][1]
    assert status == 0 and 0 < one["outside_cc"] < one["volume_cc"]
    assert one["at_least"][0] == "max" and one["max"] == pytest.approx(62.25, abs=0.01)


def test_a_dose_of_nobody_is_said(run: Any, courses: dict[str, Written]) -> None:
    more = [*added(courses, ("nameless", 5)), "--fractions", "1", "--eqd2", "2"]
    status, out, _ = call(run, courses, *more)
    assert status == 0 and "no PatientID in dose 2" in out


@pytest.mark.parametrize(
    "named, more, said",
    [
        ([("before", 10)], ["--fractions", "1"], "--add needs --eqd2"),
        ([("before", 10)], ["--eqd2", "2"], "--add needs the fractions of the first dose"),
        ([("before", 0)], ["--eqd2", "0"], "--add-fractions 0: a whole number from 1"),
        ([("before", 2.5)], [], "--add-fractions 2.5: a whole number"),
        ([("before", 10)], ["--eqd2", "0", "--fractions", "1"], "--eqd2 0: alpha/beta in Gy"),
        ([("elsewhere", 10)], [], "dose 2: lies in another frame of reference than dose 1"),
        ([("before", 10), ("other", 10)], [], "dose 3: is of another patient"),
        ([("relative", 10)], [], "dose 2: is in percent"),
        ([("beam", 10)], [], "dose 2: is not the dose of a whole plan"),
        ([("now", 1)], [], "dose 2: is the same as dose 1; give each course once"),
        ([("before", 10), ("before", 10)], [], "dose 3: is the same as dose 2"),
    ],
)  # fmt: skip
def test_doses_that_may_not_be_added(
    run: Any,
    courses: dict[str, Written],
    named: list[tuple[str, float]],
    more: list[str],
    said: str,
) -> None:
    given = more or ["--fractions", "1", "--eqd2", "2"]
    status, out, err = call(run, courses, *added(courses, *named), *given)
    assert (status, out) == (2, "") and said in err


def test_doses_and_fractions_come_in_pairs_and_files_are_doses(
    run: Any, courses: dict[str, Written]
) -> None:
    eqd2 = ["--fractions", "1", "--eqd2", "2"]
    status, _, err = call(run, courses, *eqd2, "--add", str(courses["before"].dose))
    assert status == 2 and "--add is given 1 and --add-fractions 0 times" in err
    status, _, err = call(run, courses, *eqd2, "--add-fractions", "5")
    assert status == 2 and "--add is given 0 and --add-fractions 1 times" in err
    plan = str(courses["before"].plan)
    status, _, err = call(run, courses, *eqd2, "--add", plan, "--add-fractions", "5")
    assert status == 2 and "dose 2: rtplan.dcm: SOPClassUID: is RT Plan Storage" in err
    out = str(courses["before"].dose)
    more = [*added(courses, ("before", 10)), *eqd2, "--out", out]
    status, _, err = call(run, courses, *more)
    assert status == 2 and "overwrite" in err


def test_the_same_numbers_under_another_identifier_are_asked_about(
    run: Any, courses: dict[str, Written], tmp_path: Path
) -> None:
    copied = dcmread(courses["now"].dose)
    copied.SOPInstanceUID = "1.2.3"
    copied.save_as(tmp_path / "copy.dcm")
    more = ["--fractions", "1", "--eqd2", "2", "--add", str(tmp_path / "copy.dcm")]
    status, out, _ = call(run, courses, *more, "--add-fractions", "1")
    assert status == 0 and "doses 1 and 2 hold the same numbers" in out


def test_doses_that_overlap_nowhere(run: Any, courses: dict[str, Written], tmp_path: Path) -> None:
    moved = dcmread(courses["before"].dose)
    x, y, z = moved.ImagePositionPatient
    moved.ImagePositionPatient = [x, y, float(z) + 900]
    moved.save_as(tmp_path / "moved.dcm")
    more = ["--fractions", "1", "--eqd2", "2", "--add", str(tmp_path / "moved.dcm")]
    status, _, err = call(run, courses, *more, "--add-fractions", "10")
    assert status == 2 and "overlap nowhere" in err

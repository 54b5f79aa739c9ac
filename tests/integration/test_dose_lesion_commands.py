"""`backstay dose schedules | targets | fracture | heat` as a person uses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CASE = """
case: t8-renal
as_of: 2026-03-14
patient: {primary: kidney, ecog: "1", expected_survival_months: 18, goal: longer_life}
lesions:
  - {level: T8, sectors: ["1", "2"], pain: non_mechanical, bone: lytic, alignment: normal,
     collapse: none_over_half_involved, posterolateral: unilateral, escc: "1a"}
  - {level: S1, pain: none}
"""


@pytest.fixture
def renal(tmp_path: Path) -> str:
    path = tmp_path / "renal.yaml"
    path.write_text(CASE)
    return str(path)


def document(run: Any, *arguments: str) -> Any:
    status, out, err = run("dose", *arguments, "--format", "json")
    assert (status, err) == (0, "")
    return json.loads(out)


def told(run: Any, *arguments: str) -> str:
    status, out, err = run("dose", *arguments)
    assert (status, err) == (0, "")
    return " ".join(out.split())


def refused(run: Any, *arguments: str) -> list[str]:
    status, out, err = run("dose", *arguments)
    assert (status, out) == (2, "")
    return str(err).rstrip("\n").split("\n")


def test_schedules_of_no_lesion(run: Any) -> None:
    found = document(run, "schedules")["schedules"]
    two = next(one for one in found if one["id"] == "sbrt_24_in_2")
    assert (two["dose"], two["fractions"], two["checked"]) == (24, 2, "primary")
    assert two["effects"][0] == {"tissue": "tumor", "alpha_beta": 10, "bed": 52.8, "eqd2": 44}
    assert "24 Gy in 2 (sbrt)" in told(run, "schedules")


def test_schedules_of_a_case(run: Any, renal: str) -> None:
    t8, s1 = document(run, "schedules", renal)["lesions"]
    assert (t8["lesion"], s1["lesion"]) == ("T8", "S1")
    assert "sbrt_28_in_2" in [one["id"] for one in t8["fitting"]]
    assert s1["fitting"] == []
    text = told(run, "schedules", renal)
    assert "S1: schedules for which a statement speaks none is known to fit May fit" in text
    assert "spinal cord, if it had the whole dose (alpha/beta 2): BED 40 Gy, EQD2 20 Gy" in text
    assert "S1" not in told(run, "schedules", renal, "--lesion", "T8")


def test_targets_by_sectors(run: Any) -> None:
    (found,) = document(run, "targets", "body", "left_pedicle", "--level", "T8")["targets"]
    assert found["treat"] == ["body", "left_pedicle", "left_lamina"]
    assert (found["status"], found["circumferential"]) == ("secondary", False)
    text = told(run, "targets", "body", "left_pedicle", "right_pedicle", "--no-postoperative")
    assert "Open: spinous process: The contouring program adds" in text
    assert "Rule: Limits of the cord count" in text


def test_targets_after_surgery_and_in_the_sacrum(run: Any) -> None:
    (found,) = document(run, "targets", "body", "--postoperative", "--level", "L2")["targets"]
    assert (found["of"], found["treat"]) == ("postoperative", ["body"])
    (sacral,) = document(run, "targets", "body", "--level", "S1")["targets"]
    assert sacral["treat"] is None and "was not read" in sacral["why_not"]
    assert "No answer" in told(run, "targets", "body", "--level", "S1")


def test_targets_of_a_case(run: Any, renal: str) -> None:
    t8, s1 = document(run, "targets", "--case", renal)["targets"]
    assert t8["involved"] == ["body", "left_pedicle"] and s1["involved"] is None


def test_fracture_and_control_of_a_planned_course(run: Any, renal: str) -> None:
    found = document(run, "fracture", renal, "--dose", "24/1", "--lesion", "T8")
    assert found["planned"] == {"dose": 24, "fractions": 1}
    (lesion,) = found["lesions"]
    held = {one["id"] for one in lesion["fracture"]["hazards"] if one["holds"]}
    assert held == {"fracture_24_a_fraction", "fracture_body_largely_involved", "fracture_lytic"}
    text = told(run, "fracture", renal, "--dose", "24/1", "--lesion", "T8")
    assert "Holds here: 24 Gy or more a fraction: 5.25 times (2.29 to 12.01)" in text
    assert "more than 42 cc of the planning target volume had 15 Gy, 3.8 % below" in text
    assert "27 of 71" in text and "28 Gy in 2:" not in text
    assert "Figures of other courses are told without --dose" in text
    assert "They are not multiplied" in text


def test_fracture_without_a_case_or_course_asks_for_them(run: Any) -> None:
    text = told(run, "fracture")
    assert "Ask: the planned course (--dose, such as 24/2)" in text
    assert document(run, "fracture")["planned"] is None
    assert "42 cc" not in told(run, "fracture", "--dose", "24/2")


def test_heat(run: Any) -> None:
    found = document(run, "heat", "45C:10min", "50C:60s", "--distance", "8")
    assert found["cem43"] == 168
    assert {one["id"]: one["reached"] for one in found["thresholds"]}["tissue_damage"] is True
    assert found["near_spine"]["zones"] == []
    text = told(run, "heat", "45C:10min", "50C:60s", "--distance", "8")
    assert "168 equivalent minutes at 43 degrees (CEM43) [secondary" in text
    assert "At this distance: One series treated only metastases more than 10 mm" in text
    assert "240 minutes not reached" in text and "9 minutes passed" in text


def test_heat_below_39_is_a_range_and_a_far_lesion_hears_nothing_of_distances(run: Any) -> None:
    assert document(run, "heat", "38C:1024min")["cem43"] == [0, 1]
    far = told(run, "heat", "38C:1024min", "--distance", "30")
    assert "metastases more than 10 mm" not in far and "Ask" not in far
    assert "Ask: distance to the canal" in told(run, "heat", "38C:1024min")


ZONE = """
overlay: a site
owner: interventional radiology
reason: the device that is used here
on: 2026-11-23
add:
  device_zones:
    - {id: example_10, device: Example 10, setting: 10 mm tip, length_mm: 20, width_mm: 15, at_celsius: 50,
       measured_in: bone, source: "Instructions, edition 3, page 12",
       checked: {status: secondary, read: instructions, on: 2026-11-23}}
    - {id: example_20, device: Example 20, setting: 20 mm tip, length_mm: 30, width_mm: 20, measured_in: gel,
       source: "Instructions, edition 3, page 13", checked: {status: secondary, read: instructions, on: 2026-11-23}}
"""


def test_zones_of_devices_come_from_a_local_protocol(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "site.yaml"
    path.write_text(ZONE)
    text = told(run, "heat", "45C:10min", "--overlay", str(path))
    assert (
        "Zone: Example 10, 10 mm tip: 20 x 15 mm in bone at 50 degrees; Instructions, edition 3, page 12"
        in text
    )
    assert "Example 20, 20 mm tip: 30 x 20 mm in gel; Instructions" in text
    assert "The zone of no device was read" not in text


@pytest.mark.parametrize(
    ("arguments", "problems"),
    [
        (("heat",), ["nothing was heated"]),
        (("heat", "warm", "hot", "--distance", "-1"), ["'warm'", "'hot'", "--distance -1"]),
        (("heat", "200C:1s", "-5C:3min", "45C:0s"), ["200 degrees", "-5 degrees", "0 minutes"]),
        (("heat", "45C:1min", "--distance", "nan"), ["--distance nan"]),
        (("targets",), ["name the involved sectors"]),
        (("targets", "bdy", "--level", "Q1", "--lesion", "T8"), ["bdy is no sector", "--level Q1", "--lesion"]),
        (("schedules", "--lesion", "T8"), ["--lesion is of a case"]),
        (("fracture", "--lesion", "T8"), ["--lesion is of a case"]),
        (("fracture", "--dose", "24"), ["--dose '24'"]),
        (("fracture", "--dose", "-24/0"), ["--dose '-24/0': a dose", "--dose '-24/0': 0 fractions"]),
        (("fracture", "--dose", "24/2@3mo"), ["--dose '24/2@3mo' is an earlier course"]),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_one_message(
    run: Any, arguments: tuple[str, ...], problems: list[str]
) -> None:
    lines = refused(run, *arguments)
    assert len(lines) == len(problems)
    for line, problem in zip(lines, problems, strict=True):
        assert line.startswith(problem)


def test_a_case_is_refused_where_it_says_something_else(
    run: Any, renal: str, tmp_path: Path
) -> None:
    assert refused(run, "targets", "body", "--case", renal)[0].startswith("a case says sectors")
    assert refused(run, "fracture", renal, "--lesion", "T9") == ["--lesion T9: the case has T8, S1"]
    empty = tmp_path / "empty.yaml"
    empty.write_text("as_of: 2026-03-14\npatient: {primary: kidney}\n")
    assert "no lesion is listed" in refused(run, "schedules", str(empty))[0]

"""From DICOM files to the document: phantoms of a spine plan written, read, judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backstay.dose.check.refusal import Unusable
from backstay.dose.check.run import dvh
from backstay.dose.check.wanted import Wanted
from backstay.dose.dicom.refusal import DicomProblem
from backstay.dose.phantom.drawn import Form
from backstay.dose.phantom.shapes import Shape, cylinder
from backstay.dose.phantom.written import Written, write_plan
from backstay.knowledge import load_knowledge

SPINE = (
    cylinder(14, 30, name="PTV_T8", center=(0.3, -16.7, 1.9), kind="PTV"),
    cylinder(5, 40, name="SpinalCord", center=(0.3, 12.3, 1.9)),
    cylinder(9, 40, name="Canal", center=(0.3, 12.3, 1.9)),
    cylinder(8, 40, name="Oesophagus", center=(30.3, -2.0, 1.9)),
)


def gray(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Some 27 Gy in the target, falling outward."""
    far = np.maximum(np.hypot(points[:, 0] - 0.3, points[:, 1] + 16.7) - 17, 0)
    return 25.0 / (1 + np.exp((far - 4) / 2.6)) + 4.5 / (1 + far / 10)


def written(folder: Path, shapes: tuple[Shape, ...] = SPINE, **form: Any) -> Written:
    return write_plan(
        folder,
        shapes,
        gray,
        Form(**{"fractions": 3, "prescribed": 24.0, "spacing": (3.0,) * 3, **form}),
    )


@pytest.fixture(scope="module")
def spine(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written(tmp_path_factory.mktemp("spine"))


def of(files: Written, plan: bool = True, **wanted: Any) -> dict[str, Any]:
    needs = load_knowledge() if wanted.get("check") or wanted.get("alpha_beta") else None
    return dvh(
        files.structures,
        files.dose,
        files.plan if plan else None,
        Wanted(engine="numpy", **wanted),
        needs,
    )


def test_histograms_alone_need_no_knowledge(spine: Written) -> None:
    found = of(spine)
    assert [one["name"] for one in found["structures"]] == [
        "PTV_T8",
        "SpinalCord",
        "Canal",
        "Oesophagus",
    ]
    assert (found["fractions"], found["prescription"], found["dose_units"]) == (3, 24, "Gy")
    assert "check" not in found and "cautions" not in found


def test_structures_by_name(spine: Written) -> None:
    found = of(spine, structures=["SpinalCord"])
    assert [one["name"] for one in found["structures"]] == ["SpinalCord"]
    with pytest.raises(
        Unusable, match="--structures Cord: no structure has this name; there is SpinalCord"
    ):
        of(spine, structures=["Cord", "SpinalCord"])


def test_a_check_names_its_rules_and_judges(spine: Written) -> None:
    check = of(spine, check=True)["check"]
    assert (check["rules"], check["fractions"]) == ("hytec", 3)
    assert check["counts"] == {"pass": 1, "fail": 0, "unknown": 0}
    (one,) = check["results"]
    assert (one["organ"], one["structure"], one["status"], one["limit"], one["checked"]) == (
        "spinal_cord", "SpinalCord", "pass", 20.3, "primary",
    )  # fmt: skip
    assert one["margin"] == pytest.approx(one["limit"] - one["value"], abs=0.001)
    (target,) = check["coverage"]
    assert (
        target["structure"] == "PTV_T8" and target["v100"] == 100 and target["prescription"] == 24
    )
    assert check["unnamed"] == ["Canal"] and check["asked"] == []
    assert {one["organ"] for one in check["organs"]} == {"spinal_cord", "esophagus"}


def test_a_limit_that_is_broken(spine: Written) -> None:
    check = of(spine, check=True, rules="tg101", said={"PTV_T8": "esophagus"})["check"]
    assert check["counts"]["fail"] == 1 and check["set_aside"] == ["Oesophagus"]
    (broken,) = [one for one in check["results"] if one["status"] == "fail"]
    assert broken["structure"] == "PTV_T8" and broken["margin"] < 0


def test_eqd2_is_taken_on_the_grid_and_says_what_is_disputed(spine: Written) -> None:
    found = of(spine, alpha_beta=2.0)
    assert found["eqd2"] == {"alpha_beta": 2.0, "unit": "Gy"}
    cord = found["structures"][1]
    dose = cord["max"]
    assert cord["eqd2"]["max"] == pytest.approx(dose * (dose / 3 + 2) / 4, rel=0.02)
    assert found["cautions"] and all(one["evidence"] for one in found["cautions"])


def test_without_a_plan_everything_is_asked(spine: Written) -> None:
    check = of(spine, plan=False, check=True)["check"]
    assert check["results"] == [] and check["fractions"] is None
    questions = [one["question"] for one in check["asked"]]
    assert len(questions) == 2 and "in how many fractions" in questions[0]


def test_a_number_of_fractions_without_limits_says_who_has_one(spine: Written) -> None:
    check = of(spine, plan=False, check=True, fractions=25)["check"]
    assert check["results"] == [] and "hytec" in check["without"]
    assert "quantec" in check["other_rules"]


@pytest.mark.parametrize(
    "form, said",
    [
        ({"units": "RELATIVE"}, "relative"), ({"dose_type": "EFFECTIVE"}, "EFFECTIVE"),
        ({"summation": "BEAM"}, "BEAM"), ({"summation": "FRACTION"}, "FRACTION"),
    ],
)  # fmt: skip
def test_a_dose_that_is_no_whole_plan_judges_nothing(
    tmp_path: Path, form: dict[str, str], said: str
) -> None:
    files = written(tmp_path, SPINE[:2], **form)
    check = of(files, check=True)["check"]
    (one,) = check["results"]
    assert one["status"] == "unknown" and said in one["why"][0]
    assert check["coverage"] == [] and any(said in asked["question"] for asked in check["asked"])
    with pytest.raises(Unusable, match="--eqd2 needs the physical dose"):
        of(files, alpha_beta=2.0)


def test_what_does_not_fit_is_refused_with_every_problem(spine: Written) -> None:
    with pytest.raises(Unusable, match="--rules: 'nobody' is no rule set"):
        of(spine, check=True, rules="nobody")
    with pytest.raises(Unusable) as refused:
        of(spine, plan=False, alpha_beta=-1.0)
    assert [one.partition(" ")[0] for one in refused.value.problems] == ["--eqd2", "--eqd2"]
    with pytest.raises(Unusable) as every:
        of(
            spine, structures=("Nose",), fractions=2.5, alpha_beta=0.0, check=True, rules="nobody",
            said={"SpinalCord": "nose"},
        )  # fmt: skip
    said = ["--fractions", "--fractions", "--structures", "--eqd2", "--rules:", "SpinalCord=nose:"]
    assert [one.partition(" ")[0] for one in every.value.problems] == said
    with pytest.raises(DicomProblem) as wrong:
        dvh(spine.dose, spine.structures, spine.plan)
    assert len(wrong.value.problems) == 2


def test_an_empty_structure_does_not_keep_the_others(spine: Written, tmp_path: Path) -> None:
    from pydicom import dcmread

    broken = dcmread(spine.structures)
    broken.ROIContourSequence = broken.ROIContourSequence[:1]
    broken.save_as(tmp_path / "rtss.dcm")
    found = dvh(
        tmp_path / "rtss.dcm",
        spine.dose,
        spine.plan,
        Wanted(check=True, engine="numpy"),
        load_knowledge(),
    )
    target, cord, *_ = found["structures"]
    assert target["volume_cc"] > 18 and cord["refused"] and cord["volume_cc"] is None
    (one,) = found["check"]["results"]
    assert one["status"] == "unknown" and "was not computed" in one["why"][0]

"""Plans whose files leave open whether a limit is kept: none of them may be told to keep it."""

from __future__ import annotations

import json
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import Dataset, dcmread

from backstay.cli.dose.dvh_text import text
from backstay.dose.check.run import dvh
from backstay.dose.check.wanted import Wanted
from backstay.dose.phantom.drawn import Form
from backstay.dose.phantom.shapes import cylinder, ring
from backstay.dose.phantom.written import Written, write_plan
from backstay.knowledge import load_knowledge
from backstay.present.histograms.page import page

SPINE = (
    cylinder(8, 20, name="PTV_T8", center=(0.3, -16.7, 1.9), kind="PTV"),
    cylinder(5, 30, name="SpinalCord", center=(0.3, 12.3, 1.9)),
)


def gray(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """25 Gy in the target, 5 Gy in the cord."""
    return np.where(points[:, 1] < 0, 25.0, 5.0)


@pytest.fixture(scope="module")
def spine(tmp_path_factory: pytest.TempPathFactory) -> Written:
    form = Form(fractions=3, prescribed=24.0, spacing=(3.0,) * 3)
    return write_plan(tmp_path_factory.mktemp("open"), SPINE, gray, form)


def saved(dataset: Dataset) -> bytes:
    into = BytesIO()
    dataset.save_as(into)
    return into.getvalue()


def judged(files: Written, changed: dict[str, Dataset], **wanted: Any) -> dict[str, Any]:
    """The document of a phantom, one or more of its files changed."""
    given: list[Any] = [
        saved(changed[name]) if name in changed else getattr(files, name)
        for name in ("structures", "dose", "plan")
    ]
    return dvh(*given, Wanted(engine="numpy", check=True, **wanted), load_knowledge())


def cord(document: dict[str, Any]) -> tuple[str, str]:
    (one,) = document["check"]["results"]
    return one["status"], " ".join(one["why"])


def test_as_it_is_written_the_cord_is_within_its_limit(spine: Written) -> None:
    assert cord(judged(spine, {})) == ("pass", "")


@pytest.mark.parametrize("kept, said", [(slice(0, 1), "1 slice only"), (slice(0, 2), "2 slices only")])  # fmt: skip
def test_a_cord_on_too_few_slices(spine: Written, kept: slice, said: str) -> None:
    drawn = dcmread(spine.structures)
    item = drawn.ROIContourSequence[1]
    item.ContourSequence = item.ContourSequence[kept]
    status, why = cord(judged(spine, {"structures": drawn}))
    assert status == "unknown" and said in why


def test_a_cord_with_slices_left_out(spine: Written) -> None:
    drawn = dcmread(spine.structures)
    item = drawn.ROIContourSequence[1]
    item.ContourSequence = [*item.ContourSequence[:5], *item.ContourSequence[8:]]
    status, why = cord(judged(spine, {"structures": drawn}))
    assert status == "unknown" and "slices may be missing" in why
    share = judged(spine, {"structures": drawn}, rules="spine_trial_2025", fractions=None)
    assert share["check"]["counts"]["pass"] == 0


def test_a_dose_of_one_fraction_of_three_is_not_that_of_the_plan(spine: Written) -> None:
    dose = dcmread(spine.dose)
    dose.DoseGridScaling = f"{float(dose.DoseGridScaling) / 3:.8e}"
    found = judged(spine, {"dose": dose})
    status, why = cord(found)
    assert status == "unknown"
    assert "8.333 Gy and 24 Gy are prescribed: is it the dose of all fractions?" in why
    assert why in [one["question"] for one in found["check"]["asked"]]
    files = (spine.structures, saved(dose), spine.plan)
    assert "is it the dose of all fractions?" in dvh(*files)["notes"][0]
    said = judged(spine, {"dose": dose}, prescription=24.0)
    assert cord(said)[0] == "unknown"


def test_a_part_of_a_dose_that_breaks_a_limit_breaks_it(spine: Written) -> None:
    dose = dcmread(spine.dose)
    dose.DoseGridScaling = f"{float(dose.DoseGridScaling) * 0.85:.8e}"
    found = judged(spine, {"dose": dose}, said={"PTV_T8": "spinal_cord"})
    assert cord(found)[0] == "fail"


def test_a_plan_that_the_dose_does_not_name(spine: Written) -> None:
    dose = dcmread(spine.dose)
    del dose.ReferencedRTPlanSequence
    found = judged(spine, {"dose": dose})
    assert found["fractions"] is None and found["check"]["results"] == []
    assert "only where --fractions says the same" in found["notes"][0]
    assert cord(judged(spine, {"dose": dose}, fractions=3))[0] == "pass"


def test_a_plan_of_another_structure_set_prescribes_to_none_of_these(spine: Written) -> None:
    plan = dcmread(spine.plan)
    plan.ReferencedStructureSetSequence[0].ReferencedSOPInstanceUID = "1.2.3"
    plan.DoseReferenceSequence[0].ReferencedROINumber = 1
    other = Dataset()
    other.DoseReferenceType, other.TargetPrescriptionDose = "TARGET", "18"
    other.ReferencedROINumber = 2
    plan.DoseReferenceSequence.append(other)
    found = judged(spine, {"plan": plan})
    assert any("made on another structure set" in one for one in found["notes"])
    assert found["check"]["coverage"][0]["prescription"] is None
    plan.ReferencedStructureSetSequence = []
    found = judged(spine, {"plan": plan})
    assert found["check"]["coverage"][0]["prescription"] == 24.0


def test_a_cord_that_leaves_the_grid_has_no_upper_end_in_any_form(tmp_path: Path) -> None:
    form = Form(fractions=3, prescribed=24.0, spacing=(3.0,) * 3, margin=(6.0, 6.0, -9.0))
    found = judged(write_plan(tmp_path, SPINE, gray, form), {})
    (one,) = json.loads(json.dumps(found, allow_nan=False))["check"]["results"]
    assert (one["status"], one["value"][1], one["margin"][0]) == ("unknown", None, None)
    shown = page(found, load_knowledge(), None)
    assert "inf" not in text(found, load_knowledge()) and "None" not in shown


def test_what_a_file_says_of_its_dose_beyond_the_standard_is_not_repeated(spine: Written) -> None:
    dose, drawn = dcmread(spine.dose), dcmread(spine.structures)
    dose["DoseSummationType"]._value = "\x1b[31mDoe^Jane"
    drawn.RTROIObservationsSequence[1]["RTROIInterpretedType"]._value = "\x1b[31m" + "x" * 40
    found = judged(spine, {"dose": dose, "structures": drawn})
    told = text(found, load_knowledge()) + json.dumps(found, ensure_ascii=False)
    assert "\x1b" not in told and "Doe" not in told and "x" * 20 not in told
    assert cord(found)[0] == "unknown"


def test_the_highest_doses_of_a_cord_that_leaves_the_grid_are_at_least_those_known(
    tmp_path: Path,
) -> None:
    form = Form(fractions=3, prescribed=24.0, spacing=(3.0,) * 3, margin=(6.0, 6.0, -9.0))
    files = write_plan(tmp_path, SPINE, gray, form)
    found = judged(files, {}, alpha_beta=2.0)
    one = found["structures"][1]
    assert one["at_least"] == ["max", "d0_03cc", "d0_035cc"] == one["eqd2"]["at_least"]
    assert one["max"] == one["max_known"] == pytest.approx(5.0, abs=0.01)
    assert one["d0_035cc"] == pytest.approx(5.0, abs=0.02) and one["min"] is None is one["mean"]
    assert ">= 5" in text(found, load_knowledge())
    assert "5 or more" in page(found, load_knowledge(), None)
    assert cord(found)[0] == "unknown"  # a pass never rests on what is only reached at least
    inside = judged(files, {}, structures=["PTV_T8"])["structures"][0]
    assert inside["at_least"] == ["max", "d0_03cc", "d0_035cc"]


def test_a_structure_wholly_outside_the_grid_has_no_dose_at_all(tmp_path: Path) -> None:
    far = (*SPINE, cylinder(5, 10, name="Far", center=(0.3, 12.3, 40.0)))
    form = Form(fractions=3, prescribed=24.0, spacing=(3.0,) * 3, margin=(6.0, 6.0, -20.0))
    found = judged(write_plan(tmp_path, far, gray, form), {})["structures"][2]
    assert found["outside_cc"] == found["volume_cc"] > 0
    assert (found["max"], found["d0_03cc"], found["at_least"]) == (None, None, [])


def test_a_structure_without_contours_has_one_note(spine: Written) -> None:
    drawn = dcmread(spine.structures)
    del drawn.ROIContourSequence[1].ContourSequence
    one = judged(spine, {"structures": drawn})["structures"][1]
    assert one["warnings"] == ["no contours are drawn: not computed"]


@pytest.mark.parametrize(
    "moved, scaled, raised, said",
    [
        (0.3, 1.0, 0.0, "contours of the structure cross"),
        (0.0, 0.98, 0.0, "lie closely within one another"),
        (0.0, 0.98, 0.05, "lie closely within one another"),
    ],
)
def test_a_cord_drawn_twice_not_quite_the_same_way(
    spine: Written, moved: float, scaled: float, raised: float, said: str
) -> None:
    drawn = dcmread(spine.structures)
    contours = drawn.ROIContourSequence[1].ContourSequence
    for one in list(contours):
        points = np.array(one.ContourData, float).reshape(-1, 3)
        middle = points.mean(axis=0)
        again = (points - middle) * scaled + middle + [moved, 0, raised]
        twin = deepcopy(one)
        twin.ContourData = [f"{number:.3f}" for number in again.ravel()]
        contours.append(twin)
    found = judged(spine, {"structures": drawn})
    status, why = cord(found)
    assert status == "unknown" and said in why
    assert any("even-odd rule" in one for one in found["structures"][1]["warnings"])


def test_one_slice_drawn_twice_in_a_long_cord(tmp_path: Path) -> None:
    long = (SPINE[0], cylinder(5, 420, name="SpinalCord", center=(0.3, 12.3, 1.9)))
    form = Form(fractions=3, prescribed=24.0, spacing=(3.0,) * 3, points=60)
    files = write_plan(tmp_path, long, gray, form)
    drawn = dcmread(files.structures)
    contours = drawn.ROIContourSequence[1].ContourSequence
    twin = deepcopy(contours[4])
    points = np.array(twin.ContourData, float).reshape(-1, 3)
    middle = points.mean(axis=0)
    twin.ContourData = [f"{number:.3f}" for number in ((points - middle) * 0.95 + middle).ravel()]
    contours.append(twin)
    assert "lie closely within one another" in cord(judged(files, {"structures": drawn}))[1]


def test_a_wall_that_is_drawn_as_one_is_none_of_these(tmp_path: Path) -> None:
    hollow = (SPINE[0], ring(8, 5, 30, name="SpinalCord", center=(0.3, 14.3, 1.9)))
    files = write_plan(tmp_path, hollow, gray, Form(fractions=3, prescribed=24.0))
    assert cord(judged(files, {}))[0] == "pass"

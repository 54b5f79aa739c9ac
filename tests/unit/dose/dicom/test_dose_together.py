"""Files that belong together, files that do not, and doses of several courses on one grid."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from dicom_made import (
    FRAME,
    OTHER_FRAME,
    SECRETS,
    dose,
    drawn,
    one_structure,
    plan,
    roi,
    saved,
    squares,
    structure_set,
)
from hypothesis import given
from hypothesis import strategies as st

from backstay.dose.dicom.grid import DoseFile, read_dose
from backstay.dose.dicom.plan import PlanFile, read_plan
from backstay.dose.dicom.refusal import DicomProblem
from backstay.dose.dicom.resampling import resampled
from backstay.dose.dicom.same import together
from backstay.dose.dicom.structures import StructureSet, read_structures
from backstay.dose.dicom.sums import DoseCourse, summed_eqd2, summed_physical
from backstay.dose.histogram.shapes import Grid


def structures_of(**changes: Any) -> StructureSet:
    return read_structures(saved(one_structure(squares(0), **changes)))


def dose_of(**changes: Any) -> DoseFile:
    return read_dose(saved(dose(**changes)))


def plan_of(**changes: Any) -> PlanFile:
    return read_plan(saved(plan(**changes)))


def problems(error: pytest.ExceptionInfo[DicomProblem]) -> list[str]:
    assert not any(secret in str(error.value) for secret in SECRETS)
    return error.value.problems


def test_files_of_one_plan() -> None:
    there = together(structures_of(), dose_of(), plan_of())
    assert (there.plan_fits, there.notes) == (True, ())
    assert len(there.structures[0].contours) == 1
    assert together(structures_of(), dose_of()).plan_fits is None


def test_other_patients_are_refused() -> None:
    other = {"PatientID": "MRN-0815"}
    with pytest.raises(DicomProblem) as error:
        together(structures_of(**other), dose_of(), plan_of(PatientID="x"))
    told = problems(error)
    assert [one.split(":")[0] for one in told] == ["structures and dose", "plan and dose"]
    assert "MRN-0815" not in str(error.value)


@pytest.mark.parametrize("empty", ["", None])
def test_patients_that_are_not_said_are_remarked(empty: str | None) -> None:
    there = together(
        structures_of(PatientID=empty), dose_of(PatientID=empty), plan_of(PatientID=empty)
    )
    assert there.notes == (
        "no PatientID in structures, dose, plan: whether all files are of one patient is not known",
    )
    assert (
        "in structures, dose:"
        in together(structures_of(PatientID=empty), dose_of(PatientID=empty)).notes[0]
    )


def test_another_frame_of_reference_is_refused() -> None:
    with pytest.raises(DicomProblem) as error:
        together(structures_of(), dose_of(FrameOfReferenceUID=OTHER_FRAME))
    assert (
        "(FrameOfReferenceUID) differs from that of the dose; give the structures"
        in problems(error)[0]
    )


def test_a_missing_frame_of_reference_is_refused() -> None:
    with pytest.raises(DicomProblem) as error:
        together(structures_of(), dose_of(FrameOfReferenceUID=None))
    assert problems(error)[0].startswith(
        "dose: its frame of reference (FrameOfReferenceUID) is missing"
    )
    unsaid = read_structures(saved(structure_set([roi(1, frame=None)], [drawn(1, squares(0))])))
    with pytest.raises(DicomProblem) as error:
        together(unsaid, dose_of())
    assert "of the structures is missing, so it may not be that of the dose" in problems(error)[0]


def test_structures_of_another_frame_are_listed_and_not_computed() -> None:
    rois = [roi(1), roi(2, frame=OTHER_FRAME), roi(3, frame=OTHER_FRAME)]
    both = read_structures(saved(structure_set(rois, [drawn(1, squares(0)), drawn(2, squares(0))])))
    here, elsewhere, empty = together(both, dose_of()).structures
    assert len(here.contours) == 1 and not here.incomplete
    assert (
        elsewhere.contours == ()
        and elsewhere.incomplete
        and "not computed" in elsewhere.warnings[0]
    )
    assert empty.warnings == ("no contours are drawn: not computed",)


def test_only_empty_structures_are_not_refused() -> None:
    assert together(read_structures(saved(one_structure(None))), dose_of()).structures


@pytest.mark.parametrize(
    ("of_plan", "of_dose", "fits", "said"),
    [
        ({"FrameOfReferenceUID": OTHER_FRAME}, {}, False, "its fractions are not used"),
        ({"FrameOfReferenceUID": None}, {}, True, ""),
        ({"SOPInstanceUID": "1.2.3"}, {}, False, "computed for another plan"),
        ({}, {"ReferencedRTPlanSequence": None}, None, "used only where --fractions says the same"),
    ],
)
def test_whether_the_plan_is_that_of_the_dose(
    of_plan: dict[str, Any], of_dose: dict[str, Any], fits: bool | None, said: str
) -> None:
    there = together(structures_of(), dose_of(**of_dose), plan_of(**of_plan))
    assert there.plan_fits is fits
    assert said in " ".join(there.notes) and bool(there.notes) == bool(said)


def linear(
    shape: tuple[int, int, int], spacing: tuple[float, float, float], **changes: Any
) -> Grid:
    """A dose of 20 + x + 2 y + 3 z in patient coordinates, which interpolation must hit."""
    values: dict[str, Any] = {
        "frames": np.arange(shape[0]) * spacing[0],
        "rows": np.arange(shape[1]) * spacing[1],
        "columns": np.arange(shape[2]) * spacing[2],
        "origin": np.zeros(3),
        "axes": np.eye(3),
        "frame_of_reference": FRAME,
    }
    values |= changes
    steps = np.meshgrid(values["frames"], values["rows"], values["columns"], indexing="ij")
    points = values["origin"] + sum(
        step[..., None] * axis for step, axis in zip(steps[::-1], values["axes"], strict=True)
    )
    return Grid(dose=(20 + points @ [1, 2, 3]).astype(np.float32), **values)


TURN = st.sampled_from(
    [np.eye(3), np.eye(3)[[1, 0, 2]] * [[1], [-1], [1]], [[0.8, 0.6, 0], [-0.6, 0.8, 0], [0, 0, 1]]]
)


@given(TURN, st.tuples(*[st.floats(-3, 3)] * 3))
def test_interpolation_is_exact_for_doses_that_rise_evenly(
    axes: Any, origin: tuple[float, ...]
) -> None:
    onto = linear((4, 5, 6), (2.0, 1.5, 1.0), axes=np.array(axes), origin=np.array(origin))
    grid = linear(
        (6, 9, 8),
        (3, 2.5, 3),
        origin=np.array([-9.0, -11, -8]),
        frames=np.array([0, 3.0, 4, 9, 10, 17]),
    )
    made = resampled(grid, onto)
    known = np.isfinite(made)
    assert known.any()
    assert np.allclose(made[known], onto.dose[known], atol=1e-3)


def test_a_grid_on_itself_is_itself_to_the_edge() -> None:
    grid = linear((3, 4, 5), (3, 0.1, 0.3), origin=np.array([0.1, -7.7, 1e3]))
    assert np.allclose(resampled(grid, grid), grid.dose, rtol=1e-6)


def test_nothing_is_known_outside_and_beside_what_is_not_known() -> None:
    grid, onto = (
        linear((3, 3, 3), (2, 2, 2)),
        linear((3, 3, 5), (2, 2, 1), origin=np.array([1.0, 0, 0])),
    )
    grid.dose[0, 0, 0] = np.nan
    made = resampled(grid, onto)
    assert np.isnan(made[0, 0]).tolist() == [True, False, False, False, True]
    assert np.isnan(made[1, 1]).tolist() == [False, False, False, False, True]


def course(fractions: int = 5, **changes: Any) -> DoseCourse:
    return DoseCourse(dose=dose_of(**changes), fractions=fractions)


def test_courses_in_eqd2() -> None:
    total = summed_eqd2([course(5), course(10)], 2.0)
    cgy = np.arange(1, 61) / 100
    expected = cgy * (cgy / 5 + 2) / 4 + cgy * (cgy / 10 + 2) / 4
    assert np.allclose(total.dose.ravel(), expected, rtol=1e-5)
    assert total.frame_of_reference == FRAME


def test_courses_that_do_not_overlap_everywhere() -> None:
    total = summed_eqd2([course(), course(ImagePositionPatient=[2, -2, -3])], 2.0)
    assert np.isnan(total.dose[:, :, 0]).all() and np.isfinite(total.dose[:, :, 1:]).all()


def test_physical_parts_of_a_course() -> None:
    parts = [dose_of(DoseSummationType="BEAM"), dose_of(DoseSummationType="BEAM")]
    assert np.allclose(summed_physical(parts).dose.ravel(), np.arange(1, 61) / 50)
    assert parts[0].grid.dose[0, 0, 0] == np.float32(0.01)  # what was given is left as it was
    assert np.allclose(summed_physical(parts[:1]).dose, parts[0].grid.dose)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"DoseUnits": "RELATIVE", "DoseGridScaling": "1"}, "dose 2: is in percent"),
        ({"DoseType": "EFFECTIVE"}, "dose 2: is no physical dose"),
        ({"FrameOfReferenceUID": OTHER_FRAME}, "dose 2: lies in another frame of reference"),
        ({"FrameOfReferenceUID": None}, "dose 2: lies in another frame of reference"),
        ({"PatientID": "MRN-0815"}, "dose 2: is of another patient"),
        ({"DoseSummationType": "BEAM"}, "dose 2: is not the dose of a whole plan"),
    ],
)
def test_doses_that_may_not_be_added(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(DicomProblem) as error:
        summed_eqd2([course(), course(**changes)], 2.0)
    assert any(one.startswith(why) for one in problems(error)) and "MRN-0815" not in str(
        error.value
    )


def test_two_doses_without_a_frame_are_not_added() -> None:
    with pytest.raises(DicomProblem, match=r"dose 1: lies in another frame.*\n.*dose 2: lies"):
        summed_physical([dose_of(FrameOfReferenceUID=None)] * 2)


def test_no_doses_are_no_sum() -> None:
    with pytest.raises(DicomProblem, match="no dose is given"):
        summed_physical([])
    assert summed_eqd2([course(PatientID=None), course()], 2.0)

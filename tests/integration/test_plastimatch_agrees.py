"""Histograms by plastimatch beside ours, on a real plan; and our phantoms read by plastimatch."""

from __future__ import annotations

from pathlib import Path

import pydicom
import pytest
from outside_histograms import Outside, Raster, outside, program

from backstay.dose.phantom.answers import Answer
from backstay.dose.phantom.commissioning import Plan, plans, right_answers, write_one
from backstay.dose.phantom.drawn import slices
from backstay.dose.phantom.measured import measured
from backstay.dose.phantom.written import Written

EXAMPLE = Path(__file__).resolve().parents[3] / "shared" / "examples" / "dicom_rt"
FINER = 2  # the raster beside the dose grid
pytestmark = pytest.mark.skipif(program() is None, reason="plastimatch is not installed")
# It reads no grid of unequal frames and takes a turned dose as a straight one: those plans are not for it.
PLANS = (
    "spheres_2mm", "cones_2mm", "holes", "crossing", "position_HFP", "position_FFS", "position_FFP",
    "frames_descending", "frames_absolute", "stored_16_bit",
)  # fmt: skip


def raster_of(plan: Plan) -> Raster:
    """Fine voxels around the shapes, one layer for each slice, set off so that no edge meets a voxel's middle."""
    x, y, _ = plan.shapes[0].center
    heights = slices(plan.shapes, plan.form)
    first = (x - 22.0 + 0.13, y - 22.0 + 0.11, float(heights[0]))
    return Raster(first, (0.4, 0.4, plan.form.thickness), (110, 110, len(heights)))


@pytest.mark.parametrize("name", PLANS)
def test_it_reads_our_phantoms_as_they_are_meant(name: str, tmp_path: Path) -> None:
    """So an error in the files and the same error in our reader cannot hide each other."""
    (plan,) = [one for one in plans() if one.folder == name]
    written = write_one(tmp_path, plan)
    found = outside(written.structures, written.dose, raster_of(plan), tmp_path)
    within_slice = (
        abs(plan.gradient.direction[2]) * plan.form.thickness / 2
    )  # it samples a slice once
    for right in right_answers(plan):
        there = found[right.name]
        assert there.volume_cc == pytest.approx(right.volume_cc, rel=0.012)
        assert there.mean == pytest.approx(right.mean, abs=0.1)
        assert there.d2 == pytest.approx(right.d2, abs=0.2 + within_slice)
        assert there.d98 == pytest.approx(right.d98, abs=0.2 + within_slice)


@pytest.fixture(scope="module")
def ours() -> dict[str, Answer]:
    """What we find in the example plan."""
    files = Written(
        structures=EXAMPLE / "rtss.dcm", dose=EXAMPLE / "rtdose.dcm", plan=EXAMPLE / "rtplan.dcm"
    )
    return {one.name: one for one in measured(files)}


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outside]:
    """What plastimatch finds in the example plan, filled on voxels half as wide as those of the dose."""
    grid = pydicom.dcmread(EXAMPLE / "rtdose.dcm", stop_before_pixels=True)
    x, y, z = (float(one) for one in grid.ImagePositionPatient)
    wide = float(grid.PixelSpacing[0])
    step, frames = wide / FINER, [float(one) for one in grid.GridFrameOffsetVector]
    edge = (step - wide) / 2
    raster = Raster(
        (x + edge, y + edge, z),
        (step, step, frames[1] - frames[0]),
        (int(grid.Columns) * FINER, int(grid.Rows) * FINER, len(frames)),
    )
    folder = tmp_path_factory.mktemp("plastimatch")
    return outside(EXAMPLE / "rtss.dcm", EXAMPLE / "rtdose.dcm", raster, folder)


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLE.exists(), reason="../shared/examples/dicom_rt is not here")
@pytest.mark.parametrize(
    ("name", "volume", "mean", "dose"),
    [
        ("Lt Lung", 0.005, 0.01, 0.1),
        ("Breast", 0.005, 0.02, 0.1),
        ("Heart", 0.005, 0.01, 0.1),
        (
            "Tumor Bed Block",
            0.005,
            0.03,
            0.3,
        ),  # steep along the body, where it samples a slice once
        ("Tumor Bed", 0.01, 0.02, 0.1),
        ("Scar", 0.03, 0.2, 0.5),  # below 1 cc a raster of 1.25 mm says little
        ("Nodes", 0.03, 0.01, 0.1),
        ("Borders", 0.03, 0.01, 0.1),
    ],
)
def test_it_agrees_on_a_real_plan(
    name: str,
    volume: float,
    mean: float,
    dose: float,
    ours: dict[str, Answer],
    theirs: dict[str, Outside],
) -> None:
    """Within shares of the volume, and Gy of the mean, D2 and D98."""
    here, there = ours[name], theirs[name]
    assert here.volume_cc == pytest.approx(there.volume_cc, rel=volume)
    assert here.mean == pytest.approx(there.mean, abs=mean)
    assert here.d2 == pytest.approx(there.d2, abs=dose)
    assert here.d98 == pytest.approx(there.d98, abs=dose)


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLE.exists(), reason="../shared/examples/dicom_rt is not here")
def test_the_body_reaches_beyond_the_dose(
    ours: dict[str, Answer], theirs: dict[str, Outside]
) -> None:
    """We do not know the mean then, and plastimatch counts what it can; the volumes must agree."""
    here, there = ours["BODY"], theirs["BODY"]
    assert here.volume_cc == pytest.approx(there.volume_cc, rel=0.001)
    assert here.d2 == pytest.approx(there.d2, abs=0.1)


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLE.exists(), reason="../shared/examples/dicom_rt is not here")
def test_no_structure_is_left_out(ours: dict[str, Answer], theirs: dict[str, Outside]) -> None:
    assert set(ours) - set(theirs) == {"Areola"}  # nothing is drawn of it

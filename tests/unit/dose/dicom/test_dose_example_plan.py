"""The example plan of a real planning system, when it is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread

from backstay.dose.dicom.grid import read_dose
from backstay.dose.dicom.plan import read_plan
from backstay.dose.dicom.same import together
from backstay.dose.dicom.structures import read_structures

STATUS = Path("/proc/self/status")
EXAMPLE = Path(__file__).resolve().parents[5] / "shared" / "examples" / "dicom_rt"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not EXAMPLE.exists(), reason="../shared/examples/dicom_rt is not here"),
]
POINTS = {
    "BODY": 51846, "Areola": 0, "Borders": 88, "Breast": 9062, "Heart": 4732, "Lt Lung": 19956,
    "Nodes": 64, "Scar": 162, "Tumor Bed": 616, "Tumor Bed Block": 1632,
}  # fmt: skip


def test_structures_point_by_point() -> None:
    read = read_structures(EXAMPLE / "rtss.dcm").structures
    assert {one.name: sum(map(len, one.contours)) for one in read} == POINTS
    assert [one.name for one in read if one.warnings] == ["Areola"]
    contours = dcmread(EXAMPLE / "rtss.dcm").ROIContourSequence[-1].ContourSequence
    for ours, theirs in zip(read[-1].contours, contours, strict=True):
        assert np.array_equal(ours.ravel(), [float(one) for one in theirs.ContourData])


def test_dose_voxel_by_voxel() -> None:
    read, theirs = read_dose(EXAMPLE / "rtdose.dcm"), dcmread(EXAMPLE / "rtdose.dcm")
    assert np.allclose(
        read.grid.dose, theirs.pixel_array * float(theirs.DoseGridScaling), rtol=1e-6
    )
    assert (read.type, read.whole_plan, read.notes) == ("PHYSICAL", True, ())
    assert read.grid.origin.tolist() == [-228.6541915, -419.2444776, -122.4407]


def test_plan_and_all_together() -> None:
    plan = read_plan(EXAMPLE / "rtplan.dcm")
    assert (plan.fractions, plan.beams, plan.orientation, plan.asks) == (7, 4, "HFS", ())
    assert [one.dose for one in plan.prescriptions] == [14, pytest.approx(11.3114, abs=1e-4)]
    there = together(read_structures(EXAMPLE / "rtss.dcm"), read_dose(EXAMPLE / "rtdose.dcm"), plan)
    assert (there.plan_fits, there.notes) == (True, ())


@pytest.mark.skipif(
    not STATUS.exists(), reason="this system does not tell what a process held at most"
)
def test_memory() -> None:
    """The peak of the process itself: `getrusage` would count what its parent held when it was made."""
    code = (
        "import sys; from backstay.dose.dicom.grid import read_dose;"
        "from backstay.dose.dicom.structures import read_structures; read_structures(sys.argv[1]);"
        "read_dose(sys.argv[2]); print(open('/proc/self/status').read())"
    )
    files = [str(EXAMPLE / name) for name in ("rtss.dcm", "rtdose.dcm")]
    done = subprocess.run(
        [sys.executable, "-c", code, *files], capture_output=True, text=True, check=True
    )
    (peak,) = [line.split() for line in done.stdout.splitlines() if line.startswith("VmHWM")]
    assert int(peak[1]) * 1024 < 300e6  # half of what the whole may take

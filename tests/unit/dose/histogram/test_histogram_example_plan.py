"""The example plan of a real planning system: beside what other programs found, and what the system stored."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread

from backstay.dose.dicom.grid import read_dose
from backstay.dose.dicom.structures import read_structures
from backstay.dose.histogram.histograms import histograms
from backstay.dose.histogram.measures import dose_at_share, total_cc
from backstay.dose.histogram.shapes import Histogram

EXAMPLE = Path(__file__).resolve().parents[5] / "shared" / "examples" / "dicom_rt"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not EXAMPLE.exists(), reason="../shared/examples/dicom_rt is not here"),
]
# Volume in cc and mean in Gy: of a first scanline program, and of a program that asks voxel by voxel.
SCANLINE = {
    "Breast": (400.20, 5.562), "Heart": (439.80, 0.647), "Lt Lung": (2005.5, 0.908),
    "Tumor Bed": (13.18, 14.293), "Tumor Bed Block": (63.86, 14.241), "Scar": (0.516, 6.180),
    "Nodes": (0.675, 0.110), "Borders": (1.294, 0.078),
}  # fmt: skip
VOXELS = {
    "Breast": (400.39, 5.582), "Heart": (440.23, 0.648), "Lt Lung": (2004.5, 0.906),
    "Tumor Bed": (13.07, 14.292), "Tumor Bed Block": (63.34, 14.281),
}  # fmt: skip
PRESCRIBED = 14.0  # Gy


@cache
def found(engine: str) -> dict[str, Histogram]:
    structures = read_structures(EXAMPLE / "rtss.dcm").structures
    grid = read_dose(EXAMPLE / "rtdose.dcm").grid
    return {one.name: one for one in histograms(structures, grid, engine)}


@pytest.mark.parametrize("name", SCANLINE)
def test_beside_another_scanline_program(name: str) -> None:
    volume, mean = SCANLINE[name]
    assert total_cc(found("numba")[name]) == pytest.approx(volume, rel=0.006)
    assert found("numba")[name].mean == pytest.approx(mean, abs=0.012)


@pytest.mark.parametrize("name", VOXELS)
def test_beside_a_program_that_counts_voxels(name: str) -> None:
    volume, mean = VOXELS[name]
    assert total_cc(found("numba")[name]) == pytest.approx(volume, rel=0.009)
    assert found("numba")[name].mean == pytest.approx(mean, abs=0.05)


@pytest.mark.parametrize("name", VOXELS)
def test_beside_what_the_planning_system_stored(name: str) -> None:
    """Its end slices follow another rule, so this is no truth; far apart would be a mistake all the same."""
    stored = {
        int(one.DVHReferencedROISequence[0].ReferencedROINumber): one
        for one in dcmread(EXAMPLE / "rtdose.dcm").DVHSequence
    }
    histogram = found("numba")[name]
    theirs = stored[histogram.number]  # in percent of the prescribed dose
    assert histogram.mean == pytest.approx(float(theirs.DVHMeanDose) * PRESCRIBED / 100, abs=0.06)
    assert histogram.max == pytest.approx(float(theirs.DVHMaximumDose) * PRESCRIBED / 100, abs=0.3)
    assert total_cc(histogram) == pytest.approx(float(theirs.DVHData[1]), rel=0.03)


def test_engines_agree_on_the_example_plan() -> None:
    for name, one in found("numba").items():
        other = found("numpy")[name]
        np.testing.assert_allclose(one.volume, other.volume, rtol=1e-6, atol=1e-9)
        assert (one.max, one.min, one.warnings) == (other.max, other.min, other.warnings)
        assert (one.mean or 0) == pytest.approx(other.mean or 0, rel=1e-10)


def test_what_is_special() -> None:
    assert found("numba")["Areola"].refused == "no contours"
    body = found("numba")["BODY"]
    assert body.outside_cc == pytest.approx(0.033, abs=0.001)
    assert body.mean is not None and body.max is None
    assert dose_at_share(body, 50) is not None

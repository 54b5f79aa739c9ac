"""Phantoms written as files and read again: any orientation, both widths, every form of offsets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backstay.dose.dicom.grid import read_dose
from backstay.dose.dicom.plan import read_plan
from backstay.dose.dicom.same import together
from backstay.dose.dicom.structures import read_structures
from backstay.dose.phantom.answers import Gradient
from backstay.dose.phantom.drawn import Form, structures, turned
from backstay.dose.phantom.shapes import cylinder, sphere
from backstay.dose.phantom.written import write_plan

SHAPES = [cylinder(8.0, 12.0, name="Cord"), sphere(9.0, name="Target", kind="PTV")]
DIRECTION = (0.36, 0.48, 0.8)
DOSE = Gradient(direction=DIRECTION, per_mm=0.5)
FORMS: dict[str, dict[str, Any]] = {
    "plain": {},
    "head first prone": {"position": "HFP"},
    "feet first supine": {"position": "FFS"},
    "feet first prone": {"position": "FFP"},
    "falling offsets": {"offsets": "descending"},
    "patient z": {"offsets": "absolute"},
    "uneven frames": {"uneven": 0.5},
    "16 bits": {"bits": 16},
    "oblique dose": {"dose_axes": turned(25, "z")},
    "tilted dose": {"dose_axes": turned(-17, "x"), "offsets": "descending"},
    "oblique slices": {"axes": turned(30, "y")},
    "unlike spacings": {"spacing": (1.5, 2.5, 3.0)},
}


@pytest.mark.parametrize("name", FORMS)
def test_what_was_written_is_read(name: str, tmp_path: Path) -> None:
    form = Form(**FORMS[name])
    written = write_plan(tmp_path, SHAPES, DOSE, form)
    drawn, dose, plan = (
        read_structures(written.structures),
        read_dose(written.dose),
        read_plan(written.plan),
    )
    there = together(drawn, dose, plan)
    assert (there.notes, plan.fractions, plan.orientation) == ((), form.fractions, form.position)
    assert plan.prescriptions[0].dose == form.prescribed
    for one, right in zip(there.structures, structures(SHAPES, form), strict=True):
        assert (one.name, one.number, one.kind, one.warnings) == (
            right.name,
            right.number,
            right.kind,
            (),
        )
        assert len(one.contours) == len(right.contours)
        assert all(
            np.allclose(a, b, atol=1e-3) for a, b in zip(one.contours, right.contours, strict=True)
        )
    grid = dose.grid
    steps = np.stack(
        np.meshgrid(grid.frames, grid.rows, grid.columns, indexing="ij")[::-1], axis=-1
    )
    points = steps @ grid.axes + grid.origin
    expected = DOSE.gray + DOSE.per_mm * (points @ np.array(DIRECTION))
    assert np.allclose(grid.dose, expected, atol=2e-3)

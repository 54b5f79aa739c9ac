"""Shapes whose answers are known, written as DICOM and read back through our reader and kernel.

The targets stand here as numbers of their own: a tolerance of the set that grew would not hide a loss.
"""

from __future__ import annotations

from pathlib import Path
from statistics import fmean
from typing import Literal

import pytest

from backstay.dose.phantom.answers import Answer, Gradient, answers
from backstay.dose.phantom.commissioning import ALONG, Plan, cylinders, plans, standing, write_one
from backstay.dose.phantom.drawn import Form, turned
from backstay.dose.phantom.measured import MEASURES, differences, measured
from backstay.dose.phantom.shapes import Shape, cone, cylinder, ring, sphere
from backstay.dose.phantom.written import write_plan

Position = Literal["HFS", "HFP", "FFS", "FFP"]
POSITIONS: tuple[Position, ...] = ("HFS", "HFP", "FFS", "FFP")


def pairs(
    folder: Path, shapes: tuple[Shape, ...], gradient: Gradient, form: Form, engine: str = "auto"
) -> list[tuple[Answer, Answer]]:
    """What is found and what is right, for each shape."""
    found = measured(write_plan(folder, shapes, gradient, form), engine)
    right = [answers(one, gradient, form.axes) for one in shapes]
    assert [one.name for one in found] == [one.name for one in right]
    return list(zip(found, right, strict=True))


def hold_as_cylinders(found: Answer, right: Answer) -> None:
    assert found.volume_cc == pytest.approx(right.volume_cc, rel=0.002)
    assert found.mean == pytest.approx(right.mean, abs=0.005)
    assert found.d2 == pytest.approx(right.d2, abs=0.15)
    assert found.d98 == pytest.approx(right.d98, abs=0.15)
    assert found.d0_03cc == pytest.approx(right.d0_03cc, abs=0.1)
    assert found.max == pytest.approx(right.max, abs=0.02)
    assert found.min == pytest.approx(right.min, abs=0.02)


@pytest.mark.parametrize("plan", plans(), ids=lambda plan: plan.folder)
def test_every_plan_of_the_set_is_read_right(plan: Plan, tmp_path: Path) -> None:
    found = differences(plan, write_one(tmp_path, plan))
    assert len(found) == len(plan.shapes) * len(MEASURES)
    assert [one for one in found if not one.passed] == []


@pytest.mark.parametrize("axis", ["x", "y", "z"])
@pytest.mark.parametrize(("thickness", "spacing"), [(1, 3), (2, 3), (3, 3), (3, 1)])
def test_cylinders(thickness: float, axis: str, spacing: float, tmp_path: Path) -> None:
    form = Form(thickness=thickness, spacing=(spacing, spacing, spacing))
    for found, right in pairs(tmp_path, cylinders(), Gradient(direction=ALONG[axis]), form):
        hold_as_cylinders(found, right)


@pytest.mark.parametrize("position", POSITIONS)
def test_cylinders_in_every_position(position: Position, tmp_path: Path) -> None:
    form = Form(position=position, spacing=(1.5, 2.0, 3.0), uneven=0.5)
    for found, right in pairs(tmp_path, cylinders(), Gradient(direction=ALONG["all axes"]), form):
        hold_as_cylinders(found, right)


@pytest.mark.parametrize("about", ["x", "y", "z"])
def test_cylinders_under_an_oblique_dose(about: Literal["x", "y", "z"], tmp_path: Path) -> None:
    form = Form(dose_axes=turned(25.0, about))
    for found, right in pairs(tmp_path, cylinders(), Gradient(direction=ALONG["all axes"]), form):
        hold_as_cylinders(found, right)


@pytest.mark.parametrize("thickness", [1.0, 2.0])
@pytest.mark.parametrize("radius", [12.0, 16.0, 20.0])
def test_spheres(radius: float, thickness: float, tmp_path: Path) -> None:
    form = Form(thickness=thickness)
    for axis in ("x", "y", "z"):
        shapes = (standing(sphere(radius)),)
        ((found, right),) = pairs(tmp_path, shapes, Gradient(direction=ALONG[axis]), form)
        assert found.volume_cc == pytest.approx(right.volume_cc, rel=0.005)
        assert found.mean == pytest.approx(right.mean, abs=0.01)
        assert found.d2 == pytest.approx(right.d2, abs=0.15)
        assert found.d98 == pytest.approx(right.d98, abs=0.15)


@pytest.mark.parametrize("thickness", [1.0, 2.0, 3.0])
def test_cones(thickness: float, tmp_path: Path) -> None:
    shapes = (standing(cone(12.0, 24.0)), standing(cone(15.0, 36.0)))
    for found, right in pairs(tmp_path, shapes, Gradient(), Form(thickness=thickness)):
        assert found.volume_cc == pytest.approx(right.volume_cc, rel=0.005)
        assert found.mean == pytest.approx(right.mean, abs=0.01)
        assert found.d2 == pytest.approx(right.d2, abs=0.15)
        assert found.d98 == pytest.approx(right.d98, abs=0.15)


@pytest.mark.parametrize("keyhole", [False, True])
@pytest.mark.parametrize("island", [0.0, 5.0])
def test_holes(keyhole: bool, island: float, tmp_path: Path) -> None:
    shapes = (standing(ring(20.0, 10.0, 24.0, keyhole=keyhole, island=island)),)
    for axis in ("x", "y"):
        ((found, right),) = pairs(tmp_path, shapes, Gradient(direction=ALONG[axis]), Form())
        assert found.volume_cc == pytest.approx(right.volume_cc, rel=0.001)
        hold_as_cylinders(found, right)


@pytest.mark.parametrize("axis", ["x", "y", "z"])
@pytest.mark.parametrize("position", POSITIONS)
def test_no_bias_of_half_a_voxel(position: Position, axis: str, tmp_path: Path) -> None:
    """The signed mean error of the mean dose, which at 1 Gy a mm is one of place in mm."""
    off = []
    for spacing, offset in ((1.0, 0.8), (2.0, 0.37), (3.0, 0.1), (4.0, 0.5)):
        form = Form(position=position, spacing=(spacing, spacing, spacing), offset=offset)
        gradient = Gradient(direction=ALONG[axis])
        ((found, right),) = pairs(tmp_path, (cylinder(6.0, 12.0),), gradient, form)
        off.append(found.mean - right.mean)
    assert abs(fmean(off)) <= 0.01
    assert max(map(abs, off)) <= 0.01


@pytest.mark.parametrize("plan", plans()[::5], ids=lambda plan: plan.folder)
def test_both_engines_give_the_same_numbers(plan: Plan, tmp_path: Path) -> None:
    written = write_one(tmp_path, plan)
    for slow, fast in zip(measured(written, "numpy"), measured(written, "numba"), strict=True):
        for name in MEASURES:
            assert getattr(slow, name) == pytest.approx(getattr(fast, name), abs=1e-6)


def test_what_is_not_known_is_not_near_enough(tmp_path: Path) -> None:
    """A structure beside the dose grid has no dose: no number of it may pass."""
    plan = Plan(
        folder="beside",
        about="the dose ends before the structure",
        shapes=(cylinder(4.0, 8.0), cylinder(4.0, 8.0, center=(60.0, 0.0, 1.9), name="Far")),
        form=Form(margin=(-30.0, 6.0, 6.0)),
    )
    found = differences(plan, write_one(tmp_path, plan))
    assert not any(one.passed for one in found if one.measure != "volume_cc")

"""Contours as they are drawn, and the grid of the dose."""

from __future__ import annotations

from math import pi
from typing import Literal

import numpy as np
import pytest

from backstay.dose.phantom.answers import Gradient, gray_at
from backstay.dose.phantom.drawn import Form, dose_axes, grid, slices, structures, turned
from backstay.dose.phantom.shapes import box, cone, cylinder, ring, sphere, star

HOME = (0.0, 0.0, 0.0)


def enclosed(loop: np.ndarray) -> float:
    """The area inside a loop, counted with its winding."""
    x, y = loop[:, 0], loop[:, 1]
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def test_slices_stand_half_a_slice_from_the_ends() -> None:
    heights = slices([cylinder(5.0, 12.0, center=HOME)], Form(thickness=3.0))
    assert heights.tolist() == [-4.5, -1.5, 1.5, 4.5]


def test_slices_on_the_ends_and_slices_left_out() -> None:
    shape = cylinder(5.0, 12.0, center=HOME)
    assert slices([shape], Form(thickness=3.0, phase=0.0)).tolist() == [-6, -3, 0, 3, 6]
    form = Form(thickness=3.0, left_out=(1, 2))
    assert slices([shape], form).tolist() == [-4.5, 4.5]
    assert len(structures([shape], form)[0].contours) == 2


def test_shapes_of_one_plan_share_its_slices() -> None:
    low, high = cylinder(5.0, 6.0, center=HOME), cylinder(5.0, 6.0, center=(20.0, 0.0, 10.0))
    first, second = structures([low, high], Form())
    assert [one[0, 2] for one in first.contours] == [-2.0, 0.0, 2.0]
    assert [one[0, 2] for one in second.contours] == [8.0, 10.0, 12.0]
    assert (first.number, second.number) == (1, 2)


def test_circles_hold_nearly_the_area_of_their_disks() -> None:
    (ball,) = structures([sphere(12.0, center=HOME)], Form())
    for loop in ball.contours:
        assert enclosed(loop) == pytest.approx(pi * (144 - loop[0, 2] ** 2), rel=6e-5)


def test_the_tip_of_a_cone_is_not_drawn() -> None:
    (tip,) = structures([cone(12.0, 12.0, center=HOME)], Form(phase=0.0))
    assert [one[0, 2] for one in tip.contours] == [-6.0, -4.0, -2.0, 0.0, 2.0, 4.0]
    assert enclosed(tip.contours[0]) == pytest.approx(pi * 144, rel=6e-5)


def test_a_ring_is_two_circles_or_one_contour_with_a_cut() -> None:
    shape = ring(20.0, 10.0, 2.0, island=3.0, center=HOME)
    (drawn,) = structures([shape], Form())
    assert [round(enclosed(one) / pi) for one in drawn.contours] == [400, 100, 9]
    (cut,) = structures([ring(20.0, 10.0, 2.0, island=3.0, keyhole=True, center=HOME)], Form())
    assert [round(enclosed(one) / pi) for one in cut.contours] == [300, 9]
    assert np.hypot(*np.diff(cut.contours[0][:, :2], axis=0).T).max() == pytest.approx(10.0)


def test_a_box_and_a_star_are_one_stroke() -> None:
    first, second = structures(
        [box(4.0, 6.0, 2.0, center=HOME), star(10.0, 2.0, center=HOME)], Form()
    )
    assert enclosed(first.contours[0]) == pytest.approx(24.0)
    (stroke,) = second.contours
    sides = np.diff(np.concatenate([stroke, stroke[:1]]), axis=0)
    assert np.linalg.norm(sides, axis=1) == pytest.approx(20 * np.sin(2 * pi / 5))


def test_slices_may_be_oblique() -> None:
    form = Form(axes=turned(30.0, "x"))
    shape = cylinder(5.0, 12.0)
    (drawn,) = structures([shape], form)
    normal = np.array(form.axes)[2]
    along = [float(one) for loop in drawn.contours for one in (loop - shape.center) @ normal]
    assert sorted({round(one, 9) for one in along}) == [-5, -3, -1, 1, 3, 5]


@pytest.mark.parametrize("position", ["HFS", "HFP", "FFS", "FFP"])
@pytest.mark.parametrize("uneven", [0.0, 0.5])
def test_the_grid_holds_the_dose_of_its_places(
    position: Literal["HFS", "HFP", "FFS", "FFP"], uneven: float
) -> None:
    gradient = Gradient(direction=(0.36, 0.48, 0.8), per_mm=0.5)
    form = Form(position=position, uneven=uneven, spacing=(2.0, 2.5, 3.0))
    made = grid([sphere(6.0)], gradient, form)
    assert made.dose.shape == (len(made.frames), len(made.rows), len(made.columns))
    assert np.diff(made.rows) == pytest.approx(2.5)
    assert set(np.diff(made.frames).round(6)) == ({3.0, 4.5} if uneven else {3.0})
    k, r, c = 1, 2, 3
    place = made.origin + np.array([made.columns[c], made.rows[r], made.frames[k]]) @ made.axes
    assert made.dose[k, r, c] == pytest.approx(gray_at(gradient, place[None])[0], abs=1e-5)
    assert np.linalg.det(made.axes) == pytest.approx(1.0)


def test_the_grid_covers_the_shapes_unless_it_is_cut() -> None:
    def reach(form: Form) -> tuple[float, float]:
        made = grid([sphere(6.0, center=HOME)], Gradient(), form)
        return float(made.columns[0]), float(made.columns[-1])

    low, high = reach(Form())
    assert low <= -12
    assert high >= 12
    low, high = reach(Form(margin=(-3.0, 6.0, 6.0)))
    assert -4 < low < -3
    assert 3 <= high < 5


def test_percent_of_what_is_prescribed() -> None:
    made = grid([sphere(6.0)], Gradient(per_mm=0.0, gray=15.0), Form(units="RELATIVE"))
    assert made.units == "percent"
    assert set(made.dose.ravel().tolist()) == {50.0}


def test_any_function_of_place_may_be_the_dose() -> None:
    made = grid([sphere(6.0)], lambda points: np.linalg.norm(points, axis=1), Form())
    corner = np.array([made.columns[0], made.rows[0], made.frames[0]])
    assert made.dose[0, 0, 0] == pytest.approx(np.linalg.norm(corner), rel=1e-6)


def test_axes_of_the_dose() -> None:
    assert dose_axes(Form(position="FFS")) == ((-1, 0, 0), (0, 1, 0), (0, 0, -1))
    own = turned(20.0, "y")
    assert dose_axes(Form(dose_axes=own)) == own
    for about in ("x", "y", "z"):
        axes = np.array(turned(33.0, about))  # type: ignore[arg-type]
        assert axes @ axes.T == pytest.approx(np.eye(3))
        assert np.linalg.det(axes) == pytest.approx(1.0)

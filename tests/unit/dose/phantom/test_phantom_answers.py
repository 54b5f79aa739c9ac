"""The answers of shapes, against formulas of textbooks and against counting points of a fine lattice."""

from __future__ import annotations

from functools import cache
from math import pi, sqrt

import numpy as np
import pytest

from backstay.dose.phantom.answers import (
    Axes,
    Gradient,
    answers,
    centroid,
    gray_at,
    volume_above,
    volume_of,
)
from backstay.dose.phantom.drawn import turned
from backstay.dose.phantom.shapes import Shape, box, cone, cylinder, ring, sphere, star

SHAPES = [
    sphere(8.0),
    cylinder(5.0, 12.0),
    cone(8.0, 14.0),
    ring(8.0, 4.0, 10.0),
    ring(8.0, 6.0, 10.0, island=3.0, keyhole=True),
    box(9.0, 13.0, 10.0),
    star(9.0, 8.0),
]
DIRECTIONS = [
    (1.0, 0.0, 0.0),
    (0.0, -1.0, 0.0),
    (0.0, 0.0, 1.0),
    (0.0, 0.0, -1.0),
    (0.6, 0.0, 0.8),
    (1 / sqrt(3), 1 / sqrt(3), -1 / sqrt(3)),
]
STEP = 0.125


@cache
def lattice(shape: Shape) -> np.ndarray:
    """Points of a fine lattice inside a shape, from its center, by rules written apart from the product."""
    side = (np.arange(152) - 75.5) * STEP
    x, y, z = (one.ravel() for one in np.meshgrid(side, side, side, indexing="ij"))
    away = np.hypot(x, y)
    inside = {
        "Sphere": away**2 + z**2 <= 64,
        "Cylinder": (away <= 5) & (np.abs(z) <= 6),
        "Cone": (np.abs(z) <= 7) & (away <= 8 * (7 - z) / 14),
        "Ring": (away <= 8) & (away > 4) & (np.abs(z) <= 5),
        "Box": (np.abs(x) <= 4.5) & (np.abs(y) <= 6.5) & (np.abs(z) <= 5),
        "Star": (np.abs(z) <= 4) & in_star(x, y),
    }[shape.name]
    if shape.keyhole:
        inside = (np.abs(z) <= 5) & (((away <= 8) & (away > 6)) | (away <= 3))
    return np.column_stack([x, y, z])[inside]


def in_star(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Past exactly one of the five lines of the stroke: the tips without the middle."""
    angles = [pi / 2 + 2 * pi / 5 * k for k in range(5)]
    rest = 9.0 * np.cos(2 * pi / 5)
    return sum((x * np.cos(a) + y * np.sin(a) > rest).astype(int) for a in angles) == 1


@pytest.mark.parametrize("direction", DIRECTIONS, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=lambda one: f"{one.name}-{one.keyhole}")
def test_answers_agree_with_counting(shape: Shape, direction: tuple[float, float, float]) -> None:
    gradient = Gradient(direction=direction, per_mm=0.5, gray=20.0, at=(1.0, 2.0, 3.0))
    answer = answers(shape, gradient)
    gray = np.sort(gray_at(gradient, lattice(shape) + shape.center))[::-1]
    cell = STEP**3 / 1000
    assert answer.volume_cc == pytest.approx(len(gray) * cell, rel=0.01)
    assert answer.mean == pytest.approx(gray.mean(), abs=0.01)
    for told, percent in ((answer.d2, 2), (answer.d50, 50), (answer.d98, 98)):
        assert told == pytest.approx(gray[int(len(gray) * percent / 100)], abs=0.05)
    assert answer.d0_03cc == pytest.approx(gray[int(0.03 / cell)], abs=0.05)
    assert answer.d0_035cc == pytest.approx(gray[int(0.035 / cell)], abs=0.05)
    assert gray[0] <= answer.max + 1e-9
    assert gray[-1] >= answer.min - 1e-9
    assert answer.max - gray[0] < 2 * STEP
    assert gray[-1] - answer.min < 2 * STEP
    half = volume_above(shape, gradient, answer.d50)
    assert half == pytest.approx(answer.volume_cc / 2, rel=1e-6)


def test_formulas_of_textbooks() -> None:
    assert volume_of(sphere(10.0)) == pytest.approx(4000 / 3 * pi)
    assert volume_of(cylinder(5.0, 40.0)) == pytest.approx(1000 * pi)
    assert volume_of(cone(12.0, 24.0)) == pytest.approx(1152 * pi)
    assert volume_of(ring(10.0, 5.0, 2.0)) == pytest.approx(150 * pi)
    assert volume_of(ring(10.0, 5.0, 2.0, island=1.0)) == pytest.approx(152 * pi)
    assert volume_of(box(3.0, 5.0, 7.0)) == pytest.approx(105.0)
    notch = 10 * np.cos(2 * pi / 5) / np.cos(pi / 5)
    whole, middle = 50 * notch * np.sin(pi / 5), 5 / 2 * notch**2 * np.sin(2 * pi / 5)
    assert volume_of(star(10.0, 1.0)) == pytest.approx(whole - middle)
    assert centroid(cone(12.0, 24.0)).tolist() == [0.0, 0.0, -6.0]


@pytest.mark.parametrize(
    ("cc", "height"), [(pi * 2**2 * (10 - 2 / 3) / 1000, 2.0), (pi * 1 * (10 - 1 / 3) / 1000, 1.0)]
)
def test_the_cap_of_a_sphere(cc: float, height: float) -> None:
    gradient = Gradient(direction=(0.0, 0.6, 0.8), gray=20.0)
    ball = sphere(10.0, center=(0.0, 0.0, 0.0))
    assert volume_above(ball, gradient, 30.0 - height) == pytest.approx(cc, rel=1e-5)


def test_a_falling_dose_mirrors_a_rising_one() -> None:
    shape = cone(8.0, 14.0, center=(0.0, 0.0, 0.0))
    up = answers(shape, Gradient(direction=(0.0, 0.6, 0.8), gray=50.0))
    down = answers(shape, Gradient(direction=(0.0, 0.6, 0.8), gray=50.0, per_mm=-1.0))
    assert down.max - 50 == pytest.approx(50 - up.min)
    assert down.mean - 50 == pytest.approx(50 - up.mean)
    assert down.d2 - 50 == pytest.approx(50 - up.d98, abs=1e-6)


def test_an_even_dose_is_the_same_everywhere() -> None:
    even = Gradient(per_mm=0.0, gray=12.0)
    answer = answers(sphere(6.0), even)
    assert {answer.mean, answer.max, answer.min, answer.d2, answer.d98, answer.d0_03cc} == {12.0}
    assert volume_above(sphere(6.0), even, 11.9) == answer.volume_cc
    assert volume_above(sphere(6.0), even, 12.0) == 0.0


def test_a_shape_smaller_than_the_volume_asked_for_gives_its_least_dose() -> None:
    speck = sphere(1.0)
    answer = answers(speck, Gradient())
    assert answer.volume_cc < 0.03
    assert answer.d0_03cc == pytest.approx(answer.min)


@pytest.mark.parametrize("about", ["x", "y", "z"])
def test_turning_slices_and_dose_together_changes_nothing(about: str) -> None:
    axes: Axes = turned(25.0, about)  # type: ignore[arg-type]
    local = (0.48, 0.6, 0.64)
    direction = tuple(float(one) for one in np.array(local) @ np.array(axes))
    shape = cone(8.0, 14.0, center=(0.0, 0.0, 0.0))
    straight = answers(shape, Gradient(direction=local))
    oblique = answers(shape, Gradient(direction=direction), axes)  # type: ignore[arg-type]
    for name in ("volume_cc", "mean", "max", "min", "d2", "d98", "d0_03cc"):
        assert getattr(oblique, name) == pytest.approx(getattr(straight, name), abs=1e-6)

"""Shapes whose volume and dose are known exactly: stacks of disks or triangles along their own axis.

Lengths are mm in patient coordinates; a shape's own axis is the normal of the slices that it is drawn on.
`answers.py` says what is true of a shape, `drawn.py` draws it slice by slice, `written.py` writes it as DICOM.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Literal, TypeAlias

import msgspec

Point: TypeAlias = tuple[float, float]
Place: TypeAlias = tuple[float, float, float]
CENTER: Place = (3.3, -2.7, 1.9)  # no multiple of any usual grid spacing


class Disk(msgspec.Struct, frozen=True, kw_only=True):
    """A round section of every slice: of a cylinder, a sphere, or a cone that stands on its base."""

    radius: float
    profile: Literal["straight", "sphere", "cone"] = "straight"
    center: Point = (0.0, 0.0)
    sign: int = 1  # -1 takes it out of the shape


class Triangle(msgspec.Struct, frozen=True, kw_only=True):
    """A triangular section, the same on every slice."""

    corners: tuple[Point, Point, Point]
    sign: int = 1


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """One structure of a phantom: what it is made of, where, and how its contours are drawn."""

    name: str
    half_height: float
    solid: tuple[Disk | Triangle, ...]
    center: Place = CENTER
    outline: tuple[Point, ...] = ()  # the one contour of triangles; disks draw one circle each
    keyhole: bool = False  # an outer circle and an inner one joined by a cut of no width
    kind: str = "ORGAN"


def sphere(
    radius: float, *, name: str = "Sphere", center: Place = CENTER, kind: str = "ORGAN"
) -> Shape:
    """A ball."""
    solid = (Disk(radius=radius, profile="sphere"),)
    return Shape(name=name, half_height=radius, solid=solid, center=center, kind=kind)


def cylinder(
    radius: float,
    height: float,
    *,
    name: str = "Cylinder",
    center: Place = CENTER,
    kind: str = "ORGAN",
) -> Shape:
    """A cylinder whose axis is the normal of the slices."""
    return Shape(
        name=name, half_height=height / 2, solid=(Disk(radius=radius),), center=center, kind=kind
    )


def cone(
    radius: float, height: float, *, name: str = "Cone", center: Place = CENTER, kind: str = "ORGAN"
) -> Shape:
    """A cone with its base on the first slice and its tip past the last; the center is at half its height."""
    solid = (Disk(radius=radius, profile="cone"),)
    return Shape(name=name, half_height=height / 2, solid=solid, center=center, kind=kind)


def ring(
    radius: float,
    hole: float,
    height: float,
    *,
    island: float = 0.0,
    keyhole: bool = False,
    name: str = "Ring",
    center: Place = CENTER,
    kind: str = "ORGAN",
) -> Shape:
    """A cylinder with a round hole, drawn as two circles or as one contour with a cut; perhaps with an island."""
    solid = [Disk(radius=radius), Disk(radius=hole, sign=-1)]
    if island:
        solid.append(Disk(radius=island))
    return Shape(
        name=name,
        half_height=height / 2,
        solid=tuple(solid),
        center=center,
        kind=kind,
        keyhole=keyhole,
    )


def box(
    x: float,
    y: float,
    height: float,
    *,
    name: str = "Box",
    center: Place = CENTER,
    kind: str = "ORGAN",
) -> Shape:
    """A box with its sides along the axes of the slices."""
    a, b = x / 2, y / 2
    corners: tuple[Point, ...] = ((-a, -b), (a, -b), (a, b), (-a, b))
    halves = (
        Triangle(corners=(corners[0], corners[1], corners[2])),
        Triangle(corners=(corners[0], corners[2], corners[3])),
    )
    return Shape(
        name=name, half_height=height / 2, solid=halves, center=center, kind=kind, outline=corners
    )


def star(
    radius: float, height: float, *, name: str = "Star", center: Place = CENTER, kind: str = "ORGAN"
) -> Shape:
    """A five-pointed star drawn in one stroke that crosses itself: its middle is outside by the even-odd rule."""
    tips: list[Point] = [_around(radius, 90 + 72 * k) for k in range(5)]
    inner = radius * cos(2 * pi / 5) / cos(pi / 5)
    notches: list[Point] = [_around(inner, 126 + 72 * k) for k in range(5)]
    solid = tuple(Triangle(corners=(notches[k - 1], tips[k], notches[k])) for k in range(5))
    stroke = tuple(tips[2 * k % 5] for k in range(5))
    return Shape(
        name=name, half_height=height / 2, solid=solid, center=center, kind=kind, outline=stroke
    )


def _around(radius: float, degrees: float) -> Point:
    return radius * cos(degrees * pi / 180), radius * sin(degrees * pi / 180)

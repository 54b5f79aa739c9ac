"""What is true of a shape in a dose that rises evenly along one direction: the answers a program must give."""

from __future__ import annotations

from functools import cache
from math import hypot

import msgspec
import numpy as np
import numpy.typing as npt

from backstay.dose.phantom.shapes import Disk, Place, Shape, Triangle

Array = npt.NDArray[np.float64]
Axes = tuple[Place, Place, Place]
AXIAL: Axes = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
FLAT = 1e-9  # a direction this far out of the axis counts as along it
PIECES, NODES = 300, 8  # the integral along the axis: pieces, and Gauss points of each


class Gradient(msgspec.Struct, frozen=True, kw_only=True):
    """A dose that rises evenly: `gray` at the place `at`, and `per_mm` more for each mm along `direction`."""

    direction: Place = (0.0, 1.0, 0.0)  # a unit vector, patient coordinates
    per_mm: float = 1.0
    gray: float = 50.0
    at: Place = (0.0, 0.0, 0.0)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What is true of one shape: cc and Gy."""

    name: str
    volume_cc: float
    mean: float
    max: float
    min: float
    d2: float
    d50: float
    d98: float
    d0_03cc: float
    d0_035cc: float


def gray_at(gradient: Gradient, points: Array) -> Array:
    """The dose (Gy) at points (n, 3) in patient coordinates.

    >>> gray_at(Gradient(gray=20.0), np.array([[0.0, 1.5, 9.0]])).tolist()
    [21.5]
    """
    along = (points - np.array(gradient.at)) @ np.array(gradient.direction)
    return np.asarray(gradient.gray + gradient.per_mm * along, dtype=np.float64)


def answers(shape: Shape, gradient: Gradient, axes: Axes = AXIAL) -> Answer:
    """Volume (cc) and doses (Gy) of a shape in a gradient, whatever the slices, the grid and the program.

    `axes` are those of the slices (patient coordinates): the shape's own axis is the third. Volume, mean and
    extremes are closed forms; a dose at a volume is solved from closed-form areas, integrated along the axis.

    >>> from backstay.dose.phantom.shapes import sphere
    >>> answer = answers(sphere(10.0, center=(0.0, 0.0, 0.0)), Gradient(gray=20.0))
    >>> round(answer.volume_cc, 4), answer.mean, answer.max, answer.min
    (4.1888, 20.0, 30.0, 10.0)
    """
    direction = np.array(axes) @ np.array(gradient.direction) * np.sign(gradient.per_mm)
    slope = abs(gradient.per_mm)
    middle = float(gray_at(gradient, np.array([shape.center]))[0])
    volume = volume_of(shape)

    def dose(cc: float) -> float:
        if not slope:
            return middle
        return middle + slope * _farthest(shape, direction, volume - min(cc * 1000.0, volume))

    return Answer(
        name=shape.name,
        volume_cc=volume / 1000.0,
        mean=middle + slope * float(direction @ centroid(shape)),
        max=middle + slope * _reach(shape, direction),
        min=middle - slope * _reach(shape, -direction),
        d2=dose(volume * 0.02 / 1000.0),
        d50=dose(volume * 0.5 / 1000.0),
        d98=dose(volume * 0.98 / 1000.0),
        d0_03cc=dose(0.03),
        d0_035cc=dose(0.035),
    )


def volume_above(shape: Shape, gradient: Gradient, gray: float, axes: Axes = AXIAL) -> float:
    """The volume (cc) of a shape that gets more than a dose (Gy)."""
    direction = np.array(axes) @ np.array(gradient.direction) * np.sign(gradient.per_mm)
    middle = float(gray_at(gradient, np.array([shape.center]))[0])
    if not gradient.per_mm:
        return volume_of(shape) / 1000.0 if middle > gray else 0.0
    far = (gray - middle) / abs(gradient.per_mm)
    return (volume_of(shape) - _volume_below(shape, direction, far)) / 1000.0


def volume_of(shape: Shape) -> float:
    """The volume of a shape in cubic mm."""
    return sum(_volume(part, shape.half_height) for part in shape.solid)


def centroid(shape: Shape) -> Array:
    """The centroid of a shape from its center, along the axes of its slices, in mm."""
    moment = sum(
        _volume(part, shape.half_height) * _middle(part, shape.half_height) for part in shape.solid
    )
    return np.asarray(moment / volume_of(shape), dtype=np.float64)


def radius_at(disk: Disk, z: Array, half: float) -> Array:
    """The radius of a round section at heights from the center of its shape."""
    if disk.profile == "sphere":
        return np.sqrt(np.maximum(disk.radius**2 - z**2, 0.0))
    if disk.profile == "cone":
        return disk.radius * np.clip((half - z) / (2 * half), 0.0, 1.0)
    return np.full_like(z, disk.radius)


def _area(triangle: Triangle) -> float:
    (ax, ay), (bx, by), (cx, cy) = triangle.corners
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2


def _volume(part: Disk | Triangle, half: float) -> float:
    if isinstance(part, Triangle):
        return part.sign * _area(part) * 2 * half
    share = {"straight": 2 * half, "sphere": 4 / 3 * part.radius, "cone": 2 * half / 3}
    return part.sign * np.pi * part.radius**2 * share[part.profile]


def _middle(part: Disk | Triangle, half: float) -> Array:
    if isinstance(part, Triangle):
        x, y = np.mean(part.corners, axis=0)
        return np.array([x, y, 0.0])
    return np.array([*part.center, -half / 2 if part.profile == "cone" else 0.0])


def _reach(shape: Shape, direction: Array) -> float:
    """How far the shape extends along a direction, from its center."""
    return max(_reach_of(part, shape, direction) for part in shape.solid if part.sign > 0)


def _reach_of(part: Disk | Triangle, shape: Shape, direction: Array) -> float:
    x, y, z = (float(one) for one in direction)
    if isinstance(part, Triangle):
        return max(x * a + y * b for a, b in part.corners) + abs(z) * shape.half_height
    middle = x * part.center[0] + y * part.center[1]
    if part.profile == "sphere":
        return middle + part.radius * hypot(x, y, z)
    base = hypot(x, y) * part.radius
    if part.profile == "cone":
        return middle + max(base - z * shape.half_height, z * shape.half_height)
    return middle + base + abs(z) * shape.half_height


def _farthest(shape: Shape, direction: Array, volume: float) -> float:
    """The distance along a direction below which so many cubic mm of the shape lie."""
    low, high = -_reach(shape, -direction), _reach(shape, direction)
    for _ in range(60):
        middle = (low + high) / 2
        if _volume_below(shape, direction, middle) < volume:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _volume_below(shape: Shape, direction: Array, far: float) -> float:
    """How many cubic mm of the shape lie below a distance along a direction."""
    half, (x, y, z) = shape.half_height, direction
    across = hypot(x, y)
    low, high = -half, half
    if across < FLAT:  # along the axis: whole sections, up to a height
        edge = float(np.clip(far / z, -half, half))
        low, high = (low, edge) if z > 0 else (edge, high)
    heights, weights = _nodes()
    at = (low + high) / 2 + heights * (high - low) / 2

    def below(part: Disk | Triangle) -> Array:
        if across < FLAT:
            return _whole(part, at, half)
        return _section_below(part, at, half, (x / across, y / across), (far - at * z) / across)

    sections = sum((part.sign * below(part) for part in shape.solid), np.zeros_like(at))
    return float(sections @ weights) * (high - low) / 2


def _whole(part: Disk | Triangle, at: Array, half: float) -> Array:
    if isinstance(part, Triangle):
        return np.full_like(at, _area(part))
    return np.pi * radius_at(part, at, half) ** 2


def _section_below(
    part: Disk | Triangle, at: Array, half: float, along: tuple[float, float], far: Array
) -> Array:
    """The area of the sections at some heights that lies below lines across them."""
    if isinstance(part, Triangle):
        return _triangle_below(part, along, far)
    radius = radius_at(part, at, half)
    middle = part.center[0] * along[0] + part.center[1] * along[1]
    chord = np.clip(far - middle, -radius, radius)
    share = np.divide(chord, radius, out=np.zeros_like(radius), where=radius > 0)
    rest = np.sqrt(np.maximum(radius**2 - chord**2, 0.0))
    return radius**2 * (np.arcsin(share) + np.pi / 2) + chord * rest


def _triangle_below(part: Triangle, along: tuple[float, float], far: Array) -> Array:
    a, b, c = sorted(x * along[0] + y * along[1] for x, y in part.corners)
    first = np.clip(far - a, 0.0, b - a) ** 2 / max((b - a) * (c - a), FLAT)
    rest = np.clip(c - far, 0.0, c - b) ** 2 / max((c - b) * (c - a), FLAT)
    return _area(part) * np.where(far <= b, first, 1.0 - rest)


@cache
def _nodes() -> tuple[Array, Array]:
    """Places and weights of an integral from -1 to 1: Gauss points on many equal pieces."""
    place, weight = np.polynomial.legendre.leggauss(NODES)
    middles = (np.arange(PIECES) + 0.5) * 2 / PIECES - 1
    places = (middles[:, None] + place[None, :] / PIECES).ravel()
    return places, np.tile(weight / PIECES, PIECES)

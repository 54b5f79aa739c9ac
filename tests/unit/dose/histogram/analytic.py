"""Shapes whose volume and dose are known in closed form, as contours and grids, in any orientation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backstay.dose.histogram.shapes import Array, Grid, Structure

AXES = {
    "head first supine": np.eye(3),
    "head first prone": np.diag([-1.0, -1.0, 1.0]),
    "feet first supine": np.diag([-1.0, 1.0, -1.0]),
    "feet first prone": np.diag([1.0, -1.0, -1.0]),
    "decubitus": np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
    "frames along rows": np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]),
    "frames along columns": np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]),
}


def turned(degrees: float, about: tuple[float, float, float] = (1.0, 1.0, 0.3)) -> Array:
    """A rotation about a line."""
    line = np.asarray(about) / np.linalg.norm(about)
    x, y, z = line
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.radians(degrees)
    made: Array = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return made


def grid_of(
    dose: Callable[[Array], Array],
    spacing: tuple[float, float, float] = (2.0, 2.0, 2.0),
    half: float = 40.0,
    axes: Array | None = None,
    phase: tuple[float, float, float] = (0.3, -0.2, 0.4),
    frames: Array | None = None,
) -> Grid:
    """A grid about the origin with a dose of patient coordinates (points, 3)."""
    axes = np.eye(3) if axes is None else axes
    columns, rows, evenly = (
        np.arange(-half + shift, half, step) for shift, step in zip(phase, spacing, strict=True)
    )
    frames = evenly if frames is None else frames
    origin = np.array([3.0, -7.0, 11.0])
    z, y, x = np.meshgrid(frames, rows, columns, indexing="ij")
    places = np.stack((x, y, z), axis=-1).reshape(-1, 3) @ axes + origin
    return Grid(
        dose=dose(places).reshape(z.shape).astype(np.float32),
        columns=columns,
        rows=rows,
        frames=frames,
        origin=origin,
        axes=axes,
    )


def linear(gradient: tuple[float, float, float], at_zero: float = 50.0) -> Callable[[Array], Array]:
    """A dose that changes evenly in space."""
    return lambda places: at_zero + places @ np.asarray(gradient)


def circle(radius: float, center: tuple[float, float], height: float, points: int = 720) -> Array:
    """A circle across the third axis, as a polygon of the same area."""
    angle = 2 * np.pi * np.arange(points) / points
    scale = np.sqrt(2 * np.pi / points / np.sin(2 * np.pi / points))
    x, y = (radius * scale * each for each in (np.cos(angle), np.sin(angle)))
    return np.stack((x + center[0], y + center[1], np.full(points, height)), axis=-1)


def stack(
    radius: Callable[[float], float],
    length: float,
    spacing: float,
    center: tuple[float, float, float] = (0.35, -0.6, 0.2),
    axes: Array | None = None,
) -> Structure:
    """A body of circles about a line along the third axis, its ends on faces of slabs."""
    count = round(length / spacing)
    heights = (np.arange(count) + 0.5) * spacing - length / 2
    contours = [
        circle(radius(height), center[:2], height + center[2])
        for height in heights
        if radius(height) > 0
    ]
    turn = np.eye(3) if axes is None else axes
    return Structure(name="body", number=1, contours=tuple(one @ turn for one in contours))


def cylinder(radius: float, length: float, spacing: float, **more: object) -> Structure:
    """A cylinder along the third axis."""
    return stack(lambda height: radius, length, spacing, **more)  # type: ignore[arg-type]


def sphere(radius: float, spacing: float, **more: object) -> Structure:
    """A sphere."""
    return stack(
        lambda height: float(np.sqrt(max(radius**2 - height**2, 0.0))),
        2 * radius,
        spacing,
        **more,  # type: ignore[arg-type]
    )

"""Shapes as a planning system would draw them: contours slice by slice, and the dose at the voxels of a grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, pi
from typing import Literal, TypeAlias

import msgspec
import numpy as np

from backstay.dose.histogram.shapes import Array, Grid, Structure
from backstay.dose.phantom.answers import AXIAL, Axes, Gradient, gray_at, radius_at
from backstay.dose.phantom.shapes import Disk, Shape

Dose: TypeAlias = Gradient | Callable[[Array], Array]  # or Gy at points (n, 3)
TIP = 0.01  # mm: a section of a smaller radius is not drawn
SIGNS = {  # how the grid's columns, rows and frames run in patient coordinates
    "HFS": (1, 1, 1),
    "HFP": (-1, -1, 1),
    "FFS": (-1, 1, -1),
    "FFP": (1, -1, -1),
}


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """How shapes are drawn and how the dose is sampled and stored; lengths in mm."""

    thickness: float = 2.0  # distance of slices
    phase: float = 0.5  # first slice above the lower end of the first shape, in slice distances
    points: int = 360  # of one circle
    axes: Axes = AXIAL  # of the slices (patient coordinates): two in them, then their normal
    left_out: tuple[int, ...] = ()  # slices that nobody drew, counted from 0
    position: Literal["HFS", "HFP", "FFS", "FFP"] = "HFS"
    dose_axes: Axes | None = None  # columns, rows, frames of the dose; else from axes and position
    spacing: tuple[float, float, float] = (2.0, 2.0, 2.0)  # of columns, rows, frames of the dose
    uneven: float = 0.0  # every second frame this share farther
    margin: tuple[float, float, float] = (6.0, 6.0, 6.0)  # of the grid around; negative cuts
    offset: float = 0.37  # of the grid against the shapes, in spacings
    offsets: Literal["relative", "absolute", "descending"] = "relative"
    bits: Literal[16, 32] = 32
    units: Literal["GY", "RELATIVE"] = "GY"  # RELATIVE: percent of what is prescribed
    dose_type: str = "PHYSICAL"
    summation: str = "PLAN"
    frame_of_reference: str = "1"  # the end of the identifier
    dose_frame_of_reference: str | None = None  # else the same
    patient: str = "PHANTOM"
    dose_patient: str | None = None  # else the same
    fractions: int = 5
    prescribed: float = 30.0  # Gy, to the first target


def structures(shapes: Sequence[Shape], form: Form) -> list[Structure]:
    """The shapes as structures with their contours, numbered from 1."""
    heights = slices(shapes, form)
    return [
        Structure(
            name=shape.name, number=at, contours=_contours(shape, heights, form), kind=shape.kind
        )
        for at, shape in enumerate(shapes, 1)
    ]


def slices(shapes: Sequence[Shape], form: Form) -> Array:
    """Heights of the slices along their normal: one stack for all shapes, as on one scan."""
    middles = [float(np.array(form.axes)[2] @ np.array(one.center)) for one in shapes]
    start = middles[0] - shapes[0].half_height + form.phase * form.thickness
    low = min(z - one.half_height for z, one in zip(middles, shapes, strict=True))
    high = max(z + one.half_height for z, one in zip(middles, shapes, strict=True))
    first = ceil((low - start) / form.thickness - 1e-9)
    last = int(np.floor((high - start) / form.thickness + 1e-9))
    heights = start + form.thickness * np.arange(first, last + 1)
    return np.asarray(np.delete(heights, list(form.left_out)), dtype=np.float64)


def grid(shapes: Sequence[Shape], dose: Dose, form: Form) -> Grid:
    """The dose on a grid around the shapes, not rounded to stored numbers."""
    axes = np.array(dose_axes(form))
    corners = np.concatenate([_corners(shape, form) for shape in shapes]) @ axes.T
    low, high = corners.min(axis=0) - form.margin, corners.max(axis=0) + form.margin
    columns, rows = (_steps(low[k], high[k], form.spacing[k], form.offset) for k in range(2))
    frames = _steps(low[2], high[2], form.spacing[2], form.offset, form.uneven)
    at = np.stack(np.meshgrid(frames, rows, columns, indexing="ij")[::-1], axis=-1)
    points = at.reshape(-1, 3) @ axes
    gray = gray_at(dose, points) if isinstance(dose, Gradient) else dose(points)
    relative = form.units == "RELATIVE"
    stored = gray / form.prescribed * 100.0 if relative else gray
    return Grid(
        dose=stored.reshape(at.shape[:3]).astype(np.float32),
        columns=columns,
        rows=rows,
        frames=frames,
        origin=np.zeros(3),
        axes=axes,
        units="percent" if relative else "Gy",
        frame_of_reference=form.dose_frame_of_reference or form.frame_of_reference,
    )


def dose_axes(form: Form) -> Axes:
    """Directions of the columns, rows and frames of the dose, patient coordinates."""
    if form.dose_axes is not None:
        return form.dose_axes
    signs = SIGNS[form.position]
    x, y, z = (
        (sign * one[0] + 0.0, sign * one[1] + 0.0, sign * one[2] + 0.0)  # no -0.0
        for sign, one in zip(signs, form.axes, strict=True)
    )
    return x, y, z


def turned(degrees: float, about: Literal["x", "y", "z"]) -> Axes:
    """Axes turned about one axis of the patient.

    >>> turned(90, "z")[0]
    (0.0, 1.0, 0.0)
    """
    c, s = (
        round(float(np.cos(degrees * pi / 180)), 12),
        round(float(np.sin(degrees * pi / 180)), 12),
    )
    return {
        "x": ((1.0, 0.0, 0.0), (0.0, c, s), (0.0, -s, c)),
        "y": ((c, 0.0, -s), (0.0, 1.0, 0.0), (s, 0.0, c)),
        "z": ((c, s, 0.0), (-s, c, 0.0), (0.0, 0.0, 1.0)),
    }[about]


def _corners(shape: Shape, form: Form) -> Array:
    """The corners of a box along the axes of the slices that holds the shape, patient coordinates."""
    wide = max(
        max(map(abs, part.center)) + part.radius
        if isinstance(part, Disk)
        else max(abs(one) for corner in part.corners for one in corner)
        for part in shape.solid
    )
    size = np.array([wide, wide, shape.half_height])
    signs = np.array(np.meshgrid([-1, 1], [-1, 1], [-1, 1])).reshape(3, -1).T
    corners: Array = np.array(shape.center) + (signs * size) @ np.array(form.axes)
    return corners


def _steps(low: float, high: float, step: float, offset: float, uneven: float = 0.0) -> Array:
    """Positions from a part of a step before one end until past the other."""
    steps = [low - offset * step]
    while steps[-1] < high:
        steps.append(steps[-1] + step * (1.0 + uneven * (len(steps) % 2)))
    return np.array(steps)


def _contours(shape: Shape, heights: Array, form: Form) -> tuple[Array, ...]:
    axes = np.array(form.axes)
    middle = axes @ np.array(shape.center)
    inside = heights[np.abs(heights - middle[2]) <= shape.half_height + 1e-9]
    return tuple(
        np.column_stack([loop + middle[:2], np.full(len(loop), height)]) @ axes
        for height in inside
        for loop in _loops(shape, height - middle[2], form.points)
    )


def _loops(shape: Shape, height: float, points: int) -> list[Array]:
    """The closed contours of a shape at a height from its center."""
    if shape.outline:
        return [np.array(shape.outline)]
    circles = [
        one
        for part in shape.solid
        if isinstance(part, Disk) and (one := _circle(part, height, shape, points)) is not None
    ]
    if not shape.keyhole:
        return circles
    outer, inner, *islands = circles
    cut = [
        outer,
        outer[:1],
        inner[:1],
        inner[::-1],
    ]  # round, along the cut, round the other way, and back
    return [np.concatenate(cut), *islands]


def _circle(disk: Disk, height: float, shape: Shape, points: int) -> Array | None:
    radius = float(radius_at(disk, np.array([height]), shape.half_height)[0])
    if radius < TIP:
        return None
    around = np.arange(points) * 2 * pi / points
    return np.array(disk.center) + radius * np.column_stack([np.cos(around), np.sin(around)])

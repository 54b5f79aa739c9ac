"""Structures put into planes: square to an axis of the grid where they are, else along axes of their own."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from backstay.dose.histogram.planes import (
    Planes,
    along,
    axes_square_to,
    in_planes,
    normal,
    outlines,
)
from backstay.dose.histogram.refusals import structure_problem
from backstay.dose.histogram.shapes import Array, Grid, Structure


class Placed(NamedTuple):
    """A structure in planes. `axis` is that of the grid which they are square to, None if none is."""

    structure: Structure
    planes: Planes
    axis: int | None
    axes: Array  # rows: the axes of the planes, in those of the grid
    warnings: tuple[str, ...]


def place(structure: Structure, grid: Grid) -> Placed | str:
    """The contours in planes, or why they cannot be used."""
    problem = structure_problem(structure)
    if problem:
        return problem
    there, said = outlines(structure, grid)
    if not there.starts.size:
        return "no contour has three points or more"
    said = structure.warnings + said
    axis = along(there)
    if axis is not None:
        planes = in_planes(there, axis)
        return Placed(structure, planes, axis, np.eye(3), said + planes.warnings)
    square_to = normal(there)
    if square_to is None:
        return "its contours do not lie in parallel planes"
    axes = axes_square_to(square_to)
    planes = in_planes(there._replace(points=there.points @ axes.T), 2)
    return Placed(structure, planes, None, axes, said + planes.warnings)

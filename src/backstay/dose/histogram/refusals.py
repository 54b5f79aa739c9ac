"""What cannot be computed, and why."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from backstay.dose.histogram.engines import Engine
from backstay.dose.histogram.shapes import Grid, Histogram, Sampling, Structure
from backstay.dose.histogram.slabs import RULE

NOT_COMPUTED = "not computed"
SQUARE = 1e-4  # how far the axes of a grid may be from unit vectors square to each other


def grid_problems(grid: Grid) -> list[str]:
    """Everything that keeps a grid from being used."""
    return list(_problems(grid))


def _problems(grid: Grid) -> Iterator[str]:
    lengths = (grid.frames.size, grid.rows.size, grid.columns.size)
    if grid.dose.shape != lengths:
        yield f"the dose grid has {grid.dose.shape} voxels and positions for {lengths}"
    for name, centers in (("columns", grid.columns), ("rows", grid.rows), ("frames", grid.frames)):
        if centers.size < 2:
            yield f"the dose grid has fewer than two {name}: the thickness of its voxels is not known"
        elif not (np.isfinite(centers).all() and (np.diff(centers) > 0).all()):
            yield f"the {name} of the dose grid do not ascend"
    if not np.allclose(grid.axes @ grid.axes.T, np.eye(3), atol=SQUARE, rtol=0):
        yield "the axes of the dose grid are not square to each other"
    if not np.isfinite(grid.origin).all():
        yield "the origin of the dose grid is not a place"


def structure_problem(structure: Structure) -> str | None:
    """Why a structure cannot be used as it stands."""
    if not structure.contours:
        return "no contours"
    if not all(one.ndim == 2 and one.shape[1] == 3 for one in structure.contours):
        return "a contour whose points are not (x, y, z)"
    if not all(np.isfinite(one).all() for one in structure.contours):
        return "a contour with points that are not numbers"
    return None


def _told(structure: Structure, why: str) -> tuple[str, ...]:
    """The reason once: whoever read the structure may have given it already."""
    said = structure.warnings
    told = any(text.endswith(NOT_COMPUTED) for text in said)
    return said if told else (*said, f"{NOT_COMPUTED}: {why}")


def refused(structure: Structure, grid: Grid, why: str, engine: Engine) -> Histogram:
    """A structure for which nothing was computed: no bins, no volume, and the reason."""
    return Histogram(
        name=structure.name,
        number=structure.number,
        kind=structure.kind,
        units=grid.units,
        edges=np.zeros(1),
        volume=np.zeros(0),
        outside_cc=0.0,
        mean=None,
        max=None,
        min=None,
        sampling=Sampling(
            row_mm=0.0, per_slab=0, slab_mm=(0.0, 0.0), slab_rule=RULE, engine=engine
        ),
        warnings=_told(structure, why),
        refused=why,
    )

"""Dose-volume histograms of structures on a dose grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from math import ceil, floor
from typing import NamedTuple

import numpy as np

from backstay.dose.histogram.engines import (
    Engine,
    Scan,
    Sums,
    chosen,
    processors,
    run,
    scan_of,
    start,
)
from backstay.dose.histogram.kernel import DOSE, HIGHEST, LOWEST, OUTSIDE, VOLUME
from backstay.dose.histogram.placed import (
    Planes,
    along,
    axes_square_to,
    in_planes,
    normal,
    outlines,
)
from backstay.dose.histogram.prepare import Bins, line_distance, prepare
from backstay.dose.histogram.refusals import grid_problems, refused, structure_problem
from backstay.dose.histogram.said import remarks
from backstay.dose.histogram.shapes import Array, Grid, Histogram, Sampling, Structure
from backstay.dose.histogram.slabs import RULE, Slabs, common, slabs
from backstay.dose.histogram.views import View, oblique, square

BIN = 0.01  # Gy or percent
MOST_BINS = 20_000  # with higher doses bins are wider
NOTHING_MM3 = 1e-6  # share of the volume outside that rounding makes


class Placed(NamedTuple):
    """A structure in planes: square to an axis of the grid, or along axes of its own."""

    structure: Structure
    planes: Planes
    axis: int | None
    axes: Array
    warnings: tuple[str, ...]


def histograms(
    structures: Sequence[Structure], grid: Grid, engine: str = "auto"
) -> list[Histogram]:
    """The dose-volume histogram of each structure, in the order given.

    Volumes in cc, doses in the units of the grid. Contours fill by the even-odd rule; the dose is linear between
    voxel centers, and voxels reach half a voxel beyond the outer centers: what lies farther out, or where the dose
    is NaN, is counted in `outside_cc`. A structure that cannot be computed is given back without bins and with
    `refused`. `engine` is "numba", "numpy" or "auto". ValueError for a grid or an engine that cannot be used.
    """
    problems = grid_problems(grid)
    if problems:
        raise ValueError("; ".join(problems))
    used = chosen(engine)
    scan = scan_of(used)
    found = [place(one, grid) for one in structures]
    spacing = common(
        chain.from_iterable(
            np.diff(one.planes.positions) for one in found if isinstance(one, Placed)
        )
    )
    bins = dose_bins(grid)
    views: dict[int, View] = {}
    with ThreadPoolExecutor(processors()) as pool:
        started = [
            partial(refused, structure, grid, one, used)
            if isinstance(one, str)
            else _started(one, grid, bins, spacing, views, partial(start, pool, scan), scan, used)
            for structure, one in zip(structures, found, strict=True)
        ]
        return [finish() for finish in started]


def place(structure: Structure, grid: Grid) -> Placed | str:
    """The contours in planes, or why they cannot be used."""
    problem = structure_problem(structure)
    if problem:
        return problem
    there, said = outlines(structure, grid)
    said = structure.warnings + said
    if not there.starts.size:
        return "no contour has three points or more"
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


def dose_bins(grid: Grid) -> Bins:
    """Bins of 0.01 from zero, or the lowest dose below it, to the highest dose; wider if that were too many."""
    low = min(0.0, float(np.fmin.reduce(grid.dose, axis=None)))
    high = max(0.0, float(np.fmax.reduce(grid.dose, axis=None)))
    if not np.isfinite(high - low):
        known = grid.dose[np.isfinite(grid.dose)]
        low, high = min(0.0, float(known.min(initial=0.0))), max(0.0, float(known.max(initial=0.0)))
    width = BIN
    while (high - low) / width > MOST_BINS:
        width *= 10
    first = floor(low / width)
    return Bins(first * width, width, max(ceil(high / width + 1e-6) - first, 1))


def _started(
    one: Placed,
    grid: Grid,
    bins: Bins,
    spacing: float | None,
    views: dict[int, View],
    in_threads: Callable[..., Callable[[], Sums]],
    scan: Scan,
    engine: Engine,
) -> Callable[[], Histogram]:
    """Begin with a structure; one with a grid of its own is done at once, so that only one such grid exists."""
    axis = 2 if one.axis is None else one.axis
    centers = (grid.columns, grid.rows, grid.frames)[axis]
    between = slabs(one.planes.positions, spacing, float(np.diff(centers).min()))
    if one.axis is not None:
        if axis not in views:
            views[axis] = square(grid, axis)
        work = prepare(one.planes, between, views[axis], bins)
        sums = in_threads(work)
        said: tuple[str, ...] = ()
    else:
        low = np.append(one.planes.points.min(axis=0), between.lows[0])
        high = np.append(one.planes.points.max(axis=0), between.highs[-1])
        view, text = oblique(grid, one.axes, low, high)
        work = prepare(one.planes, between, view, bins)
        done = run(scan, work)
        sums, said = (lambda: done), (text,)
    per_slab = int(np.diff(work.slice_offsets).max())
    return lambda: _histogram(one, grid, bins, between, per_slab, sums(), said, engine)


def _histogram(
    one: Placed,
    grid: Grid,
    bins: Bins,
    between: Slabs,
    per_slab: int,
    sums: Sums,
    said: tuple[str, ...],
    engine: Engine,
) -> Histogram:
    known, outside = sums.sums[VOLUME], sums.sums[OUTSIDE]
    if known + outside <= 0:
        return refused(one.structure, grid, "its contours enclose no volume", engine)
    used = int(np.flatnonzero(sums.counts)[-1]) + 1 if known > 0 else 0
    whole = bool(outside <= NOTHING_MM3 * (known + outside))
    highest, lowest = (
        float(sums.sums[at]) if np.isfinite(sums.sums[at]) else None for at in (HIGHEST, LOWEST)
    )
    slab = between.highs - between.lows
    histogram = Histogram(
        name=one.structure.name,
        number=one.structure.number,
        kind=one.structure.kind,
        units=grid.units,
        edges=bins.low + bins.width * np.arange(used + 1),
        volume=sums.counts[:used] / 1000,
        outside_cc=float(outside) / 1000,
        mean=float(sums.sums[DOSE] / known) if whole else None,
        max=highest if whole else None,
        min=lowest if whole else None,
        highest=highest,
        lowest=lowest,
        sampling=Sampling(
            row_mm=line_distance(one.planes),
            per_slab=per_slab,
            slab_mm=(float(slab.min()), float(slab.max())),
            slab_rule=RULE,
            engine=engine,
        ),
        warnings=(),
    )
    return remarks(histogram, one.planes, between, bins.width, (*one.warnings, *said))

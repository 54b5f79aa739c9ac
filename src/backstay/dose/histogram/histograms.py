"""Dose-volume histograms of structures on a dose grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from typing import NamedTuple, TypeAlias

import numpy as np

from backstay.dose.histogram.bins import Bins, dose_bins
from backstay.dose.histogram.engines import Engine, Scan, Sums, chosen, processors, scan_of, start
from backstay.dose.histogram.placing import Placed, place
from backstay.dose.histogram.prepare import prepare
from backstay.dose.histogram.refusals import grid_problems, refused
from backstay.dose.histogram.results import result
from backstay.dose.histogram.shapes import Grid, Histogram, Structure
from backstay.dose.histogram.slabs import Slabs, common, slabs
from backstay.dose.histogram.views import View, oblique, square

Finish: TypeAlias = Callable[[], Histogram]


class Setting(NamedTuple):
    """What is the same for all structures."""

    grid: Grid
    bins: Bins
    spacing: float | None  # of slices, over all structures
    engine: Engine
    scan: Scan
    pool: ThreadPoolExecutor
    views: dict[int, View]


def histograms(
    structures: Sequence[Structure], grid: Grid, engine: str = "auto"
) -> list[Histogram]:
    """The dose-volume histogram of each structure, in the order given.

    Volumes in cc, doses in the units of the grid. Contours fill by the even-odd rule; the dose is linear between
    voxel centers, and voxels reach half a voxel beyond the outer centers: what lies farther out, or where the dose
    is NaN, is counted in `outside_cc`. A structure that cannot be computed is given back without bins and with
    `refused`. `engine` is "numba", "numpy" or "auto": the results are the same. ValueError for a grid or an engine
    that cannot be used.

    >>> corners = [(-10, -10), (10, -10), (10, 10), (-10, 10)]
    >>> contours = tuple(np.array([(x, y, z) for x, y in corners]) for z in (-2, 0, 2))
    >>> steps = np.arange(-20.0, 21, 2)
    >>> dose = np.full((21, 21, 21), 8, np.float32)
    >>> places = dict(columns=steps, rows=steps, frames=steps, origin=np.zeros(3), axes=np.eye(3))
    >>> cube = Structure(name="cube", number=1, contours=contours)
    >>> (found,) = histograms([cube], Grid(dose=dose, **places))
    >>> round(found.mean, 3), round(found.volume.sum(), 3).item(), found.outside_cc
    (8.0, 2.4, 0.0)
    """
    problems = grid_problems(grid)
    if problems:
        raise ValueError("; ".join(problems))
    used = chosen(engine)
    found = [place(one, grid) for one in structures]
    gaps = [np.diff(one.planes.positions) for one in found if isinstance(one, Placed)]
    spacing = common(chain.from_iterable(gaps))
    with ThreadPoolExecutor(processors()) as pool:
        setting = Setting(grid, dose_bins(grid), spacing, used, scan_of(used), pool, {})
        begun: dict[int, Finish] = {}
        for at in sorted(range(len(found)), key=lambda at: -_points(found[at])):
            begun[at] = _begin(structures[at], found[at], setting)
        return [begun[at]() for at in range(len(found))]


def _points(one: Placed | str) -> int:
    """How long a structure takes, roughly: the longest goes first."""
    return 0 if isinstance(one, str) else len(one.planes.points)


def _begin(structure: Structure, one: Placed | str, setting: Setting) -> Finish:
    if isinstance(one, str):
        return partial(refused, structure, setting.grid, one, setting.engine)
    axis = 2 if one.axis is None else one.axis
    centers = (setting.grid.columns, setting.grid.rows, setting.grid.frames)[axis]
    between = slabs(one.planes.positions, setting.spacing, float(np.diff(centers).min()))
    view, said = _view(one, between, setting)
    work = prepare(one.planes, between, view, setting.bins)
    sums = start(setting.pool, setting.scan, work)
    if one.axis is None:  # its grid is its own: one at a time, for memory
        sums = partial(_same, sums())
    per_slab = int(np.diff(work.slice_offsets).max())
    one = one._replace(warnings=one.warnings + said)
    return lambda: result(
        one, setting.grid, setting.bins, between, per_slab, setting.engine, sums()
    )


def _view(one: Placed, between: Slabs, setting: Setting) -> tuple[View, tuple[str, ...]]:
    """The dose as the planes lie, and what there is to say of it."""
    if one.axis is None:
        low = np.append(one.planes.points.min(axis=0), between.lows[0])
        high = np.append(one.planes.points.max(axis=0), between.highs[-1])
        view, said = oblique(setting.grid, one.axes, low, high)
        return view, (said,)
    if one.axis not in setting.views:
        setting.views[one.axis] = square(setting.grid, one.axis)
    return setting.views[one.axis], ()


def _same(sums: Sums) -> Sums:
    return sums

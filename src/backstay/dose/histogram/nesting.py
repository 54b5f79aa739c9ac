"""The volume that contours would enclose if none crossed another or itself: to notice where some do."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from backstay.dose.histogram.bands import Whole, counted
from backstay.dose.histogram.planes import Planes
from backstay.dose.histogram.shapes import Array
from backstay.dose.histogram.slabs import Slabs

TESTED = 3  # points of a contour that say whether it lies within another


class Nested(NamedTuple):
    """The volume in mm3, and the thinnest wall in mm that holes leave of a plane; None without holes."""

    volume: float
    wall: float | None


def nested(planes: Planes, slabs: Slabs) -> Nested:
    """The volume by the areas of the contours, holes taken off and islands in them added."""
    thick = (slabs.highs - slabs.lows)[planes.plane]
    holes = _depths(planes) % 2 == 1
    areas = np.where(holes, -planes.areas, planes.areas)
    return Nested(float((areas * thick).sum()), _wall(planes, areas, holes))


def _wall(planes: Planes, areas: Array, holes: npt.NDArray[np.bool_]) -> float | None:
    """Twice what is left of a plane by the length of its contours: of a ring its thickness."""
    if not holes.any():
        return None
    after = np.roll(planes.points, -1, axis=0)
    after[np.append(planes.starts[1:], len(planes.points)) - 1] = planes.points[planes.starts]
    lengths = np.add.reduceat(np.hypot(*(after - planes.points).T), planes.starts)
    left, around = (np.bincount(planes.plane, weights=one) for one in (areas, lengths))
    hollow = np.unique(planes.plane[holes])
    return float((2 * left[hollow] / around[hollow]).min())


def _depths(planes: Planes) -> Whole:
    """In how many others of its plane each contour lies."""
    low = np.minimum.reduceat(planes.points, planes.starts)
    high = np.maximum.reduceat(planes.points, planes.starts)
    members = np.bincount(planes.plane)
    first = np.cumsum(members) - members
    outer = counted(first[planes.plane], members[planes.plane])
    inner = np.repeat(np.arange(planes.plane.size), members[planes.plane])
    within = ((low[inner] >= low[outer]) & (high[inner] <= high[outer])).all(axis=1)
    ends = np.append(planes.starts, len(planes.points))
    depths = np.zeros(planes.plane.size, dtype=np.int64)
    for a, b in zip(inner[within], outer[within], strict=True):
        if a != b:
            one, other = (planes.points[ends[at] : ends[at + 1]] for at in (a, b))
            depths[a] += _lies_in(one, other)
    return depths


def _lies_in(inner: Array, outer: Array) -> bool:
    """Whether most of some points of a contour lie within another, by the even-odd rule."""
    x, y = inner[np.arange(TESTED) * len(inner) // TESTED].T[:, :, None]
    start, end = outer, np.roll(outer, -1, axis=0)
    between = (start[:, 1] > y) != (end[:, 1] > y)
    rise = np.where(end[:, 1] == start[:, 1], 1.0, end[:, 1] - start[:, 1])
    place = start[:, 0] + (y - start[:, 1]) * (end[:, 0] - start[:, 0]) / rise
    odd = (between & (place > x)).sum(axis=1) % 2
    return bool(odd.sum() * 2 > TESTED)

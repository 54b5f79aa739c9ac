"""The volume that contours would enclose if none crossed another or itself: to notice where some do."""

from __future__ import annotations

import numpy as np

from backstay.dose.histogram.bands import Whole, counted
from backstay.dose.histogram.planes import Planes
from backstay.dose.histogram.shapes import Array
from backstay.dose.histogram.slabs import Slabs

TESTED = 3  # points of a contour that say whether it lies within another


def nested_volume(planes: Planes, slabs: Slabs, found: float, near: float) -> float:
    """The volume in mm3 by the areas of the contours, holes taken off and islands in them added.

    Where the areas simply added up come near to the volume that was found, there is nothing to take off.
    """
    volumes = planes.areas * (slabs.highs - slabs.lows)[planes.plane]
    if abs(volumes.sum() - found) > near:
        volumes[_depths(planes) % 2 == 1] *= -1
    return float(volumes.sum())


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

"""Labels in a column: as near to what they name as they can be, never over each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Centers for labels of these heights, in order, within low and high where they fit.

    Neighbors that would overlap move apart by the same amount (pooled least squares).

    >>> spread([10, 12], [10, 10], 0, 100)
    [6.0, 16.0]
    """
    offsets = _offsets(heights)
    total = sum(heights)
    first, last = (
        low + _half(heights, 0),
        max(high - total + _half(heights, 0), low + _half(heights, 0)),
    )
    pooled = _pool([want - offset for want, offset in zip(wanted, offsets, strict=True)])
    return [
        min(max(place, first), last) + offset for place, offset in zip(pooled, offsets, strict=True)
    ]


def _half(heights: Sequence[float], place: int) -> float:
    return heights[place] / 2 if heights else 0.0


def _offsets(heights: Sequence[float]) -> list[float]:
    """Distance of each center below the first when the labels touch."""
    found = [0.0]
    for above, below in pairwise(heights):
        found.append(found[-1] + (above + below) / 2)
    return found[: len(heights)]


def _pool(values: Sequence[float]) -> list[float]:
    """The nearest sequence that never falls: runs that fall become their mean."""
    runs: list[tuple[float, int]] = []
    for value in values:
        mean, count = value, 1
        while runs and runs[-1][0] > mean:
            before, size = runs.pop()
            mean, count = (before * size + mean * count) / (size + count), size + count
        runs.append((mean, count))
    return [mean for mean, count in runs for _ in range(count)]

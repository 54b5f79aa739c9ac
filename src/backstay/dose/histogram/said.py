"""What a reader must know to judge a histogram."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.dose.histogram.bins import USUAL, Bins
from backstay.dose.histogram.nesting import nested
from backstay.dose.histogram.planes import Planes
from backstay.dose.histogram.slabs import Slabs

CROSS = "contours cross one another or themselves"  # how these warnings begin
CLOSE = "contours lie closely within one another"
THIN = 1.0  # mm: a thinner wall is rather one outline drawn twice
SMALL_CC = 0.5
FEW_SLICES = 3
CROSSING = 0.01  # of the volume; sampling makes less of a difference
COARSE = 0.1  # a slab is more than this part of the structure's length
CC = 1000.0  # mm3


def remarks(
    planes: Planes, slabs: Slabs, known: float, outside: float, whole: bool, bins: Bins
) -> tuple[str, ...]:
    """The warnings that follow from contours, size, sampling and what lies outside; volumes in mm3."""
    total = (known + outside) / CC
    return (
        *_crossing(planes, slabs, total),
        *_size(total, slabs),
        *_doses(outside / CC, total, whole, bins),
    )


def _crossing(planes: Planes, slabs: Slabs, total: float) -> Iterator[str]:
    near = CROSSING * total
    by_areas, wall = nested(planes, slabs)
    by_areas /= CC
    if wall is not None and wall < THIN:
        yield (
            f"{CLOSE}: the even-odd rule leaves a wall of {wall:.2g} mm only: is one outline drawn twice there?"
        )
    if abs(by_areas - total) > near:
        yield (
            f"{CROSS}: by the even-odd rule what lies in two of them is left out "
            f"({total:.4g} cc; {by_areas:.4g} cc by the areas of the contours): check the structure"
        )


def _size(total: float, slabs: Slabs) -> Iterator[str]:
    thick = slabs.highs - slabs.lows
    count, thickest, length = len(thick), float(thick.max()), float(thick.sum())
    if total < SMALL_CC or count < FEW_SLICES:
        yield (
            f"small ({total:.3g} cc in {count} slices): volumes and near-maximum doses are uncertain"
        )
    if count >= FEW_SLICES and thickest > COARSE * length:
        yield (
            f"coarse: one slice of {thickest:.3g} mm is {100 * thickest / length:.0f} % of the length; each end "
            "may lie up to half a slice farther in or out"
        )


def _doses(outside: float, total: float, whole: bool, bins: Bins) -> Iterator[str]:
    if not whole:
        yield (
            f"{outside:.3g} of {total:.4g} cc have no known dose (outside of the dose grid, or gaps in it): "
            "maximum and minimum are not known, nor the mean if it is more than 0.01 %"
        )
    if bins.width > USUAL:
        yield f"the highest dose of the grid is unusual: bins are {bins.width:g} wide; check the scaling"

"""What a reader must know to judge a histogram."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from backstay.dose.histogram.placed import Planes
from backstay.dose.histogram.shapes import Histogram
from backstay.dose.histogram.slabs import Slabs

SMALL_CC = 0.5
FEW_SLICES = 3
COARSE = 0.1  # a slab is more than this part of the structure's length
USUAL_BIN = 0.01


def remarks(
    histogram: Histogram, planes: Planes, slabs: Slabs, bin_width: float, said: tuple[str, ...]
) -> Histogram:
    """The histogram with its warnings: of the file, of the contours, of the sampling."""
    found = (*said, *slabs.warnings, *_size(histogram, slabs), *_doses(histogram, bin_width))
    del planes
    return msgspec.structs.replace(histogram, warnings=found)


def _size(histogram: Histogram, slabs: Slabs) -> Iterator[str]:
    total = float(histogram.volume.sum()) + histogram.outside_cc
    count = len(slabs.lows)
    if total < SMALL_CC or count < FEW_SLICES:
        yield f"small ({total:.3g} cc in {count} slices): volumes and near-maximum doses are uncertain"
    thickest = float((slabs.highs - slabs.lows).max())
    length = float((slabs.highs - slabs.lows).sum())
    if count >= FEW_SLICES and thickest > COARSE * length:
        share = 100 * thickest / length
        yield f"coarse: a slice of {thickest:.3g} mm is {share:.0f} % of the length; the ends are uncertain by half a slice"


def _doses(histogram: Histogram, bin_width: float) -> Iterator[str]:
    if histogram.outside_cc > 0 and histogram.mean is None:
        yield (
            f"{histogram.outside_cc:.3g} cc have no known dose (outside of the dose grid): mean and extremes are not "
            "known"
        )
    if bin_width > USUAL_BIN:
        yield f"the highest dose of the grid is unusual: bins are {bin_width:g} wide"

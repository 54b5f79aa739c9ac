"""What a histogram says of one measure, where a part of the structure may lie outside the dose grid.

The dose of that part is not known: it may be none or any. So each measure has a least and a most, which are one
number where all of the structure lies inside. A structure that was refused has no measures: not to be asked here.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from backstay.dose.histogram.measures import dose_at_volume_between, volume_at_dose_between
from backstay.dose.histogram.shapes import Histogram

SPECK = 1e-6  # cc: what is less is rounding, and no volume outside the grid
WHOLE = 100.0


class Bounds(NamedTuple):
    """The least and the most that a measure can be; inf where nothing bounds it."""

    low: float
    high: float


def outside_cc(histogram: Histogram) -> float:
    """The volume whose dose is not known, in cc."""
    return histogram.outside_cc if histogram.outside_cc > SPECK else 0.0


def total_cc(histogram: Histogram) -> float:
    """The whole volume, in cc."""
    return float(histogram.volume.sum()) + histogram.outside_cc


def highest(histogram: Histogram) -> float | None:
    """The highest dose of the part whose dose is known."""
    return histogram.highest if histogram.max is None else histogram.max


def point(histogram: Histogram) -> Bounds:
    """The highest dose anywhere in the structure, in Gy."""
    known = highest(histogram)
    return Bounds(known or 0.0, inf if outside_cc(histogram) or known is None else known)


def at_volume(histogram: Histogram, cc: float) -> Bounds:
    """The dose that the hottest `cc` get at least, in Gy. A structure that has fewer is bounded by its highest."""
    found = dose_at_volume_between(histogram, cc)
    return Bounds(0.0, point(histogram).high) if found is None else Bounds(*found)


def at_share(histogram: Histogram, percent: float) -> Bounds:
    """The dose that the hottest `percent` of the whole volume get at least, in Gy."""
    return at_volume(histogram, total_cc(histogram) * percent / WHOLE)


def volume_above(histogram: Histogram, gray: float) -> Bounds:
    """The volume that gets at least this dose, in cc."""
    found = volume_at_dose_between(histogram, gray)
    return Bounds(0.0, total_cc(histogram)) if found is None else Bounds(*found)


def share_above(histogram: Histogram, gray: float) -> Bounds:
    """The part of the volume that gets at least this dose, in percent."""
    above, total = volume_above(histogram, gray), total_cc(histogram)
    return Bounds(WHOLE * above.low / total, WHOLE * above.high / total)


def spared(histogram: Histogram, gray: float) -> Bounds:
    """The volume that gets less than this dose, in cc."""
    above = volume_above(histogram, gray)
    total = total_cc(histogram)
    return Bounds(total - above.high, total - above.low)


def mean(histogram: Histogram) -> Bounds:
    """The mean dose, in Gy. A part whose dose is not known can only raise the least, which counts it as none."""
    if histogram.mean is not None:
        return Bounds(histogram.mean, histogram.mean)
    centers = (histogram.edges[:-1] + histogram.edges[1:]) / 2
    return Bounds(float(centers @ histogram.volume) / total_cc(histogram), inf)

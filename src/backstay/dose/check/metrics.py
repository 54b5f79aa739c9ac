"""What a histogram says of one measure, where a part of the structure may lie outside the dose grid.

The dose of that part is not known: it may be none or any. So each measure has a least and a most, which are one
number where all of the structure lies inside.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from backstay.dose.histogram.measures import dose_at_volume, total_cc, volume_at_dose
from backstay.dose.histogram.shapes import Histogram

SPECK = 1e-6  # cc: what is less is rounding, and no volume outside the grid
WHOLE = 100.0


class Bounds(NamedTuple):
    """The least and the most that a measure can be; inf where nothing bounds it."""

    low: float
    high: float


def inside_cc(histogram: Histogram) -> float:
    """The volume whose dose is known, in cc."""
    return float(histogram.volume.sum())


def outside_cc(histogram: Histogram) -> float:
    """The volume whose dose is not known, in cc."""
    return histogram.outside_cc if histogram.outside_cc > SPECK else 0.0


def point(histogram: Histogram) -> Bounds:
    """The highest dose anywhere in the structure, in Gy."""
    low = histogram.max or 0.0
    return Bounds(low, inf if outside_cc(histogram) or histogram.max is None else low)


def at_volume(histogram: Histogram, cc: float) -> Bounds:
    """The dose that the hottest `cc` get at least, in Gy. A structure that has fewer cc is bounded by its highest."""
    known, lost = inside_cc(histogram), outside_cc(histogram)
    low = dose_at_volume(histogram, cc) if cc <= known else 0.0
    if cc <= lost or not known:
        return Bounds(low or 0.0, inf)
    high = dose_at_volume(histogram, cc - lost) if cc - lost <= known else histogram.max
    return Bounds(low or 0.0, inf if high is None else high)


def at_share(histogram: Histogram, percent: float) -> Bounds:
    """The dose that the hottest `percent` of the whole volume get at least, in Gy."""
    total = inside_cc(histogram) + outside_cc(histogram)
    return at_volume(histogram, total * percent / WHOLE)


def volume_above(histogram: Histogram, gray: float) -> Bounds:
    """The volume that gets at least this dose, in cc."""
    low = volume_at_dose(histogram, gray)
    return Bounds(low, low + outside_cc(histogram))


def share_above(histogram: Histogram, gray: float) -> Bounds:
    """The part of the volume that gets at least this dose, in percent."""
    total = inside_cc(histogram) + outside_cc(histogram)
    if not total:
        return Bounds(0.0, WHOLE)
    return Bounds(*(WHOLE * cc / total for cc in volume_above(histogram, gray)))


def spared(histogram: Histogram, gray: float) -> Bounds:
    """The volume that gets less than this dose, in cc."""
    above = volume_above(histogram, gray)
    total = inside_cc(histogram) + outside_cc(histogram)
    return Bounds(total - above.high, total - above.low)


def mean(histogram: Histogram) -> Bounds:
    """The mean dose, in Gy."""
    known, lost = inside_cc(histogram), outside_cc(histogram)
    low = (histogram.mean or 0.0) * known / (known + lost) if known else 0.0
    return Bounds(low, inf if lost or not known else low)

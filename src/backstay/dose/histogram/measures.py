"""Doses at volumes and volumes at doses, read from a histogram.

Where a part of a structure has no known dose, a measure is known only between two ends: that part is the coldest,
or it is the hottest. The functions `..._between` give both ends; the others give a number only where the ends are
one bin apart at most, else None. A refused structure has no measures at all.
"""

from __future__ import annotations

from math import inf

import numpy as np

from backstay.case.values import Interval
from backstay.dose.histogram.shapes import Histogram

ROUNDING = 1e-9  # sums of the same volumes differ by less


def total_cc(histogram: Histogram) -> float | None:
    """The volume of the structure in cc, with what lies outside of the grid; None if it was refused."""
    if histogram.refused is not None:
        return None
    return float(histogram.volume.sum()) + histogram.outside_cc


def dose_at_volume(histogram: Histogram, cc: float) -> float | None:
    """The dose that the hottest `cc` get at least (D0.03cc: 0.03), in the histogram's units.

    None for a structure smaller than that, one that was refused, or where the part without a known dose matters.
    ValueError for a negative volume.
    """
    return _one(histogram, dose_at_volume_between(histogram, cc))


def dose_at_volume_between(histogram: Histogram, cc: float) -> Interval | None:
    """The least and the most that `dose_at_volume` can be; the upper end is endless if the unknown part is larger.

    None for a structure smaller than `cc`, or one that was refused.
    """
    if not cc >= 0:
        raise ValueError(f"a volume of {cc} cc: it is zero or more")
    total = total_cc(histogram)
    if total is None or cc > total * (1 + ROUNDING):
        return None
    unknown = histogram.outside_cc
    low = _dose(histogram, cc)
    return Interval(low, inf if unknown > 0 and unknown >= cc else _dose(histogram, cc - unknown))


def dose_at_share(histogram: Histogram, percent: float) -> float | None:
    """The dose that the hottest `percent` of the volume get at least (D98: 98); None as in `dose_at_volume`.

    ValueError for a share that is not within 0 and 100.
    """
    return _one(histogram, dose_at_share_between(histogram, percent))


def dose_at_share_between(histogram: Histogram, percent: float) -> Interval | None:
    """The least and the most that `dose_at_share` can be."""
    if not 0 <= percent <= 100:
        raise ValueError(f"a share of {percent} %: it lies within 0 and 100")
    total = total_cc(histogram)
    return None if total is None else dose_at_volume_between(histogram, total * percent / 100)


def volume_at_dose(histogram: Histogram, dose: float) -> float | None:
    """The volume in cc that gets this dose or more.

    None for a structure that was refused, or where a part without a known dose makes it uncertain.
    """
    between = volume_at_dose_between(histogram, dose)
    return None if between is None or between.high > between.low else between.low


def volume_at_dose_between(histogram: Histogram, dose: float) -> Interval | None:
    """The least and the most that `volume_at_dose` can be, in cc."""
    if histogram.refused is not None:
        return None
    from_top = np.append(np.cumsum(histogram.volume[::-1])[::-1], 0.0)
    known = float(np.interp(dose, histogram.edges, from_top)) if from_top.size > 1 else 0.0
    if histogram.highest is not None and dose > histogram.highest:
        known = 0.0
    if histogram.lowest is not None and dose <= histogram.lowest:
        known = float(from_top[0])
    return Interval(known, known + histogram.outside_cc)


def share_at_dose(histogram: Histogram, dose: float) -> float | None:
    """The percent of the volume that gets this dose or more; None as in `volume_at_dose`."""
    volume, total = volume_at_dose(histogram, dose), total_cc(histogram)
    return None if volume is None or not total else 100 * volume / total


def _one(histogram: Histogram, between: Interval | None) -> float | None:
    """The lower end where both ends lie within a bin."""
    if between is None or between.high == inf:
        return None
    width = float(histogram.edges[1] - histogram.edges[0])
    return between.low if between.high - between.low <= width else None


def _dose(histogram: Histogram, cc: float) -> float:
    """The dose of the hottest `cc` of the known part; where that is smaller, the least there can be."""
    from_top = np.append(np.cumsum(histogram.volume[::-1])[::-1], 0.0)
    if cc > from_top[0] * (1 + ROUNDING):
        return float(histogram.edges[0])
    upward = from_top[::-1]
    at = min(max(int(np.searchsorted(upward, cc)), 1), upward.size - 1)
    low, high = upward[at - 1], upward[at]
    share = 0.0 if high <= low else min((cc - low) / (high - low), 1.0)
    upper, lower = histogram.edges[::-1][at - 1 : at + 1]
    dose = float(upper - (upper - lower) * share)
    assert histogram.highest is not None and histogram.lowest is not None
    return min(max(dose, histogram.lowest), histogram.highest)

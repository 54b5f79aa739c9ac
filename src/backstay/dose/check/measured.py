"""One limit measured on one histogram: the value, the worst it can be, and where it stands in the figure."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import NamedTuple

from backstay.dose.check import metrics
from backstay.dose.check.judged import Point, Sense
from backstay.dose.check.metrics import Bounds
from backstay.dose.histogram.said import CLOSE, CROSS
from backstay.dose.histogram.shapes import Histogram
from backstay.dose.histogram.slabs import OPEN
from backstay.knowledge.tables.dose_limits import Metric

POINT_CC = 0.035  # what a point stands for where a dose grid is judged too coarse for it; our own convention
SMALL = "small"  # how the warning about a small structure begins
DRAWN = {  # how warnings begin that tell of tissue which may have been left out, and what a limit says then
    OPEN: "slices may be missing in the structure (gaps that were not bridged)",
    CROSS: "contours of the structure cross, and what lies in two of them was left out",
    CLOSE: "contours of the structure lie closely within one another, and the inner ones were taken for holes",
}
FEW_SLICES = 3  # on fewer an organ is hardly drawn whole


class Measured(NamedTuple):
    """A value in its unit, with the limit in the same."""

    value: Bounds
    worst: float  # the worst that the value can be, with all that is uncertain
    bound: float
    unit: str
    sense: Sense
    point: Point | None
    doubts: tuple[str, ...]  # why the worst is worse than the value


def measured(metric: Metric, bound: float, unit: str, one: Histogram, voxel_cc: float) -> Measured:
    """A metric of a histogram in Gy, held to a limit in Gy (or in percent, for a volume above a dose)."""
    if metric.spared_cc is not None:
        return _spared(metric.spared_cc, bound, one)
    if metric.volume_above_gy is not None:
        return _share_above(metric.volume_above_gy, bound, one)
    value, point = _dose(metric, bound, one)
    endless = (*_coarse(metric, voxel_cc), *_not_whole(one))
    doubts = (*endless, *_doubts(metric, one))
    worst = max(metrics.point(one).high, value.high) if doubts else value.high
    return Measured(value, inf if endless else worst, bound, "Gy", "at_most", point, doubts)


def _dose(metric: Metric, bound: float, one: Histogram) -> tuple[Bounds, Point | None]:
    if metric.mean:
        return metrics.mean(one), None
    if metric.share_percent is not None:
        volume = metrics.total_cc(one) * metric.share_percent / metrics.WHOLE
        return metrics.at_share(one, metric.share_percent), Point(
            dose=bound, volume_cc=volume, keep="left"
        )
    volume = metric.max_at_cc or metric.volume_cc or 0.0
    value = metrics.at_volume(one, volume) if volume else metrics.point(one)
    return value, Point(dose=bound, volume_cc=volume, keep="left")


def _smallest(metric: Metric) -> float:
    """The volume that a metric speaks of, in cc; endless where it is the whole structure."""
    return metric.max_at_cc or metric.volume_cc or (POINT_CC if metric.point else inf)


def _coarse(metric: Metric, voxel_cc: float) -> Iterator[str]:
    """A grid that need not have the highest dose."""
    volume = _smallest(metric)
    if voxel_cc > volume:
        yield (
            f"the dose grid is too coarse for it: a voxel has {voxel_cc:.3g} cc, the limit speaks of {volume:g} cc"
        )


def _not_whole(one: Histogram) -> Iterator[str]:
    """What may be missing of the organ: no dose that was measured bounds that of what was left out."""
    slices = one.sampling.slices
    if slices is not None and slices < FEW_SLICES:
        yield f"the structure is drawn on {slices} slice{'s' * (slices > 1)} only: is the organ drawn whole?"
    for start, doubt in DRAWN.items():
        if any(text.startswith(start) for text in one.warnings):
            yield f"{doubt}: is the organ drawn whole?"


def _doubts(metric: Metric, one: Histogram) -> list[str]:
    """What keeps a value within the limit from being a pass, unless the highest dose is within it too."""
    found = []
    volume, total = _smallest(metric), metrics.total_cc(one)
    if not metric.point and volume < inf and total < volume:
        found.append(f"the structure has only {total:.3g} cc: is the organ drawn whole?")
    if any(text.startswith(SMALL) for text in one.warnings):
        found.append("the structure is too small or has too few slices for this measure to be sure")
    return found


def _share_above(gray: float, bound: float, one: Histogram) -> Measured:
    value = metrics.share_above(one, gray)
    small = any(text.startswith(SMALL) for text in one.warnings)
    surely_none = metrics.point(one).high < gray
    unsure = () if surely_none or not small else (
        "the structure is too small or has too few slices for this measure to be sure",
    )  # fmt: skip
    doubts = (*_not_whole(one), *unsure)
    volume = metrics.total_cc(one) * bound / metrics.WHOLE
    point = Point(dose=gray, volume_cc=volume, keep="down")
    return Measured(
        value, inf if doubts else value.high, bound, "percent", "at_most", point, doubts
    )


def _spared(volume: float, gray: float, one: Histogram) -> Measured:
    """At least so many cc below a dose. A structure that has fewer in all cannot say so."""
    value = metrics.spared(one, gray)
    total = metrics.total_cc(one)
    if total < volume:
        doubts: tuple[str, ...] = (
            f"the structure has only {total:.4g} cc in all: is the organ drawn whole?",
        )
        return Measured(Bounds(value.low, inf), -inf, volume, "cc", "at_least", None, doubts)
    point = Point(dose=gray, volume_cc=total - volume, keep="left")
    return Measured(value, value.low, volume, "cc", "at_least", point, ())

"""Histograms as one document: JSON by the contract, and what the page draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, isfinite
from typing import Any

import numpy as np

from backstay.dose.check.metrics import Bounds, outside_cc, total_cc
from backstay.dose.histogram.measures import dose_at_share, dose_at_volume, dose_at_volume_between
from backstay.dose.histogram.shapes import Array, Histogram

MOST = 500  # points of one histogram
NEAR_MAX = {"d0_03cc": 0.03, "d0_035cc": 0.035}  # cc
SHARES = {"d2": 2.0, "d50": 50.0, "d98": 98.0}  # percent
KIND = "cumulative: volume_cc gets at least dose, from dose 0; a part outside the dose grid is not in it"
PLACES = 4  # decimals: a tenth of a milligray
BIN = 0.01  # Gy: what differs by less is one number


def document(histograms: Sequence[Histogram]) -> dict[str, Any]:
    """Histograms and their measures: doses in dose_units, volumes in cc, null for what is not known."""
    units = {one.units for one in histograms} or {"Gy"}
    return {
        "structures": [structure(one) for one in histograms],
        "dose_units": "Gy" if units == {"Gy"} else "percent",
        "sampling": sampling(histograms),
        "histogram_kind": KIND,
    }


def structure(one: Histogram) -> dict[str, Any]:
    """One structure: its measures, its histogram and its warnings."""
    return {
        "name": one.name,
        "number": one.number,
        "kind": one.kind,
        "volume_cc": None if one.refused else rounded(total_cc(one)),
        "outside_cc": None if one.refused else rounded(outside_cc(one)),
        **measures(one),
        "histogram": curve(one),
        "sampling": {
            "row_mm": rounded(one.sampling.row_mm),
            "per_slab": one.sampling.per_slab,
            "slab_mm": [rounded(mm) for mm in one.sampling.slab_mm],
            "slices": one.sampling.slices,
        },
        "warnings": list(one.warnings),
        "refused": one.refused,
    }


def measures(one: Histogram) -> dict[str, Any]:
    """The usual doses of a structure. Where a part outside the dose grid could change one, it is null.

    Such a part can only raise the highest doses: those have what is surely reached, and `at_least` names them.
    """
    found = {
        "mean": rounded(one.mean),
        "max": rounded(one.max),
        "min": rounded(one.min),
        "max_known": rounded(one.highest),  # of the part inside the dose grid
        **{name: rounded(dose_at_volume(one, cc)) for name, cc in NEAR_MAX.items()},
        **{name: rounded(dose_at_share(one, percent)) for name, percent in SHARES.items()},
    }
    reached = {name: low for name, low in _reached(one) if found[name] is None and low is not None}
    return {**found, **reached, "at_least": list(reached)}


def _reached(one: Histogram) -> Iterator[tuple[str, float | None]]:
    """The highest doses as far as they are surely reached; nothing where no dose is known."""
    if one.highest is not None:
        yield "max", rounded(one.highest)
        for name, cc in NEAR_MAX.items():
            between = dose_at_volume_between(one, cc) if cc <= float(one.volume.sum()) else None
            yield name, between and rounded(between.low)


def span(bounds: Bounds) -> Any:
    """One number where the ends are within one bin, or [low, high] with null for an end that nothing bounds."""
    low, high = (rounded(end) if isfinite(end) else None for end in bounds)
    return low if bounds.high - bounds.low < BIN else [low, high]


def curve(one: Histogram) -> dict[str, Any]:
    """The cumulative histogram at every n-th edge of its bins, so that nothing is interpolated; at most 501 points.

    Between two points it is off by at most the volume that falls within one `step`.
    """
    first = int(np.searchsorted(one.edges, 0.0))  # an edge of every grid without doses below zero
    edges, volume = one.edges[first:], _cumulative(one)[first:]
    used = int(np.count_nonzero(volume > 0)) + 1  # up to the first edge that no volume reaches
    stride = max(1, ceil((used - 1) / MOST))
    kept = [*range(0, min(used, len(edges)) - 1, stride), min(used, len(edges)) - 1]
    return {
        "dose": [rounded(edges[at]) for at in kept],
        "volume_cc": [float(f"{volume[at]:.6g}") for at in kept],
        "step": rounded((one.edges[1] - one.edges[0]) * stride) if len(one.edges) > 1 else 0.0,
    }


def _cumulative(one: Histogram) -> Array:
    """The volume at or above each edge; at the last edge none."""
    above = np.cumsum(one.volume[::-1])[::-1]
    return np.concatenate([above, [0.0]])


def sampling(histograms: Iterable[Histogram]) -> dict[str, Any]:
    """How all structures were sampled: the finest and the coarsest."""
    found = [one.sampling for one in histograms if one.refused is None]
    if not found:
        return {}
    rows = [one.row_mm for one in found]
    slabs = [mm for one in found for mm in one.slab_mm]
    return {
        "row_mm": [rounded(min(rows)), rounded(max(rows))],
        "slab_mm": [rounded(min(slabs)), rounded(max(slabs))],
        "per_slab": sorted({one.per_slab for one in found}),
        "slab_rule": sorted({one.slab_rule for one in found}),
        "engine": sorted({one.engine for one in found}),
    }


def rounded(value: Any) -> Any:
    """A number as it is written; null stays null."""
    return None if value is None else round(float(value), PLACES)

"""Histograms made by hand: bins of 0.1 Gy, and what a test changes."""

from __future__ import annotations

from typing import Any

import numpy as np

from backstay.dose.histogram.shapes import Histogram, Sampling

WIDTH = 0.1
SAMPLING = Sampling(row_mm=0.5, per_slab=4, slab_mm=(2.0, 2.0), slab_rule="halfway", engine="numpy")


def made(
    name: str = "SpinalCord", *parts: tuple[float, float], number: int = 1, **changes: Any
) -> Histogram:
    """A structure whose cc (second) each lie in the bin that ends at a dose (first)."""
    bins = {round(dose / WIDTH): 0.0 for dose, _ in parts}
    for dose, cc in parts:
        bins[round(dose / WIDTH)] += cc
    volume = np.zeros(max(bins))
    for at, cc in bins.items():
        volume[at - 1] = cc
    top, low = max(bins) * WIDTH, (min(bins) - 1) * WIDTH
    total = volume.sum()
    centers = (np.arange(volume.size) + 0.5) * WIDTH
    given = {
        "name": name, "number": number, "kind": None, "units": "Gy",
        "edges": np.arange(volume.size + 1) * WIDTH, "volume": volume, "outside_cc": 0.0,
        "mean": float(centers @ volume / total), "max": top, "min": low, "highest": top, "lowest": low,
        "sampling": SAMPLING, "warnings": (),
    }  # fmt: skip
    return Histogram(**{**given, **changes})


def partly_outside(one: Histogram, cc: float) -> Histogram:
    """The same with a part of which no dose is known."""
    from msgspec.structs import replace

    return replace(one, outside_cc=cc, mean=None, max=None, min=None)


def refused(name: str, number: int, why: str = "no contours") -> Histogram:
    return made(
        name, (0.1, 1.0), number=number, edges=np.zeros(1), volume=np.zeros(0), mean=None, max=None, min=None,
        highest=None, lowest=None, refused=why, warnings=(f"not computed: {why}",),
    )  # fmt: skip

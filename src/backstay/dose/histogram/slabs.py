"""What stands between the planes of contours: each plane is the middle of a slab, up to half of each gap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from backstay.dose.histogram.shapes import Array

BRIDGED = 1.5  # gaps over this many common spacings stay open
THICKEST = 10.0  # mm; slices of a planning scan are thinner
ROUNDING = 0.01  # mm; spacings are the same within this
OPEN = "gaps that were not bridged"  # how the warning about them begins
RULE = (
    "faces halfway between contours, half a slice beyond the last; "
    f"gaps over {BRIDGED:g} slices are not bridged"
)


class Slabs(NamedTuple):
    """Faces of the slab of each plane, in mm, and what was found."""

    lows: Array
    highs: Array
    warnings: tuple[str, ...]


def common(gaps: Iterable[float]) -> float | None:
    """The spacing that occurs most, of equals the smallest; None without gaps."""
    values, counts = np.unique(
        np.round(np.fromiter(gaps, dtype=np.float64) / ROUNDING), return_counts=True
    )
    if not values.size:
        return None
    return float(values[np.argmax(counts)] * ROUNDING)


def slabs(positions: Array, set_spacing: float | None, grid_spacing: float) -> Slabs:
    """The slabs of planes at ascending positions.

    `set_spacing` is the common spacing of all structures: it stands in where a structure has one plane, and limits
    the spacing of one that has two; two that are farther apart than slices of a scan are not bridged. Without it
    a single plane is as thick as the dose grid's spacing.
    """
    gaps = np.diff(positions)
    if not gaps.size:
        thick = set_spacing or grid_spacing
        half = np.array([thick / 2])
        return Slabs(positions - half, positions + half, (_single(thick, set_spacing),))
    own = common(gaps)
    assert own is not None
    spacing = min(own, set_spacing) if gaps.size == 1 and set_spacing else own
    if gaps.size == 1 and spacing > THICKEST:
        spacing = min(spacing, grid_spacing)
    open_gaps = gaps > BRIDGED * spacing + ROUNDING
    half = np.where(open_gaps, spacing, gaps) / 2
    before, after = np.append(half[0], half), np.append(half, half[-1])
    said = (_open(positions, open_gaps, spacing),) if open_gaps.any() else ()
    return Slabs(positions - before, positions + after, said)


def _single(thick: float, set_spacing: float | None) -> str:
    source = (
        "the common spacing of the structures" if set_spacing else "the spacing of the dose grid"
    )
    return f"one slice only: its thickness is not known; {thick:.4g} mm was taken, {source}"


def _open(positions: Array, open_gaps: np.ndarray, spacing: float) -> str:
    size = np.diff(positions)[open_gaps].max()
    return (
        f"{OPEN}, where slices may be missing: {int(open_gaps.sum())} "
        f"(slices are {spacing:.4g} mm apart, the largest gap is {size:.4g} mm)"
    )

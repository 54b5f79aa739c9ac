"""Parts of an organ, or its left and right, as one histogram."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import numpy as np
from msgspec.structs import replace

from backstay.dose.histogram.shapes import Histogram

TOGETHER = -1  # the number of what is no one structure


def joined(halves: Sequence[Histogram]) -> Histogram | None:
    """Structures that share no tissue, on one dose grid, as one; None where one was not computed."""
    first = halves[0]
    if any(one.refused is not None or one.edges[0] != first.edges[0] for one in halves):
        return None
    longest = max(halves, key=lambda one: one.edges.size)
    volume = np.zeros(longest.volume.size)
    for one in halves:
        volume[: one.volume.size] += one.volume
    known = all(one.mean is not None for one in halves)
    whole = all(one.max is not None for one in halves)
    parts = [float(one.volume.sum()) for one in halves]
    means = [one.mean or 0.0 for one in halves]
    return replace(
        first,
        number=TOGETHER,
        name=" + ".join(one.name for one in halves),
        edges=longest.edges,
        volume=volume,
        outside_cc=sum(one.outside_cc for one in halves),
        mean=float(np.dot(parts, means)) / sum(parts) if known else None,
        max=max(one.max or 0.0 for one in halves) if whole else None,
        min=min(one.min or 0.0 for one in halves) if whole else None,
        highest=max((one.highest for one in halves if one.highest is not None), default=None),
        lowest=min((one.lowest for one in halves if one.lowest is not None), default=None),
        sampling=min((one.sampling for one in halves), key=lambda one: one.slices or inf),
        warnings=tuple(text for one in halves for text in one.warnings),
    )

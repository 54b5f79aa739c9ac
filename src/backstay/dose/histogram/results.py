"""From the kernel's sums to a histogram."""

from __future__ import annotations

import numpy as np

from backstay.dose.histogram.bins import Bins
from backstay.dose.histogram.engines import Engine, Sums
from backstay.dose.histogram.kernel import DOSE, HIGHEST, LOWEST, OUTSIDE, VOLUME
from backstay.dose.histogram.placing import Placed
from backstay.dose.histogram.prepare import line_distance
from backstay.dose.histogram.refusals import refused
from backstay.dose.histogram.said import remarks
from backstay.dose.histogram.shapes import Grid, Histogram, Sampling
from backstay.dose.histogram.slabs import RULE, Slabs

ROUNDING = 1e-6  # a share of the volume this small lies outside by rounding
HARDLY = 1e-4  # a share of the volume this small does not move the mean
CC = 1000.0  # mm3


def result(
    one: Placed,
    grid: Grid,
    bins: Bins,
    between: Slabs,
    per_slab: int,
    engine: Engine,
    sums: Sums,
) -> Histogram:
    """The histogram of one structure with its warnings; refused if its contours enclose nothing."""
    known, outside = float(sums.sums[VOLUME]), float(sums.sums[OUTSIDE])
    if known + outside <= 0:
        return refused(one.structure, grid, "its contours enclose no volume", engine)
    share = outside / (known + outside)
    whole = share <= ROUNDING
    highest, lowest = (float(sums.sums[at]) if known > 0 else None for at in (HIGHEST, LOWEST))
    used = int(np.flatnonzero(sums.counts)[-1]) + 1 if known > 0 else 0
    slab = between.highs - between.lows
    sampling = Sampling(
        row_mm=line_distance(one.planes),
        per_slab=per_slab,
        slab_mm=(float(slab.min()), float(slab.max())),
        slab_rule=RULE,
        engine=engine,
        slices=slab.size,
    )
    return Histogram(
        name=one.structure.name,
        number=one.structure.number,
        kind=one.structure.kind,
        units=grid.units,
        edges=bins.low + bins.width * np.arange(used + 1, dtype=np.float64),
        volume=sums.counts[:used] / CC,
        outside_cc=outside / CC,
        mean=float(sums.sums[DOSE]) / known if share <= HARDLY else None,
        max=highest if whole else None,
        min=lowest if whole else None,
        highest=highest,
        lowest=lowest,
        sampling=sampling,
        warnings=(
            *one.warnings,
            *between.warnings,
            *remarks(one.planes, between, known, outside, whole, bins),
        ),
    )

"""The compiled kernel where numba is there, else numpy: the same sums."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from backstay.dose.histogram.kernel import HIGHEST, LOWEST, SPARE, VOLUME
from backstay.dose.histogram.shapes import Array
from backstay.dose.histogram.work import Work

Engine = Literal["numba", "numpy"]
Scan = Callable[[Work, int, int, Array, Array, Array], None]
CHUNK = 300_000  # pieces of work of one task, roughly
ROUNDING = (
    1e-11  # share of the volume that the difference array leaves in an empty bin, and far more
)


class Sums(NamedTuple):
    """Volume by bin in mm3, and the sums that the kernel keeps."""

    counts: Array
    sums: Array


def chosen(engine: str) -> Engine:
    """The engine of a name: "auto" is numba where it can be imported. ValueError for another name."""
    if engine == "auto":
        return "numba" if _importable() else "numpy"
    if engine == "numba":
        return "numba"
    if engine == "numpy":
        return "numpy"
    raise ValueError(f'no engine {engine!r}: say "auto", "numba" or "numpy"')


def _importable() -> bool:
    """Whether numba is there and goes with this numpy: it says so at its import only."""
    try:
        import numba  # noqa: F401
    except ImportError:
        return False
    return True


def scan_of(engine: Engine) -> Scan:
    """The function that does the work."""
    if engine == "numba":
        from backstay.dose.histogram.compiled import compiled_scan

        return compiled_scan()
    from backstay.dose.histogram.vectors import scan

    return scan


def processors() -> int:
    """How many threads can run at once."""
    return os.cpu_count() or 1


def start(pool: ThreadPoolExecutor, scan: Scan, work: Work) -> Callable[[], Sums]:
    """Begin with one structure, by tasks that do not depend on how many threads there are; the result waits."""
    parts: list[Future[Sums]] = [
        pool.submit(_one, scan, work, start, stop) for start, stop in tasks(work)
    ]
    return lambda: _joined(part.result() for part in parts)


def tasks(work: Work) -> list[tuple[int, int]]:
    """Ranges of planes of about equal work."""
    planes = work.slice_offsets.size - 1
    box = np.ptp(work.edge_x) if work.edge_x.size else 0.0
    cell = np.ptp(work.columns) / work.columns.size
    pieces = work.rows.middle.size * work.slices.middle.size * (box / cell + 2)
    count = int(min(max(pieces // CHUNK, 1), planes))
    ends = [round(planes * part / count) for part in range(count + 1)]
    return list(pairwise(ends))


def _one(scan: Scan, work: Work, start: int, stop: int) -> Sums:
    counts, steps = np.zeros(work.bins + SPARE), np.zeros(work.bins + SPARE)
    sums = np.array([0.0, 0.0, 0.0, -np.inf, np.inf])
    scan(work, start, stop, counts, steps, sums)
    counts = (counts + np.cumsum(steps))[: work.bins]
    counts[counts < ROUNDING * sums[VOLUME]] = 0.0
    return Sums(counts, sums)


def _joined(parts: Iterable[Sums]) -> Sums:
    counts, sums = (np.stack(each) for each in zip(*parts, strict=True))
    total = sums.sum(axis=0)
    total[HIGHEST], total[LOWEST] = sums[:, HIGHEST].max(), sums[:, LOWEST].min()
    return Sums(counts.sum(axis=0), total)

"""Histograms by plastimatch, a program in C++ that shares nothing with ours: contours filled on a fine raster."""

from __future__ import annotations

import csv
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

WIDTH = 0.01  # Gy of a bin
BINS = 12_000


class Raster(NamedTuple):
    """Voxels on which contours are filled: the middle of the first, their distances in mm, and how many."""

    first: tuple[float, float, float]
    step: tuple[float, float, float]
    size: tuple[int, int, int]


class Outside(NamedTuple):
    """What plastimatch finds for one structure: cc and Gy."""

    volume_cc: float
    mean: float
    d2: float
    d98: float


def program() -> Path | None:
    """The program that the wheel brings, where it is installed."""
    found = find_spec("plastimatch")
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).parent / "bin" / "plastimatch"
    return path if path.is_file() else None


def outside(structures: Path, dose: Path, raster: Raster, folder: Path) -> dict[str, Outside]:
    """Volume, mean, D2 and D98 of every structure, by its name."""
    tool = program()
    assert tool is not None
    drawn, listed, gray, table = (
        folder / name for name in ("drawn.mha", "drawn.txt", "dose.mha", "histograms.csv")
    )
    place = [" ".join(map(str, part)) for part in raster]
    form = ["--origin", place[0], "--spacing", place[1], "--dim", place[2], "--xor-contours"]
    into = ["--output-ss-img", drawn, "--output-ss-list", listed]
    _run([tool, "convert", "--input", structures, *form, *into])
    _run([tool, "convert", "--input-dose-img", dose, "--output-dose-img", gray])
    given = ["--input-ss-img", drawn, "--input-ss-list", listed, "--input-dose", gray]
    bins = ["--bin-width", str(WIDTH), "--num-bins", str(BINS)]
    counted = ["--normalization", "vox", "--differential", "--output-csv", table]
    _run([tool, "dvh", *given, *bins, *counted])
    with table.open(newline="") as file:
        names, *rows = csv.reader(file)
    counts = np.array(rows, dtype=float)
    cell = float(np.prod(raster.step)) / 1000
    return {
        name: _found(counts[:, 0], counts[:, at], cell)
        for at, name in enumerate(names)
        if at and counts[:, at].any()
    }


def _run(command: list[str | Path]) -> None:
    subprocess.run([str(one) for one in command], check=True, capture_output=True, timeout=120)


def _found(dose: np.ndarray, voxels: np.ndarray, cell: float) -> Outside:
    total = voxels.sum()
    above = np.cumsum(voxels[::-1])[::-1]

    def dose_of(share: float) -> float:
        return float(dose[np.flatnonzero(above >= share * total)[-1]])

    return Outside(total * cell, float(voxels @ dose) / total, dose_of(0.02), dose_of(0.98))

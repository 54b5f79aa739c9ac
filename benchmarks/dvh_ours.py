"""What is measured of our own histograms: single steps in this process, whole commands as processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

from timing import timed

from backstay.dose.check.run import dvh
from backstay.dose.dicom.grid import read_dose
from backstay.dose.dicom.same import together
from backstay.dose.dicom.structures import read_structures
from backstay.dose.histogram.histograms import histograms
from backstay.dose.histogram.shapes import Grid, Structure
from backstay.dose.phantom.answers import Gradient
from backstay.dose.phantom.drawn import Form
from backstay.dose.phantom.shapes import Shape, cylinder
from backstay.dose.phantom.written import Written, write_plan

# The command, which tells at its end how much it held: what the system tells of a child may be its parent's.
COMMAND = """
import atexit, sys
from pathlib import Path
from backstay.cli import start

def told():
    lines = Path("/proc/self/status").read_text().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")), file=sys.stderr)

atexit.register(told)
start()
"""


class Process(NamedTuple):
    """One command as a process: seconds, and the most memory in MB that it held."""

    seconds: float
    megabytes: float


def parsed(files: Written) -> tuple[tuple[Structure, ...], Grid]:
    """Structures with contours, and the dose."""
    dose = read_dose(files.dose)
    laid = together(read_structures(files.structures), dose)
    return tuple(one for one in laid.structures if one.contours), dose.grid


def seconds(structures: Sequence[Structure], grid: Grid, runs: int = 20) -> float:
    """The median of the histograms of these structures in one call, warm."""
    return timed(lambda: histograms(structures, grid), runs=runs, warm_up=2).p50


def report(files: Written, runs: int = 20) -> float:
    """The median from three files to the text of the report, warm: all structures."""
    return timed(
        lambda: json.dumps(dvh(files.structures, files.dose, files.plan)), runs=runs, warm_up=2
    ).p50


def parsing(files: Written, runs: int = 10) -> float:
    """The median of reading structures and dose alone, warm."""
    return timed(lambda: parsed(files), runs=runs, warm_up=1).p50


def on_one_processor(files: Written, without: str) -> float:
    """The same histograms in a process that may use one processor only."""
    code = (
        "import os, sys; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
        "import dvh_ours; from pathlib import Path\n"
        "a, b, c = map(Path, sys.argv[1:4])\n"
        "found, grid = dvh_ours.parsed(dvh_ours.Written(structures=a, dose=b, plan=c))\n"
        "print(dvh_ours.seconds([one for one in found if one.name != sys.argv[4]], grid))"
    )
    paths = [str(one) for one in (files.structures, files.dose, files.plan)]
    command = [sys.executable, "-c", code, *paths, without]
    folder = Path(__file__).parent
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    return float(done.stdout)


def cold(files: Written, runs: int = 5) -> Process:
    """The median of whole processes whose kernels are compiled already."""
    _process(files, {})
    found = [_process(files, {}) for _ in range(runs)]
    return Process(median(o.seconds for o in found), max(o.megabytes for o in found))


def first_ever(files: Written) -> Process:
    """One process that must compile every kernel."""
    with TemporaryDirectory() as empty:
        return _process(files, {"NUMBA_CACHE_DIR": empty})


def _process(files: Written, environment: dict[str, str]) -> Process:
    named = [str(files.structures), str(files.dose), "--plan", str(files.plan), "--format", "json"]
    start = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "dose", "dvh", *named],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
        text=True,
        env={**os.environ, **environment},
    )
    return Process(perf_counter() - start, int(done.stderr.split()[-1]) / 1024)


def grown(structures: int, slices: int, folder: Path) -> Written:
    """A plan with so many structures, each on so many slices of 1 mm, on a dose of 2.5 mm."""
    side = ceil(structures**0.5)
    shapes: list[Shape] = [
        cylinder(
            12.0, slices, center=(30.0 * (k % side), 30.0 * (k // side), 0.0), name=f"Organ_{k + 1}"
        )
        for k in range(structures)
    ]
    form = Form(thickness=1.0, points=90, spacing=(2.5, 2.5, 2.5))
    return write_plan(folder, shapes, Gradient(per_mm=0.1, gray=60.0, direction=(0, 0, 1)), form)


def growth(most_structures: int = 60, most_slices: int = 300) -> Iterator[dict[str, Any]]:
    """Seconds of histograms and of the whole report while structures and slices grow."""
    sizes = [(most_structures // k, most_slices) for k in (4, 2, 1)]
    sizes += [(most_structures, most_slices // k) for k in (4, 2)]
    for structures, slices in sizes:
        with TemporaryDirectory() as folder:
            files = grown(structures, slices, Path(folder))
            found, grid = parsed(files)
            yield {
                "structures": structures,
                "slices": slices,
                "parsing": parsing(files, 3),
                "histograms": seconds(found, grid, 5),
                "megabytes": cold(files, 1).megabytes,
            }

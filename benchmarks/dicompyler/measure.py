"""Runs with dicompyler-core and its pydicom 2: a job as JSON on standard input, what came out as JSON."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable
from time import perf_counter
from typing import Any

import pydicom
from dicompylercore import dicomparser, dvhcalc

warnings.simplefilter("ignore")


def repeated(run: Callable[[], Any], runs: int, most: float) -> list[float]:
    """Seconds of single runs: as many as asked, fewer once they have taken the most allowed in all."""
    taken: list[float] = []
    while len(taken) < runs and (not taken or sum(taken) + taken[0] <= most):
        start = perf_counter()
        run()
        taken.append(perf_counter() - start)
    return taken


def speed(job: dict[str, Any]) -> dict[str, Any]:
    """Seconds of each structure in each mode, from datasets that are parsed and have been read once."""
    drawn, dose = pydicom.dcmread(job["structures"]), pydicom.dcmread(job["dose"])
    found = {}
    for number, one in dicomparser.DicomParser(drawn).GetStructures().items():
        if one["empty"]:
            continue
        dvhcalc.get_dvh(drawn, dose, number, use_structure_extents=True)
        modes = {k: v for k, v in job["modes"].items() if k not in job["skip"].get(one["name"], ())}
        found[one["name"]] = {
            mode: repeated(
                lambda n=number, o=options: dvhcalc.get_dvh(drawn, dose, n, **o),
                job["runs"],
                job["most"],
            )
            for mode, options in modes.items()
        }
    return found


def from_files(job: dict[str, Any]) -> list[float]:
    """Seconds from the two files to the histograms of all structures in the default mode."""

    def run() -> None:
        drawn, dose = pydicom.dcmread(job["structures"]), pydicom.dcmread(job["dose"])
        for number, one in dicomparser.DicomParser(drawn).GetStructures().items():
            if not one["empty"]:
                dvhcalc.get_dvh(drawn, dose, number)

    return repeated(run, job["runs"], job["most"])


def answers(job: dict[str, Any]) -> list[dict[str, float]]:
    """Volume and doses of every structure of one plan in one mode."""
    drawn, dose = pydicom.dcmread(job["structures"]), pydicom.dcmread(job["dose"])
    numbers = dicomparser.DicomParser(drawn).GetStructures()
    return [
        told(dvhcalc.get_dvh(drawn, dose, number, **job["options"])) for number in sorted(numbers)
    ]


def told(one: Any) -> dict[str, float]:
    """The numbers of one histogram under the names that we give them."""
    return {
        "volume_cc": float(one.volume),
        "mean": float(one.mean),
        "max": float(one.max),
        "min": float(one.min),
        "d2": float(one.statistic("D2").value),
        "d98": float(one.statistic("D98").value),
        "d0_03cc": float(one.statistic("D0.03cc").value),
    }


if __name__ == "__main__":
    DO = {"speed": speed, "from_files": from_files, "answers": answers}
    print(json.dumps([DO[job["do"]](job) for job in json.load(sys.stdin)]))

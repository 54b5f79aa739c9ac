"""Time a function or a process often enough to say p50 and p95."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from statistics import quantiles
from time import perf_counter
from typing import Any, NamedTuple


class Timing(NamedTuple):
    """Seconds: the median, and what 95 of 100 runs stay under."""

    p50: float
    p95: float


def timed(run: Callable[[], Any], runs: int = 200, warm_up: int = 20) -> Timing:
    """Call a function `warm_up` times unmeasured, then `runs` times."""
    for _ in range(warm_up):
        run()
    return spread([_once(run) for _ in range(runs)])


def spread(seconds: list[float]) -> Timing:
    """The p50 and p95 of single measurements."""
    cuts = quantiles(seconds, n=20, method="inclusive")
    return Timing(cuts[9], cuts[18])


def process(*arguments: str, runs: int = 20) -> Timing:
    """Start this Python with arguments and wait for its end; twice unmeasured."""

    def run() -> None:
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)

    return timed(run, runs=runs, warm_up=2)


def reported(code: str, runs: int = 20) -> Timing:
    """What fresh processes print as their own measurement, in seconds."""
    command = [sys.executable, "-c", code]

    def run() -> float:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return float(done.stdout)

    run()
    return spread([run() for _ in range(runs)])


def _once(run: Callable[[], Any]) -> float:
    start = perf_counter()
    run()
    return perf_counter() - start

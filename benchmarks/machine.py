"""What the numbers were measured on, and how they are written."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def machine() -> str:
    """The processor's name, how many cores, and which Python."""
    cores = f"{os.cpu_count()} cores"
    return f"{processor()}, {cores}, {platform.system()}, Python {platform.python_version()}"


def processor() -> str:
    """The processor's name where the system tells it, else the kind of machine."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def time_of(seconds: float) -> str:
    """Seconds in the unit that reads best."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def put_between(path: Path, mark: str, text: str) -> None:
    """Replace what stands between the two marks of a file."""
    before, _, after = path.read_text(encoding="utf-8").split(mark)
    path.write_text(f"{before}{mark}\n{text}\n{mark}{after}", encoding="utf-8")

"""dicompyler-core in an environment of its own, made once below out/ from pinned requirements."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from shutil import rmtree
from typing import Any

FOLDER = Path(__file__).parent / "dicompyler"
PLACE = Path(__file__).parents[1] / "out" / "dicompyler"
PINS = FOLDER / "requirements.txt"
EXTENTS: dict[str, Any] = {"use_structure_extents": True}


def interpolated(spacing: float) -> dict[str, Any]:
    """Its interpolation: voxels an eighth as wide, and dose at two planes more between contours."""
    return {
        **EXTENTS,
        "interpolation_resolution": spacing / 8,
        "interpolation_segments_between_planes": 2,
    }


def ask(*jobs: dict[str, Any]) -> list[Any]:
    """What the peer says to each job."""
    done = subprocess.run(
        [environment(), "-W", "ignore", FOLDER / "measure.py"],
        input=json.dumps(jobs, default=str),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the peer stopped: {done.stderr[-2000:]}")
    found: list[Any] = json.loads(done.stdout)
    return found


def environment() -> Path:
    """The Python of the peer's environment; made anew where its pins have changed."""
    ready, python = PLACE / "pins.txt", PLACE / "bin" / "python"
    if not ready.exists() or ready.read_bytes() != PINS.read_bytes():
        print("making the environment of dicompyler-core", file=sys.stderr)
        rmtree(PLACE, ignore_errors=True)
        venv.create(PLACE, with_pip=True)
        install = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        subprocess.run([python, *install, "--require-hashes", "-r", PINS], check=True)
        ready.write_bytes(PINS.read_bytes())
    return python

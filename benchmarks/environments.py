"""A peer in an environment of its own, made once below out/ from pinned requirements."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path
from shutil import rmtree

OUT = Path(__file__).parents[1] / "out"


def environment(folder: Path) -> Path:
    """The Python of the environment whose pins stand in a folder; made anew where they have changed."""
    place, pins = OUT / folder.name, folder / "requirements.txt"
    ready, python = place / "pins.txt", place / "bin" / "python"
    if not ready.exists() or ready.read_bytes() != pins.read_bytes():
        print(f"making the environment of {folder.name}", file=sys.stderr)
        rmtree(place, ignore_errors=True)
        venv.create(place, with_pip=True)
        install = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        subprocess.run([python, *install, "--require-hashes", "-r", pins], check=True)
        ready.write_bytes(pins.read_bytes())
    return python

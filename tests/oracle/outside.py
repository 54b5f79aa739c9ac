"""The outside engines: the compiler and the interpreter of CQL from npm, run by Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NEWEST_NEEDED = 20  # Node
NAMED = "dependencies"


def missing() -> str | None:
    """Why the oracle cannot be asked here, or None."""
    if shutil.which("node") is None:
        return f"the oracle needs Node {NEWEST_NEEDED} or later (apt-get install nodejs npm)"
    version = _run(["node", "--version"]).stdout.strip()
    if int(version.removeprefix("v").partition(".")[0]) < NEWEST_NEEDED:
        return f"the oracle needs Node {NEWEST_NEEDED} or later; this is {version}"
    if not all((HERE / "node_modules" / name).exists() for name in packages()):
        return "the oracle's npm packages are not installed (make packages installs them)"
    return None


def packages() -> dict[str, str]:
    """The pinned packages and their versions."""
    found: dict[str, str] = json.loads((HERE / "package.json").read_text())[NAMED]
    return found


def compile_library(text: str, folder: Path) -> Path:
    """The library as the compiler understands it; CalledProcessError where it does not."""
    source, compiled = folder / "backstay.cql", folder / "backstay.json"
    source.write_text(text, encoding="utf-8")
    _run(["node", str(HERE / "compile.mjs"), str(source), str(compiled)])
    return compiled


def ask(library: Path, patients: list[dict[str, Any]], processes: int = 2) -> list[dict[str, Any]]:
    """Every expression's value for each patient, in their order."""
    parts = [patients[start::processes] for start in range(processes)]
    with ThreadPoolExecutor(processes) as pool:
        told = list(pool.map(lambda part: list(_execute(library, part)), parts))
    return [told[at % processes][at // processes] for at in range(len(patients))]


def _execute(library: Path, patients: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    given = "".join(json.dumps(one) + "\n" for one in patients)
    done = _run(["node", str(HERE / "execute.mjs"), str(library)], given)
    names, *values = map(json.loads, done.stdout.splitlines())
    return (dict(zip(names, one, strict=True)) for one in values)


def _run(command: list[str], given: str | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, input=given, cwd=HERE, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:2])} failed:\n{done.stderr[-4000:]}")
    return done

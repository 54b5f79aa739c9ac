"""The outside engines: the compiler and the interpreter of CQL from npm, run by Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
OLDEST = 20  # Node
PROCESSES, ENOUGH = 2, 300  # a process starts slowly: a second one from so many patients on


def missing() -> str | None:
    """Why the oracle cannot be asked here, or None."""
    if shutil.which("node") is None:
        return f"the oracle needs Node {OLDEST} or later (apt-get install nodejs npm)"
    version = _run(["node", "--version"]).stdout.strip()
    if int(version.removeprefix("v").partition(".")[0]) < OLDEST:
        return f"the oracle needs Node {OLDEST} or later; this is {version}"
    if any(_installed(name) != version for name, version in packages().items()):
        return "the oracle's npm packages are not installed (make packages installs them)"
    return None


def _installed(name: str) -> str | None:
    manifest = HERE / "node_modules" / name / "package.json"
    return json.loads(manifest.read_text())["version"] if manifest.exists() else None


def packages() -> dict[str, str]:
    """The pinned packages and their versions."""
    found: dict[str, str] = json.loads((HERE / "package.json").read_text())["dependencies"]
    return found


@contextmanager
def compiled(texts: list[str]) -> Iterator[list[Path]]:
    """The libraries as the compiler understands them, in a folder that is gone afterwards."""
    with TemporaryDirectory() as folder:
        sources = [Path(folder) / f"library{number}.cql" for number in range(len(texts))]
        for source, text in zip(sources, texts, strict=True):
            source.write_text(text, encoding="utf-8")
        _run(["node", "compile.mjs", *map(str, sources)])
        yield [source.with_suffix(".json") for source in sources]


def ask(library: Path, patients: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every expression's value for each patient, in their order."""
    processes = min(PROCESSES, 1 + len(patients) // ENOUGH)
    parts = [patients[start::processes] for start in range(processes)]
    with ThreadPoolExecutor(processes) as pool:
        told = list(pool.map(lambda part: list(_execute(library, part)), parts))
    return [told[at % processes][at // processes] for at in range(len(patients))]


def _execute(library: Path, patients: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    given = "".join(json.dumps(one) + "\n" for one in patients)
    done = _run(["node", "execute.mjs", str(library)], given)
    names, *values = map(json.loads, done.stdout.splitlines())
    return (dict(zip(names, one, strict=True)) for one in values)


def _run(command: list[str], given: str | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, input=given, cwd=HERE, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:2])} failed:\n{done.stderr[-4000:]}")
    return done

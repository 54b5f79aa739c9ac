"""What belongs to the repository: its files, and its modules as syntax trees."""

from __future__ import annotations

import ast
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "src" / "backstay"


@cache
def files(*below: str) -> tuple[str, ...]:
    """Files that git tracks or would track, relative to the root; skips where there is no git."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git work tree: the list of files is not known")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *below]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    found = sorted(name for name in set(listed.split("\0")) if name)
    return tuple(name for name in found if (ROOT / name).is_file())


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Every text file of the repository with its name; pictures are left out."""
    found = []
    for name in files():
        data = (ROOT / name).read_bytes()
        if b"\0" not in data:
            found.append((name, data.decode("utf-8")))
    return tuple(found)


@cache
def modules() -> tuple[tuple[Path, ast.Module], ...]:
    """Every module of the code, parsed, with its path below src/backstay."""
    return tuple(
        (path.relative_to(CODE), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(CODE.rglob("*.py"))
    )


def said(problems: list[str], cure: str) -> str:
    """A message that names every place and what to do about it."""
    return "\n".join([cure, *problems])

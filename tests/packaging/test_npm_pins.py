"""The npm packages of the tests are pinned and hashed, and the locks say nothing of where they were fetched."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from repository import ROOT, said

FOLDERS = [ROOT / "tests" / "medplum", ROOT / "tests" / "oracle"]
each_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def packages(folder: Path) -> dict[str, Any]:
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    return {name: entry for name, entry in lock["packages"].items() if name}


@each_folder
def test_every_package_has_a_hash_and_no_address(folder: Path) -> None:
    locked = packages(folder)
    wrong = [name for name, entry in locked.items() if not entry["integrity"].startswith("sha512-")]
    wrong += [name for name, entry in locked.items() if "resolved" in entry]
    assert locked
    assert not wrong, said(wrong, "write the lock again with the .npmrc that lies beside it")


@each_folder
def test_what_is_asked_for_is_one_release(folder: Path) -> None:
    manifest = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    wanted, locked = manifest["dependencies"], packages(folder)
    loose = [
        name for name, release in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", release)
    ]
    assert not loose, said(loose, "pin one release")
    assert {n: locked[f"node_modules/{n}"]["version"] for n in wanted} == wanted

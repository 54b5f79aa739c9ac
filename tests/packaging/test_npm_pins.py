"""The npm packages of the oracle are pinned and hashed, and the lock says nothing of where they were fetched."""

from __future__ import annotations

import json
import re

from repository import ROOT, said

FOLDER = ROOT / "tests" / "oracle"
LOCK = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))
PACKAGES = {name: entry for name, entry in LOCK["packages"].items() if name}


def test_every_package_has_a_hash_and_no_address() -> None:
    wrong = [
        name for name, entry in PACKAGES.items() if not entry["integrity"].startswith("sha512-")
    ]
    wrong += [name for name, entry in PACKAGES.items() if "resolved" in entry]
    assert PACKAGES
    assert not wrong, said(wrong, "write the lock again with the .npmrc that lies beside it")


def test_what_is_asked_for_is_one_release() -> None:
    manifest = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    wanted = manifest["dependencies"]
    loose = [
        name for name, release in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", release)
    ]
    assert not loose, said(loose, "pin one release")
    assert {n: PACKAGES[f"node_modules/{n}"]["version"] for n in wanted} == wanted

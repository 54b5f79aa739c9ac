"""The wheel holds what the repository holds: a rule that is left out of it would never fire."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from repository import ROOT, files, said


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The names of all files in a wheel built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = Path(folder).glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


def test_it_holds_every_file_of_src_and_no_other(inside: frozenset[str]) -> None:
    tracked = {name.removeprefix("src/") for name in files("src")}
    shipped = {name for name in inside if ".dist-info/" not in name}
    wrong = sorted(f"missing: {name}" for name in tracked - shipped)
    wrong += sorted(f"not in the repository: {name}" for name in shipped - tracked)
    cure = "names that .gitignore matches are left out of a wheel: rename the file or the pattern"
    assert not wrong, said(wrong, cure)


def test_both_licenses_and_the_notice_are_in_it(inside: frozenset[str]) -> None:
    legal = {name.partition("licenses/")[2] for name in inside if ".dist-info/licenses/" in name}
    assert legal == {"LICENSE", "NOTICE", "src/backstay_knowledge/LICENSE"}


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("LICENSE", "Apache License"),
        ("src/backstay_knowledge/LICENSE", "Creative Commons Attribution 4.0 International"),
    ],
)
def test_license_texts_are_whole(path: str, title: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert title in text
    assert len(text.splitlines()) > 150, f"{path} is not the full text"

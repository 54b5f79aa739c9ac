"""Requirements are pinned, hashed and say nothing of where they were fetched; each has a reason."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from repository import ROOT, said

PEER = ROOT / "benchmarks/dicompyler/requirements.txt"
PINS = [*sorted((ROOT / "requirements").glob("*.txt")), PEER]
OPTION = re.compile(r"^\s*--(?!hash=sha256:[0-9a-f]{64})")
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[([\w, -]+)\])?==([^\s;\\]+)(?: ; .+?)?(?: \\)?$")


def pinned(path: Path) -> dict[str, str]:
    """The releases that one file pins, by name."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {m[1].lower(): m[3] for m in map(PINNED.match, lines) if m}


def extras(path: Path) -> dict[str, set[str]]:
    """The extras that one file pins a release with, by name."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {
        m[1].lower(): set((m[2] or "").replace(" ", "").split(","))
        for m in map(PINNED.match, lines)
        if m
    }


@pytest.mark.parametrize("path", PINS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_requirement_has_a_release_and_hashes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    wrong = [
        block.splitlines()[0]
        for block in blocks
        if not PINNED.match(block.splitlines()[0]) or "--hash=sha256:" not in block
    ]
    assert blocks
    assert not wrong, said(wrong, "run `make pins`; nothing is installed without a hash")


def test_a_release_is_pinned_with_the_extras_that_others_ask_it_for() -> None:
    """pip counts a release with an extra as another requirement, and refuses one that has no hash of its own."""
    held = extras(ROOT / "requirements/dev.txt")
    asked = [
        (name, wanted)
        for name in held
        for wanted in map(Requirement, _requires(name))
        if wanted.extras and (wanted.marker is None or wanted.marker.evaluate({"extra": ""}))
    ]
    lacking = [
        f"{name} asks for {wanted}"
        for name, wanted in asked
        if not wanted.extras <= held[wanted.name.lower().replace("_", "-")]
    ]
    assert asked
    assert not lacking, said(lacking, "run `make pins`")


def _requires(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:  # for another platform
        return []


@pytest.mark.parametrize("path", PINS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_index_no_address(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    wrong = [line for line in lines if OPTION.match(line) or "://" in line]
    assert not wrong, said(wrong, "pins name releases, never where to fetch them")


def test_files_of_pins_agree() -> None:
    dev = pinned(ROOT / "requirements/dev.txt")
    for name in ("core", "dicom", "build"):
        part = pinned(ROOT / f"requirements/{name}.txt")
        assert part.items() <= dev.items(), f"{name}.txt and dev.txt differ: run `make pins`"


def test_pins_cover_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    dev = pinned(ROOT / "requirements/dev.txt")
    lacking = [one for one in wanted if re.split(r"[<>=\[]", one)[0].lower() not in dev]
    assert not lacking, said(lacking, "run `make pins`")


@pytest.mark.parametrize(
    "name", ["pyproject.toml", "requirements/build.in", "benchmarks/dicompyler/requirements.in"]
)
def test_every_requirement_says_what_it_is_for(name: str) -> None:
    requirement = re.compile(r'^\s*"?[A-Za-z][\w.-]*(\[[\w,]+\])?(>=|==|~=)[\d.]+"?,')
    alone = re.compile(r"^[A-Za-z][\w.-]*\s*$")  # a line of build.in without a reason
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wrong = [
        f"{name}:{at}: {line.strip()}"
        for at, line in enumerate(lines, 1)
        if (requirement.match(line) and "#" not in line) or alone.match(line)
    ]
    assert not wrong, said(wrong, "say in a comment on the line what the requirement is for")

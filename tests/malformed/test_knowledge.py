"""Knowledge with one mistake: each file is named for it, and `.expected` holds the whole message."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from backstay.knowledge import KnowledgeError, load_knowledge
from backstay.knowledge.data import ROOT
from backstay.plan.review import review

HERE = Path(__file__).parent
MISTAKES = sorted((HERE / "knowledge").glob("*.yaml"))
OVERLAYS = sorted((HERE / "overlays").glob("*.yaml"))


def problems_of(root: Path, overlay: str | None = None) -> list[str]:
    """What loading says, and what the longer check says of knowledge that loads."""
    try:
        return review(load_knowledge(overlay, root))
    except KnowledgeError as error:
        return error.problems


@pytest.fixture
def with_mistake(tmp_path: Path) -> Path:
    """The shipped knowledge in a folder of its own, to which one file is added."""
    root = tmp_path / "knowledge"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns("cases", "__pycache__"))
    return root


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda path: path.stem)
def test_one_mistake_gives_one_clear_message(mistake: Path, with_mistake: Path) -> None:
    shutil.copy(mistake, with_mistake / "rules" / "mistake.yaml")
    found = "\n".join(problems_of(with_mistake)) + "\n"
    assert found == mistake.with_suffix(".expected").read_text()


@pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: path.stem)
def test_a_mistaken_overlay_is_refused(overlay: Path) -> None:
    found = "\n".join(problems_of(ROOT, overlay.read_text())) + "\n"
    assert found == overlay.with_suffix(".expected").read_text()


def test_the_shipped_knowledge_has_no_problem() -> None:
    assert problems_of(ROOT) == []

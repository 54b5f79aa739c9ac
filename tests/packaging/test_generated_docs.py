"""The generated pages of docs/reference say what the knowledge and the program say."""

from __future__ import annotations

import subprocess
import sys

import pytest
from repository import ROOT

from backstay.knowledge import Knowledge, load_knowledge


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def test_they_are_current() -> None:
    # In a process of its own: the help text depends on how the program was started.
    command = [sys.executable, "docs/generate.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", ["facts", "scores", "interventions"])
def test_every_entry_is_on_its_page(page: str, knowledge: Knowledge) -> None:
    text = (ROOT / "docs" / "reference" / f"{page}.md").read_text(encoding="utf-8")
    facts = [*knowledge.facts.patient, *knowledge.facts.lesion]
    names = facts if page == "facts" else getattr(knowledge, page)
    missing = [name for name in names if f"`{name}`" not in text]
    assert not missing, f"{page}.md lacks {', '.join(missing)}"

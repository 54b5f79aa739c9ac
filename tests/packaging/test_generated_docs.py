"""The generated pages of docs/reference say what the knowledge and the program say."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
from repository import ROOT


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_they_are_current(generate: ModuleType) -> None:
    stale = [
        name
        for name, text in generate.pages().items()
        if (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") != text
    ]
    assert not stale, f"{', '.join(stale)} in docs/reference: run `make docs` and commit"


def test_every_fact_score_and_intervention_is_on_its_page(generate: ModuleType) -> None:
    knowledge = generate.load_knowledge()
    pages = generate.pages()
    names = {
        "facts.md": [*knowledge.facts.patient, *knowledge.facts.lesion],
        "scores.md": [*knowledge.scores],
        "interventions.md": [*knowledge.interventions],
    }
    for page, listed in names.items():
        missing = [name for name in listed if f"`{name}`" not in pages[page]]
        assert not missing, f"{page} lacks {', '.join(missing)}"

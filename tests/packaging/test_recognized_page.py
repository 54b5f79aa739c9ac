"""The page of recognized examples says what the reader does now, where the examples are here."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
from repository import ROOT

from backstay.knowledge import load_knowledge

PAGE = ROOT / "docs" / "reference" / "recognized-examples.md"
EXAMPLES = ROOT.parent / "shared" / "examples"
needs_examples = pytest.mark.skipif(not EXAMPLES.exists(), reason="../shared/examples is not here")


def recognized() -> ModuleType:
    spec = importlib.util.spec_from_file_location("recognized", ROOT / "docs" / "recognized.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
@needs_examples
def test_it_is_current() -> None:
    lines = recognized().recognized(load_knowledge().facts)
    committed = PAGE.read_text(encoding="utf-8").splitlines()[2:]
    assert committed == "\n".join(lines).rstrip().splitlines(), "run `make docs`"


@pytest.mark.shared
@needs_examples
def test_no_file_is_left_out() -> None:
    module = recognized()
    text = PAGE.read_text(encoding="utf-8")
    for folder, title in module.FOLDERS.items():
        number = len(list((EXAMPLES / folder).glob("*.json")))
        assert f"| {title} | {number} |" in text


def test_the_page_is_there_without_the_examples() -> None:
    assert "# What is recognized in published examples" in PAGE.read_text(encoding="utf-8")

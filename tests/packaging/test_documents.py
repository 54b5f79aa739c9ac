"""What the documents show is what the program does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from documents import NAMED, PAGES, blocks, commands, plain, write_files
from repository import ROOT, said

from backstay.case import read_case
from backstay.exchange.bindings import KINDS
from backstay.knowledge import load_knowledge

RUN = (sys.executable, "-c", "from backstay.cli import main; main()")
WITH_COMMANDS = [page for page in PAGES if commands(page)]


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder from which a page's commands find what the repository has."""
    (tmp_path / "src").symlink_to(ROOT / "src")
    return tmp_path


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name)
def test_commands_print_what_the_page_shows(page: Path, folder: Path) -> None:
    write_files(page, folder)
    wrong = []
    for command in commands(page):
        done = subprocess.run(
            [*RUN, *command.arguments],
            cwd=folder,
            env={**os.environ, "COLUMNS": "80"},
            capture_output=True,
            text=True,
        )
        printed = plain(done.stdout + " " + done.stderr)
        # only where a page shows a check may it fail
        ended = (0, 1, 2) if "--check" in command.arguments else (0, 2)
        assert done.returncode in ended and "Traceback" not in done.stderr, done.stderr
        wrong += [f"{command.arguments}: {line}" for line in command.shown if line not in printed]
    assert not wrong, said(wrong, f"mend {name(page)}: the program no longer prints this")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_cases_and_overlays_can_be_read(page: Path) -> None:
    for body in blocks(page, "yaml"):
        text = NAMED.sub("", body)
        if text.startswith("case:") and "slip" not in text:
            read_case(text, load_knowledge().facts)
        elif text.startswith("overlay:"):
            assert load_knowledge(text).overlay is not None


def test_documents_have_examples() -> None:
    assert len(WITH_COMMANDS) >= 4


def test_every_kind_of_binding_is_told() -> None:
    page = (ROOT / "docs" / "reference" / "knowledge-format.md").read_text(encoding="utf-8")
    told = page.partition("## Bindings and forms")[2].partition("## Coverage")[0]
    assert not [kind for kind in KINDS if f"`{kind}`" not in told]

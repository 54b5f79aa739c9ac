"""The examples of a Markdown page: files to write, commands to run, and lines that must come out."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

from repository import ROOT

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"\A# ([\w-]+\.yaml)\n")
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))


class Command(NamedTuple):
    """One `$ backstay ...` of a page, and the lines shown below it."""

    arguments: list[str]
    shown: list[str]


def blocks(page: Path, kind: str) -> list[str]:
    """The fenced blocks of one kind."""
    text = page.read_text(encoding="utf-8")
    return [body for language, body in BLOCK.findall(text) if language == kind]


def write_files(page: Path, folder: Path) -> None:
    """Write each YAML block that begins with a comment naming its file."""
    for body in blocks(page, "yaml"):
        named = NAMED.match(body)
        if named:
            (folder / named[1]).write_text(body, encoding="utf-8")


def commands(page: Path) -> list[Command]:
    """The commands of a page, in order."""
    found: list[Command] = []
    for body in blocks(page, "console"):
        for line in body.splitlines():
            if line.startswith("$ backstay "):
                found.append(Command(shlex.split(line)[2:], []))
            elif found and line.strip() not in ("", "..."):
                found[-1].shown.append(plain(line))
    return found


def plain(line: str) -> str:
    """A line without the spaces that only lay it out."""
    return " ".join(line.split())

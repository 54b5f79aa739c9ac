"""From files to entries: every file is a map from a kind to a list of entries."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import msgspec

from backstay.case.facts import Fact
from backstay.case.text import Lines, Path, Tree
from backstay.knowledge import entries as e
from backstay.knowledge.data import ENTRY_FOLDERS, ROOT, KnowledgeError, read_folder
from backstay.knowledge.tables import KINDS as TABLES

STRUCTS: dict[str, type[msgspec.Struct]] = {"facts": Fact, **e.KINDS, **TABLES}


@dataclass
class Raw:
    """One entry as it was written, and where."""

    kind: str
    id: str
    value: dict[str, Any]
    file: str
    line: int
    lines: Lines = field(repr=False, default_factory=Lines)
    path: Path = ()

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}"


def collect(root: Any = ROOT) -> list[Raw]:
    """All entries of the knowledge package as written, in reading order.

    Raises KnowledgeError.
    """
    found: list[Raw] = []
    problems: list[str] = []
    for folder in ENTRY_FOLDERS:
        for file, tree in read_folder(folder, root):
            raw, bad = entries_of(file, tree)
            found += raw
            problems += bad
    problems += twice(found)
    if problems:
        raise KnowledgeError(problems)
    return found


def entries_of(file: str, tree: Tree) -> tuple[list[Raw], list[str]]:
    """The entries of one file, and what is wrong with its outline."""
    if not isinstance(tree.value, dict):
        return [], [
            f"{file}:1: a knowledge file is a map from a kind of entry to a list of entries"
        ]
    found: list[Raw] = []
    problems: list[str] = []
    for kind, listed in tree.value.items():
        line = tree.lines.get((kind,)) or 1
        if kind not in STRUCTS:
            problems.append(f"{file}:{line}: {kind!r} is not a kind of entry; {', '.join(STRUCTS)}")
        elif not isinstance(listed, list):
            problems.append(f"{file}:{line}: {kind} is a list of entries")
        else:
            for at, value in enumerate(listed):
                entry_line = tree.lines.get((kind, at)) or line
                if not isinstance(value, dict) or not isinstance(value.get("id"), str):
                    problems.append(f"{file}:{entry_line}: an entry is a map with an id")
                    continue
                found.append(
                    Raw(kind, value["id"], value, file, entry_line, tree.lines, (kind, at))
                )
    return found, problems


def twice(found: list[Raw]) -> list[str]:
    """What is wrong where two entries of one kind have one id."""
    seen: dict[tuple[str, str], Raw] = {}
    problems = []
    for raw in found:
        first = seen.setdefault((raw.kind, raw.id), raw)
        if first is not raw:
            problems.append(f"{raw.where}: {raw.kind} {raw.id} stands already at {first.where}")
    return problems


def build(raws: list[Raw]) -> tuple[dict[str, dict[str, Any]], dict[tuple[str, str], str]]:
    """Entries as structs by kind and id, and where each stands.

    Raises KnowledgeError with every entry that does not fit its kind.
    """
    made: dict[str, dict[str, Any]] = {kind: {} for kind in STRUCTS}
    where: dict[tuple[str, str], str] = {}
    problems: list[str] = []
    for raw in raws:
        try:
            made[raw.kind][raw.id] = msgspec.convert(raw.value, STRUCTS[raw.kind], strict=False)
            where[raw.kind, raw.id] = raw.where
        except msgspec.ValidationError as error:
            problems.append(_readable(raw, str(error)))
    if problems:
        raise KnowledgeError(problems)
    return made, where


def _readable(raw: Raw, message: str) -> str:
    """msgspec's message with the line of the key it is about."""
    text, _, inside = message.partition(" - at `$")
    path: Path = raw.path
    for key, index in re.findall(r"\.([A-Za-z_]\w*)|\[(\d+)\]", inside):
        path = (*path, key or int(index))
    line = raw.lines.get(path) or raw.line
    place = inside.rstrip("`").lstrip(".")
    return f"{raw.file}:{line}: {raw.kind} {raw.id}: {text}{f' ({place})' if place else ''}"

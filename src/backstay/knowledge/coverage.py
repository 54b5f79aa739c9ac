"""The register of what is covered and what is not: rows of the field, their topics, and what answers each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from backstay.case.text import BadText, Tree, read_yaml
from backstay.knowledge.data import ROOT, KnowledgeError, read_folder

FILE = "coverage.yaml"
FOLDER = "coverage"
S = TypeVar("S", bound=msgspec.Struct)


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of the register; a key that it does not have is an error."""


class Review(Struct, frozen=True, kw_only=True):
    """How far the clinical review of a row is, and when it is due."""

    state: str
    next: str


class Area(Struct, frozen=True, kw_only=True):
    """A part of a row, or what no row covers, in a sentence or two."""

    area: str
    where: str | None = None
    status: str | None = None  # primary | secondary | unverified | mixed
    note: str
    review: Review | None = None


class Topic(Struct, frozen=True, kw_only=True):
    """One thing that the sources speak of: what answers it, or why nothing does."""

    topic: str
    by: tuple[str, ...] = ()
    left_out: str | None = None


class Topics(Struct, frozen=True, kw_only=True):
    """One file of coverage/: the topics of a row."""

    row: str
    topics: tuple[Topic, ...]


class Row(Struct, frozen=True, kw_only=True):
    """One row of the field that the knowledge has to cover."""

    id: str
    row: str
    where: tuple[str, ...]  # folders or files; the longest that fits a file is its row
    note: str
    areas: tuple[Area, ...] = ()
    review: Review


class Register(Struct, frozen=True, kw_only=True):
    """coverage.yaml as it is written."""

    rows: tuple[Row, ...]
    not_covered: tuple[Area, ...]


class Coverage(Struct, frozen=True, kw_only=True):
    """The register with the topics of every row, and the line of each topic."""

    rows: tuple[Row, ...]
    not_covered: tuple[Area, ...]
    topics: dict[str, tuple[Topic, ...]]
    where: dict[tuple[str, int], str]  # (row, number of the topic) -> file:line

    def row_of(self, file: str) -> Row | None:
        """The row that a file of knowledge belongs to: the one whose path fits it most closely."""
        fitting = [
            (len(path), row)
            for row in self.rows
            for path in row.where
            if file == path or file.startswith(f"{path}/")
        ]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def read_coverage(root: Any = ROOT) -> Coverage:
    """The whole register.

    Raises KnowledgeError with every file that does not fit, each with its line.
    """
    register = _register(root)
    known = {row.id for row in register.rows}
    topics: dict[str, tuple[Topic, ...]] = {}
    where: dict[tuple[str, int], str] = {}
    problems: list[str] = []
    for file, tree in read_folder(FOLDER, root):
        try:
            read = _convert(tree, Topics, file)
        except KnowledgeError as error:
            problems += error.problems
            continue
        problems += _misplaced(file, tree, read, known)
        topics[read.row] = read.topics
        for at in range(len(read.topics)):
            where[read.row, at] = f"{file}:{tree.lines.get(('topics', at)) or 1}"
    problems += [
        f"{FILE}:1: {name}: has no topics: write {FOLDER}/{name}.yaml"
        for name in known - topics.keys()
    ]
    if problems:
        raise KnowledgeError(sorted(problems))
    return Coverage(
        rows=register.rows, not_covered=register.not_covered, topics=topics, where=where
    )


def _register(root: Any) -> Register:
    try:
        return _convert(read_yaml((Path(root) / FILE).read_bytes()), Register, FILE)
    except BadText as error:
        raise KnowledgeError([f"{FILE}:{error.line or 1}: {error.problem}"]) from None


def _misplaced(file: str, tree: Tree, read: Topics, known: set[str]) -> list[str]:
    line = tree.lines.get(("row",)) or 1
    if read.row not in known:
        return [
            f"{file}:{line}: {read.row} is not a row of {FILE}; there are {', '.join(sorted(known))}"
        ]
    if file != f"{FOLDER}/{read.row}.yaml":
        return [f"{file}:{line}: the topics of {read.row} stand in {FOLDER}/{read.row}.yaml"]
    return []


def _convert(tree: Tree, struct: type[S], file: str) -> S:
    try:
        return msgspec.convert(tree.value, struct, strict=False)
    except msgspec.ValidationError as error:
        text, _, inside = str(error).partition(" - at `$")
        path: tuple[str | int, ...] = ()
        for key, index in re.findall(r"\.([A-Za-z_]\w*)|\[(\d+)\]", inside):
            path = (*path, key or int(index))
        place = inside.rstrip("`").lstrip(".")
        said = f"{text}{f' ({place})' if place else ''}"
        raise KnowledgeError([f"{file}:{tree.lines.get(path) or 1}: {said}"]) from None

"""Where the knowledge package is read from; the only module that knows its place on disk."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path

import backstay_knowledge
from backstay.case.text import BadText, Tree, read_yaml

ROOT = Path(backstay_knowledge.__file__).parent
EDITION: str = backstay_knowledge.EDITION

# What decides an assessment, in reading order; cases and coverage do not.
ENTRY_FOLDERS = (
    "facts",
    "constraints",
    "definitions",
    "scores",
    "rules",
    "interventions",
    "medicines",
    "radiation",
    "properties",
    "evidence",
)


class KnowledgeError(Exception):
    """Knowledge that cannot be used; each problem says file, line, what is wrong and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@cache
def read_folder(name: str, root: Path = ROOT) -> list[tuple[str, Tree]]:
    """Every YAML file below one folder of the knowledge package, with its name, in a fixed order.

    Raises KnowledgeError.
    """
    found: list[tuple[str, Tree]] = []
    problems: list[str] = []
    for path in sorted((root / name).rglob("*.yaml")):
        shown = path.relative_to(root).as_posix()
        try:
            found.append((shown, _tree(path.read_bytes())))
        except BadText as error:
            problems.append(f"{shown}:{error.line or 1}: {error.problem}")
    if problems:
        raise KnowledgeError(problems)
    return found


@lru_cache(maxsize=2048)
def _tree(text: bytes) -> Tree:
    """A copy of the package that differs in one file, as an author's or a test's, reads that file only."""
    return read_yaml(text)


def leading_comment(file: str, root: Path = ROOT) -> str:
    """What the comment at the head of a file of the knowledge package says it is; empty where there is none."""
    try:
        lines = (root / file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""  # an entry of an overlay stands in no file of the package
    said = takewhile(lambda line: line.startswith("#"), lines)
    return " ".join(line.lstrip("# ").strip() for line in said).strip().replace("`", "")

"""Single fields of a request: whether they are there and have the right kind. Problems are kept, none is raised."""

from __future__ import annotations

import re
from typing import Any, TypeVar

T = TypeVar("T")

WORDS: dict[type, str] = {str: "text", int: "a whole number", dict: "an object", list: "a list"}
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


def field(
    holder: dict[str, Any], path: str, kind: type[T], problems: list[str], *, needed: bool = True
) -> T | None:
    """The field at the end of a path, or None where it is not there or not of its kind."""
    name = path.rpartition(".")[2]
    if name not in holder:
        if needed:
            problems.append(f"{path} is missing")
        return None
    value = holder[name]
    if not isinstance(value, kind) or isinstance(value, bool):
        problems.append(f"{path} must be {WORDS[kind]}")
        return None
    if value in ("", {}) or (isinstance(value, str) and not value.strip()):
        problems.append(f"{path} is empty")
        return None
    return value


def matching(
    holder: dict[str, Any],
    path: str,
    pattern: re.Pattern[str],
    what: str,
    problems: list[str],
    *,
    needed: bool = True,
) -> str | None:
    """A text of a given form; `what` says which."""
    value = field(holder, path, str, problems, needed=needed)
    if value is None or pattern.fullmatch(value):
        return value
    problems.append(f"{path} must be {what}")
    return None

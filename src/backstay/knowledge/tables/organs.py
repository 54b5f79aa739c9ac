"""Doses by the function of kidneys and liver and by age, and the highest doses of a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.knowledge.entries import Entry

KINDS: dict[str, type[Entry]] = {}


def problems(made: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(kind, id, what is wrong)."""
    yield from ()

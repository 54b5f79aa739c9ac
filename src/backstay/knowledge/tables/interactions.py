"""Pairs of drugs or classes that do not go together, how badly, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.knowledge.entries import Entry

KINDS: dict[str, type[Entry]] = {}


def problems(made: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(kind, id, what is wrong)."""
    yield from ()

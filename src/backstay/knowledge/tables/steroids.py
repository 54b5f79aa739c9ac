"""Steroids: what equals what, courses, tapers, and the doses from which something else must be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.knowledge.entries import Entry

KINDS: dict[str, type[Entry]] = {}


def problems(made: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(kind, id, what is wrong)."""
    yield from ()

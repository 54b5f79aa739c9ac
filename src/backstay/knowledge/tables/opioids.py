"""Opioids: factors of morphine equivalence, ratios of conversion, patches, cuts, starts, steps and alarms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.knowledge.entries import Entry

KINDS: dict[str, type[Entry]] = {}


def problems(made: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(kind, id, what is wrong)."""
    yield from ()

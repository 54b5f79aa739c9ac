"""Schedules by purpose, with the control and the fractures seen after them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.knowledge.entries import Entry

KINDS: dict[str, type[Entry]] = {}
Made = dict[str, dict[str, Any]]
Problem = tuple[str, str, str]


def problems(made: Made) -> Iterator[Problem]:
    """(kind, id, what is wrong)."""
    yield from ()

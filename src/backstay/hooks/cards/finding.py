"""What speaks about one order, and how all of it becomes one card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from backstay.hooks.cards.made import Indicator

GRAVE: tuple[Indicator, ...] = ("critical", "warning", "info")


class Finding(NamedTuple):
    """One thing to know before the order is signed. A finding without a summary only adds to the others."""

    indicator: Indicator
    summary: str
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    statuses: tuple[str, ...] = ()  # how well each reason was checked


def gravest_first(found: Iterable[Finding]) -> list[Finding]:
    """Those that make a card, the gravest first and in the order found; then those that only add."""
    return sorted(found, key=lambda one: (not one.summary, GRAVE.index(one.indicator)))


def gathered(found: list[Finding]) -> dict[str, list[str]]:
    """The lines of all findings under each title, each once."""
    sections: dict[str, list[str]] = {}
    for one in found:
        for title, lines in one.sections:
            if lines:
                held = sections.setdefault(title, [])
                held += [line for line in lines if line not in held]
    return sections

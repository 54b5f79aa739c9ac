"""The levels of the spine from head to tail, and what a span between two of them covers."""

from __future__ import annotations


def _levels(letter: str, first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{letter}{n}" for n in range(first, last + 1))


LEVELS = _levels("C", 0, 7) + _levels("T", 1, 12) + _levels("L", 1, 5) + _levels("S", 1, 5)


def span(level: str, to_level: str | None = None) -> tuple[str, ...]:
    """Every level from the first to the last, both included; empty when the last lies above.

    >>> span("T12", "L2")
    ('T12', 'L1', 'L2')
    >>> span("T8")
    ('T8',)
    """
    return LEVELS[LEVELS.index(level) : LEVELS.index(to_level or level) + 1]

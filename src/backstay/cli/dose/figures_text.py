"""Figures of cohorts and hazard ratios in lines for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backstay.case.values import Interval
    from backstay.dose.volumes.found import Figure, Hazard
    from backstay.knowledge import Knowledge


def figure_line(one: Figure) -> str:
    """One figure with its interval and its people."""
    seen = f"{one.percent:g} %" if one.percent is not None else _counted(one)
    return f"{one.label}: {seen}{_between(one.interval)}; {one.population}"


def hazard_line(one: Hazard) -> str:
    """One hazard ratio with its interval and its reference."""
    return f"{one.label}: {one.ratio:g} times{_between(one.interval)}, against {one.reference}"


def figure_lines(head: str, found: tuple[Figure, ...], knowledge: Knowledge) -> list[str]:
    """Figures, each with its source."""
    from backstay.cli.medicines.one_line import sources, wrapped

    texts = (
        f"{figure_line(one)} {sources(one.evidence, one.checked.status, knowledge)}"
        for one in found
    )
    return wrapped(f"  {head}", tuple(texts))


def _counted(one: Figure) -> str:
    assert one.count is not None  # an entry has one of percent and count
    return f"{one.count[0]} of {one.count[1]}"


def _between(interval: Interval | None) -> str:
    return "" if interval is None else f" ({interval.low:g} to {interval.high:g})"

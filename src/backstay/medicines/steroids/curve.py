"""The dose of each day on the way down, before anything is rounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile, zip_longest
from math import ceil

from backstay.knowledge.tables.steroids import Stage, Taper


def slowest(ways: Iterable[Taper], start: float) -> tuple[float, ...]:
    """The dose of each day by whichever way gives most on it."""
    return tuple(
        max(day) for day in zip_longest(*(doses(way, start) for way in ways), fillvalue=0.0)
    )


def doses(taper: Taper, start: float) -> tuple[float, ...]:
    """The dose of each day from the first step on, in the unit of the entry; after the last comes nothing."""
    return tuple(takewhile(lambda dose: dose > 0 and dose >= taper.ends_below, _all(taper, start)))


def _all(taper: Taper, dose: float) -> Iterator[float]:
    for stage in taper.stages:
        if dose > stage.down_to:
            yield from _evenly(stage, dose) if stage.even_days else _by_steps(stage, dose)
            dose = stage.down_to


def _evenly(stage: Stage, start: float) -> Iterator[float]:
    """A step a day, all alike; the floor is reached on the day after the slower of the two counts."""
    assert stage.even_days is not None
    count = max(stage.even_days) + 1
    for left in range(count - 1, -1, -1):
        yield stage.down_to + (start - stage.down_to) * left / count


def _by_steps(stage: Stage, dose: float) -> Iterator[float]:
    """A step in the slower of the two counts of days, down to the floor; without one it goes on for ever."""
    assert stage.every_days is not None
    while dose > stage.down_to:
        dose = max(_less(stage, dose), stage.down_to)
        for _ in range(max(stage.every_days)):
            yield dose


def _less(stage: Stage, dose: float) -> float:
    """One step: a share of the dose, or a fixed part that leaves at least the share which the stage says."""
    if stage.share is not None:
        return dose * stage.share
    return max(dose - (stage.by or 0), dose * stage.leaves)


def rounded(dose: float, unit: float | None) -> float:
    """To the nearest dose that can be measured; what lies between two goes down.

    >>> rounded(1.7, 0.5), rounded(0.2, 0.5), rounded(0.3, None)
    (1.5, 0.0, 0.3)
    """
    return dose if unit is None else ceil(round(dose / unit - 0.5, 6)) * unit

"""Where each vertebra stands: a side view, front to the left, head at the top. Units are pixels."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

from backstay.present.lesions import LEVELS

Point = tuple[float, float]

# How far the column bows backward (+) or forward (-) at each part of its length.
_BOW = (
    (0, 3),
    (0.10, -4),
    (0.21, 3),
    (0.43, 15),
    (0.62, 4),
    (0.755, -9),
    (0.85, 0),
    (0.90, 9),
    (1, 19),
)
_STRETCH = 1.15
_SACRAL_STEPS = (11, 9.5, 8, 7, 6)
_SACRAL_WIDTHS = (21, 16.5, 13, 10, 7)


class Box(NamedTuple):
    """A vertebral body: its center, depth (front to back), height and tilt in radians."""

    x: float
    y: float
    depth: float
    height: float
    tilt: float

    def at(self, back: float, down: float) -> Point:
        """A point by its distance behind and below the center, along the body's own axes."""
        cos, sin = math.cos(self.tilt), math.sin(self.tilt)
        return (self.x + back * cos + down * sin, self.y - back * sin + down * cos)


def column(length: float, top: float, x: float) -> dict[str, Box]:
    """Every level from C0 to S5 in a column of this length."""
    total = sum(_step(level) for level in LEVELS)
    scale, passed, found = length / total, 0.0, {}
    for level in LEVELS:
        step = _step(level)
        part = (passed + step / 2) / total
        depth, height = _size(level, step * scale)
        center = x + _bow(part) * _STRETCH
        found[level] = Box(center, top + part * length, depth, height, _tilt(part, length))
        passed += step
    return found


def _number(level: str) -> int:
    return int(level[1:])


def _step(level: str) -> float:
    """Relative height of a level with its disc."""
    if level == "C0":
        return 11
    if level[0] == "C":
        return 8.6
    if level[0] == "T":
        return 10.4 + _number(level) * 0.18
    if level[0] == "L":
        return 15.6 + _number(level) * 0.25
    return _SACRAL_STEPS[_number(level) - 1]


def _size(level: str, room: float) -> tuple[float, float]:
    number = _number(level)
    if level == "C0":
        return 18, 8
    if level[0] == "C":
        return 12 + number * 0.35, room * 0.74
    if level[0] == "T":
        return 14.5 + number * 0.62, room * 0.76
    if level[0] == "L":
        return 23 + number * 0.55, room * 0.76
    return _SACRAL_WIDTHS[number - 1], room * 0.92


def _bow(part: float) -> float:
    for (start, low), (end, high) in pairwise(_BOW):
        if part <= end:
            eased = (1 - math.cos(math.pi * (part - start) / (end - start))) / 2
            return low + (high - low) * eased
    return _BOW[-1][1]


def _tilt(part: float, length: float) -> float:
    reach = 0.012
    low, high = max(0.0, part - reach), min(1.0, part + reach)
    return math.atan((_bow(high) - _bow(low)) * _STRETCH / ((high - low) * length))

"""The frame of the figure: dose to the right, share of the volume upward."""

from __future__ import annotations

from math import floor, log10
from typing import NamedTuple

from backstay.present.markup import Markup, el, join, num
from backstay.present.words import say

LEFT, RIGHT, TOP, BOTTOM = 46.0, 14.0, 12.0, 44.0
SHARES = (0, 20, 40, 60, 80, 100)
ROOM = 62.0  # between two ticks of dose
STEPS = (1, 2, 5, 10)


class Plot(NamedTuple):
    """Where the figure draws, and up to which dose."""

    width: float
    height: float
    most: float
    step: float

    def x(self, dose: float) -> float:
        return LEFT + (self.width - LEFT - RIGHT) * dose / self.most

    def y(self, percent: float) -> float:
        return self.height - BOTTOM - (self.height - TOP - BOTTOM) * percent / 100


def plot(width: float, height: float, highest: float) -> Plot:
    """A plot that ends at the tick at or above the highest dose, with ticks at round numbers.

    >>> plot(880, 420, 23.1).most, plot(880, 420, 23.1).step, plot(880, 420, 0).most
    (24.0, 2.0, 1.0)
    """
    if highest <= 0:
        return Plot(width, height, 1.0, 1.0)
    wanted = highest / ((width - LEFT - RIGHT) / ROOM)
    power = 10.0 ** floor(log10(wanted))
    step = next(power * one for one in STEPS if power * one >= wanted)
    return Plot(width, height, step * -(-highest // step), step)


def frame(at: Plot, units: str) -> Markup:
    """Lines of the grid, ticks and the names of both axes."""
    count = round(at.most / at.step)
    doses = [at.step * tick for tick in range(count + 1)]
    middle = (LEFT + at.width - RIGHT) / 2
    return join(
        [_level(at, share) for share in SHARES],
        [_tick(at, dose) for dose in doses],
        _name(say("dvh_dose_axis", units=units), num(middle), num(at.height - 8)),
        _name(say("dvh_volume_axis"), "12", num(at.y(50)), f"rotate(-90 12 {num(at.y(50))})"),
    )


def _name(text: str, x: str, y: str, transform: str | None = None) -> Markup:
    return el("text", text, x=x, y=y, text_anchor="middle", cls="q", transform=transform)


def _level(at: Plot, share: int) -> Markup:
    y = num(at.y(share))
    return join(
        el(
            "path",
            d=f"M{num(LEFT)} {y}H{num(at.width - RIGHT)}",
            cls="rule" if not share else "line",
        ),
        el(
            "text", str(share), x=num(LEFT - 6), y=num(at.y(share) + 4), text_anchor="end", cls="sm"
        ),
    )


def _tick(at: Plot, dose: float) -> Markup:
    x = num(at.x(dose))
    return join(
        el("path", d=f"M{x} {num(at.y(0))}v5", cls="rule"),
        el("text", f"{dose:.6g}", x=x, y=num(at.y(0) + 19), text_anchor="middle", cls="sm"),
    )

"""One limit held to one structure: passed, failed, or not known, and why."""

from __future__ import annotations

from typing import Literal

import msgspec

from backstay.dose.check.metrics import Bounds
from backstay.dose.limits.organs import Limit

Status = Literal["pass", "fail", "unknown"]
Sense = Literal["at_most", "at_least"]
EVEN = 1e-9  # a value that is the limit keeps it, whatever rounding does


class Point(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A limit as a point of the histogram, which the curve must pass on this side."""

    dose: float  # Gy
    volume_cc: float
    keep: Literal["left", "down"]


class Judged(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One limit and what the plan does. Without a structure nothing was measured."""

    limit: Limit
    organ: str  # in words
    structure: str | None
    number: int | None
    measure: str  # D0.35cc, Dmax, V20Gy ...
    value: Bounds | None  # in `unit`; where the ends differ, all between is possible
    bound: float | None  # the limit in `unit`; None where it needs a prescription that is not known
    unit: str  # Gy, percent, cc
    sense: Sense
    status: Status
    why: tuple[str, ...]  # of unknown, and what else a reader must know
    point: Point | None = None
    missing: bool = False  # no structure is the organ, and nothing is asked or offered for it

    @property
    def margin(self) -> Bounds | None:
        """What is left up to the limit; below 0 it is broken. In `unit`."""
        if self.value is None or self.bound is None:
            return None
        if self.sense == "at_least":
            return Bounds(self.value.low - self.bound, self.value.high - self.bound)
        return Bounds(self.bound - self.value.high, self.bound - self.value.low)


def verdict(value: Bounds, worst: float, bound: float, sense: Sense) -> Status:
    """Fail where the least that is measured breaks the limit, pass where the worst that can be keeps it.

    >>> verdict(Bounds(10, 10), 10, 12.4, "at_most"), verdict(Bounds(10, 15), 15, 12.4, "at_most")
    ('pass', 'unknown')
    """
    if sense == "at_least":
        if value.high < bound - EVEN:
            return "fail"
        return "pass" if worst >= bound - EVEN else "unknown"
    if value.low > bound + EVEN:
        return "fail"
    return "pass" if worst <= bound + EVEN else "unknown"

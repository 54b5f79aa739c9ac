"""How often a line is taken in a day, and units of mass: one meaning for everything that adds up doses."""

from __future__ import annotations

from math import inf

from backstay.case.values import Interval
from backstay.medicines.line import Line

HOURS = 24.0  # of a day
IN_MG = {
    "mcg": 0.001,
    "mg": 1.0,
    "g": 1000.0,
}  # one of them by the hour is no dose


def times_allowed(line: Line) -> Interval | None:
    """How often a day it is scheduled or, as needed, allowed; None where nobody said it."""
    if line.per_day is None and line.every_hours:
        return Interval(HOURS / line.every_hours, HOURS / line.every_hours)
    return line.per_day


def times_taken(line: Line) -> Interval | None:
    """How often a day it is taken: what was taken, else what is scheduled; as needed, from never on.

    As needed without a limit has no upper end; None where a scheduled line does not say.

    >>> times_taken(Line(drug="x", text="", per_day=Interval(4, 4), as_needed=True))
    Interval(low=0.0, high=4)
    """
    if line.taken_per_day is not None:
        return Interval(line.taken_per_day, line.taken_per_day)
    allowed = times_allowed(line)
    if line.as_needed:
        return Interval(0.0, inf if allowed is None else allowed.high)
    return allowed

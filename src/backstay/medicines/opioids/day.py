"""How much of a drug one line makes in a day: what is taken, or from what is scheduled to what is allowed."""

from __future__ import annotations

from typing import NamedTuple

from backstay.case.values import Interval
from backstay.medicines.line import Line
from backstay.medicines.often import IN_MG, times_allowed

NONE = Interval(0.0, 0.0)


class Day(NamedTuple):
    """The dose of a day in the unit of the line (a patch: micrograms an hour), or what has to be asked for it."""

    dose: Interval | None
    asks: str | None = None


def day(line: Line) -> Day:
    """The dose of a day of one line, in its unit.

    What was taken counts where it is known, also of a scheduled drug. As needed and not known to be taken: from
    nothing to all that is allowed. A patch that is worn gives its rate, however often it is changed.

    >>> six = Interval(6.0, 6.0)
    >>> day(Line(drug="morphine", text="", dose=Interval(10.0, 10.0), unit="mg", per_day=six, as_needed=True))
    Day(dose=Interval(low=0.0, high=60.0), asks=None)
    """
    if line.dose is None or line.unit is None:
        return Day(None, "how much is one dose?")
    if line.unit.endswith("/h"):
        return _worn(line, line.dose)
    if line.taken_per_day is not None:
        return Day(_times(line.dose, line.taken_per_day, line.taken_per_day))
    allowed = times_allowed(line)
    if allowed is None:
        asked = "how many doses a day are allowed, or how many were taken?"
        return Day(None, asked if line.as_needed else "how often is it taken?")
    return Day(_times(line.dose, 0.0 if line.as_needed else allowed.low, allowed.high))


def in_unit(dose: Interval, unit: str | None, wanted: str) -> Interval | None:
    """The dose in another unit of mass, or None where the units are of different kinds.

    >>> in_unit(Interval(1, 2), "mg", "mcg"), in_unit(Interval(25, 25), "mcg/h", "mg")
    (Interval(low=1000.0, high=2000.0), None)
    """
    if unit == wanted:
        return dose
    if unit not in IN_MG or wanted not in IN_MG:
        return None
    times = IN_MG[unit] / IN_MG[wanted]
    return rounded(dose.low * times, dose.high * times)


def rounded(low: float, high: float) -> Interval:
    """Both ends without the dust of binary fractions, so that 50 is 50 at a threshold."""
    return Interval(round(low, 6), round(high, 6))


def _times(dose: Interval, low: float, high: float) -> Interval:
    return Interval(dose.low * low, dose.high * high)


def _worn(line: Line, rate: Interval) -> Day:
    """A patch gives its rate as long as it is worn; several a day may be worn at once or one after the other."""
    if line.taken_per_day == 0:
        return Day(NONE)
    allowed = times_allowed(line)
    if allowed is not None and allowed.high > 1:
        return Day(
            None, "are several patches worn at the same time, and how strong are they together?"
        )
    return Day(Interval(0.0, rate.high) if line.as_needed else rate)

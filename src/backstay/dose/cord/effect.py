"""EQD2 and BED of a dose that may be open above, or not known at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import inf, isinf

from backstay.case.values import Interval
from backstay.dose.cord.course import NOTHING_KNOWN, Dose
from backstay.dose.limits.biology import Number, as_interval, bed, eqd2

Effect = Callable[[Number, int, Number], Number]


def equivalent(dose: Dose, ratio: Number) -> Interval:
    """EQD2 of one course (Gy) for an alpha/beta; from 0 to open where nothing is known.

    >>> equivalent(Dose(text="30/10", dose=Interval(30, 33), fractions=10), 2)
    Interval(low=37.5, high=43.725)
    """
    return _effect(eqd2, dose, ratio)


def effective(dose: Dose, ratio: Number) -> Interval:
    """BED of one course (Gy) for an alpha/beta."""
    return _effect(bed, dose, ratio)


@lru_cache(maxsize=1024)  # one course is asked for by every limit
def _effect(of: Effect, dose: Dose, ratio: Number) -> Interval:
    if dose.fractions is None or dose.dose == NOTHING_KNOWN:
        return NOTHING_KNOWN
    low, high = dose.dose
    least = as_interval(of(low, dose.fractions, ratio))
    if isinf(high):
        return Interval(least.low, inf)
    return Interval(least.low, as_interval(of(high, dose.fractions, ratio)).high)


def together(spans: list[Interval]) -> Interval:
    """The sum of ranges; open above where one is."""
    return Interval(sum(one.low for one in spans), sum(one.high for one in spans))


def known(span: Interval) -> Interval | None:
    """A range, or None where it says nothing."""
    return None if span == NOTHING_KNOWN else span

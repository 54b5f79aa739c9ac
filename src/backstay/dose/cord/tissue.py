"""The alpha/beta by which doses to a tissue are added, and what one tissue says of another."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

import msgspec

from backstay.case.values import Interval
from backstay.dose.cord.course import CORD, SAC, Dose
from backstay.dose.limits.biology import Number
from backstay.dose.limits.ratio import ratio_of, tissue_named
from backstay.dose.limits.tables import WEAKEST
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked


def alpha_beta(tissue: str, knowledge: Knowledge) -> Number:
    """Alpha/beta (Gy) of a tissue: a range where sources give one. Raises ValueError for one not in the table."""
    return ratio_of(tissue_named(tissue, knowledge))


def seen_from(dose: Dose, tissue: str, wanted: str) -> Dose:
    """What a dose to one tissue says of another: the sac encloses the cord, so its maximum is no less.

    >>> seen_from(Dose(text="9/1", dose=Interval(9, 9), fractions=1), SAC, CORD).dose
    Interval(low=0.0, high=9)
    """
    if tissue == wanted:
        return dose
    low, high = dose.dose
    span = Interval(0.0, high) if (tissue, wanted) == (SAC, CORD) else Interval(low, inf)
    return msgspec.structs.replace(dose, dose=span)


def least_read(several: Iterable[Checked]) -> Checked:
    """How well the least read of several was read."""
    return min(several, key=lambda one: WEAKEST.index(one.status))

"""Alpha/beta as it is written or as a tissue has it."""

from __future__ import annotations

import re
from difflib import get_close_matches

from backstay.case.text import printable
from backstay.case.values import Interval
from backstay.dose.limits.biology import Number
from backstay.dose.limits.tables import tissues
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.tissues import Tissue

MOST = 50.0  # Gy: nothing alive was found above it, so more is a slip of the pen
_RATIO = re.compile(r"([0-9]*\.?[0-9]+)(?:\s*-\s*([0-9]*\.?[0-9]+))?", re.ASCII)


def read_ratio(text: str) -> Number:
    """Alpha/beta in Gy, a number or a range such as "2-4". Raises ValueError.

    >>> read_ratio("2"), read_ratio("2-4")
    (2.0, Interval(low=2.0, high=4.0))
    """
    said = _RATIO.fullmatch(text.strip())
    low = float(said[1]) if said else 0.0
    high = float(said[2]) if said and said[2] else low
    if not 0 < low <= high <= MOST:
        raise ValueError(
            f"alpha/beta '{printable(text, 40)}' cannot be; "
            f"expected Gy above 0 and at most {MOST:g}, such as 2, or 2-4"
        )
    return Interval(low, high) if said and said[2] else low


def tissue_named(name: str, knowledge: Knowledge) -> Tissue:
    """A tissue of the table by its id. Raises ValueError with the nearest ids."""
    known = tissues(knowledge)
    if name not in known:
        near = get_close_matches(name, known, 3) or list(known)
        raise ValueError(f"'{printable(name, 40)}' is no tissue; expected {', '.join(near)}")
    return known[name]


def ratio_of(tissue: Tissue) -> Number:
    """The alpha/beta of a tissue in Gy: one number where sources give one, else a range."""
    low, high = tissue.alpha_beta
    return low if low == high else Interval(low, high)


__all__ = ["ratio_of", "read_ratio", "tissue_named"]

"""Numbers and units of a dose, within what a case takes; all else is not read."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from backstay.exchange.bindings import Bindings
from backstay.exchange.fhir import Quantity
from backstay.exchange.fhir_medicines import Ratio
from backstay.exchange.problems import NotReadError, printable

LEAST, MOST = Decimal("0.000001"), Decimal(100_000)


class Amount(NamedTuple):
    value: Decimal
    unit: str  # of a case, or `pieces`


def number(value: Decimal) -> Decimal:
    """A number above zero and within reason. Raises NotReadError."""
    if not (value.is_finite() and LEAST <= value <= MOST):
        raise NotReadError("a number is zero, below zero or absurd")
    return value


def written(value: Decimal) -> str:
    """A number as a case writes it.

    >>> written(Decimal("10.00")), written(Decimal("100"))
    ('10', '100')
    """
    text = f"{round(value, 6):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(given: Quantity, bindings: Bindings) -> Amount:
    """A quantity in a unit that a case knows. Raises NotReadError."""
    if given.value is None:
        raise NotReadError("its dose has no number")
    value = number(given.value)
    if given.comparator:
        raise NotReadError(f"{given.comparator}{value} is a limit, not a dose")
    named = list(dict.fromkeys(one for one in (given.code, given.unit) if one))
    if not named:
        raise NotReadError(f"its dose {written(value)} has no unit; it is not guessed")
    units = {bindings.units.get(one.strip().lower()) for one in named if not _is_one(one)}
    if len(units) != 1 or None in units:
        raise NotReadError(f"the unit {printable(' or '.join(named), 40)} of its dose is not sure")
    return Amount(value, str(units.pop()))


def _is_one(unit: str) -> bool:
    """The UCUM code of a bare number says nothing against the word beside it."""
    return unit == "1"


def rate(given: Ratio, bindings: Bindings) -> Amount:
    """So much in so many hours, as mcg/h or mg/h. Raises NotReadError."""
    if given.numerator is None or given.denominator is None:
        raise NotReadError("its rate is not whole")
    top = amount(given.numerator, bindings)
    hours = given.denominator
    if (
        (hours.code or hours.unit) != "h"
        or hours.value is None
        or f"{top.unit}/h" not in bindings.units
    ):
        raise NotReadError("its rate is not in mg or mcg per hour")
    return Amount(top.value / number(hours.value), f"{top.unit}/h")

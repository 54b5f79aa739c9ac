"""How much of each drug one dose holds: milligrams said outright, or pieces and milliliters times the strength."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from backstay.exchange.amounts import Amount, amount, number, rate, written
from backstay.exchange.bindings import Bindings
from backstay.exchange.drugs import Named, Part
from backstay.exchange.fhir_medicines import Dosage, DoseAndRate, Ratio
from backstay.exchange.problems import NotReadError
from backstay.exchange.timing import Often

_WEIGHTS = ("mg", "mcg", "g")
_RATES = ("mcg/h", "mg/h")
_PER_ML = {"mg/ml": "mg", "mcg/ml": "mcg"}
_A_DAY = (("d", Decimal(1)), ("h", Decimal(24)))


class Dose(NamedTuple):
    """One dose as the record counts it; low and high differ for a range."""

    low: Amount
    high: Amount


def dose_of(given: Dosage, bindings: Bindings) -> Dose | None:
    """The one dose that is said; None where none is. Raises NotReadError."""
    told = {_dose(one, bindings) for one in given.dose_and_rate}
    if len(told) > 1:
        raise NotReadError("its dose is given in several ways; which holds?")
    return told.pop() if told else None


def _dose(one: DoseAndRate, bindings: Bindings) -> Dose:
    forms = list(_forms(one, bindings))
    if len(forms) != 1 or bytes(one.rate_range):
        raise NotReadError("its dose is not given in one way that is read")
    low, high = forms[0]
    if low.unit != high.unit or low.value > high.value:
        raise NotReadError("the range of its dose is not a range")
    return forms[0]


def _forms(one: DoseAndRate, bindings: Bindings) -> Iterator[Dose]:
    for given in (one.dose_quantity, one.rate_quantity):
        if given is not None:
            found = amount(given, bindings)
            yield Dose(found, found)
    if one.rate_ratio is not None:
        found = rate(one.rate_ratio, bindings)
        yield Dose(found, found)
    if one.dose_range is not None:
        if one.dose_range.low is None or one.dose_range.high is None:
            raise NotReadError("the range of its dose has one end only")
        yield Dose(amount(one.dose_range.low, bindings), amount(one.dose_range.high, bindings))


def of_each(dose: Dose, drug: Named) -> list[Dose]:
    """The dose of each drug in milligrams, micrograms or a rate. Raises NotReadError."""
    return [
        Dose(_of_part(dose.low, part, drug), _of_part(dose.high, part, drug)) for part in drug.parts
    ]


def _of_part(given: Amount, part: Part, drug: Named) -> Amount:
    if given.unit in (*_WEIGHTS, *_RATES):
        if len(drug.parts) > 1:
            raise NotReadError("its dose does not say of which drug of the combination it is")
        return _patched(given, drug)
    if part.amount is None or part.unit is None:
        raise NotReadError(f"the strength is not known, so {_shown(given)} cannot be counted")
    if (
        given.unit == "pieces"
        and drug.form
        and drug.form.pieces
        and part.unit in (*_WEIGHTS, *_RATES)
    ):
        return _patched(Amount(number(given.value * number(part.amount)), part.unit), drug)
    if given.unit == "ml" and part.unit in _PER_ML:
        return Amount(number(given.value * number(part.amount)), _PER_ML[part.unit])
    raise NotReadError(f"{_shown(given)} does not fit its form and strength")


def _patched(given: Amount, drug: Named) -> Amount:
    """Patches are spoken of in micrograms per hour."""
    if given.unit == "mg/h" and drug.form and drug.form.form == "patch":
        return Amount(given.value * 1000, "mcg/h")
    return given


def _shown(given: Amount) -> str:
    return f"{written(given.value)} {given.unit}"


def allowed(
    times: Often, dose: Dose, most: Ratio | None, bindings: Bindings, needed: bool
) -> tuple[Often, str | None]:
    """How often, within the highest dose of a day, and what is in doubt. Raises NotReadError."""
    if most is None:
        return times, None
    top = _of_a_day(most, bindings)
    if top is None or top.unit != dose.high.unit or dose.low != dose.high:
        return times, "its highest dose is told in a way that is not read"
    fits = (top.value / dose.high.value).to_integral_value(ROUND_FLOOR)
    said = times.times
    if fits < 1 or (said is not None and said > fits and not needed):
        raise NotReadError("its dose is above its own highest dose per day")
    if not needed or (said is not None and said <= fits):
        return times, None
    return Often(fits, times.every_hours), None


def _of_a_day(most: Ratio, bindings: Bindings) -> Amount | None:
    """What is allowed in a day; None where it is told of another time, or in a unit that is not known."""
    period = most.denominator
    unit = (period.code or period.unit) if period else None
    if most.numerator is None or period is None or (unit, period.value) not in _A_DAY:
        return None
    try:
        return amount(most.numerator, bindings)
    except NotReadError:
        return None

"""The first dose of a regimen for one person: the usual one, or a smaller one and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from backstay.case.values import Interval
from backstay.knowledge.tables.regimens import Amount, Lower, Regimen
from backstay.medicines.proposals.proposal import Dose, Reason

Facts = Mapping[str, Any]


class First(NamedTuple):
    """A first dose, why it is smaller than usual, and the facts that could make it the usual one."""

    dose: Dose | None
    reduced: tuple[Reason, ...] = ()
    check: tuple[str, ...] = ()


def first_dose(regimen: Regimen, facts: Facts) -> First:
    """The first smaller dose whose condition holds or is not known, else the usual one."""
    if regimen.first is None:
        return First(None)
    for lower in regimen.lower:
        truths = dict(_truths(lower, facts))
        if True in truths.values():
            return First(as_dose(lower.first), (_because(lower),))
        if None in truths.values():
            unknown = tuple(name for name, truth in truths.items() if truth is None)
            return First(as_dose(lower.first), (_because(lower),), unknown)
    return First(as_dose(regimen.first))


def _truths(lower: Lower, facts: Facts) -> Iterator[tuple[str, bool | None]]:
    yield from ((name, facts.get(name)) for name in lower.any_of)
    yield from ((name, below(facts.get(name), limit)) for name, limit in lower.below.items())


def below(value: Any, limit: float) -> bool | None:
    """Whether a number is surely below a limit, surely not, or not known.

    >>> below(25.0, 30), below(Interval(20, 40), 30), below(Interval(35, 40), 30), below(None, 30)
    (True, None, False, None)
    """
    if value is None:
        return None
    low, high = value if isinstance(value, Interval) else (value, value)
    return True if high < limit else False if low >= limit else None


def _because(lower: Lower) -> Reason:
    return Reason(text=lower.because, evidence=lower.evidence, checked=lower.checked.status)


def as_dose(amount: Amount) -> Dose:
    """An amount of the table as a dose with both ends."""
    high = amount.low if amount.high is None else amount.high
    return Dose(
        amount=(amount.low, high),
        unit=amount.unit,
        per=amount.per,
        times_per_day=amount.times,
        every_days=amount.every_days,
        for_days=amount.days,
        as_needed=amount.as_needed,
    )

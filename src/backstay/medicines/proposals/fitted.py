"""A first dose fitted to kidneys, liver, weight and age; on what is not known it takes the safe side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.medicines.organs import OrganAdvice, Said, advice
from backstay.medicines.proposals.organ_words import organ_words
from backstay.medicines.proposals.proposal import Dose, Pair, Reason

REFUSED = ("avoid", "contraindicated")


class Fitted(NamedTuple):
    """A first dose, why it is smaller than usual, what rules the drug out or may, and what to check."""

    dose: Dose | None
    most: float | None = None  # in a day, in the unit of the dose
    reduced: tuple[Reason, ...] = ()
    blocked: tuple[Reason, ...] = ()
    cautions: tuple[Reason, ...] = ()
    check: tuple[str, ...] = ()


def fitted(
    drug: str,
    usual: Dose | None,
    knowledge: Knowledge,
    facts: Mapping[str, Any],
    form: str | None = None,
    route: str | None = None,
) -> Fitted:
    """A usual first dose made smaller by each organ in turn, or that of the bands where there is no usual one."""
    now = Fitted(usual)
    for one in advice(drug, knowledge, facts):
        now = _with(now, one, _speaking(one, form, route))
    return now


def _speaking(one: OrganAdvice, form: str | None, route: str | None) -> list[Said]:
    """What speaks of this form and route, surely or perhaps, and was read."""
    return [
        said
        for said in one.says or one.possible
        if said.verdict != "unread" and said.form in (None, form) and said.route in (None, route)
    ]


def _with(now: Fitted, one: OrganAdvice, found: list[Said]) -> Fitted:
    """The dose after one organ. Refused by all that speak it is blocked; by some, or perhaps, it is told."""
    refusing = [said for said in found if said.verdict in REFUSED]
    surely = bool(one.says) and not one.careful and len(refusing) == len(found)
    told = tuple(_reason(one, said) for said in refusing[:1])
    now = now._replace(
        blocked=now.blocked + (told if surely else ()),
        cautions=now.cautions + (() if surely else told),
        check=now.check + one.check_first,
    )
    smallest = _smallest(found, now.dose)
    return now if smallest is None else _smaller(now, one, *smallest)


def _smallest(found: Iterable[Said], usual: Dose | None) -> tuple[Said, Dose] | None:
    """What gives the smallest first dose, with that dose."""
    doses = [(said, dose) for said in found if (dose := _dose_of(said, usual)) is not None]
    return min(doses, key=lambda pair: daily(pair[1]), default=None)


def _smaller(now: Fitted, one: OrganAdvice, said: Said, dose: Dose) -> Fitted:
    """The smaller of two doses, and why; the ceiling of a band comes with its dose."""
    if now.dose is not None and daily(dose) >= daily(now.dose):
        return now
    usual = now.dose is None and said.verdict == "usual" and bool(one.says)
    return now._replace(
        dose=dose,
        most=said.dose.max if said.dose else None,
        reduced=now.reduced + (() if usual else (_reason(one, said),)),
    )


def _dose_of(said: Said, usual: Dose | None) -> Dose | None:
    """The first dose that a band gives: its own, or its share of the usual one."""
    given = said.dose
    if given is None:
        return None
    times = _pair(given.per_day)
    if given.start is not None:
        return Dose(amount=tuple(given.start), unit=given.unit, per="day", times_per_day=times)
    if given.single is not None:
        return Dose(amount=tuple(given.single), unit=given.unit, times_per_day=times)
    if given.share is not None and usual is not None:
        low, high = usual.amount
        return msgspec.structs.replace(
            usual, amount=(low * given.share.low, high * given.share.low)
        )
    return None


def daily(dose: Dose) -> Pair:
    """The most, then the least, that a dose makes in a day, to tell the smaller of two."""
    times = dose.times_per_day or (1.0, 1.0) if dose.per == "dose" else (1.0, 1.0)
    return (dose.amount[1] * times[1], dose.amount[0] * times[0])


def _pair(span: Interval | None) -> Pair | None:
    return None if span is None else (span.low, span.high)


def _reason(one: OrganAdvice, said: Said) -> Reason:
    return Reason(text=organ_words(one, said), evidence=said.evidence, checked=said.checked.status)

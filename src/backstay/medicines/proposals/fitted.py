"""A first dose fitted to kidneys, liver, weight and age; on what is not known it takes the safe side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.medicines.organs.advice import advice
from backstay.medicines.organs.said import OrganAdvice, Said
from backstay.medicines.proposals.organ_words import organ_words
from backstay.medicines.proposals.proposal import Dose, Pair, Reason

REFUSED = ("avoid", "contraindicated")
Most = tuple[float, str]


class Fitted(NamedTuple):
    """A first dose, why it is smaller than usual, what rules the drug out or may, and what to check."""

    dose: Dose | None
    most: Most | None = None  # in a day, with its unit
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
    by_bands: bool = False,
) -> Fitted:
    """A usual first dose made smaller by each organ in turn.

    Without a usual dose a band gives one where it surely holds; with `by_bands` while that is not known too.
    """
    now = Fitted(usual)
    # Shares come last: of the usual dose, or of the one that weight or another band gives.
    for one in sorted(advice(drug, knowledge, facts), key=_only_shares):
        every = one.says or one.possible
        found = [said for said in every if _speaks(said, form, route)]
        if now.dose is None and not one.says and not by_bands:
            now = _refused(now, one, found, form)
        else:
            now = _with(now, one, found, form)
    return now


def _only_shares(one: OrganAdvice) -> bool:
    doses = [said.dose for said in one.says or one.possible if said.dose is not None]
    return all(dose.start is None and dose.single is None for dose in doses)


def _speaks(said: Said, form: str | None, route: str | None) -> bool:
    """Whether it was read and is about this form and route."""
    return (
        said.verdict != "unread" and said.about_form in (None, form) and said.route in (None, route)
    )


def _refuses(said: Said, form: str | None) -> bool:
    """Whether it says not to give the drug, or not in this form."""
    return said.verdict in REFUSED or (form is not None and said.form not in (None, form))


def _refused(now: Fitted, one: OrganAdvice, found: list[Said], form: str | None) -> Fitted:
    """Refused by all that speak the drug is blocked; by some, or perhaps, it is told. What is open is asked."""
    refusing = [said for said in found if _refuses(said, form)]
    surely = bool(one.says) and not one.careful and len(refusing) == len(found)
    told = tuple(_reason(one, said) for said in refusing[:1])
    return now._replace(
        most=least((now.most, *map(_most, found))),
        blocked=now.blocked + (told if surely else ()),
        cautions=now.cautions + (() if surely else told),
        check=now.check + one.check_first,
    )


def _with(now: Fitted, one: OrganAdvice, found: list[Said], form: str | None) -> Fitted:
    """The dose after one organ, or its caution where that cannot be put into a dose."""
    now = _refused(now, one, found, form)
    smallest = _smallest(found, now.dose)
    if smallest is not None and (now.dose is None or daily(smallest[1]) < daily(now.dose)):
        return _smaller(now, one, *smallest)
    careful = [said for said in one.says if said in found and said.verdict == "caution"]
    more = tuple(_reason(one, said) for said in careful[:1] if not _refuses(said, form))
    return now._replace(cautions=now.cautions + more)


def _most(said: Said) -> Most | None:
    dose = said.dose
    return None if dose is None or dose.max is None else (dose.max, dose.unit)


def least(limits: Iterable[Most | None]) -> Most | None:
    """The smallest of some highest doses."""
    return min((limit for limit in limits if limit is not None), default=None)


def _smallest(found: Iterable[Said], usual: Dose | None) -> tuple[Said, Dose] | None:
    """What gives the smallest first dose, with that dose."""
    doses = [(said, dose) for said in found if (dose := _dose_of(said, usual)) is not None]
    return min(doses, key=lambda pair: daily(pair[1]), default=None)


def _smaller(now: Fitted, one: OrganAdvice, said: Said, dose: Dose) -> Fitted:
    """The smaller of two doses, and why; the first that a band gives as the usual one needs no reason."""
    usual = now.dose is None and said.verdict == "usual" and bool(one.says)
    why = () if usual else (_reason(one, said),)
    return now._replace(dose=dose, reduced=now.reduced + why)


def _dose_of(said: Said, usual: Dose | None) -> Dose | None:
    """The first dose that a band gives: its own, or its share of the usual one."""
    given = said.dose
    if given is None:
        return None
    times = _pair(given.per_day)
    if given.start is not None:
        return Dose(amount=list(given.start), unit=given.unit, per="day", times_per_day=times)
    if given.single is not None:
        return Dose(amount=list(given.single), unit=given.unit, times_per_day=times)
    if given.share is not None and usual is not None:
        low, high = usual.amount
        return msgspec.structs.replace(
            usual, amount=[low * given.share.low, high * given.share.low]
        )
    return None


def daily(dose: Dose) -> tuple[float, float]:
    """The most, then the least, that a dose makes in a day, to tell the smaller of two."""
    times = dose.times_per_day or (1.0, 1.0) if dose.per == "dose" else (1.0, 1.0)
    return (dose.amount[1] * times[1], dose.amount[0] * times[0])


def _pair(span: Interval | None) -> Pair | None:
    return None if span is None else [span.low, span.high]


def _reason(one: OrganAdvice, said: Said) -> Reason:
    return Reason(
        text=organ_words(one, said), evidence=list(said.evidence), checked=said.checked.status
    )

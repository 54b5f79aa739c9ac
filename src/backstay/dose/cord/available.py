"""What may still be given to the sac by the published limits, in 1 to 5 fractions."""

from __future__ import annotations

from math import floor, isinf

import msgspec

from backstay.dose.cord.course import Dose
from backstay.dose.cord.published import Published, rows
from backstay.dose.cord.room import room
from backstay.dose.cord.rules import NEAR, Courses, Judged, judged, months_between
from backstay.dose.cord.silence import silence
from backstay.dose.cord.tissue import alpha_beta, least_read
from backstay.dose.limits.biology import as_interval, dose_of_eqd2
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.knowledge.tables.reirradiation import (
    ReirradiationLimit,
    ReirradiationSet,
    default_set,
    limits,
    reading,
)


class Available(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Dose to the tissue that keeps every limit of the rule set, at the careful end of what is known."""

    tissue: str
    rule_set: str
    eqd2: float | None  # Gy in fractions of 2 Gy
    fractions: dict[int, float] | None  # fractions -> total dose in Gy, rounded down
    bound_by: str | None  # the limit that leaves least
    refused: str | None  # why there is no dose
    conditions: tuple[str, ...]  # what must hold as well
    published: tuple[Published, ...]  # for exactly this earlier course: the worked table
    practice: tuple[Published, ...]  # what centers reported; shown, no limit
    evidence: tuple[str, ...]
    checked: Checked


def available(
    earlier: tuple[Dose, ...], knowledge: Knowledge, *, cord_here: bool | None = True,
    prior: tuple[float, int] | None = None, by_convention: bool = False,
) -> Available:  # fmt: skip
    """The dose that another course may give the sac in 1 to 5 fractions by the default set of limits.

    Gy in total, rounded down, so that every limit is kept wherever the earlier dose lies in its range. `prior` is
    the one earlier course as it was prescribed (Gy in total, fractions), for which published rows stand beside.
    `by_convention`: what was given, or of which kind it was, follows from `earlier_courses` of the knowledge; a
    dose is then no better read than that.
    None with the reason, and no row, where the limits do not speak, leave nothing, or too few months have passed.

    >>> from backstay.case.values import Interval
    >>> from backstay.knowledge import load_knowledge
    >>> given = {"dose": Interval(30, 30), "fractions": 10, "months": Interval(14, 14)}
    >>> first = Dose(text="30/10", stereotactic=False, **given)
    >>> available((first,), load_knowledge()).fractions
    {1: 9.0, 2: 12.2, 3: 14.5, 4: 16.3, 5: 17.9}
    """
    by = default_set(knowledge)
    rules = judged(by, Courses(earlier=earlier, cord_here=cord_here), knowledge)
    eqd2, refused = _left(by, earlier, cord_here, rules, knowledge)
    doses = None if eqd2 is None else _doses(eqd2, by, knowledge)
    if doses == {}:
        eqd2, doses, refused = None, None, NOTHING_LEFT
    read = (reading(knowledge),) if by_convention and eqd2 is not None else ()
    return Available(
        tissue=by.tissue, rule_set=by.id, eqd2=eqd2, fractions=doses, refused=refused,
        bound_by=None if eqd2 is None else _bound(rules),
        conditions=() if eqd2 is None else _conditions(by, earlier, knowledge),
        published=() if eqd2 is None else rows("worked_table", prior, knowledge),
        practice=() if eqd2 is None else rows("practice", prior, knowledge),
        evidence=tuple(dict.fromkeys(source for one in (by, *read) for source in one.evidence)),
        checked=least_read([by.checked, *(one.checked for one in (*rules, *read))]),
    )  # fmt: skip


NOTHING_LEFT = "earlier courses leave no dose within these limits"
NOT_KNOWN = "what earlier courses gave at most is not known"


def _left(
    by: ReirradiationSet, earlier: tuple[Dose, ...], cord_here: bool | None,
    rules: tuple[Judged, ...], knowledge: Knowledge,
) -> tuple[float | None, str | None]:  # fmt: skip
    """EQD2 that is left, or why there is none."""
    silent = silence(by, earlier, cord_here)
    if silent:
        return None, silent.why
    for rule in rules:
        if rule.at_least is not None and rule.met is False:
            return None, f"less than {rule.at_least:g} months have passed since the last course"
    left = room(by, earlier, knowledge)
    if isinf(left.low):
        return None, NOT_KNOWN
    return (
        (left.low, None) if left.low > 0 else (None, NOTHING_LEFT if left.high <= 0 else NOT_KNOWN)
    )


def _doses(eqd2: float, by: ReirradiationSet, knowledge: Knowledge) -> dict[int, float]:
    """Total doses by fractions, rounded down; what rounds to nothing is left out."""
    step, most = reading(knowledge).step, by.most_fractions or reading(knowledge).most_fractions
    ratio = alpha_beta(by.tissue, knowledge)
    found = {n: as_interval(dose_of_eqd2(eqd2, n, ratio)).low for n in range(1, most + 1)}
    down = {n: round(floor(dose / step + NEAR) * step, 6) for n, dose in found.items()}
    return {n: dose for n, dose in down.items() if dose > 0}


def _bound(rules: tuple[Judged, ...]) -> str:
    """The limit that leaves least."""
    return min((one.leaves, one.id) for one in rules if one.leaves is not None)[1]


def _conditions(
    by: ReirradiationSet, earlier: tuple[Dose, ...], knowledge: Knowledge
) -> tuple[str, ...]:
    between = months_between(earlier)
    return tuple(
        _condition(one, earlier)
        for one in limits(knowledge, by.id)
        if one.at_least is not None and (between is None or between.low < one.at_least - NEAR)
    )


def _condition(limit: ReirradiationLimit, earlier: tuple[Dose, ...]) -> str:
    undated = ", ".join(dict.fromkeys(one.text for one in earlier if one.months is None))
    asked = f"; it is not known how long ago {undated} was" if undated else ""
    return f"only if at least {limit.at_least:g} months lie between the courses{asked}"


__all__ = ["Available", "Published", "available"]

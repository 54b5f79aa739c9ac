"""What published limits leave for another course."""

from __future__ import annotations

from backstay.case.values import Interval
from backstay.dose.cord.course import Dose
from backstay.dose.cord.effect import equivalent, together
from backstay.dose.cord.tissue import alpha_beta
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.reirradiation import ReirradiationLimit, ReirradiationSet, limits


def gave(by: ReirradiationSet, earlier: tuple[Dose, ...], knowledge: Knowledge) -> Interval:
    """EQD2 (Gy) of all earlier courses, to the tissue whose limits a set has."""
    ratio = alpha_beta(by.tissue, knowledge)
    return together([equivalent(one, ratio) for one in earlier])


def room_by(limit: ReirradiationLimit, had: Interval) -> Interval | None:
    """EQD2 that a limit leaves after earlier courses, at the careful end and at the other; None: no such limit."""
    most = limit.at_most or 0.0
    if limit.measure == "planned_eqd2":
        return Interval(most, most)
    if limit.measure == "cumulative_eqd2":
        return Interval(most - had.high, most - had.low)
    if limit.measure == "planned_share":
        part = most / (1 - most)
        return Interval(had.low * part, had.high * part)
    return None


def room(by: ReirradiationSet, earlier: tuple[Dose, ...], knowledge: Knowledge) -> Interval:
    """EQD2 (Gy) that all limits of a set together leave: at the careful end, and at the other."""
    had = gave(by, earlier, knowledge)
    spans = [one for limit in limits(knowledge, by.id) if (one := room_by(limit, had)) is not None]
    return Interval(min(one.low for one in spans), min(one.high for one in spans))

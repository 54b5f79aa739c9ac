"""Computed facts about earlier radiation of a level, from `prior_radiation` alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from backstay.case.values import Interval, Value
from backstay.dose.cord.available import available
from backstay.dose.cord.course import CORD, SAC, Dose, to_tissue
from backstay.dose.cord.cumulative import cumulative
from backstay.dose.cord.room import room
from backstay.dose.cord.silence import silence
from backstay.dose.cord.told import courses
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.reirradiation import default_set
from backstay.reason.arithmetic import whole

Facts = Mapping[str, Any]
KEPT = 32  # lists of courses whose answers are kept: lesions are asked in turn, again and again


class Had(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What all computed facts say of one list of courses."""

    cord: Value
    sac: Value
    available: float | None
    can_keep: bool | None


def cord_facts(knowledge: Knowledge) -> dict[str, Callable[[Facts], Value]]:
    """The function of each computed fact about the dose of the cord, by its name.

    They read earlier courses and nothing else: whether the cord lies here is a condition of the rules, and so are
    the months between the courses, except that no dose is available before they have passed.
    """
    kept: dict[int, tuple[Any, Had]] = {}  # lists stay alive here, so that no other takes their id

    def had(facts: Facts) -> Had | None:
        told = facts.get("prior_radiation")
        if told is None:
            return None
        found = kept.get(id(told))
        if found is None:
            if len(kept) >= KEPT:
                kept.clear()
            found = kept[id(told)] = (told, _had(told, knowledge))
        return found[1]

    return {
        "dose.prior_cord_eqd2": lambda facts: one.cord if (one := had(facts)) else None,
        "dose.prior_thecal_eqd2": lambda facts: one.sac if (one := had(facts)) else None,
        "dose.available_thecal_eqd2": lambda facts: one.available if (one := had(facts)) else None,
        "dose.reirradiation_limits_met": lambda facts: (
            one.can_keep if (one := had(facts)) else None
        ),
    }


def _had(told: tuple[dict[str, Any], ...], knowledge: Knowledge) -> Had:
    listed = courses(told, knowledge)
    cord, sac = (tuple(to_tissue(one, tissue) for one in listed) for tissue in (CORD, SAC))
    return Had(
        cord=_sum(cumulative(cord, CORD, knowledge).total),
        sac=_sum(cumulative(sac, SAC, knowledge).total),
        available=available(sac, knowledge).eqd2 if sac else None,
        can_keep=_can_keep(sac, knowledge),
    )


def _sum(total: Interval | None) -> Value:
    return None if total is None else whole(*total)


def _can_keep(sac: tuple[Dose, ...], knowledge: Knowledge) -> bool | None:
    """Whether some dose is left by the limits on dose: surely, surely not, or not known."""
    by = default_set(knowledge)
    if silence(by, sac, cord_here=True):
        return None
    left = room(by, sac, knowledge)
    return True if left.low > 0 else False if left.high <= 0 else None

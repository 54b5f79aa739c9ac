"""Cancer drugs taken now or given lately: yes, no, or not known. Which drugs matter is knowledge.

As in other lists of drugs, a name that nobody knows may be any drug: only a dose too long ago excludes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from backstay.case.values import Members
from backstay.knowledge import Knowledge
from backstay.knowledge.ingredients import names_of, spoken

Facts = Mapping[str, Any]
NOW, BEFORE = "current_systemic_therapy", "systemic_treatments"


def given(knowledge: Knowledge) -> dict[str, Callable[..., bool | None]]:
    """The function of each computed fact about cancer drugs, by its name."""
    known = _known(knowledge)
    return {
        "medicines.given_within": lambda facts, **asked: given_within(facts, known, **asked),
        "medicines.others_given": lambda facts, **asked: others_given(facts, known, **asked),
    }


def given_within(
    facts: Facts, known: Mapping[str, str], of: tuple[str, ...], within_days: float
) -> bool | None:
    """Whether one of some drugs is taken now, or was last given within so many days.

    >>> dose = {"drug": "Sunitinib", "last_dose_days_ago": 9.0}
    >>> given_within({BEFORE: (dose,)}, {"sunitinib": "sunitinib"}, ("sunitinib",), 21)
    True
    >>> given_within({BEFORE: (dose,)}, {}, ("sunitinib",), 21) is None
    True
    """
    now, before = facts.get(NOW), facts.get(BEFORE)
    names = now.present if isinstance(now, Members) else ()
    doses = [{"drug": name, "still_taken": True} for name in names]
    doses += before if isinstance(before, tuple) else ({"drug": None},)  # anything, at any time
    found = [_dose(dose, known, of, within_days) for dose in doses]
    return True if True in found else None if None in found else False


def others_given(
    facts: Facts, known: Mapping[str, str], of: tuple[str, ...], within_days: float | None = None
) -> bool | None:
    """Whether a cancer drug is taken now that is none of these; a name that nobody knows is none of them."""
    now = facts.get(NOW)
    if not isinstance(now, Members):
        return None
    if {known.get(spoken(name)) for name in now.present} - set(of):
        return True
    return False if now.complete else None


def _known(knowledge: Knowledge) -> dict[str, str]:
    """Every name by which a cancer drug is known, and the name that rules use."""
    fact = knowledge.fact(NOW)
    listed = {spoken(name): name for name in (fact.values if fact else ())}
    ingredients = knowledge.ingredients.values()
    return {name: one.id for one in ingredients for name in names_of(one)} | listed


def _dose(dose: Facts, known: Mapping[str, str], of: tuple[str, ...], days: float) -> bool | None:
    """Whether a dose is of one of the drugs, and recent enough."""
    drug = known.get(spoken(str(dose.get("drug") or "")))
    if drug is not None and drug not in of:
        return False
    recent = _recent(dose, days)
    return None if drug is None and recent else recent


def _recent(dose: Facts, days: float) -> bool | None:
    if dose.get("still_taken") is True:
        return True
    ago = dose.get("last_dose_days_ago")
    return None if ago is None else bool(ago <= days)

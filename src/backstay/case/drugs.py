"""What follows from the lists of cancer drugs. None is unknown; which drugs matter is knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backstay.case.values import Members, Value


def given_within(
    facts: Mapping[str, Value], of: tuple[str, ...] = (), within_days: float | None = None
) -> Value:
    """Whether one of some drugs is taken now, or was last given within so many days.

    >>> given_within({"systemic_treatments": ({"drug": "a", "last_dose_days_ago": 9.0},)}, ("a",), 28)
    True
    >>> given_within({}, ("a",), 28) is None
    True
    """
    now = facts.get("current_systemic_therapy")
    if isinstance(now, Members) and now.present & set(of):
        return True
    given = facts.get("systemic_treatments")
    if not isinstance(given, tuple):
        return None
    found = [_recent(dose, within_days or 0) for dose in given if _named(dose) in of]
    return True if True in found else None if None in found else False


def takes_others(
    facts: Mapping[str, Value], of: tuple[str, ...] = (), within_days: float | None = None
) -> Value:
    """Whether a cancer drug is taken now that is none of these.

    >>> takes_others({"current_systemic_therapy": Members(frozenset({"b"}), complete=True)}, ("a",))
    True
    """
    now = facts.get("current_systemic_therapy")
    if not isinstance(now, Members):
        return None
    if now.present - set(of):
        return True
    return False if now.complete else None


def _named(dose: Any) -> str:
    """A drug as lists name it: lower case, parts joined by an underscore."""
    return str(dose.get("drug") or "").strip().lower().replace(" ", "_").replace("-", "_")


def _recent(dose: Any, days: float) -> bool | None:
    if dose.get("still_taken") is True:
        return True
    ago = dose.get("last_dose_days_ago")
    return None if ago is None else bool(ago <= days)

"""Approvals of cancer drugs beside a statement: by whom, for whom, since when, and how old the reading was."""

from __future__ import annotations

from functools import cache
from typing import Any

from backstay.knowledge.entries import Approval, Rule

MONTHS_UNTIL_OLD = 12  # labels change: what was older than this when it was checked is marked


def drugs_of(rule: Rule) -> list[str]:
    """Every drug of a rule's approvals, once, in their order."""
    return list(dict.fromkeys(drug for one in rule.approvals for drug in one.drugs))


def approvals_of(rule: Rule) -> list[dict[str, Any]]:
    """The approvals of a rule as plain values, what was not given left out."""
    return [_plain(one, rule.checked.on) for one in rule.approvals]


@cache
def _plain(one: Approval, checked: str) -> dict[str, Any]:
    """One approval; `old` where its text was more than a year old when it was checked."""
    found: dict[str, Any] = {"drugs": list(one.drugs), "by": one.by, "line": one.line}
    found |= {name: getattr(one, name) for name in ("on", "seen") if getattr(one, name)}
    found["kind"] = one.kind
    if one.seen:
        found["old"] = _months(checked) - _months(one.seen) > MONTHS_UNTIL_OLD
    return found


def _months(day: str) -> int:
    """Months of a date that begins with year and month."""
    year, month = day.split("-")[:2]
    return int(year) * 12 + int(month)

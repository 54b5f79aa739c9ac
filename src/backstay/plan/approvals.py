"""Approvals of cancer drugs beside a statement: by whom, for whom, since when, and how old the reading is."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from backstay.knowledge.entries import Approval, Rule

MONTHS_UNTIL_OLD = 12  # labels change: what was read longer ago than this is marked


def drugs_of(rule: Rule) -> list[str]:
    """Every drug of a rule's approvals, once, in their order."""
    return list(dict.fromkeys(drug for one in rule.approvals for drug in one.drugs))


def approvals_of(rule: Rule, as_of: date | None) -> list[dict[str, Any]]:
    """The approvals of a rule as plain values, what was not given left out."""
    months = None if as_of is None else as_of.year * 12 + as_of.month
    return [_plain(one, months) for one in rule.approvals]


@cache
def _plain(one: Approval, months: int | None) -> dict[str, Any]:
    """One approval; `old` where its text was seen too long before the case."""
    found: dict[str, Any] = {"drugs": list(one.drugs), "by": one.by, "line": one.line}
    found |= {name: getattr(one, name) for name in ("on", "seen") if getattr(one, name)}
    found["kind"] = one.kind
    if one.seen and months is not None:
        year, month = one.seen.split("-")[:2]
        found["old"] = months - (int(year) * 12 + int(month)) > MONTHS_UNTIL_OLD
    return found

"""The way down from any drug of which one was read: steroids and gabapentinoids by day, opioids by step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from backstay.knowledge import Knowledge
from backstay.medicines.line import Line
from backstay.medicines.opioids.taper import OpioidTapered
from backstay.medicines.opioids.taper import taper as opioid_taper
from backstay.medicines.steroids.amounts import taken_daily
from backstay.medicines.steroids.tapers import Schedule
from backstay.medicines.steroids.tapers import taper as steroid_taper


def taper(
    line: Line,
    knowledge: Knowledge,
    facts: Mapping[str, Any] | None = None,
    *,
    days: float | None = None,
    start: date | None = None,
    reason: str | None = None,
    repeated: bool = False,
) -> Schedule | OpioidTapered:
    """How to come down from what one line says is taken; doses in the unit of the line, a day.

    For how many days it was taken: `days`, else the line, else for a steroid the fact `steroid_days`. `reason`
    cord_compression and `repeated` (another course lately) are about steroids. Raises ValueError for a drug without
    an entry and for numbers that cannot be. Source: `steroid_tapers` and `opioid_tapers` of the knowledge.

    >>> from backstay.knowledge import load_knowledge
    >>> from backstay.medicines import read_lines
    >>> known = load_knowledge()
    >>> line = read_lines("dexamethasone 8 mg daily", known).lines[0]
    >>> taper(line, known, days=10).days[0].dose
    4.0
    """
    asked = facts or {}
    classes = knowledge.ingredients[line.drug].classes
    if "opioid" in classes:
        return opioid_taper(line, knowledge, asked, days)
    if days is None and "steroid" in classes:
        days = line.days if line.days is not None else asked.get("steroid_days")
    dose = taken_daily(line, knowledge)
    return steroid_taper(line.drug, dose, days, knowledge, start, reason, repeated)

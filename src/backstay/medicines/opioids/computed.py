"""Computed facts about opioids, from the list of medicines of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf
from typing import Any

from backstay.case.values import Interval, Value
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.equivalents import SETTING
from backstay.medicines.opioids.equivalents import is_opioid, mme
from backstay.medicines.opioids.tolerance import tolerant
from backstay.medicines.reading.lines import Reading
from backstay.medicines.reading.listed import listed
from backstay.reason.arithmetic import whole

Facts = Mapping[str, Any]
Read = Callable[[Facts], Reading | None]


def opioid_facts(knowledge: Knowledge) -> dict[str, Callable[[Facts], Any]]:
    """The function of each computed fact about opioids, by its name."""
    read = _reader(knowledge)
    return {
        "medicines.daily_morphine_equivalent": lambda facts: _equivalent(
            facts, read(facts), knowledge
        ),
        "medicines.opioid_tolerant": lambda facts: _tolerant(facts, read(facts), knowledge),
    }


def _reader(knowledge: Knowledge) -> Read:
    """Reads the list of a case; asked for the same one again, it gives what it read."""
    last: tuple[Any, Reading | None] = (None, None)

    def read(facts: Facts) -> Reading | None:
        nonlocal last
        entries = facts.get("medicines")
        if entries is None:
            return None
        before, reading = last
        if before is not entries:
            reading = listed(entries, knowledge)
            last = (entries, reading)
        return reading

    return read


def _equivalent(facts: Facts, reading: Reading | None, knowledge: Knowledge) -> Value:
    """Mg of morphine by mouth a day: open above while something is not known, unknown where nothing is."""
    if reading is None:
        return None
    found = mme(reading.lines, knowledge, knowledge.chosen[SETTING])
    if found.total is not None and _complete(facts, reading, knowledge):
        return whole(*found.total)
    return Interval(found.at_least, inf) if found.at_least > 0 else None


def _tolerant(facts: Facts, reading: Reading | None, knowledge: Knowledge) -> bool | None:
    if reading is None:
        return None
    return tolerant(reading.lines, _complete(facts, reading, knowledge), knowledge)


def _complete(facts: Facts, reading: Reading, knowledge: Knowledge) -> bool:
    """Whether no other opioid can be taken: the list is said to be all, and what was not read of it is none."""
    if facts.get("medicines_known") is not True:
        return False
    return all(
        one.drug is not None and not is_opioid(knowledge, one.drug) for one in reading.unread
    )

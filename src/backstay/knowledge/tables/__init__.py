"""Tables that the rooms of medicines and dose read: kinds of entry that no rule evaluates, by subject.

Every module gives `KINDS` (kind -> struct) and `problems(made)` (what must hold between entries).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.knowledge.entries import Entry
from backstay.knowledge.tables import (
    dose_limits,
    equivalents,
    heat,
    instruments,
    interactions,
    opioids,
    organs,
    phrases,
    regimens,
    reirradiation,
    rotation,
    schedules,
    steroids,
    structure_names,
    targets,
    tissues,
)  # fmt: skip

SUBJECTS = (
    phrases, equivalents, opioids, rotation, organs, interactions, steroids, regimens, instruments,
    tissues, dose_limits, reirradiation, schedules, targets, heat, structure_names,
)  # fmt: skip
KINDS: dict[str, type[Entry]] = {
    kind: struct for subject in SUBJECTS for kind, struct in subject.KINDS.items()
}


def table_problems(made: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(kind, id, what is wrong) of every table entry that does not hold together with the others.

    Knowledge that names no drug is a part of one, as tests use it: nothing for these rooms is missed in it.
    """
    if not made["ingredients"]:
        return
    for subject in SUBJECTS:
        yield from subject.problems(made)
    for kind in KINDS:
        yield from _sources(made, kind)


def _sources(made: dict[str, dict[str, Any]], kind: str) -> Iterator[tuple[str, str, str]]:
    for entry in made[kind].values():
        for source in getattr(entry, "evidence", ()):
            if source not in made["evidence"]:
                yield kind, entry.id, f"evidence {source} is not in evidence/"


__all__ = ["KINDS", "table_problems"]

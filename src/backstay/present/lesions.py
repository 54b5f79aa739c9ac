"""The lesions of an assessment: which levels, what was found there, what was scored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from backstay.present.knows import Assessment, Entry
from backstay.present.values import DASH, clean

LEVELS = (
    "C0",
    *(f"C{i}" for i in range(1, 8)),
    *(f"T{i}" for i in range(1, 13)),
    *(f"L{i}" for i in range(1, 6)),
    *(f"S{i}" for i in range(1, 6)),
)


class Lesion(NamedTuple):
    """One lesion; `name` is its level and identifies it."""

    name: str
    title: str  # "T8", or its first and last level
    levels: tuple[str, ...]
    facts: Mapping[str, Any]
    defined: Mapping[str, Any]  # definitions of this lesion
    scores: Mapping[str, Entry]  # by id

    @property
    def sins(self) -> Entry | None:
        return self.scores.get("sins")

    @property
    def below_conus(self) -> bool:
        """Whether the scale of the cord does not apply here; the knowledge says so, not the page."""
        return (self.scores.get("escc") or {}).get("applies") is False


def lesions(assessment: Assessment) -> list[Lesion]:
    """Every lesion of the case, from the head down."""
    given = (assessment.get("facts") or {}).get("lesions") or []
    found = [_lesion(assessment, {**entry, **entry.get("facts", {})}) for entry in given]
    return sorted(found, key=lambda lesion: _place(lesion.name))


def spine_known(assessment: Assessment) -> bool:
    """Whether the case says which lesions there are (an empty list says: none)."""
    return (assessment.get("facts") or {}).get("lesions") is not None


def _lesion(assessment: Assessment, facts: Mapping[str, Any]) -> Lesion:
    name = str(facts.get("level"))
    last = str(facts.get("to_level") or name)
    levels = _between(name, last)
    title = clean(name) if len(levels) < 2 else f"{levels[0]}{DASH}{levels[-1]}"
    defined = ((assessment.get("definitions") or {}).get("lesions") or {}).get(name) or {}
    scored = {
        score["id"]: score for score in assessment.get("scores", []) if score.get("lesion") == name
    }
    return Lesion(name, title, levels, facts, defined, scored)


def _between(first: str, last: str) -> tuple[str, ...]:
    if first not in LEVELS:
        return ()
    start, end = _place(first), _place(last) if last in LEVELS else _place(first)
    return LEVELS[min(start, end) : max(start, end) + 1]


def _place(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)

"""The lesions of a case: each has a level, and no two cover the same one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from backstay.case.facts import Vocabulary
from backstay.case.levels import LEVELS, span
from backstay.case.problems import Refused, Report, shown
from backstay.case.structures import read_facts
from backstay.case.text import Path
from backstay.case.values import Value


class Listed(NamedTuple):
    """One entry of `lesions` as read; `given` names what was written, also what was refused."""

    path: Path
    facts: dict[str, Value]
    given: frozenset[str]

    @property
    def name(self) -> str:
        return str(self.facts.get("level", ""))

    @property
    def levels(self) -> tuple[str, ...]:
        if not self.name:
            return ()
        return span(self.name, str(self.facts.get("to_level", self.name)))


def read_lesions(given: object, vocabulary: Vocabulary, report: Report) -> list[Listed]:
    """All lesions; what is wrong is in the report."""
    if not isinstance(given, list):
        hint = "[] for none; leave lesions out if it is not known whether there are any"
        report.add(("lesions",), Refused("a list is expected", hint), shown(given))
        return []
    entries = [_lesion(one, ("lesions", n), vocabulary, report) for n, one in enumerate(given)]
    listed = [entry for entry in entries if entry]
    _check_overlap(listed, report)
    return listed


def _lesion(given: object, path: Path, vocabulary: Vocabulary, report: Report) -> Listed | None:
    if not isinstance(given, dict):
        report.add(path, Refused("a map is expected", "level and what is known"), shown(given))
        return None
    lesion = Listed(
        path, read_facts(given, "lesion", vocabulary, path, report), frozenset(map(str, given))
    )
    if "level" not in given:
        hint = f"one of {LEVELS[0]} to {LEVELS[-1]}"
        report.add(path, Refused("a lesion needs a level, which names it", hint))
    elif lesion.name and not lesion.levels:
        above = Refused("to_level lies above level", f"{lesion.name} or a level below it")
        report.add((*path, "to_level"), above, shown(given["to_level"]))
    return lesion


def _check_overlap(listed: list[Listed], report: Report) -> None:
    for lesion, other, shared in _overlaps(listed):
        both = f"{shared} is already part of the lesion at {other.name}; lesions must not overlap"
        report.add((*lesion.path, "level"), both, lesion.name)


def _overlaps(listed: list[Listed]) -> Iterator[tuple[Listed, Listed, str]]:
    """Each lesion with the first earlier one that shares a level; a table keeps this cheap."""
    holder: dict[str, Listed] = {}
    for lesion in listed:
        shared = next((level for level in lesion.levels if level in holder), None)
        if shared:
            yield lesion, holder[shared], shared
        holder |= {level: lesion for level in lesion.levels if level not in holder}

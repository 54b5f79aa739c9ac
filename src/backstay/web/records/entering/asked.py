"""Which questions a page asks, with the newest answer of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from backstay.case.facts import Fact as Known
from backstay.plan.assess import prepared
from backstay.web.people.models import Person
from backstay.web.records.answers import Place, newest
from backstay.web.records.case import level_named
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode, Fact, Lesion

NAMING = ("level", "to_level")  # they name a lesion, and are no questions about it


class Asked(NamedTuple):
    """One question about the patient or a lesion."""

    known: Known
    lesion: Lesion | None
    current: Fact | None  # the newest answer of whatever state
    stake: str = ""  # what the answer could change
    first: bool = False  # an option waits for it
    who: str = ""  # gave the newest answer

    @property
    def path(self) -> str:
        """Its name in a form and in problems: ecog, T8.escc."""
        return f"{level_named(self.lesion)}.{self.known.id}" if self.lesion else self.known.id

    @property
    def place(self) -> Place:
        """What it is about, as answers have it."""
        return self.lesion.pk if self.lesion else None, self.known.id


def groups(scope: str) -> list[str]:
    """The headings under which the vocabulary puts its facts, in the order of their names."""
    return sorted({one.group for one in _facts(scope) if one.id not in NAMING})


def of_group(episode: Episode, group: str) -> list[Asked]:
    """The questions of one heading about the patient."""
    return ask(episode, ((one.id, None) for one in _facts("patient") if one.group == group))


def of_lesion(episode: Episode, lesion: Lesion) -> list[Asked]:
    """The questions about one lesion, by heading; what most rules read stands first."""
    weight = _weights()
    facts = [one for one in _facts("lesion") if one.id not in NAMING]
    facts.sort(key=lambda one: (-weight[one.group], one.group))
    return ask(episode, ((one.id, lesion) for one in facts))


@cache
def _weights() -> dict[str, int]:
    """For each heading about a lesion, how much of the knowledge reads the fact of it that is read most."""
    program, _ = prepared(knowledge())
    read = Counter(name for compiled in program.by_key.values() for name in compiled.unit.reads)
    found: dict[str, int] = {}
    for one in _facts("lesion"):
        if one.id not in NAMING:
            found[one.group] = max(found.get(one.group, 0), read[one.id])
    return found


def ask(episode: Episode, wanted: Iterable[tuple[str, Lesion | None]]) -> list[Asked]:
    """Questions by the name of the fact and its lesion; what the vocabulary does not know is left out."""
    there = newest(episode)
    names = _names(episode)
    found = []
    for name, lesion in wanted:
        known = knowledge().facts.scope("lesion" if lesion else "patient").get(name)
        if known is not None:
            current = there.get((lesion.pk if lesion else None, name))
            who = names.get(current.recorded_by, current.recorded_by) if current else ""
            found.append(Asked(known, lesion, current, who=who))
    return found


def _names(episode: Episode) -> dict[str, str]:
    """The names of everybody who answered in this case."""
    users = episode.facts.values("recorded_by")
    return dict(Person.objects.filter(username__in=users).values_list("username", "name"))


def _facts(scope: str) -> list[Known]:
    held = knowledge().facts
    return list((held.lesion if scope == "lesion" else held.patient).values())


def from_paths(episode: Episode, paths: Iterable[str]) -> list[Asked]:
    """The questions that a form had, by their names in it; names of no question are left out."""
    lesions = {level_named(one): one for one in episode.lesions.filter(removed_at=None)}
    wanted: list[tuple[str, Lesion | None]] = []
    for path in dict.fromkeys(paths):
        level, _, name = path.rpartition(".")
        if not level or level in lesions:
            wanted.append((name, lesions.get(level)))
    return ask(episode, wanted)

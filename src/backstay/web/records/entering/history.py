"""What was answered when and by whom: of one fact, of a whole case, and how much of each heading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from backstay.present.words import capital
from backstay.web.people.models import Person
from backstay.web.records.case import current_facts, level_named
from backstay.web.records.entering.asked import NAMING, Asked, groups
from backstay.web.records.entering.words import SOURCES, described, seen_when
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode, Fact
from backstay.web.records.spine import none_there


class Told(NamedTuple):
    """One answer in words."""

    path: str
    label: str
    said: str
    seen: str
    who: str
    at: datetime
    source: str
    why: str  # why the answer before did not hold
    replaced: str  # "", "changed" or "was wrong", said by the answer after it
    state: str


class Count(NamedTuple):
    """One heading, and how many of its questions are answered."""

    heading: str
    slug: str
    answered: int
    all: int


def chain_of(episode: Episode, asked: Asked) -> list[Told]:
    """Every answer about one fact, the newest first."""
    return told(episode.facts.filter(name=asked.known.id, lesion=asked.lesion))


def told(facts: Iterable[Fact]) -> list[Told]:
    """Answers in words, the newest first."""
    found = sorted(facts, key=lambda fact: -fact.pk)
    names = dict(
        Person.objects.filter(username__in={fact.recorded_by for fact in found}).values_list(
            "username", "name"
        )
    )
    after = {fact.supersedes_id: fact for fact in found}
    return [_told(fact, after.get(fact.pk), names.get(fact.recorded_by, "")) for fact in found]


def told_of_none(episode: Episode) -> Told | None:
    """Who said that there is no lesion, and when it was seen; None where nobody did."""
    held = none_there(episode)
    return told([held])[0] if held else None


def _whole_spine(fact: Fact) -> str:
    return "none" if fact.state == "known" else "taken back"


def _told(fact: Fact, after: Fact | None, name: str) -> Told:
    known = knowledge().facts.find(fact.name)
    level = level_named(fact.lesion) if fact.lesion else ""
    label = known.label if known else "lesions of the spine"
    detail = f", {fact.source_detail}" if fact.source_detail else ""
    return Told(
        path=f"{level}.{fact.name}" if level else fact.name,
        label=f"{level}: {label}" if level else capital(label),
        said=described(known, fact.state, fact.value) if known else _whole_spine(fact),
        seen=seen_when(fact) if fact.state == "known" else "",
        who=name or fact.recorded_by,
        at=fact.recorded_at,
        source=SOURCES[fact.source] + detail,
        why=fact.why,
        replaced=""
        if after is None
        else "was wrong"
        if after.why
        else "followed by a newer answer",
        state=fact.state,
    )


def counts(episode: Episode) -> list[Count]:
    """The headings about the patient."""
    answered = {fact.name for fact in _answered(current_facts(episode)) if fact.lesion_id is None}
    held = knowledge().facts.patient.values()
    found = []
    for heading in groups("patient"):
        names = {one.id for one in held if one.group == heading and one.id not in NAMING}
        slug = heading.replace(" ", "-")
        found.append(Count(capital(heading), slug, len(names & answered), len(names)))
    return found


def _answered(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.state != "withdrawn"]

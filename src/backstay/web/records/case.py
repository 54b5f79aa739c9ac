"""An episode's facts as one case, and the assessment of it: the one way from the database to a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec

from backstay.case import Case, read_case
from backstay.case.elapsing import runs
from backstay.plan import Assessment, assess
from backstay.web.records.course import course
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode, Fact, Lesion
from backstay.web.records.spine import LESIONS

Courses = dict[UUID, list[Fact]]  # by the key of the newest answer


def current_facts(episode: Episode) -> list[Fact]:
    """The newest answer of each chain, whatever its state, with its lesion."""
    found = episode.facts.filter(superseded_by=None).select_related("lesion")
    return [fact for fact in found if fact.lesion is None or fact.lesion.removed_at is None]


def case_document(
    episode: Episode, now: datetime, facts: Iterable[Fact] | None = None
) -> dict[str, Any]:
    """The case as other programs read it: known facts alone; what is not known is not in it.

    A fact that was answered at several times stands under `observed` with all its dated values (the worst pain
    at each visit); `backstay.web.records.course` says which earlier answers count and which were corrections.
    A birth date gives the age where no answer does.
    """
    held = list(current_facts(episode) if facts is None else facts)
    followed = {fact.name for fact in held if fact.observed and fact.supersedes_id}
    chains = episode.facts.filter(name__in=followed) if followed else ()
    lesions = list(episode.lesions.filter(removed_at=None).order_by("pk"))
    return _document(episode, now, lesions, held, {fact.pk: fact for fact in chains})


def documents(episodes: Sequence[Episode], now: datetime) -> dict[int, dict[str, Any]]:
    """The cases of many episodes, by primary key, in as many questions to the database as for one."""
    facts, lesions = defaultdict(list), defaultdict(list)
    for lesion in Lesion.objects.filter(episode__in=episodes, removed_at=None).order_by("pk"):
        lesions[lesion.episode_id].append(lesion)
    for fact in Fact.objects.filter(episode__in=episodes).select_related("lesion"):
        facts[fact.episode_id].append(fact)
    return {
        one.pk: _document(one, now, lesions[one.pk], *_newest_and_all(facts[one.pk]))
        for one in episodes
    }


def _newest_and_all(facts: list[Fact]) -> tuple[list[Fact], dict[int, Fact]]:
    followed = {fact.supersedes_id for fact in facts}
    newest = [
        fact
        for fact in facts
        if fact.pk not in followed and (fact.lesion is None or fact.lesion.removed_at is None)
    ]
    return newest, {fact.pk: fact for fact in facts}


def _document(
    episode: Episode,
    now: datetime,
    lesions: list[Lesion],
    newest: list[Fact],
    earlier: Mapping[int, Fact],
) -> dict[str, Any]:
    answers = [fact for fact in newest if fact.state == "known"]
    held = [fact for fact in answers if fact.name != LESIONS]
    courses = _courses(held, earlier)
    plain = [fact for fact in held if fact.key not in courses]
    return {
        "case": str(episode.key),
        "as_of": as_of(now),
        "observed": {
            _path(fact): _seen(fact, at, courses) for fact in held if (at := _seen_at(fact, now))
        },
        "patient": {
            **_age(episode, now),
            **{fact.name: fact.value for fact in plain if fact.lesion_id is None},
        },
        **_lesions(lesions, plain, none=len(answers) > len(held)),
    }


def _age(episode: Episode, now: datetime) -> dict[str, int]:
    born = episode.patient.born
    if born is None or born > now.date():
        return {}
    return {"age": now.year - born.year - ((now.month, now.day) < (born.month, born.day))}


def level_named(lesion: Lesion) -> str:
    """The level that names a lesion in a case; of a span (T8-T10) its first."""
    return str(lesion.level).partition("-")[0]


def _lesions(lesions: list[Lesion], held: list[Fact], *, none: bool) -> dict[str, Any]:
    """No lesion entered is not "no lesions": the list is left out, and what depends on it is unknown.

    Only where somebody said that there is none is the list empty.
    """
    if not lesions:
        return {"lesions": []} if none else {}
    return {
        "lesions": [
            {
                **_levels(lesion),
                **{fact.name: fact.value for fact in held if fact.lesion_id == lesion.pk},
            }
            for lesion in lesions
        ]
    }


def _levels(lesion: Lesion) -> dict[str, str]:
    level, _, last = str(lesion.level).partition("-")
    return {"level": level, "to_level": last} if last else {"level": level}


def _path(fact: Fact) -> str:
    return fact.name if fact.lesion is None else f"{level_named(fact.lesion)}.{fact.name}"


def _seen(fact: Fact, at: str, courses: Courses) -> Any:
    if fact.key in courses:
        return [{**_one(one, one.observed), "value": one.value} for one in courses[fact.key]]
    return _one(fact, at)


def _seen_at(fact: Fact, now: datetime) -> str:
    """When it was seen. What elapses was said of the moment it was recorded, so from then on it runs."""
    known = knowledge().facts.find(fact.name)
    if fact.observed or known is None or not runs(known):
        return str(fact.observed)
    return _minute(fact.recorded_at or now)


def as_of(now: datetime) -> str:
    """To the minute, so that a page and its parts share a plan. Midnight would read as a day without its time."""
    first = now.astimezone(UTC).replace(hour=0, minute=1, second=0, microsecond=0)
    return _minute(max(now, first))


def _minute(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="minutes")


def _one(fact: Fact, at: str) -> dict[str, str]:
    return {"at": at, "from": f"fact {fact.key}"}


def _courses(held: Sequence[Fact], earlier: Mapping[int, Fact]) -> Courses:
    """The dated values of facts that have several."""
    followed = [fact for fact in held if fact.observed and fact.supersedes_id]
    found = {fact.key: course(fact, earlier, knowledge().facts) for fact in followed}
    return {key: facts for key, facts in found.items() if len(facts) > 1}


def read(document: dict[str, Any]) -> Case:
    """The case of a document. Raises CaseError with every problem found."""
    return read_case(msgspec.json.encode(document), knowledge().facts)


def assessed(document: dict[str, Any], what_if: bool = True) -> Assessment:
    """The assessment of a document, kept for a while: a page and its parts ask for the same one."""
    return _assessed(msgspec.json.encode(document, order="deterministic"), what_if)


@lru_cache(maxsize=64)
def _assessed(document: bytes, what_if: bool) -> Assessment:
    return assess(read_case(document, knowledge().facts), knowledge(), what_if=what_if)

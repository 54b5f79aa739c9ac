"""What answers contradict: an answer of the same time, or what the knowledge says must hold between facts.

Nothing of this is settled silently: a page shows both sides, who gave them and when, and asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from backstay.case.dates import after, read_moment
from backstay.plan.assessment import Told
from backstay.web.records.answers import Answer, Place, newest
from backstay.web.records.case import assessed, level_named
from backstay.web.records.checking import document_with
from backstay.web.records.entering.typed import same
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode, Fact, Lesion

BOTH = "both"  # of two answers about one fact: it changed within that time


class Side(NamedTuple):
    """One answer of a contradiction: a new one, or one that is recorded."""

    place: Place
    path: str
    answer: Answer | None
    fact: Fact | None

    @property
    def value(self) -> Any:
        """What it says."""
        held = self.answer or self.fact
        return held.value if held else None


class Contradiction(NamedTuple):
    """Answers of which at least one is wrong, or which were not true at the same time."""

    id: str
    text: str
    same_fact: bool  # two answers about one fact and one time
    sides: list[Side]


def arising(
    episode: Episode, answers: Sequence[Answer], settled: Iterable[str] = ()
) -> list[Contradiction]:
    """What these answers would bring about, but for what was settled. The answers can be held."""
    found = [*_conflicts(episode, answers), *_constraints(episode, answers)]
    done = set(settled)
    return [one for one in found if one.id not in done]


def _conflicts(episode: Episode, answers: Sequence[Answer]) -> list[Contradiction]:
    """A different answer about the same time, without a word that the one before was wrong."""
    return [
        Contradiction(
            _id("same", _path(answer.name, answer.lesion)),
            "Two answers about the same time differ.",
            True,
            [_side(answer.place, answer, None), _side(answer.place, None, answer.supersedes)],
        )
        for answer in answers
        if answer.supersedes and not answer.why and _differs_at_once(answer, answer.supersedes)
    ]


def _differs_at_once(answer: Answer, before: Fact) -> bool:
    if answer.state != "known" or before.state != "known":
        return False
    if not answer.observed or not before.observed:
        return False
    known = knowledge().facts.find(answer.name)
    if known is None or same(answer.value, before.value, known):
        return False
    one, other = read_moment(answer.observed), read_moment(before.observed)
    return not (after(one, other) or after(other, one))


def _constraints(episode: Episode, answers: Sequence[Answer]) -> list[Contradiction]:
    """What the knowledge says cannot be, of which a new answer is part."""
    told = _told(document_with(episode, answers))
    if not told:
        return []
    there = {(one.text, one.lesion) for one in _told(document_with(episode, []))}
    new = {answer.place: answer for answer in answers}
    old = newest(episode)
    lesions = {level_named(one): one for one in episode.lesions.filter(removed_at=None)}
    found = []
    for one in told:
        sides = _sides(one, lesions, new, old)
        if (one.text, one.lesion) not in there or any(side.answer for side in sides):
            text = one.text.removeprefix("Contradiction: ")
            found.append(Contradiction(_id(text, one.lesion or ""), text, False, sides))
    return _joined(found)


def _joined(found: Sequence[Contradiction]) -> list[Contradiction]:
    """Several that are between the same answers are one question."""
    between: dict[tuple[str, ...], list[Contradiction]] = {}
    for one in found:
        between.setdefault(tuple(side.path for side in one.sides), []).append(one)
    return [
        several[0]._replace(
            id=_id(*(one.id for one in several)), text=" ".join(one.text for one in several)
        )
        for several in between.values()
    ]


def _told(document: Mapping[str, Any]) -> list[Told]:
    notices = assessed(dict(document), what_if=False).notices
    return [one for one in notices if one.id == "contradiction"]


def _sides(
    told: Told,
    lesions: Mapping[str, Lesion],
    new: Mapping[Place, Answer],
    old: Mapping[Place, Fact],
) -> list[Side]:
    """The answers to the facts of a constraint; those of lesions at its own lesion, or at every one."""
    found = []
    for name in told.facts:
        of_lesion = name in knowledge().facts.lesion
        named = lesions.get(told.lesion or "")
        at = [named] if named else list(lesions.values())
        for lesion in at if of_lesion else [None]:
            place = (lesion.pk if lesion else None, name)
            answer, fact = new.get(place), old.get(place)
            if answer or (fact and fact.state == "known"):
                found.append(_side(place, answer, None if answer else fact))
    return found


def _side(place: Place, answer: Answer | None, fact: Fact | None) -> Side:
    lesion = answer.lesion if answer else fact.lesion if fact else None
    return Side(place, _path(place[1], lesion), answer, fact)


def _path(name: str, lesion: Lesion | None) -> str:
    return f"{level_named(lesion)}.{name}" if lesion else name


def _id(*parts: str) -> str:
    return sha256("|".join(parts).encode()).hexdigest()[:12]

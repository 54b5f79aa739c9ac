"""The facts of an invented patient as answers, recorded in the order of their days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any, NamedTuple

from backstay.web.people.models import Person
from backstay.web.records.actions import Answer, add_lesion, record_answers
from backstay.web.records.demonstration.read import Invented, Told
from backstay.web.records.demonstration.shift import moved, moved_value
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode, Fact


class Entry(NamedTuple):
    """One answer with its place and its day, as it is entered."""

    round: str  # answers of one day are recorded together
    lesion: str
    name: str
    state: str
    value: Any
    observed: str


def enter(one: Invented, episode: Episode, by: Person, shift: timedelta) -> None:
    """Every answer after those of earlier days, so that the case of the document is what holds at the end."""
    lesions = {
        lesion["level"]: add_lesion(by=by, episode=episode, level=lesion["level"])
        for lesion in one.case.get("lesions", [])
    }
    holds: dict[tuple[str, str], Fact] = {}
    for _, together in groupby(entries(one, shift), key=lambda entry: entry.round):
        told = list(together)
        answers = [
            Answer(
                name=entry.name,
                lesion=lesions.get(entry.lesion),
                state=entry.state,
                value=entry.value,
                observed=entry.observed,
                supersedes=holds.get((entry.lesion, entry.name)),
            )
            for entry in told
        ]
        facts = record_answers(by=by, episode=episode, answers=answers, source="demonstration")
        holds.update(
            {(entry.lesion, entry.name): fact for entry, fact in zip(told, facts, strict=True)}
        )


def entries(one: Invented, shift: timedelta) -> list[Entry]:
    """Earlier answers by their day, then those of the case with what has no answer."""
    earlier = sorted(one.earlier, key=lambda told: told.at)
    return [
        *(_told(told, told.at, shift) for told in earlier),
        *_of_case(one.case, shift),
        *(_told(told, "now", shift) for told in one.unanswered),
    ]


def _told(told: Told, together: str, shift: timedelta) -> Entry:
    value = moved_value(told.value, _is_date(told.fact), shift)
    return Entry(together, told.lesion, told.fact, told.state, value, moved(told.at, shift))


def _of_case(case: dict[str, Any], shift: timedelta) -> Iterator[Entry]:
    seen = case.get("observed", {})

    def entry(lesion: str, name: str, value: Any) -> Entry:
        at = seen.get(f"{lesion}.{name}" if lesion else name, case["as_of"])
        moved_on = moved_value(value, _is_date(name), shift)
        return Entry("now", lesion, name, "known", moved_on, moved(at, shift))

    for name, value in case["patient"].items():
        yield entry("", name, value)
    for lesion in case.get("lesions", []):
        for name, value in lesion.items():
            if name != "level":
                yield entry(lesion["level"], name, value)


def _is_date(name: str) -> bool:
    fact = knowledge().facts.find(name)
    return fact is not None and fact.kind == "date"

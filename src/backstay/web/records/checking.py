"""Whether answers can be held, judged by the one strict reader of a case; everything wrong at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from backstay.case import CaseError, Problem
from backstay.case.facts import Scope
from backstay.case.levels import LEVELS, span
from backstay.case.problems import nearest
from backstay.case.structures import unknown
from backstay.web.records.answers import Answer
from backstay.web.records.case import case_document, current_facts, level_named, read
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import STATES, Episode, Fact, Lesion


def check_answers(episode: Episode, answers: Sequence[Answer]) -> None:
    """Raise CaseError with every problem of the case that these answers would make."""
    own = {answer.place: _own(episode, answer) for answer in answers}
    problems = [problem for several in own.values() for problem in several]
    problems += _of_case(episode, [answer for answer in answers if not own[answer.place]])
    if problems:
        raise CaseError(problems)


def place_of(lesion: Lesion | None, name: str) -> str:
    """How problems name a fact: `ecog`, or `T8.escc`."""
    return name if lesion is None else f"{level_named(lesion)}.{name}"


def document_with(episode: Episode, answers: Sequence[Answer]) -> dict[str, Any]:
    """The case as it would be with these answers; nothing is saved."""
    meant = {answer.place for answer in answers}
    left = [fact for fact in current_facts(episode) if (fact.lesion_id, fact.name) not in meant]
    return case_document(
        episode, datetime.now(UTC), [*left, *(_unsaved(episode, a) for a in answers)]
    )


def _unsaved(episode: Episode, answer: Answer) -> Fact:
    return Fact(
        episode=episode,
        lesion=answer.lesion,
        name=answer.name,
        state=answer.state,
        value=answer.value,
        observed=answer.observed,
        supersedes=answer.supersedes,
        why=answer.why,
    )


def _own(episode: Episode, answer: Answer) -> list[Problem]:
    """What is wrong with an answer by itself, before its value is read."""
    scope: Scope = "patient" if answer.lesion is None else "lesion"
    path = place_of(answer.lesion, answer.name)
    if answer.lesion and (answer.lesion.episode_id != episode.pk or answer.lesion.removed_at):
        return [Problem(path, "this lesion is not one of this case any more")]
    if answer.name in ("level", "to_level"):
        return [Problem(path, "this names the lesion; remove the lesion and add it where it is")]
    if answer.name not in knowledge().facts.scope(scope):
        refused = unknown(answer.name, scope, knowledge().facts)
        return [Problem(path, refused.problem, None, None, refused.allowed, refused.nearest)]
    if answer.state not in STATES:
        return [Problem(path, "there is no such answer", None, answer.state, ", ".join(STATES))]
    if answer.state == "withdrawn" and not (answer.supersedes and answer.why.strip()):
        return [Problem(path, "say why the answer before is withdrawn")]
    if answer.state == "known" and answer.value is None:
        return [Problem(path, "there is no value; say that it is not known")]
    return []


def _of_case(episode: Episode, answers: Sequence[Answer]) -> list[Problem]:
    """What the reader says of the case with the answers, but for what it said before them."""
    found = _problems(document_with(episode, answers))
    if not found:
        return []
    names = [level_named(one) for one in episode.lesions.filter(removed_at=None).order_by("pk")]
    there = {str(problem) for problem in _problems(document_with(episode, []))}
    return [_placed(problem, names) for problem in found if str(problem) not in there]


def _problems(document: dict[str, Any]) -> list[Problem]:
    try:
        read(document)
    except CaseError as error:
        return error.problems
    return []


def _placed(problem: Problem, lesions: list[str]) -> Problem:
    """The problem named as forms name their fields: `lesions[1].escc` is `L3.escc`."""
    path = problem.path
    for start in ("patient.", "observed."):
        path = path.removeprefix(start)
    for number, name in enumerate(lesions):
        path = path.replace(f"lesions[{number}].", f"{name}.", 1)
    return replace(problem, path=path, line=None)


def check_level(episode: Episode, text: str) -> str:
    """A level or a span as lesions hold it: T8, T8-T10. Raises CaseError."""
    first, _, last = text.upper().replace(" ", "").replace("\u2013", "-").partition("-")
    if not first:
        raise CaseError([Problem("level", "say where the lesion is", allowed="T8, or T8-T10")])
    problems = [_no_level(part) for part in filter(None, [first, last]) if part not in LEVELS]
    if problems:
        raise CaseError(problems)
    covered = span(first, last or first)
    if not covered:
        raise CaseError(
            [Problem("level", f"{last} lies above {first}; name the upper level first")]
        )
    _free(episode, covered)
    return first if last in ("", first) else f"{first}-{last}"


def _no_level(part: str) -> Problem:
    return Problem(
        "level",
        f"{part[:20]} is not a level",
        allowed=f"{LEVELS[0]} to {LEVELS[-1]}, or a span such as T8-T10",
        nearest=nearest(part, LEVELS),
    )


def _free(episode: Episode, covered: Sequence[str]) -> None:
    for lesion in episode.lesions.filter(removed_at=None):
        first, _, last = str(lesion.level).partition("-")
        shared = set(span(first, last or first)) & set(covered)
        if shared:
            level = min(shared, key=LEVELS.index)
            text = f"{level} is part of the lesion at {lesion.level} already"
            raise CaseError([Problem("level", text, allowed="a level that no lesion covers")])

"""What is missing of earlier courses, among the questions: one that can be answered, not what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import msgspec

from backstay.dose.cord.lesion import cord_dose
from backstay.knowledge import Knowledge
from backstay.plan.assessment import Question
from backstay.reason import Evaluation
from backstay.reason.evaluation import LESION

FACT = "prior_radiation"


class Told(Protocol):
    """The earlier courses at one lesion, and what is missing of them."""

    @property
    def lesion(self) -> str: ...
    @property
    def courses(self) -> Sequence[Any] | None: ...
    @property
    def asks(self) -> Sequence[Any]: ...


class _Told(NamedTuple):
    lesion: str
    courses: Sequence[Any] | None
    asks: Sequence[Any]


def told_courses(evaluation: Evaluation) -> list[Told]:
    """The same as the radiation part of an assessment says of earlier courses, and no more of it."""
    knowledge = evaluation.program.knowledge
    found: list[Told] = []
    for env in evaluation.lesions:
        if env.get(FACT):
            had = cord_dose(env, knowledge)
            found.append(_Told(env[LESION], had.courses, had.asks))
    return found


def with_courses(
    questions: list[Question], told: Iterable[Told], knowledge: Knowledge
) -> list[Question]:
    """The questions; what follows from earlier courses is asked as what is missing of them.

    "Which cord dose?" stands in the place of the first question that waited for it, and last where nothing waits.
    """
    for lesion in told:
        questions = _asked(questions, lesion, knowledge)
    return questions


@lru_cache(maxsize=4)
def follows_from_courses(knowledge: Knowledge) -> frozenset[str]:
    """Definitions that are computed from the earlier courses alone."""
    return frozenset(
        one.id for one in knowledge.definitions.values() if one.by and one.inputs == (FACT,)
    )


def _asked(questions: list[Question], lesion: Told, knowledge: Knowledge) -> list[Question]:
    fact = knowledge.fact(FACT)
    missing = list(dict.fromkeys(one.text for one in lesion.asks if one.fact == FACT))
    if not missing or not lesion.courses or fact is None:
        return questions
    follows = follows_from_courses(knowledge)
    waits = [one for one in questions if one.lesion == lesion.lesion and one.fact in follows]
    asks = f"{fact.asks} Not told: {' '.join(missing)}"
    made = _together(Question(
        fact=FACT, lesion=lesion.lesion, asks=asks, could_change=[], urgency=False, stale=False, value=0,
        settles=[], holds_up=[],
    ), waits)  # fmt: skip
    at = questions.index(waits[0]) if waits else len(questions)
    before, after = questions[:at], questions[at:]
    return [*before, made, *(one for one in after if one not in waits)]


def _together(asked: Question, waits: list[Question]) -> Question:
    """The question with all that hangs on what follows from its answer."""
    return msgspec.structs.replace(
        asked,
        could_change=_all(one.could_change for one in waits),
        urgency=any(one.urgency for one in waits),
        stale=any(one.stale for one in waits),
        value=max((one.value for one in waits), default=0),
        settles=_all(one.settles for one in waits),
        holds_up=_all(one.holds_up for one in waits),
    )


def _all(lists: Iterable[list[str]]) -> list[str]:
    return sorted({name for one in lists for name in one})

"""What the tests of scores share: the shipped knowledge, and one score of one person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from backstay.case import read_case
from backstay.knowledge import Knowledge, load_knowledge
from backstay.plan.assessment import ScoreResult
from backstay.plan.computed import computed
from backstay.plan.scores import scores
from backstay.reason import Missing, Program, compile_program, evaluate

Facts = Mapping[str, Any]
Score = Callable[..., ScoreResult]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="session")
def scoring(knowledge: Knowledge) -> Program:
    """Definitions and scores alone, so that thousands of cases are quick."""
    program = compile_program(knowledge, computed(knowledge))
    kinds = ("computed", "definition", "score")
    return replace(program, units=tuple(u for u in program.units if u.unit.kind in kinds))


@pytest.fixture(scope="session")
def score(knowledge: Knowledge, scoring: Program) -> Score:
    """One score of one person, with one lesion at T8 unless said otherwise."""

    def of(name: str, patient: Facts | None = None, lesion: Facts | None = None) -> ScoreResult:
        document: dict[str, Any] = {"case": "one", "as_of": "2026-03-14", "patient": patient or {}}
        if lesion is not None or knowledge.scores[name].scope == "lesion":
            document["lesions"] = [{"level": "T8", **(lesion or {})}]
        evaluation = evaluate(scoring, read_case(document, knowledge.facts))
        return next(s for s in scores(evaluation, Missing(evaluation)) if s.id == name)

    return of


@pytest.fixture(scope="session")
def every() -> Callable[[Mapping[str, tuple[Any, ...]]], Iterator[dict[str, Any]]]:
    """All combinations of the values of several facts."""

    def of(table: Mapping[str, tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
        for values in product(*table.values()):
            yield dict(zip(table, values, strict=True))

    return of

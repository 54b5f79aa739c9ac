"""Can a rule ever be true? A search over its facts, cut short by three-valued evaluation.

Each step asks for one fact that the value still needs and tries the values that rules tell apart. A rule for which
no such values exist is one that never speaks: usually a slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from backstay.case.cases import Case, Lesion
from backstay.case.values import Members
from backstay.knowledge import tree as t
from backstay.knowledge.types import Type
from backstay.reason.change import changed
from backstay.reason.evaluation import Evaluation, evaluate
from backstay.reason.missing import Missing
from backstay.reason.program import Program, part_of

BUDGET = 4000  # changes tried before the search gives up without an answer
LESION = "a lesion"
MARGIN = 1e-3


def can_be_true(program: Program, key: str) -> bool | None:
    """Whether some facts make the unit true; None when the search gave up."""
    part = part_of(program, key)
    empty = Case("", datetime(2000, 1, 1, tzinfo=UTC), {}, (Lesion(LESION, {}),))
    search = _Search(part, key)
    return search.run(evaluate(part, empty), frozenset())


class _Search:
    def __init__(self, program: Program, key: str) -> None:
        self.program = program
        self.key = key
        self.scope = program.by_key[key].scope
        self.tried = tried_values(program)
        self.left = BUDGET

    def run(self, evaluation: Evaluation, given: frozenset[str]) -> bool | None:
        env = evaluation.lesions[0] if self.scope == "lesion" else evaluation.patient
        truth = env.get(self.key)
        if truth is not None:
            return bool(truth)
        needed = sorted(Missing(evaluation).of_name(self.key, env))
        open_now = [(fact, lesion) for fact, lesion in needed if fact not in given]
        if not open_now:
            return None
        return self._try(evaluation, given, *open_now[0])

    def _try(
        self, evaluation: Evaluation, given: frozenset[str], fact: str, lesion: str | None
    ) -> bool | None:
        kind = self.program.knowledge.types[fact]
        undecided = not self._exhausts(kind, fact)
        for value in candidates(kind, self.tried.get(fact, ())):
            self.left -= 1
            if self.left < 0:
                return None
            found = self.run(changed(evaluation, fact, value, lesion), given | {fact})
            if found:
                return True
            undecided = undecided or found is None
        return None if undecided else False

    def _exhausts(self, kind: Type, fact: str) -> bool:
        """Whether the candidates stand for every value: not for a number that is only calculated with."""
        return kind.kind != "number" or fact in self.tried


@lru_cache(maxsize=8)
def tried_values(program: Program) -> dict[str, tuple[Any, ...]]:
    """For each name, the numbers it is compared with and the names looked for in it."""
    found: dict[str, dict[Any, None]] = {}

    def walk(node: t.Node) -> None:
        match node:
            case t.Compare(_, t.Name(name), t.Constant(value)) | t.Compare(
                _, t.Constant(value), t.Name(name)
            ):
                found.setdefault(name, {})[float(value)] = None
            case t.Has(name, options):
                found.setdefault(name.id, {}).update(dict.fromkeys(options))
        for child in t.children(node):
            walk(child)

    for compiled in program.units:
        for node in compiled.unit.nodes:
            walk(node)
    return {name: tuple(values) for name, values in found.items()}


def candidates(kind: Type, tried: tuple[Any, ...]) -> Iterator[Any]:
    """Values of one type that an expression may tell apart."""
    if kind.kind == "yes_no":
        yield from (True, False)
    elif kind.kind == "choice":
        yield from kind.values
    elif kind.kind == "number":
        yield from _numbers([value for value in tried if isinstance(value, float)])
    else:
        yield Members(frozenset(str(name) for name in tried), complete=True)
        for name in tried:
            yield Members(frozenset({str(name)}), complete=True)
        yield Members(frozenset(), complete=True)


def _numbers(thresholds: list[float]) -> Iterator[float]:
    """On, just under and just over each threshold; a spread of sizes where there is none."""
    for value in sorted(thresholds):
        margin = max(abs(value) * MARGIN, MARGIN)
        yield from (value - margin, value, value + margin)
    if not thresholds:
        yield from (1.0, 10.0, 70.0, 170.0, 0.1, 1000.0)

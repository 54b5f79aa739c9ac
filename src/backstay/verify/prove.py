"""One question to z3: no such patient, a patient who is shown, or no answer in time."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Any, Literal

import z3

from backstay.reason.program import Program
from backstay.verify.anyone import Anyone
from backstay.verify.questions import Question
from backstay.verify.reference import Reference
from backstay.verify.witness import Witness, found_in, realized, smallest
from backstay.verify.world import World, sensible

SECONDS = 20
Answer = Literal["holds", "fails", "empty", "unconfirmed", "undecided"]


@dataclass(frozen=True)
class Proof:
    answer: Answer
    seconds: float
    witness: Witness | None = None


class Prover:
    """One world for all questions, so that what they share is worked out once."""

    def __init__(self, program: Program, lesions: int = 2) -> None:
        self.program = program
        self.anyone = Anyone(program, lesions)
        self.world = World(program, self.anyone)
        self.sense = sensible(self.world)
        self.apart = self.anyone.apart()
        self.solvers: dict[bool, tuple[Any, int]] = {}

    def proved(self, question: Question) -> Proof:
        """Whether the question has the answer that its property wants, for every patient."""
        start = perf_counter()
        there = [self.anyone.listed.there[0]] if question.lesion else []
        answer, model = self._found([question.holds(self.world), *there], question.sense)
        if question.wanted:
            answer = {"fails": "holds", "holds": "fails"}.get(answer, answer)
            return Proof(answer, perf_counter() - start)
        witness = None if model is None else found_in(model, self.anyone)
        if answer == "holds" and question.of is not None:
            some, _ = self._found([question.of(self.world), *there], question.sense)
            answer = {"fails": "holds", "holds": "empty"}.get(some, some)
        if witness is not None:
            shown = _shown(self.program, question, witness)
            answer, witness = "fails" if shown else "unconfirmed", shown or witness
        return Proof(answer, perf_counter() - start, witness)

    def _found(self, asked: list[Any], sense: bool) -> tuple[Any, Any]:
        """Whether z3 finds a patient; one is said to be a failure until it is confirmed."""
        solver = self._solver(sense)
        solver.push()
        solver.add(*asked)
        answer = solver.check()
        model = solver.model() if answer == z3.sat else None
        solver.pop()
        return {"sat": "fails", "unsat": "holds"}.get(str(answer), "undecided"), model

    def _solver(self, sense: bool) -> Any:
        """A solver that knows the laws of reading for every fact that was named so far."""
        solver, told = self.solvers.get(sense, (None, 0))
        if solver is None:
            solver = z3.SimpleSolver()
            solver.set("timeout", SECONDS * 1000)
            solver.add(*self.apart, *(self.sense if sense else ()))
        solver.add(*self.anyone.laws[told:])
        self.solvers[sense] = (solver, len(self.anyone.laws))
        return solver


def solver_of(anyone: Anyone, asked: list[Any]) -> Any:
    """A solver of its own, with the laws of reading for every fact that was named."""
    solver = z3.SimpleSolver()
    solver.set("timeout", SECONDS * 1000)
    apart = anyone.apart()
    solver.add(*anyone.laws, *apart, *asked)
    return solver


def _shown(program: Program, question: Question, witness: Witness) -> Witness | None:
    def holds(told: Reference) -> bool:
        there = bool(told.lesions) or not question.lesion
        return there and bool(question.holds(told)) and not (question.sense and told.contradicts())

    keys = list(question.keys)
    real = realized(program, witness, keys, holds)
    return None if real is None else smallest(program, real, keys, holds)

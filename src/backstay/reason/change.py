"""What follows when one fact has another value: only what reads something that moved is run again.

Prognostic scores, notices and shown-only definitions keep their old values.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from typing import Any

from backstay.reason.closures import LESIONS, Closure, Env
from backstay.reason.evaluation import LESION, Evaluation
from backstay.reason.program import Compiled

Moved = list[tuple[Compiled, str | None]]  # what has another value, and at which lesion


def changed(evaluation: Evaluation, fact: str, value: Any, lesion: str | None = None) -> Evaluation:
    """The evaluation if one fact had another value; the one given stays as it is."""
    lesions = tuple(dict(env) for env in evaluation.lesions)
    patient = dict(evaluation.patient)
    if LESIONS in patient:
        patient[LESIONS] = lesions
    found = Evaluation(evaluation.program, patient, lesions)
    _Change(found, found.program.readers).make(fact, value, lesion)
    return found


@contextmanager
def supposing(
    evaluation: Evaluation, fact: str, value: Any, lesion: str | None = None
) -> Iterator[Moved]:
    """While it lasts, stances are as if one fact had another value; gives the statements that moved with it.

    Clocks, steps, constraints and cautions keep their values: they weigh in no stance.
    """
    change = _Change(evaluation, evaluation.program.weighers)
    try:
        change.make(fact, value, lesion)
        yield change.moved
    finally:
        change.take_back()


class _Change:
    """One change on its way through the units, in running order.

    What a board ticks runs through here some hundred times for one assessment, so lesions are bits of a number.
    """

    def __init__(self, evaluation: Evaluation, readers: dict[str, tuple[int, ...]]) -> None:
        self.evaluation = evaluation
        self.readers = readers
        self.program = evaluation.program
        self.lesions = [(1 << at, env) for at, env in enumerate(evaluation.lesions)]
        self.everywhere = (1 << len(self.lesions)) - 1
        self.moved: Moved = []
        self.before: list[tuple[Env, str, Any]] = []
        self.waiting: list[int] = []  # a heap of units that have to run again
        self.places: dict[int, int] = {}  # and at which lesions, of a unit of lesions

    def make(self, fact: str, value: Any, lesion: str | None) -> None:
        if lesion is None:
            self._set_everywhere(fact, value)
        else:
            at = [env[LESION] for env in self.evaluation.lesions].index(lesion)
            self._set(self.evaluation.lesions[at], fact, value, 1 << at)
        running, waiting, places = self.program.running, self.waiting, self.places
        while waiting:
            index = heappop(waiting)
            key, run, of_lesion = running[index]
            at = places.pop(index)
            if of_lesion:
                self._at_lesions(index, key, run, at)
            else:
                self._of_the_patient(index, key, run)

    def take_back(self) -> None:
        for env, name, value in reversed(self.before):
            env[name] = value

    def _at_lesions(self, index: int, key: str, run: Closure, places: int) -> None:
        for bit, env in self.lesions:
            if places & bit:
                value, old = run(env), env[key]
                if value is not old and differs(value, old):
                    self._set(env, key, value, bit)
                    self.moved.append((self.program.units[index], env[LESION]))

    def _of_the_patient(self, index: int, key: str, run: Closure) -> None:
        value = run(self.evaluation.patient)
        old = self.evaluation.patient.get(key)
        if value is not old and differs(value, old):
            self._set_everywhere(key, value)
            self.moved.append((self.program.units[index], None))

    def _set_everywhere(self, name: str, value: Any) -> None:
        for env in self.evaluation.lesions:
            self.before.append((env, name, env.get(name)))
            env[name] = value
        self._set(self.evaluation.patient, name, value, self.everywhere)

    def _set(self, env: Env, name: str, value: Any, places: int) -> None:
        """The value, and every unit that reads the name waits to be run at these lesions."""
        self.before.append((env, name, env.get(name)))
        env[name] = value
        for index in self.readers.get(name, ()):
            was = self.places.get(index)
            if was is None:
                heappush(self.waiting, index)
            self.places[index] = places | (was or 0)


def differs(one: Any, other: Any) -> bool:
    """Whether two values that are not the same object are another value, or known where it was not."""
    return one is None or other is None or one != other

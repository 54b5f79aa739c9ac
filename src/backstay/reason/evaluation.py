"""Evaluate a case: every definition, score and rule for the person and for each lesion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from backstay.case.cases import Case
from backstay.reason.closures import LESIONS, Env
from backstay.reason.program import Compiled, Program

LESION = "@lesion"  # the name of the lesion whose environment this is


@dataclass(frozen=True)
class Evaluation:
    """All values: `patient[name]`, and one environment for each lesion, which also holds the patient's."""

    program: Program
    patient: Env
    lesions: tuple[Env, ...]
    moved: list[tuple[Compiled, str | None]] = field(
        default_factory=list
    )  # by `changed`: what has another value

    def environment(self, lesion: str | None) -> Env:
        """The environment of one lesion, or the patient's."""
        if lesion is None:
            return self.patient
        return next(env for env in self.lesions if env[LESION] == lesion)

    def places(self, compiled: Compiled) -> tuple[tuple[str | None, Env], ...]:
        """Where a unit has a value: for each lesion, or once."""
        if compiled.scope == "lesion":
            return tuple((env[LESION], env) for env in self.lesions)
        return ((None, self.patient),)


def evaluate(program: Program, case: Case) -> Evaluation:
    """Run every unit on a case; a name that is not in an environment is unknown."""
    patient: Env = {**program.knowledge.chosen, **case.patient}
    lesions = tuple(
        {**patient, **lesion.facts, LESION: lesion.name} for lesion in case.lesions or ()
    )
    if case.lesions is not None:
        patient[LESIONS] = lesions
    evaluation = Evaluation(program, patient, lesions)
    for compiled in program.units:
        _run_everywhere(evaluation, compiled)
    return evaluation


def changed(evaluation: Evaluation, fact: str, value: Any, lesion: str | None = None) -> Evaluation:
    """The evaluation if one fact had another value; only what depends on it is run again.

    Prognostic scores, notices and shown-only definitions keep their old values.
    """
    lesions = tuple(dict(env) for env in evaluation.lesions)
    patient = dict(evaluation.patient)
    if LESIONS in patient:
        patient[LESIONS] = lesions
    found = Evaluation(evaluation.program, patient, lesions)
    touched = [env for env in lesions if lesion is None or env[LESION] == lesion]
    for env in touched if lesion else (patient, *lesions):
        env[fact] = value
    _rerun(found, evaluation.program.dependents.get(fact, ()), touched if lesion else list(lesions))
    return found


def _rerun(found: Evaluation, units: tuple[Compiled, ...], touched: list[Env]) -> None:
    """A lesion that was not touched is run again only once something of the patient has changed."""
    for compiled in units:
        key = compiled.unit.key
        if compiled.scope == "lesion":
            for env in touched:
                value = compiled.run(env)
                if differs(value, env.get(key)):
                    env[key] = value
                    found.moved.append((compiled, env[LESION]))
        else:
            value = compiled.run(found.patient)
            if differs(value, found.patient.get(key)):
                for env in (found.patient, *found.lesions):
                    env[key] = value
                found.moved.append((compiled, None))
                touched = list(found.lesions)


def differs(one: Any, other: Any) -> bool:
    """Another value, or known where it was not."""
    return one is not other and (one is None or other is None or one != other)


def _run_everywhere(evaluation: Evaluation, compiled: Compiled) -> None:
    key = compiled.unit.key
    if compiled.scope == "lesion":
        for env in evaluation.lesions:
            env[key] = compiled.run(env)
        return
    value = compiled.run(evaluation.patient)
    evaluation.patient[key] = value
    for env in evaluation.lesions:
        env[key] = value

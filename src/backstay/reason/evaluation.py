"""Evaluate a case: every definition, score and rule for the person and for each lesion."""

from __future__ import annotations

from dataclasses import dataclass

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
    for key, run, of_lesion in program.running:
        if of_lesion:
            for env in lesions:
                env[key] = run(env)
        else:
            value = patient[key] = run(patient)
            for env in lesions:
                env[key] = value
    return Evaluation(program, patient, lesions)

"""One patient run through the knowledge, with values that a room not built yet would compute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from backstay.case import read_case
from backstay.knowledge import Knowledge
from backstay.knowledge.patients import Patient
from backstay.plan.assess import prepared, written
from backstay.plan.assessment import as_document
from backstay.plan.computed import computed
from backstay.plan.options import Table, table_of
from backstay.reason import Evaluation, Program, compile_program, evaluate
from backstay.reason.closures import LESIONS

AS_OF = "2026-03-14"  # of patients who name no day
WORDS = {True: "true", False: "false", None: "unknown"}


@dataclass(frozen=True)
class Expecting:
    """A patient with what the knowledge makes of it."""

    patient: Patient
    evaluation: Evaluation
    document: dict[str, Any]


def dated(patient: Patient) -> Patient:
    """The patient at a day that stays."""
    return replace(patient, document={"as_of": AS_OF, **patient.document})


def run(patient: Patient, knowledge: Knowledge) -> Expecting:
    """The patient, evaluated and assessed. Raises CaseError."""
    program, table = program_for(patient, knowledge)
    case = read_case(dated(patient).document, knowledge.facts)
    evaluation = evaluate(program, case)
    return Expecting(
        patient, evaluation, as_document(written(case, evaluation, table, what_if=False))
    )


def program_for(patient: Patient, knowledge: Knowledge) -> tuple[Program, Table]:
    """The compiled knowledge, in which the values that the patient brings stand for their rooms."""
    if not patient.computed:
        return prepared(knowledge)
    given = {
        knowledge.definitions[name].by or "": _constant(read_value(said))
        for name, said in patient.computed.items()
    }
    program = compile_program(knowledge, {**computed(knowledge), **given})
    return program, table_of(program)


def _constant(value: Any) -> Callable[[Mapping[str, Any]], Any]:
    return lambda env: value


def read_value(said: str) -> bool | float:
    """A truth or a number, as a case file writes it.

    >>> read_value("true"), read_value("12.5")
    (True, 12.5)
    """
    return {"true": True, "false": False}[said] if said in ("true", "false") else float(said)


def truths_at(evaluation: Evaluation, key: str, lesion: str | None) -> set[str]:
    """The truth of a rule; for a lesion rule without a lesion named, those at all lesions."""
    if lesion is not None or evaluation.program.by_key[key].scope == "patient":
        return {WORDS[evaluation.environment(lesion).get(key)]}
    if LESIONS not in evaluation.patient:
        return {"unknown"}  # the case does not say whether there are lesions
    return {WORDS[env.get(key)] for env in evaluation.lesions}

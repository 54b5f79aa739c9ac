"""The executable patients of the knowledge package, read from its YAML files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from backstay.case import read_case
from backstay.knowledge import load_knowledge
from backstay.knowledge.patients import Patient, read_patients
from backstay.plan.assess import prepared
from backstay.plan.computed import computed
from backstay.plan.options import Table, table_of
from backstay.reason import Evaluation, Program, compile_program, evaluate

AS_OF = "2026-03-14"  # of patients who name no day


@cache
def patients() -> tuple[Patient, ...]:
    """Every patient below cases/, in reading order, each at a day that stays."""
    return tuple(replace(one, document={"as_of": AS_OF, **one.document}) for one in read_patients())


def by_sentence(patient: Patient) -> str:
    return f"{patient.file.removeprefix('cases/')}: {patient.sentence}"


def evaluation_of(patient: Patient) -> Evaluation:
    program, _ = program_for(patient)
    return evaluate(program, read_case(patient.document, load_knowledge().facts))


def program_for(patient: Patient) -> tuple[Program, Table]:
    """The compiled knowledge, in which the values that the patient brings stand for their rooms."""
    knowledge = load_knowledge()
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
    """A truth or a number, as a case file writes it."""
    return {"true": True, "false": False}[said] if said in ("true", "false") else float(said)


def truths_expected(patient: Patient, kind: str) -> list[tuple[str, str | None, str]]:
    """(entry id, lesion or None, "true" | "false" | "unknown") for statements, clocks and steps."""
    found: list[tuple[str, str | None, str]] = []
    for name, said in patient.expect.get(kind, {}).items():
        if isinstance(said, dict):
            found += [(name, lesion, truth) for lesion, truth in said.items()]
        else:
            found.append((name, None, said))
    return found

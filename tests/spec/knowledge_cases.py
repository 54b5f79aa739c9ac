"""The executable patients of the knowledge package, read from its YAML files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from backstay.case import read_case
from backstay.knowledge import load_knowledge
from backstay.knowledge.data import read_folder
from backstay.plan.assess import prepared
from backstay.plan.computed import computed
from backstay.plan.options import Table, table_of
from backstay.reason import Evaluation, Program, compile_program, evaluate

OURS = ("case", "expect", "computed")  # keys of an executable patient that are no part of the case


@dataclass(frozen=True)
class Patient:
    """One executable patient: its sentence, its document, and what is expected of it.

    `computed` gives values that a room not built yet would compute from lists.
    """

    sentence: str
    file: str
    document: dict[str, Any]
    expect: dict[str, Any]
    computed: dict[str, Any]

    @property
    def id(self) -> str:
        return f"{self.file.removeprefix('cases/')}: {self.sentence}"


@cache
def patients() -> tuple[Patient, ...]:
    """Every patient below cases/, in reading order."""
    found = []
    for file, tree in read_folder("cases"):
        for entry in tree.value["cases"]:
            document = {key: value for key, value in entry.items() if key not in OURS}
            document.setdefault("as_of", "2026-03-14")
            computed = entry.get("computed", {})
            found.append(Patient(entry["case"], file, document, entry["expect"], computed))
    return tuple(found)


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

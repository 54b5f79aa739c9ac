"""The executable patients of the knowledge package, read from its YAML files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from backstay.case import read_case
from backstay.knowledge import load_knowledge
from backstay.knowledge.data import read_folder
from backstay.plan.assess import prepared
from backstay.reason import Evaluation, evaluate


@dataclass(frozen=True)
class Patient:
    """One executable patient: its sentence, its document, and what is expected of it."""

    sentence: str
    file: str
    document: dict[str, Any]
    expect: dict[str, Any]

    @property
    def id(self) -> str:
        return f"{self.file.removeprefix('cases/')}: {self.sentence}"


@cache
def patients() -> tuple[Patient, ...]:
    """Every patient below cases/, in reading order."""
    found = []
    for file, tree in read_folder("cases"):
        for entry in tree.value["cases"]:
            document = {key: value for key, value in entry.items() if key not in ("case", "expect")}
            document.setdefault("as_of", "2026-03-14")
            found.append(Patient(entry["case"], file, document, entry["expect"]))
    return tuple(found)


def evaluation_of(patient: Patient) -> Evaluation:
    program, _ = prepared(load_knowledge())
    return evaluate(program, read_case(patient.document, load_knowledge().facts))


def truths_expected(patient: Patient, kind: str) -> list[tuple[str, str | None, str]]:
    """(entry id, lesion or None, "true" | "false" | "unknown") for statements, clocks and steps."""
    found: list[tuple[str, str | None, str]] = []
    for name, said in patient.expect.get(kind, {}).items():
        if isinstance(said, dict):
            found += [(name, lesion, truth) for lesion, truth in said.items()]
        else:
            found.append((name, None, said))
    return found

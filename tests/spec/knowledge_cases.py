"""The executable patients of the knowledge package, read from its YAML files."""

from __future__ import annotations

from functools import cache

from backstay.knowledge import load_knowledge
from backstay.knowledge.patients import Patient, read_patients
from backstay.plan.expected import dated, run
from backstay.reason import Evaluation


@cache
def patients() -> tuple[Patient, ...]:
    """Every patient below cases/, in reading order, each at a day that stays."""
    return tuple(map(dated, read_patients()))


def by_sentence(patient: Patient) -> str:
    return f"{patient.file.removeprefix('cases/')}: {patient.sentence}"


def evaluation_of(patient: Patient) -> Evaluation:
    return run(patient, load_knowledge()).evaluation


def truths_expected(patient: Patient, kind: str) -> list[tuple[str, str | None, str]]:
    """(entry id, lesion or None, "true" | "false" | "unknown") for statements, clocks and steps."""
    found: list[tuple[str, str | None, str]] = []
    for name, said in patient.expect.get(kind, {}).items():
        if isinstance(said, dict):
            found += [(name, lesion, truth) for lesion, truth in said.items()]
        else:
            found.append((name, None, said))
    return found

"""The executable patients of the knowledge package, as they are written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from backstay.knowledge.data import ROOT, read_folder

OURS = ("case", "expect", "computed")  # keys of an executable patient that are no part of the case
EXPECTED = ("statements", "clocks", "notices", "no_notices", "steps_overridden",
            "no_steps_overridden", "scores", "definitions")  # fmt: skip


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


@cache
def read_patients(root: Any = ROOT) -> tuple[Patient, ...]:
    """Every patient below cases/, in reading order."""
    found = []
    for file, tree in read_folder("cases", root):
        for entry in tree.value["cases"]:
            document = {key: value for key, value in entry.items() if key not in OURS}
            found.append(
                Patient(
                    entry["case"],
                    file,
                    document,
                    entry.get("expect") or {},
                    entry.get("computed") or {},
                )
            )
    return tuple(found)


def names_expected(patient: Patient) -> set[str]:
    """The ids of every rule, score and definition of which a patient expects something."""
    return {name for kind in EXPECTED for name in patient.expect.get(kind) or ()}


def truths_of(patient: Patient, kind: str) -> dict[str, set[str]]:
    """What is expected of rules of a kind: id -> truths, over all lesions."""
    found: dict[str, set[str]] = {}
    for name, said in (patient.expect.get(kind) or {}).items():
        found[name] = set(said.values()) if isinstance(said, dict) else {said}
    return found

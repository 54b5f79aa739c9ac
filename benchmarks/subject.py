"""What is measured: the reference case, larger ones made from it, and the engine ready to run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from backstay.case import Case, read_case
from backstay.knowledge import load_knowledge
from backstay.knowledge.data import ROOT
from backstay.plan.assess import prepared

FOLDER = Path(__file__).parent
CASE_FILE = FOLDER / "reference_case.yaml"
BUNDLE = ROOT / "cases" / "bundles" / "t8-renal.json"
LEVELS = ("T8", "L3", "C5", "T11", "T4", "L5", "C7", "T2")  # of the lesions of larger cases

KNOWLEDGE = load_knowledge()
PROGRAM, TABLE = prepared(KNOWLEDGE)


def reference() -> Case:
    """The reference case, read anew."""
    return read_case(CASE_FILE.read_bytes(), KNOWLEDGE.facts)


def with_lesions(count: int) -> Case:
    """The reference case with another number of lesions, each a copy of one of its three."""
    document: dict[str, Any] = yaml.load(CASE_FILE.read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506
    given = document["lesions"]
    document["lesions"] = [
        {**given[at % len(given)], "level": level} for at, level in enumerate(LEVELS[:count])
    ]
    return read_case(document, KNOWLEDGE.facts)


def known_facts(case: Case) -> int:
    """How many facts a case holds."""
    return len(case.patient) + sum(len(lesion.facts) for lesion in case.lesions or ())

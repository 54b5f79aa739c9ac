"""Ask both engines about the same patients, and say where they differ."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import outside
from generated_patients import Patient, case_of, executable, generated, programs

from backstay.knowledge import Knowledge
from backstay.reason import evaluate
from backstay.verify.cql import answers, parameters

# Both engines calculate with floats of 64 bits; a power may differ in its last digit. An engine that keeps only the
# eight decimals of the standard would differ in the ninth.
RELATIVE, ABSOLUTE = 1e-9, 1e-12
FIRST = 3  # patients and expressions that a summary shows
TRUTHS = {True: "true", False: "false", None: "unknown"}


@dataclass(frozen=True)
class Mismatch:
    """One expression to which the engines give different values."""

    expression: str
    patient: Patient
    ours: Any
    theirs: Any


@dataclass
class Agreement:
    """What was compared, and what differs."""

    patients: int = 0
    values: int = 0
    unknown: int = 0
    expressions: int = 0
    mismatches: list[Mismatch] = field(default_factory=list)
    truths: dict[str, Counter[str]] = field(default_factory=dict)  # of statements and clocks


def chosen(knowledge: Knowledge, count: int, seed: int) -> list[Patient]:
    """Executable patients, at most half of all, and generated ones."""
    program, _ = programs(knowledge)
    listed = executable()
    step = max(1, math.ceil(len(listed) * 2 / count))
    known = listed[seed % step :: step]
    return [*known, *generated(knowledge, program, count - len(known), seed)]


class Asked:
    """Patients and what our engine says of them, to be compared with any number of libraries."""

    def __init__(self, knowledge: Knowledge, patients: list[Patient]) -> None:
        program, table = programs(knowledge)
        evaluations = [evaluate(program, case_of(patient, knowledge)) for patient in patients]
        self.patients = patients
        self.given = [parameters(one) for one in evaluations]
        self.ours = [answers(one, table) for one in evaluations]

    def compare(self, library: Path) -> Agreement:
        """What a compiled library says of them, beside ours."""
        told = outside.ask(library, self.given)
        found = Agreement(patients=len(self.patients), expressions=len(told[0]))
        for patient, ours, theirs in zip(self.patients, self.ours, told, strict=True):
            assert ours.keys() == theirs.keys(), sorted(ours.keys() ^ theirs.keys())
            for name, value in ours.items():
                _count(found, name, value, theirs[name])
                if not same(value, theirs[name]):
                    found.mismatches.append(Mismatch(name, patient, value, theirs[name]))
        return found


def _count(found: Agreement, name: str, ours: Any, theirs: Any) -> None:
    """A list of theirs is a value for each lesion; a range is no list there."""
    values = ours if isinstance(theirs, list) else [ours]
    found.values += len(values)
    found.unknown += sum(one is None for one in values)
    if name.startswith(("statement:", "clock:")):
        found.truths.setdefault(name, Counter()).update(TRUTHS[one] for one in values)


def same(ours: Any, theirs: Any) -> bool:
    """Equal to the kind; numbers and the ends of ranges to nine digits; unknown only with unknown.

    >>> same(3.0, {"low": 3, "high": 3}), same([1.0, 2.0], {"low": 1, "high": 2}), same(None, False)
    (True, True, False)
    """
    if isinstance(theirs, dict) and "low" in theirs:
        return _close(ours, (theirs["low"], theirs["high"]))
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    if isinstance(ours, float) and isinstance(theirs, int | float):
        return _close(ours, (theirs, theirs))
    return bool(ours == theirs)


def _close(ours: Any, theirs: tuple[float, float]) -> bool:
    if ours is None:
        return False
    ends = ours if isinstance(ours, list) else (ours, ours)
    return all(
        math.isclose(one, other, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
        for one, other in zip(ends, theirs, strict=True)
    )


def summary(found: Agreement) -> Iterator[str]:
    """What was seen, and the first mismatches with the patient in case format."""
    packages = " and ".join(f"{name} {version}" for name, version in outside.packages().items())
    yield f"asked {packages}"
    yield f"{found.expressions:,} expressions, {found.patients:,} patients"
    yield f"{found.values:,} values compared, of which {found.unknown:,} unknown"
    for truth in TRUTHS.values():
        seen = sum(counts[truth] > 0 for counts in found.truths.values())
        yield f"{seen} of {len(found.truths)} statements and clocks were seen {truth}"
    never = [name for name, counts in found.truths.items() if not counts["true"]]
    if never:
        yield f"never seen true: {', '.join(never)}"
    yield f"{len(found.mismatches):,} mismatches"
    yield from _first_mismatches(found)


def _first_mismatches(found: Agreement) -> Iterator[str]:
    """The first patients about whom the engines differ, each with some of the expressions."""
    by_patient: dict[int, list[Mismatch]] = {}
    for one in found.mismatches:
        by_patient.setdefault(id(one.patient), []).append(one)
    for listed in list(by_patient.values())[:FIRST]:
        yield ""
        for one in listed[:FIRST]:
            yield f"{one.expression}: ours {one.ours}, theirs {one.theirs}"
        if len(listed) > FIRST:
            yield f"and {len(listed) - FIRST} more about this patient:"
        yield from shown(listed[0].patient)


def shown(patient: Patient) -> list[str]:
    """The patient as a case file; JSON values are YAML too."""
    lines = []
    document = {**patient.document, **({"computed": patient.computed} if patient.computed else {})}
    for key, value in document.items():
        if isinstance(value, dict):
            lines += [f"{key}:", *(f"  {name}: {json.dumps(v)}" for name, v in value.items())]
        elif isinstance(value, list) and value:
            lines += [f"{key}:", *(f"  - {json.dumps(one)}" for one in value)]
        else:
            lines.append(f"{key}: {value}")
    return lines

"""Patients for the oracle: every executable patient of the knowledge, then others made from them and from nothing.

The same seed gives the same patients. A patient is a case document, so that a disagreement can be shown as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import msgspec

from backstay.case import Case, Fact, Lesion, read_case
from backstay.case.structures import field_of
from backstay.knowledge import Knowledge, Unit
from backstay.knowledge.data import read_folder
from backstay.plan.assess import prepared
from backstay.plan.options import Table, table_of
from backstay.reason import Program, compile_program
from backstay.reason.closures import Closure
from backstay.reason.satisfy import tried_values

AS_OF = "2026-03-14"
GIVEN = "given "  # before the name of a computed fact that the patient brings
KNOWN = (0.02, 0.1, 0.3, 0.6, 0.9, 1.0)  # how much of a patient is known
LESIONS = (None, 0, 1, 1, 1, 1, 2, 2, 3)
OUTSIDE = "something_else"  # a name beyond an open list


@dataclass(frozen=True)
class Patient:
    """A case document, and values of facts that a room not built yet would compute."""

    document: dict[str, Any]
    computed: dict[str, str]


def programs(knowledge: Knowledge) -> tuple[Program, Table]:
    """The compiled knowledge, in which a computed fact that the patient brings stands for its room."""
    rooms, _ = prepared(knowledge)
    units = tuple(_under_its_own_name(unit) for unit in knowledge.units)
    computed = {
        unit.key: _brought(unit.key, rooms.by_key[unit.key].run)
        for unit in units
        if unit.kind == "computed"
    }
    program = compile_program(replace(knowledge, units=units), computed)
    return program, table_of(program)


def _under_its_own_name(unit: Unit) -> Unit:
    """Several computed facts may come from one function; here each is asked for by itself."""
    if unit.kind != "computed":
        return unit
    return replace(unit, entry=msgspec.structs.replace(unit.entry, by=unit.key))


def _brought(key: str, room: Closure) -> Callable[..., Any]:
    return lambda env, **_: env[GIVEN + key] if GIVEN + key in env else room(env)


def case_of(patient: Patient, knowledge: Knowledge) -> Case:
    """The case as the one strict reader reads it, and the computed facts beside it."""
    case = read_case(patient.document, knowledge.facts)
    brought = {GIVEN + name: _scalar(said) for name, said in patient.computed.items()}
    lesions = tuple(
        Lesion(one.name, {**one.facts, **brought}, one.seen) for one in case.lesions or ()
    )
    return replace(
        case,
        patient={**case.patient, **brought},
        lesions=None if case.lesions is None else lesions,
    )


def _scalar(said: str) -> bool | float:
    return {"true": True, "false": False}[said] if said in ("true", "false") else float(said)


def executable() -> list[Patient]:
    """The patients of the knowledge's cases."""
    found = []
    for _, tree in read_folder("cases"):
        for entry in tree.value["cases"]:
            parts = ("as_of", "patient", "lesions", "observed")
            document = {"as_of": AS_OF, **{key: entry[key] for key in parts if key in entry}}
            found.append(Patient(document, entry.get("computed", {})))
    return found


def generated(knowledge: Knowledge, program: Program, count: int, seed: int) -> Iterator[Patient]:
    """Half are executable patients with facts dropped, changed and added, half come from nothing."""
    bases = executable()
    for number in range(count):
        yield _Maker(knowledge, program, Random(f"{seed}/{number}")).patient(bases, number)  # noqa: S311


def from_nothing(knowledge: Knowledge, count: int, seed: int) -> Iterator[Patient]:
    """Patients of any knowledge, each fact known or not."""
    program, _ = programs(knowledge)
    for number in range(count):
        yield _Maker(knowledge, program, Random(f"{seed}/{number}")).from_nothing()  # noqa: S311


class _Maker:
    """Makes one patient."""

    def __init__(self, knowledge: Knowledge, program: Program, random: Random) -> None:
        self.knowledge = knowledge
        self.tried = tried_values(program)
        self.random = random

    def patient(self, bases: list[Patient], number: int) -> Patient:
        if number % 2:
            return self.from_nothing()
        return self._from(self.random.choice(bases))

    def from_nothing(self) -> Patient:
        known = self.random.choice(KNOWN)
        document: dict[str, Any] = {"as_of": AS_OF, "patient": self._facts("patient", known)}
        many = self.random.choice(LESIONS)
        if many is not None:
            levels = self.random.sample(self.knowledge.facts.lesion["level"].values, many)
            document["lesions"] = [
                {"level": level, **self._facts("lesion", self.random.choice(KNOWN))}
                for level in levels
            ]
        return Patient(document, self._computed(known))

    def _from(self, base: Patient) -> Patient:
        document = base.document
        made: dict[str, Any] = {
            "as_of": document["as_of"],
            "patient": self._altered("patient", document.get("patient", {})),
        }
        if "lesions" in document:
            made["lesions"] = [self._altered("lesion", one) for one in document["lesions"]]
        return Patient(made, {**self._computed(0.1), **base.computed})

    def _altered(self, scope: Any, facts: Mapping[str, Any]) -> dict[str, Any]:
        kept = {
            name: value
            for name, value in facts.items()
            if name in ("level", "to_level") or self.random.random() < 0.85
        }
        return self._apart(scope, {**self._facts(scope, self.random.choice(KNOWN[:3])), **kept})

    def _facts(self, scope: Any, known: float) -> dict[str, Any]:
        found = {}
        for fact in self.knowledge.facts.scope(scope).values():
            if fact.id not in ("level", "to_level") and self.random.random() < known:
                value = self.value(fact)
                if value is not None:
                    found[fact.id] = value
        return self._apart(scope, found)

    def _apart(self, scope: Any, facts: dict[str, Any]) -> dict[str, Any]:
        """What a set lists as present is not in the twin that lists what is absent."""
        for fact in self.knowledge.facts.scope(scope).values():
            if fact.excluded_by in facts:
                present = facts.get(fact.id, ())
                absent = [name for name in facts[fact.excluded_by] if name not in present]
                facts[fact.excluded_by] = absent
        return facts

    def _computed(self, known: float) -> dict[str, str]:
        """Truths and numbers that rooms compute from lists: brought along, as in the knowledge's cases."""
        found = {}
        for definition in self.knowledge.definitions.values():
            scalar = definition.kind in ("yes_no", "number", "count")
            if definition.by and scalar and self.random.random() < known / 2:
                words = {"label": "", "asks": "", "min": 0.0}
                found[definition.id] = self.value(
                    Fact(id=definition.id, kind=definition.kind, **words)
                )
        return found

    def value(self, fact: Fact) -> Any:
        """A value as a case writes it; None for kinds that no expression and no list reads."""
        if fact.kind == "yes_no":
            return self.random.choice(("true", "false"))
        if fact.kind == "choice":
            return self.random.choice(fact.values)
        if fact.kind in ("number", "count"):
            return self._number(fact)
        if fact.kind == "many":
            return self._set(fact)
        if fact.kind == "list":
            return [self._fields(fact) for _ in range(self.random.randrange(3))]
        return self._fields(fact) or None if fact.kind == "map" else None

    def _fields(self, fact: Fact) -> dict[str, Any]:
        chosen = [name for name in fact.fields if self.random.random() < 0.7]
        values = {name: self.value(field_of(fact, name)) for name in chosen}
        return {name: value for name, value in values.items() if value is not None}

    def _number(self, fact: Fact) -> str:
        """Near a threshold that a rule names, else anywhere in the range."""
        low, high = fact.min or 0.0, 1000.0 if fact.max is None else fact.max
        step = fact.step or (1.0 if fact.kind == "count" or fact.unit == "{score}" else 0.1)
        near = [value for value in self.tried.get(fact.id, ()) if isinstance(value, float)]
        if near and self.random.random() < 0.7:
            found = self.random.choice(near) + self.random.choice((-step, 0.0, step))
        else:
            found = self.random.uniform(low, high)
        found = low + round((min(max(found, low), high) - low) / step) * step
        return format(round(found, 6), "g") if found <= high else format(high, "g")

    def _set(self, fact: Fact) -> list[str]:
        names = list(fact.values) or [n for n in self.tried.get(fact.id, ()) if isinstance(n, str)]
        names += [OUTSIDE] if fact.open else []
        return sorted(self.random.sample(names, min(len(names), self.random.randrange(4))))

"""A witness is a patient: found by z3, written as a case, confirmed by the interpreter, then made small."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import yaml
import z3

from backstay.case import CaseError, read_case
from backstay.case.levels import LEVELS
from backstay.reason.program import Program
from backstay.verify.anyone import COURSES, Anyone
from backstay.verify.reference import Reference
from backstay.verify.symbols import Choice, Many, Truth
from backstay.verify.world import formulas

AS_OF = "2026-03-14"
PLACES = ("T8", "L2", "C5", "S1")  # for lesions whose level does not matter


class Witness(NamedTuple):
    """A patient for whom a property does not hold, as a case; and what a room not built would compute."""

    document: dict[str, Any]
    computed: dict[str, Any]


Holds = Callable[[Reference], bool]


def found_in(model: Any, anyone: Anyone) -> Witness:
    """The patient of a model, with every fact that has a value there."""
    patient: dict[str, Any] = {}
    count = sum(_true(model, there) for there in anyone.listed.there)
    lesions: list[dict[str, Any]] = [{} for _ in range(count)]
    computed: dict[str, Any] = {}
    for (name, at), one in anyone.all_given().items():
        value = None if at is not None and at >= count else _value(model, one)
        if value is None or name == "levels":
            continue
        if name in COURSES:
            lesions[at]["prior_radiation"] = _courses(model, anyone, at)
        elif anyone.knowledge.fact(name) is None:
            computed[name] = value
        else:
            (patient if at is None else lesions[at])[name] = value
    document: dict[str, Any] = {"as_of": AS_OF, "patient": patient}
    if _true(model, anyone.listed.told):
        document["lesions"] = _placed(lesions)
    return Witness(document, computed)


def _true(model: Any, bit: Any) -> bool:
    return z3.is_true(model.eval(bit, model_completion=False))


def _value(model: Any, one: Any) -> Any:
    symbol = one.symbol
    if isinstance(symbol, Truth):
        return True if _true(model, symbol.true) else False if _true(model, symbol.false) else None
    if isinstance(symbol, Choice):
        return next((name for name, bit in symbol.values.items() if _true(model, bit)), None)
    if isinstance(symbol, Many):
        names = [name for name, truth in symbol.names.items() if _true(model, truth.true)]
        return names if _true(model, symbol.given) else None
    if not _true(model, symbol.known):
        return None
    number = model.eval(symbol.low, model_completion=True)
    value = round(float(number.as_fraction()), 6)
    return int(value) if value == int(value) else value


def _courses(model: Any, anyone: Anyone, at: Any) -> list[dict[str, Any]]:
    """Courses from which what the model says is computed."""
    before, count, months = (_value(model, anyone.given[name, at]) for name in COURSES)
    if not before:
        return []
    one = {"dose": 30, "fractions": 10} | ({} if months is None else {"months_ago": months})
    return [dict(one) for _ in range(int(count or 1))]


def _placed(lesions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    taken = {one.get("level") for one in lesions}
    free = iter(level for level in (*PLACES, *LEVELS) if level not in taken)
    return [{"level": next(free), **one} if "level" not in one else one for one in lesions]


def confirmed(program: Program, witness: Witness, keys: list[str], holds: Holds) -> Reference | None:
    """The patient through the reader of cases and the interpreter, if the finding stands there too."""
    try:
        case = read_case(witness.document, program.knowledge.facts)
    except CaseError:
        return None
    told = Reference(program, case, keys, witness.computed)
    return told if holds(told) else None


def smallest(program: Program, witness: Witness, keys: list[str], holds: Holds) -> Witness:
    """Facts are taken away one by one as long as the finding stands."""
    changed = True
    while changed:
        changed = False
        for smaller in _without_one(witness):
            if confirmed(program, smaller, keys, holds):
                witness, changed = smaller, True
                break
    return witness


def _without_one(witness: Witness) -> list[Witness]:
    document, computed = witness
    found = [
        Witness(document, {n: v for n, v in computed.items() if n != name}) for name in computed
    ]
    lesions = document.get("lesions")
    if lesions is not None:
        found.append(Witness({k: v for k, v in document.items() if k != "lesions"}, computed))
        for at, lesion in enumerate(lesions):
            rest = [one for n, one in enumerate(lesions) if n != at]
            found.append(Witness({**document, "lesions": rest}, computed))
            for name in lesion:
                less = {k: v for k, v in lesion.items() if k != name}
                several = [less if n == at else one for n, one in enumerate(lesions)]
                found.append(Witness({**document, "lesions": several}, computed))
    for name in document["patient"]:
        rest_of = {k: v for k, v in document["patient"].items() if k != name}
        found.append(Witness({**document, "patient": rest_of}, computed))
    return found


def formula_values(program: Program, witness: Witness) -> Mapping[str, Any]:
    """The formulas that stood for any value: the witness needs facts that give them."""
    return {name: value for name, value in witness.computed.items() if name in formulas(program)}


def as_yaml(witness: Witness, sentence: str) -> str:
    """The witness as a case that `backstay assess` reads."""
    text = yaml.safe_dump(
        {"case": sentence, **witness.document}, sort_keys=False, allow_unicode=True, width=100,
        default_flow_style=None,
    )  # fmt: skip
    notes = "".join(
        f"# computed by a room that is not built yet: {name}: {value}\n"
        for name, value in witness.computed.items()
    )
    return notes + text

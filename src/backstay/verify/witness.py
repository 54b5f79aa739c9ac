"""A witness is a patient: found by z3, written as a case, confirmed by the interpreter, then made small."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import islice, product
from typing import Any, NamedTuple

import z3

from backstay.case import CaseError, read_case
from backstay.case.levels import LEVELS
from backstay.reason.program import Program
from backstay.verify.anyone import COURSES, Anyone
from backstay.verify.reference import Reference
from backstay.verify.symbols import Choice, Many, Truth
from backstay.verify.world import formulas

AS_OF = "2026-03-14"
TRIES = 3000  # patients tried to give a formula its number
PLACES = ("T8", "L2", "C5", "S1")  # for lesions whose level does not matter


class Witness(NamedTuple):
    """A patient for whom a property does not hold, as a case; and what lists would have to give."""

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
        if at is not None and name in COURSES:
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
    return bool(z3.is_true(model.eval(bit)))


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


def confirmed(
    program: Program, witness: Witness, keys: list[str], holds: Holds
) -> Reference | None:
    """The patient through the reader of cases and the interpreter, if the finding stands there too."""
    try:
        case = read_case(witness.document, program.knowledge.facts)
    except CaseError:
        return None
    told = Reference(program, case, keys, witness.computed)
    return told if holds(told) else None


def realized(program: Program, witness: Witness, keys: list[str], holds: Holds) -> Witness | None:
    """The patient as found; or, where a formula was taken for any number, with facts that give such a number."""
    if confirmed(program, witness, keys, holds):
        return witness
    free = formulas(program) & witness.computed.keys()
    rest = {name: value for name, value in witness.computed.items() if name not in free}
    below = sorted(frozenset().union(*(program.leaves[name] for name in free)))
    if not free:
        return None
    # What the solver gave below a formula may not fit the number it took for the formula: then that is open too.
    given = witness.document["patient"]
    bare = {name: value for name, value in given.items() if name not in below}
    for patient in (given, bare):
        found = _given_a_number(
            program, Witness({**witness.document, "patient": patient}, rest), below, keys, holds
        )
        if found:
            return found
    return None


def _given_a_number(
    program: Program, witness: Witness, below: list[str], keys: list[str], holds: Holds
) -> Witness | None:
    """The patient with values for what is open below a formula, so that the finding stands."""
    patient = witness.document["patient"]
    open_now = [name for name in below if name not in patient]
    for values in islice(product(*(_spread(program, name) for name in open_now)), TRIES):
        document = {
            **witness.document,
            "patient": {**patient, **dict(zip(open_now, values, strict=True))},
        }
        made = Witness(document, witness.computed)
        if confirmed(program, made, keys, holds):
            return made
    return None


def _spread(program: Program, name: str) -> Sequence[Any]:
    """Values of one fact from small to large."""
    fact = program.knowledge.fact(name)
    if fact is None or fact.min is None or fact.max is None:
        return fact.values if fact and fact.values else (True, False)
    low, high = fact.min, fact.max
    return [
        round(low + (high - low) * share**2, 1) for share in (0.2, 0.1, 0.4, 0.3, 0.6, 0.8, 1.0)
    ]


def only(witness: Witness, names: set[str]) -> Witness:
    """The patient with the facts that matter; nothing can contradict them that is not there."""
    document = dict(witness.document)
    document["patient"] = {k: v for k, v in document["patient"].items() if k in names}
    if "lesions" in document:
        keep = names | {"level"}
        document["lesions"] = [
            {k: v for k, v in one.items() if k in keep} for one in document["lesions"]
        ]
    return Witness(document, {k: v for k, v in witness.computed.items() if k in names})


def smallest(program: Program, witness: Witness, keys: list[str], holds: Holds) -> Witness:
    """Facts are taken away one by one, as long as the finding stands, until each of them is needed."""
    size = -1
    while size != len(_parts(witness)):
        size = len(_parts(witness))
        for part in _parts(witness):
            smaller = without(witness, part)
            if confirmed(program, smaller, keys, holds):
                witness = smaller
    return witness


Part = tuple[str, str | None, str | None]  # what kind of part, at which level, which fact


def _parts(witness: Witness) -> list[Part]:
    """What can be taken away, the large first."""
    lesions = witness.document.get("lesions")
    found: list[Part] = [] if lesions is None else [("lesions", None, None)]
    found += [("lesion", one["level"], None) for one in lesions or ()]
    found += [("computed", None, name) for name in witness.computed]
    found += [("patient", None, name) for name in witness.document["patient"]]
    return found + [
        ("fact", one["level"], name) for one in lesions or () for name in one if name != "level"
    ]


def without(witness: Witness, part: Part) -> Witness:
    """The patient without one part."""
    document, computed = dict(witness.document), dict(witness.computed)
    kind, level, name = part
    if kind == "computed":
        del computed[str(name)]
    elif kind == "patient":
        document["patient"] = {k: v for k, v in document["patient"].items() if k != name}
    elif kind == "lesions":
        document.pop("lesions", None)
    elif kind == "lesion":
        kept = [one for one in document.get("lesions", ()) if one["level"] != level]
        document["lesions"] = kept
    else:
        document["lesions"] = [
            {k: v for k, v in one.items() if k != name or one["level"] != level}
            for one in document.get("lesions", ())
        ]
    return Witness(document, computed)


def true_for(program: Program, witness: Witness, keys: list[str]) -> set[str]:
    """Which rules are true for a patient, at any lesion; by their ids."""
    told = Reference(
        program, read_case(_case(witness), program.knowledge.facts), keys, witness.computed
    )
    places = [None, *range(len(told.lesions))]
    units = [c.unit for c in program.units if c.unit.key in keys]
    return {
        unit.entry.id
        for unit in units
        for at in places
        if (at is not None or unit.scope == "patient") and told.plain(unit.key, at) is True
    }


def _case(witness: Witness) -> dict[str, Any]:
    """The document without what only explains it."""
    return {k: v for k, v in witness.document.items() if k in ("as_of", "patient", "lesions")}


def as_yaml(witness: Witness, sentence: str) -> str:
    """The witness as a case that `backstay assess` reads."""
    case = _case(witness)
    told = {k.replace("_", " "): v for k, v in witness.document.items() if k not in case}
    told |= {f"computed from a list, and taken to be: {k}": v for k, v in witness.computed.items()}
    lines = [f"# {name}: {_flow(value)}" for name, value in told.items()]
    lines += [f"case: {json.dumps(sentence)}", f"as_of: {case['as_of']}"]
    lines.append(f"patient: {_flow(case['patient'])}")
    if "lesions" in case:
        lines.append("lesions:" if case["lesions"] else "lesions: []")
        lines += [f"  - {_flow(lesion)}" for lesion in case["lesions"]]
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    """A value on one line of YAML; the reader takes every scalar as the text that is written."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value) if isinstance(value, str) and value.isidentifier() else json.dumps(value)

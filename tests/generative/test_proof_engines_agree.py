"""z3 and masks mean what the interpreter means, on the real knowledge and on generated cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cases import KNOWLEDGE, PROGRAM, cases
from hypothesis import HealthCheck, Phase, given, settings

from backstay.case import Case
from backstay.case.sets import complete_sets
from backstay.case.values import Members
from backstay.reason import evaluate
from backstay.reason.arithmetic import ends
from backstay.verify.listing import Slot, of_rows
from backstay.verify.reference import Reference
from backstay.verify.symbols import Choice, Many, Truth
from backstay.verify.world import World, formulas

z3 = pytest.importorskip("z3")
KEYS = [c.unit.key for c in PROGRAM.units if c.unit.kind != "computed"]
FEW = settings(
    deadline=None, max_examples=12, suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)  # fmt: skip


def readable(case: Case) -> Case:
    """The same facts with sets as the reader of cases closes them, and two lesions at most."""
    facts = KNOWLEDGE.facts
    patient = complete_sets(_listed(case.patient), facts.patient, case.patient)
    lesions = case.lesions and tuple(
        replace(
            one, facts=complete_sets(_listed(one.facts), facts.lesion, {**patient, **one.facts})
        )
        for one in case.lesions[:2]
    )
    return replace(case, patient=patient, lesions=lesions)


def _listed(facts: dict[str, Any]) -> dict[str, Any]:
    return {n: Members(v.present) if isinstance(v, Members) else v for n, v in facts.items()}


@given(cases())
@FEW
def test_z3_equals_the_interpreter(case: Case) -> None:
    from backstay.verify.anyone import Anyone

    case = readable(case)
    told = Reference(PROGRAM, case, KEYS)
    anyone = Anyone(PROGRAM)
    world = World(PROGRAM, anyone)
    places = [(key, at) for key in KEYS for at in _places(key, case)]
    symbols = {place: world.value(*place) for place in places}
    anyone.apart()
    solver = z3.Solver()
    solver.add(*anyone.laws, anyone.listed.told == (case.lesions is not None))
    solver.add(*[b == (n < len(case.lesions or ())) for n, b in enumerate(anyone.listed.there)])
    for one in anyone.given.values():
        if one.at is None or one.at < len(case.lesions or ()):
            solver.add(*_is(one, told.plain(one.name, one.at)))
    assert solver.check() == z3.sat
    model = solver.model()
    for place, symbol in symbols.items():
        assert _read(symbol, model) == _want(told.plain(*place), symbol), place


def _places(key: str, case: Case) -> list[int | None]:
    lesion = PROGRAM.by_key[key].scope == "lesion"
    return list(range(len(case.lesions or ()))) if lesion else [None]


def _is(one: Any, value: Any) -> list[Any]:
    symbol = one.symbol
    if isinstance(symbol, Truth):
        return [symbol.true == (value is True), symbol.false == (value is False)]
    if isinstance(symbol, Choice):
        return [bit == (name == value) for name, bit in symbol.values.items()]
    if isinstance(symbol, Many):
        asked = {n: None if value is None else value.has(n) for n in symbol.names}
        bits = [(t.true == (asked[n] is True), t.false == (asked[n] is False))
                for n, t in symbol.names.items()]  # fmt: skip
        return [symbol.given == (value is not None), *(bit for pair in bits for bit in pair)]
    if value is None:
        return [z3.Not(symbol.known)]
    number = z3.Q(*float(value).as_integer_ratio())
    return [symbol.known, symbol.low == number]


def _read(symbol: Any, model: Any) -> Any:
    def holds(bit: Any) -> bool:
        return z3.is_true(model.eval(bit, model_completion=True))

    if isinstance(symbol, Truth):
        return True if holds(symbol.true) else False if holds(symbol.false) else None
    if isinstance(symbol, Choice):
        return next((name for name, bit in symbol.values.items() if holds(bit)), None)
    if isinstance(symbol, Many):
        return {n: (holds(t.true), holds(t.false)) for n, t in symbol.names.items()}
    if not holds(symbol.known):
        return None
    ends_ = (model.eval(end, model_completion=True) for end in (symbol.low, symbol.high))
    return pytest.approx(tuple(float(end.as_fraction()) for end in ends_), rel=1e-9)


def _want(value: Any, symbol: Any) -> Any:
    if isinstance(symbol, Many):
        asked = {n: None if value is None else value.has(n) for n in symbol.names}
        return {n: (has is True, has is False) for n, has in asked.items()}
    if value is None or isinstance(symbol, Truth | Choice):
        return value
    return ends(value)


@given(cases())
@FEW
def test_masks_equal_the_closures(case: Case) -> None:
    """One row with the facts of the case; a row of nothing beside it must not leak into it."""
    one = replace(case, lesions=case.lesions[:1] if case.lesions else None)
    if one.lesions is None or not one.lesions:
        return
    evaluation = evaluate(PROGRAM, one)
    env = evaluation.lesions[0]
    names = [*KNOWLEDGE.facts.patient, *KNOWLEDGE.facts.lesion, *formulas(PROGRAM)]
    names += [c.unit.key for c in PROGRAM.of_kind("computed") if c.unit.key != "levels"]
    slots = [
        Slot(n, 0 if KNOWLEDGE.scope_of(n) == "lesion" else None, (None, env.get(n)))
        for n in names
        if n in KNOWLEDGE.types and KNOWLEDGE.types[n].kind != "opaque"
    ]
    listing = of_rows(PROGRAM, slots, [[0] * len(slots), [1] * len(slots)])
    world = World(PROGRAM, listing)
    for key in KEYS:
        symbol = world.value(key, 0)
        if isinstance(symbol, Truth):
            bits = (bool(symbol.true & 2), bool(symbol.false & 2))
            where = env if PROGRAM.by_key[key].scope == "lesion" else evaluation.patient
            assert bits == (where[key] is True, where[key] is False), key


@given(cases())
@FEW
def test_the_reference_equals_the_closures(case: Case) -> None:
    told = Reference(PROGRAM, case, KEYS)
    evaluation = evaluate(PROGRAM, case)
    for key in KEYS:
        for at in _places(key, case):
            env = evaluation.patient if at is None else evaluation.lesions[at]
            assert told.plain(key, at) == env[key], key

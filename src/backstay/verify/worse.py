"""A worse value of one fact, all else the same, never lowers urgency."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from time import perf_counter
from typing import Any

import z3

from backstay.knowledge.entries import Property
from backstay.plan.clock import LEVELS
from backstay.verify.anyone import Anyone
from backstay.verify.prove import Proof, solver_of
from backstay.verify.questions import Known, clocks_from, ticking
from backstay.verify.reference import Reference
from backstay.verify.symbols import Bit
from backstay.verify.witness import Witness, confirmed, found_in, smallest
from backstay.verify.world import World, sensible


def proved(known: Known, claim: Property, level: str) -> Proof:
    """Whether a clock of a level or above that runs still runs when the fact is worse."""
    start = perf_counter()
    program, fact = known.program, claim.fact or ""
    at = 0 if known.knowledge.scope_of(fact) == "lesion" else None
    better = Anyone(program)
    worse = Anyone(program, like=better, but=(fact, at))
    worlds = World(program, better), World(program, worse)
    clocks = clocks_from(known, LEVELS.index(level))
    ran, runs = (ticking(world, clocks) for world in worlds)
    grades = [world.value(fact, at).values for world in worlds]
    order = known.knowledge.types[fact].values
    risen: list[Bit] = [
        z3.And(grades[0][low], grades[1][high]) for low, high in combinations(order, 2)
    ]
    asked = [ran, z3.Not(runs), z3.Or(*risen), better.listed.there[0]]
    asked += [bit for world in worlds for bit in sensible(world)]
    solver = solver_of(better, [*asked, *worse.laws])
    answer = solver.check()
    if answer == z3.unsat:
        return Proof("holds", perf_counter() - start)
    if answer == z3.unknown:
        return Proof("undecided", perf_counter() - start)
    model = solver.model()
    shown = _shown(known, claim, level, model, found_in(model, better), worlds[1])
    kind: Any = "fails" if shown else "unconfirmed"
    return Proof(kind, perf_counter() - start, shown or found_in(model, better))


def _shown(
    known: Known, claim: Property, level: str, model: Any, witness: Witness, worse: World
) -> Witness | None:
    """The better of the two patients, if the interpreter finds the other less urgent."""
    fact = claim.fact or ""
    lesion = known.knowledge.scope_of(fact) == "lesion"
    values = worse.value(fact, 0 if lesion else None).values
    high = next(name for name, bit in values.items() if z3.is_true(model.eval(bit)))
    clocks = clocks_from(known, LEVELS.index(level))
    keys = [unit.key for unit in clocks]

    def holds(told: Reference) -> bool:
        other = raised(told, keys, fact, high)
        if other is None or told.contradicts() or other.contradicts():
            return False
        return bool(ticking(told, clocks)) and not ticking(other, clocks)

    if confirmed(known.program, witness, keys, holds) is None:
        return None
    small = smallest(known.program, witness, keys, holds)
    return Witness({**small.document, "then": f"{fact}: {high}"}, small.computed)


def raised(told: Reference, keys: list[str], fact: str, value: str) -> Reference | None:
    """The same patient with another value, at the first lesion where it is a fact of lesions."""
    case = told.case
    if told.knowledge.scope_of(fact) == "patient":
        other = replace(case, patient={**case.patient, fact: value})
    elif case.lesions and fact in case.lesions[0].facts:
        first = replace(case.lesions[0], facts={**case.lesions[0].facts, fact: value})
        other = replace(case, lesions=(first, *case.lesions[1:]))
    else:
        return None
    return Reference(told.program, other, keys, told.computed)

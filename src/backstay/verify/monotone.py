"""Filling in an unknown takes nothing back: proved of each unit alone, for names that may be anything.

What a unit reads is taken as any value before and any value after that agrees with it. If then the unit keeps what
it said, and every name below it does the same, all of them do, whatever the facts. Where that is too much to ask,
for a definition whose ways may disagree, the unit is asked again of two whole patients whose facts make sense.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any, NamedTuple

import z3

from backstay.knowledge import Unit
from backstay.knowledge import tree as t
from backstay.reason.program import Program
from backstay.verify.anyone import Anyone
from backstay.verify.formulas import Formulas, Span
from backstay.verify.meaning import Listed, Place, meaning
from backstay.verify.prove import SECONDS, Proof
from backstay.verify.reference import Reference
from backstay.verify.symbols import Bit, Choice, Many, Symbol, Truth
from backstay.verify.witness import Witness, confirmed, found_in, smallest, without
from backstay.verify.world import At, World, sensible

KINDS = ("definition", "score", "statement", "step", "clock", "constraint", "done", "alone")
LESIONS = 2
ALONE = 2  # seconds for a unit alone, before whole patients are asked


class Part(NamedTuple):
    """One expression of a unit that must keep what it said."""

    unit: Unit
    word: str  # "" or "what sets it aside"
    node: t.Node | None  # None: the whole unit


def parts(program: Program) -> list[Part]:
    """Every unit; of a clock its condition and what sets it aside."""
    found = []
    for compiled in program.units:
        unit = compiled.unit
        if unit.kind == "clock":
            found.append(Part(unit, "", unit.nodes[0]))
            if unit.guard is not None:
                found.append(Part(unit, " (what sets it aside)", unit.guard))
        elif unit.kind in KINDS and not (
            unit.kind == "score" and getattr(unit.entry, "grade", None)
        ):
            found.append(Part(unit, "", None))
    return found


class _Pair:
    """Names that are one thing before and agree with it after; each looks like a patient to a world."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.algebra = Formulas()
        self.laws: list[Bit] = []
        self.made: dict[tuple[str, At], tuple[Symbol, Symbol]] = {}
        told = (z3.Bool("told"), z3.Bool("told'"))
        there = tuple((z3.Bool(f"{n}"), z3.Bool(f"{n}'")) for n in range(LESIONS))
        self.listed = tuple(Listed(told[n], tuple(one[n] for one in there)) for n in (0, 1))
        self.laws.append(z3.Implies(told[0], z3.And(told[1], *(a == b for a, b in there))))

    def place(self, after: int, at: At) -> Place:
        return Place(
            self.algebra, lambda name: self.name(name, at)[after], self.listed[after],
            lambda lesion: self.place(after, lesion),
        )  # fmt: skip

    def name(self, name: str, at: At) -> tuple[Symbol, Symbol]:
        knowledge = self.program.knowledge
        chosen = knowledge.chosen.get(name)
        if chosen is not None:
            return (Choice({chosen: z3.BoolVal(True)}),) * 2
        if knowledge.scope_of(name) == "patient":
            at = None
        if (name, at) not in self.made:
            one, two = self._one(name, f"{name}@{at}"), self._one(name, f"{name}@{at}'")
            self.laws.append(agrees(one, two))
            self.made[name, at] = one, two
        return self.made[name, at]

    def _one(self, name: str, label: str) -> Symbol:
        kind = self.program.knowledge.types[name]
        if kind.kind == "yes_no":
            return self._truth(label)
        if kind.kind == "choice":
            bits = {value: z3.Bool(f"{label} {value}") for value in kind.values}
            self.laws.append(z3.AtMost(*bits.values(), 1))
            return Choice(bits)
        if kind.kind == "many":
            return Many(z3.Bool(f"{label} given"), _Names(self, label))
        span = Span(z3.Bool(f"{label} known"), z3.Real(f"{label} low"), z3.Real(f"{label} high"))
        exact = self.program.knowledge.fact(name) is not None
        self.laws.append(span.low == span.high if exact else span.low <= span.high)
        return span

    def _truth(self, label: str) -> Truth:
        truth = Truth(z3.Bool(f"{label} yes"), z3.Bool(f"{label} no"))
        self.laws.append(z3.Not(z3.And(*truth)))
        return truth


class _Names(dict[str, Truth]):
    """The names of a set, made when asked."""

    def __init__(self, pair: _Pair, label: str) -> None:
        super().__init__()
        self.pair, self.label = pair, label

    def __missing__(self, name: str) -> Truth:
        found = self[name] = self.pair._truth(f"{self.label} {name}")
        if self.label.endswith("'"):
            before = self.pair._truth(f"{self.label[:-1]} {name}")
            self.pair.laws.append(agrees(before, found))
        return found


def agrees(one: Symbol, two: Symbol) -> Bit:
    """What was known before is so after; a number may only be known more closely."""
    if isinstance(one, Truth):
        return z3.And(z3.Implies(one.true, two.true), z3.Implies(one.false, two.false))
    if isinstance(one, Choice):
        gone = z3.BoolVal(False)
        said = [z3.Implies(bit, two.values.get(v, gone)) for v, bit in one.values.items()]
        return z3.And(*said)
    if isinstance(one, Many):
        return z3.And(z3.Implies(one.given, two.given),
                      *(agrees(truth, two.names[n]) for n, truth in one.names.items()))  # fmt: skip
    closer = z3.And(two.known, one.low <= two.low, two.high <= one.high)
    return z3.Implies(one.known, closer)


def proved(program: Program, part: Part) -> Proof:
    """Whether one unit keeps what it said."""
    start = perf_counter()
    if _alone(program, part):
        return Proof("holds", perf_counter() - start)
    return _whole(program, part, start)


def _alone(program: Program, part: Part) -> bool:
    """Of the unit alone, its names being anything; scores sum their items, so each item is asked."""
    pair = _Pair(program)
    at = 0 if part.unit.scope == "lesion" else None
    nodes = (part.node,) if part.node is not None else part.unit.nodes
    values = [[meaning(node, pair.place(n, at)) for node in nodes] for n in (0, 1)]
    kept = [agrees(one, two) for one, two in zip(*values, strict=True)]
    if part.unit.kind == "definition" and len(nodes) > 1:
        world = World(program, _Stand(pair))
        before, after = (world._first_known(side) for side in values)
        pair.laws.append(z3.Not(world._agree(values[1]).false))
        kept = [agrees(before, after)]
    if part.unit.kind == "score" and part.unit.guard is not None:
        one, two = (meaning(part.unit.guard, pair.place(n, at)) for n in (0, 1))
        kept.append(agrees(one, two))
    solver = z3.SimpleSolver()
    solver.set("timeout", ALONE * 1000)
    solver.add(*pair.laws, z3.Not(z3.And(*kept)))
    return bool(solver.check() == z3.unsat)


class _Stand:
    """Enough of a patient for a world that is only lent its logic."""

    def __init__(self, pair: _Pair) -> None:
        self.algebra = pair.algebra
        self.listed = pair.listed[0]

    def fact(self, name: str, at: At) -> Symbol:
        raise NotImplementedError


def _whole(program: Program, part: Part, start: float) -> Proof:
    """Of two whole patients, the second of whom is the first with more facts."""
    before, after = Anyone(program), Anyone(program, but=())
    worlds = World(program, before), World(program, after)
    at = 0 if part.unit.scope == "lesion" else None
    one, two = (_symbol(world, part, at) for world in worlds)
    sense = sensible(worlds[1])
    for key in set(before.given) | set(after.given):
        before.fact(*key), after.fact(*key)
    told = [z3.Implies(before.listed.told, z3.And(after.listed.told, *(
        a == b for a, b in zip(before.listed.there, after.listed.there, strict=True))))]  # fmt: skip
    told += [agrees(before.given[key].symbol, after.given[key].symbol) for key in before.given]
    if at is not None:
        told.append(before.listed.there[0])
    solver = z3.SimpleSolver()
    solver.set("timeout", SECONDS * 1000)
    solver.add(*before.laws, *after.laws, *before.apart(), *after.apart(), *told, *sense)
    solver.add(z3.Not(agrees(one, two)))
    answer = solver.check()
    if answer != z3.sat:
        return Proof("holds" if answer == z3.unsat else "undecided", perf_counter() - start)
    model = solver.model()
    shown = _step(program, part, found_in(model, before), found_in(model, after))
    kind: Any = "fails" if shown else "unconfirmed"
    return Proof(kind, perf_counter() - start, shown or found_in(model, after))


def _symbol(world: World, part: Part, at: At) -> Symbol:
    return world.value(part.unit.key, at) if part.node is None else world.truth(part.node, at)


def _step(program: Program, part: Part, before: Witness, after: Witness) -> Witness | None:
    """The first single fact on the way from one patient to the other that takes something back."""
    key, lesion = part.unit.key, part.unit.scope == "lesion"

    def said(told: Reference) -> Any:
        if part.node is not None:
            return told._interpreted(part.node, 0 if lesion else None)
        return told.plain(key, 0 if lesion else None)

    def taken_back(told: Reference) -> bool:
        if (lesion and not told.lesions) or told.contradicts() or filled not in _facts(told.case):
            return False
        less = _less(told, filled, [key], program)
        was, now = said(less), said(told)
        return was is not None and was != now and not _closer(was, now)

    for filled in sorted(_names(after) - _names(before), key=str):
        if confirmed(program, after, [key], taken_back):
            small = smallest(program, after, [key], taken_back)
            return Witness({**small.document, "filled_in_last": ".".join(filled)}, small.computed)
        level = filled[0] if len(filled) == 2 else None
        after = without(after, ("fact" if level else "patient", level, filled[-1]))
    return None


def _closer(was: Any, now: Any) -> bool:
    from backstay.reason.arithmetic import ends

    if isinstance(was, bool | str) or now is None or isinstance(now, bool | str):
        return False
    return bool(ends(was)[0] <= ends(now)[0] and ends(now)[1] <= ends(was)[1])


def _names(witness: Witness) -> set[tuple[str, ...]]:
    lesions = witness.document.get("lesions", [])
    return {(n,) for n in witness.document["patient"]} | {
        (one["level"], n) for one in lesions for n in one if n != "level"
    }


def _facts(case: Any) -> set[tuple[str, ...]]:
    return {(n,) for n in case.patient} | {
        (one.name, n) for one in case.lesions or () for n in one.facts
    }


def _less(told: Reference, filled: tuple[str, ...], keys: list[str], program: Program) -> Reference:
    """The same patient before that one fact was filled in."""
    from dataclasses import replace

    case = told.case
    if len(filled) == 1:
        smaller = {n: v for n, v in case.patient.items() if n != filled[0]}
        return Reference(program, replace(case, patient=smaller), keys, told.computed)
    lesions = tuple(
        replace(one, facts={n: v for n, v in one.facts.items() if n != filled[1]})
        if one.name == filled[0] else one
        for one in case.lesions or ()
    )  # fmt: skip
    return Reference(program, replace(case, lesions=lesions), keys, told.computed)

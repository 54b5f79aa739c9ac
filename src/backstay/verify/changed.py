"""What a local protocol changes: every kind of patient who gets another stance, clock, step or notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import z3

from backstay.knowledge import Knowledge, Unit
from backstay.knowledge.covered import entries_of
from backstay.plan.assess import prepared
from backstay.reason.program import Program
from backstay.verify.anyone import Anyone
from backstay.verify.kinds import Kind, read_of
from backstay.verify.prove import solver_of
from backstay.verify.questions import Known, View, stances
from backstay.verify.reference import Reference
from backstay.verify.symbols import Bit
from backstay.verify.witness import Witness, confirmed, found_in, only, smallest
from backstay.verify.world import World, cone, direct, formulas, inputs, sensible

MOST = 200  # kinds of patient for one change of one thing
QUIET = "does not hold"


@dataclass(frozen=True)
class Thing:
    """Something of the plan, as each of the two protocols has it: a name for each state."""

    kind: str
    id: str
    was: Callable[[View], dict[str, Bit]]
    now: Callable[[View], dict[str, Bit]]
    keys: tuple[tuple[str, ...], tuple[str, ...]]
    lesion: bool
    by: tuple[str, ...]  # entries of the overlay behind it
    reads: tuple[str, ...]  # names that the changed units read


@dataclass
class Changed:
    """One thing that goes from one state to another, and for whom."""

    thing: Thing
    was: str
    now: str
    kinds: list[Kind] = field(default_factory=list)
    whole: bool = True  # whether these are all kinds


@dataclass(frozen=True)
class Difference:
    """All that an overlay changes; `unfollowed` names what changed and was not asked for whom."""

    changes: list[Changed]
    unfollowed: list[str]


def difference(published: Knowledge, local: Knowledge) -> Difference:
    """Every kind of patient whose plan is another under the local protocol."""
    old, new = Known(*prepared(published)), Known(*prepared(local))
    touched = names_touched(old, new)
    found = [change for thing in things(old, new, touched) for change in _changes(old, new, thing)]
    return Difference(found, sorted(_unfollowed(old, new, touched)))


# What decides beside the rules: how facts are read, what they mean together, which drugs a name means.
BESIDE = ("facts", "ingredients", "constraints", "interventions")


def _unfollowed(old: Known, new: Known, touched: set[str]) -> set[str]:
    """What changed and stands for any value in the question, or outside of it."""
    found = touched & (formulas(old.program) | formulas(new.program))
    for side in (old, new):
        found |= touched & {unit.key for unit in side.units("computed")}
    for kind in (*BESIDE, *old.knowledge.tables):
        was, now = (entries_of(side.knowledge, kind) for side in (old, new))
        found |= {name for name in {**was, **now} if was.get(name) != now.get(name)}
    return found


def names_touched(old: Known, new: Known) -> set[str]:
    """Units and settings that the overlay added, removed or changed."""
    sides = [{c.unit.key: c.unit for c in side.program.units} for side in (old, new)]
    keys = set(sides[0]) | set(sides[1])
    found = {key for key in keys if not _alike(sides[0].get(key), sides[1].get(key))}
    chosen = old.knowledge.chosen, new.knowledge.chosen
    return found | {name for name in chosen[1] if chosen[0].get(name) != chosen[1][name]}


def _alike(one: Unit | None, two: Unit | None) -> bool:
    return one is not None and two is not None and one.entry == two.entry and one.nodes == two.nodes


def things(old: Known, new: Known, touched: set[str]) -> Iterator[Thing]:
    """What rests on something that the overlay touched."""
    for name in dict.fromkeys([*old.knowledge.interventions, *new.knowledge.interventions]):
        keys = _rules(old, name), _rules(new, name)
        by = _behind(old, keys[0], touched) | _behind(new, keys[1], touched)
        if by:
            entry = new.knowledge.interventions.get(name) or old.knowledge.interventions[name]
            lesion = entry.scope == "lesion"
            was, now = _stances(old, name), _stances(new, name)
            yield Thing("option", name, was, now, keys, lesion, _ids(by), reads_of(old, new, by))
    for kind in ("clock", "step", "notice"):
        units = [{u.key: u for u in side.units(kind)} for side in (old, new)]
        for key in dict.fromkeys([*units[0], *units[1]]):
            sides = [(key,) if key in side else () for side in units]
            by = _behind(old, sides[0], touched) | _behind(new, sides[1], touched)
            if by:
                unit = units[1].get(key) or units[0][key]
                was, now = (_rule_state(side.get(key)) for side in units)
                lesion = unit.scope == "lesion"
                both, read = (sides[0], sides[1]), reads_of(old, new, by)
                yield Thing(kind, unit.entry.id, was, now, both, lesion, _ids(by), read)


def reads_of(old: Known, new: Known, touched: set[str]) -> tuple[str, ...]:
    """What tells patients apart for the changed units: the names they read, switches left out."""
    found: dict[str, None] = {}
    for side in (old, new):
        for compiled in side.program.units:
            unit = compiled.unit
            read = direct(unit)
            if unit.key in touched:
                found |= dict.fromkeys(read)
            elif touched & side.knowledge.chosen.keys() & set(read):
                found |= dict.fromkeys(inputs(side.program, list(read)))  # lists by what they read
    return tuple(n for n in found if _told(old, n) and _told(new, n))


def _told(side: Known, name: str) -> bool:
    known = side.knowledge
    return name not in known.chosen and (known.fact(name) is not None or name in known.types)


def _rules(side: Known, name: str) -> tuple[str, ...]:
    return tuple(ruled.key for ruled in side.table.rules.get(name, ()))


def _behind(side: Known, keys: tuple[str, ...], touched: set[str]) -> set[str]:
    return cone(side.program, list(keys)) & touched


def _ids(keys: set[str]) -> tuple[str, ...]:
    return tuple(sorted(key.partition(":")[2] or key for key in keys))


def _stances(side: Known, name: str) -> Callable[[View], dict[str, Bit]]:
    if name not in side.knowledge.interventions:
        return lambda view: {QUIET: view.algebra.yes}
    return lambda view: stances(view, side, name)


def _rule_state(unit: Unit | None) -> Callable[[View], dict[str, Bit]]:
    """A rule holds, in words with its level and hours, or it does not surely hold."""
    if unit is None:
        return lambda view: {QUIET: view.algebra.yes}
    entry: Any = unit.entry
    hours = getattr(entry, "within_hours", None)
    parts = [getattr(entry, "level", None), None if hours is None else f"within {hours:g} h"]
    said = " ".join(filter(None, parts)) or "holds"

    def state(view: View) -> dict[str, Bit]:
        true = view.value(unit.key, 0).true
        return {said: true, QUIET: view.algebra.negate(true)}

    return state


def _changes(old: Known, new: Known, thing: Thing) -> Iterator[Changed]:
    anyone = Anyone(new.program)
    anyone.also = old.program
    worlds = World(old.program, anyone), World(new.program, anyone)
    was, now = thing.was(worlds[0]), thing.now(worlds[1])
    sense = [bit for world in worlds for bit in sensible(world)]
    there = [anyone.listed.there[0]] if thing.lesion else []
    solver = solver_of(anyone, [*sense, *there])
    for one, before in was.items():
        for two, after in now.items():
            if one != two:
                solver.push()
                solver.add(before, after)
                change = Changed(thing, one, two)
                _enumerate(solver, worlds, change)
                solver.pop()
                if change.kinds or not change.whole:
                    yield change


def _enumerate(solver: Any, worlds: tuple[World, World], change: Changed) -> None:
    """One kind after the other, each time leaving out all of whom the same is read, until nobody is left."""
    programs = worlds[0].program, worlds[1].program
    anyone: Any = worlds[1].facts
    holds, loosely = _confirms(programs, change, True), _confirms(programs, change, False)
    read = {
        name for n in (0, 1) for key in change.thing.keys[n] for name in cone(programs[n], [key])
    }
    keys = list(change.thing.keys[1])
    while len(change.kinds) < MOST:
        answer = solver.check()
        if answer == z3.unsat:
            return
        if answer == z3.unknown:
            break
        witness = only(found_in(solver.model(), anyone), read)
        if confirmed(programs[1], witness, keys, holds) is None:
            break
        small = smallest(programs[1], witness, keys, loosely)
        told = confirmed(programs[1], small, [*keys, *change.thing.reads], holds)
        assert told is not None, "what was taken away cannot contradict what is left"
        kind = read_of(programs[1], small, change.thing.reads, told)
        change.kinds.append(kind)
        solver.add(z3.Not(kind.formula(worlds[1], anyone.listed.there)))
    change.whole = False


def _confirms(
    programs: tuple[Program, Program], change: Changed, sense: bool
) -> Callable[[Reference], bool]:
    """Whether the interpreter sees the same change under both protocols."""

    def holds(told: Reference) -> bool:
        if change.thing.lesion and not told.lesions:
            return False
        before = Reference(programs[0], told.case, list(change.thing.keys[0]), told.computed)
        if sense and (told.contradicts() or before.contradicts()):
            return False
        was, now = change.thing.was(before), change.thing.now(told)
        return bool(was.get(change.was)) and bool(now.get(change.now))

    return holds


__all__ = ["Changed", "Difference", "Thing", "Witness", "difference"]

"""Every name of the knowledge as a symbol, for the person and for each lesion; worked out when first asked."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from backstay.knowledge import Knowledge, Unit
from backstay.knowledge import tree as t
from backstay.knowledge.entries import Score
from backstay.reason.program import Program, item_spans
from backstay.verify import symbols as s
from backstay.verify.meaning import Listed, Place, meaning
from backstay.verify.symbols import Algebra, Bit, Symbol, Truth

At = int | None  # which lesion, or the person


class Facts(Protocol):
    """Where the facts of many patients come from."""

    @property
    def algebra(self) -> Algebra: ...
    @property
    def listed(self) -> Listed: ...

    def fact(self, name: str, at: At) -> Symbol: ...


class World:
    """The value of every unit for all the patients that `facts` stands for."""

    def __init__(self, program: Program, facts: Facts) -> None:
        self.program = program
        self.knowledge: Knowledge = program.knowledge
        self.facts = facts
        self.algebra = facts.algebra
        self.units: dict[str, Unit] = {c.unit.key: c.unit for c in program.units}
        self.memo: dict[tuple[str, At], Symbol] = {}
        self.free = formulas(program)

    def value(self, key: str, at: At = None) -> Symbol:
        """The symbol of a fact, definition, score or rule."""
        unit = self.units.get(key)
        if (unit.scope if unit else self.knowledge.scope_of(key)) == "patient":
            at = None
        found = self.memo.get((key, at))
        if found is None:
            found = self.memo[key, at] = self._value(key, unit, at)
        return found

    def truth(self, node: t.Node, at: At = None) -> Truth:
        """The value of an expression at one place."""
        found: Truth = meaning(node, self.place(at))
        return found

    def place(self, at: At) -> Place:
        """What names mean for the person, or at one lesion."""
        return Place(
            self.algebra,
            lambda name: self.value(name, at),
            self.facts.listed,
            lambda lesion: self.place(lesion),
        )

    def _value(self, key: str, unit: Unit | None, at: At) -> Symbol:
        chosen = self.knowledge.chosen.get(key)
        if chosen is not None:
            return s.Choice({chosen: self.algebra.yes})
        if unit is None or unit.kind == "computed" or key in self.free:
            return self.facts.fact(key, at)
        return self._unit(unit, at)

    def _unit(self, unit: Unit, at: At) -> Symbol:
        place = self.place(at)
        parts = [meaning(node, place) for node in unit.nodes]
        if unit.kind == "agreement":
            return self._agree(parts)
        if unit.kind == "clock" and unit.guard is not None:
            return self._unless(parts[0], self.truth(unit.guard, at).true)
        if unit.kind == "score" and isinstance(unit.entry, Score) and not unit.entry.grade:
            return self._total(unit, parts, at)
        return parts[0] if len(parts) == 1 else self._first_known(parts)

    def _first_known(self, parts: list[Symbol]) -> Symbol:
        a, cases, open_now = self.algebra, [], self.algebra.yes
        for part in parts:
            cases.append((open_now, part))
            open_now = a.both([open_now, a.negate(s.known(a, part))])
        exclusive = [(a.both([bit, s.known(a, part)]), part) for bit, part in cases]
        return s.pick(a, exclusive)

    def _agree(self, parts: list[Symbol]) -> Truth:
        """Compared with the first that is known, as the closures do."""
        a = self.algebra
        false: list[Bit] = []
        two: list[Bit] = []
        open_now = a.yes
        for at, one in enumerate(parts):
            first = a.both([open_now, s.known(a, one)])
            for other in parts[at + 1 :]:
                both = a.both([first, s.known(a, other)])
                two.append(both)
                false.append(a.both([both, a.negate(s.compatible(a, one, other))]))
            open_now = a.both([open_now, a.negate(s.known(a, one))])
        broken = a.either(false)
        return Truth(a.both([a.either(two), a.negate(broken)]), broken)

    def _unless(self, when: Truth, aside: Bit) -> Truth:
        a = self.algebra
        return Truth(a.both([when.true, a.negate(aside)]), a.either([when.false, aside]))

    def _total(self, unit: Unit, parts: list[Symbol], at: At) -> Symbol:
        """The sum of the items; an item that is not known counts with all it could be."""
        a, score = self.algebra, unit.entry
        assert isinstance(score, Score)
        total = a.number(0, 0)
        for part, span in zip(parts, item_spans(unit), strict=True):
            open_item = (a.negate(s.known(a, part)), a.number(*span))
            total = a.arithmetic("+", total, a.pick([(s.known(a, part), part), open_item]))
        if score.cap is not None:
            total = a.extreme("least", [total, a.number(score.cap, score.cap)])
        if unit.guard is None:
            return total
        return a.pick([(a.negate(self.truth(unit.guard, at).false), total)])


def rules_of_sense(program: Program) -> list[Unit]:
    """What must hold between the facts of a case that makes sense."""
    kinds = ("constraint", "agreement")
    return [compiled.unit for compiled in program.units if compiled.unit.kind in kinds]


def sensible(world: World, about: frozenset[str] | None = None) -> list[Bit]:
    """That no rule of sense is broken, of the person or at any lesion that there is.

    `about` leaves out the rules that read none of these names: where they are unknown such a rule is kept.
    """
    a, found = world.algebra, []
    for unit in rules_of_sense(world.program):
        if about is not None and not about & _read_by(world.program, unit.key):
            continue
        if unit.scope == "patient":
            found.append(a.negate(world.value(unit.key).false))
        else:
            for at, here in enumerate(world.facts.listed.there):
                found.append(a.negate(a.both([here, world.value(unit.key, at).false])))
    return found


@lru_cache(maxsize=512)
def _read_by(program: Program, key: str) -> frozenset[str]:
    return frozenset(inputs(program, [key]))


def cone(program: Program, keys: list[str]) -> set[str]:
    """Every unit and fact that some units rest on, themselves included."""
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            compiled = program.by_key.get(key)
            if compiled is not None:
                waiting += direct(compiled.unit)
    return found


@lru_cache(maxsize=8)
def formulas(program: Program) -> frozenset[str]:
    """Definitions that multiply what is known of a person: each stands for any value."""
    units = (compiled.unit for compiled in program.units)
    return frozenset(
        unit.key
        for unit in units
        if unit.kind == "definition" and any(_multiplies(node) for node in unit.nodes)
    )


def _multiplies(node: t.Node) -> bool:
    if isinstance(node, t.Arithmetic) and node.operator in ("*", "/", "**"):
        plain = [isinstance(part, t.Constant) for part in (node.left, node.right)]
        one = node.operator == "**" and node.right == t.Constant(1.0)
        if not one and not (
            plain[1] if node.operator == "/" else any(plain) and node.operator == "*"
        ):
            return True
    return any(_multiplies(child) for child in t.children(node))


def inputs(program: Program, keys: list[str]) -> list[str]:
    """The names that some units rest on and that stand for any value: facts, computed facts, formulas."""
    free = formulas(program)
    found: dict[str, None] = {}
    seen: set[str] = set()

    def visit(key: str) -> None:
        if key in seen or key in program.knowledge.chosen:
            return
        seen.add(key)
        compiled = program.by_key.get(key)
        if key == "levels":
            visit("level")
        elif compiled is None or compiled.unit.kind == "computed" or key in free:
            found[key] = None
        else:
            for name in direct(compiled.unit):
                visit(name)

    for key in keys:
        visit(key)
    return list(found)


def direct(unit: Unit) -> tuple[str, ...]:
    """The names that a unit reads itself."""
    return (*unit.reads, *(t.names(unit.guard) if unit.guard is not None else ()))

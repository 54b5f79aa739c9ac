"""Names, types and order: what can be evaluated, and after what."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, Literal

from backstay.case.facts import Vocabulary
from backstay.knowledge import entries as e
from backstay.knowledge import tree as t
from backstay.knowledge.calls import points_node
from backstay.knowledge.linked import Unit
from backstay.knowledge.parse import grammar_of, parse, parse_truth
from backstay.knowledge.scope import Scope
from backstay.knowledge.types import BadExpression, Type, Typed, fact_type

MAX_CHAIN = 40  # definitions that rest on each other in a row
# Texts of one entry, to see what it reads before anything can be typed.
Texts = list[str]


class Linker:
    """Types grow as definitions are read in dependency order; problems are collected, not thrown."""

    def __init__(self, vocabulary: Vocabulary, made: dict[str, dict[str, Any]], where: Any) -> None:
        self.made = made
        self.where = where
        self.patient = {n: fact_type(f) for n, f in vocabulary.patient.items()}
        self.lesion = {n: fact_type(f) for n, f in vocabulary.lesion.items()}
        for setting in made["settings"].values():
            self.patient[setting.id] = Type("choice", values=setting.values)
        self.units: list[Unit] = []
        self.problems: list[str] = []

    def link(self) -> tuple[Unit, ...]:
        """Every unit in an order in which each comes after what it reads."""
        graded = [score for score in self.made["scores"].values() if score.grade]
        named = {**self.made["definitions"], **self.made["scores"]}
        for score in graded:  # a grade has the name of its fact and gives no name of its own
            del named[score.id]
        for name in self._ordered(named):
            self._named(named[name])
        for score in graded:
            self._named(score)
        for definition in self.made["definitions"].values():
            self._agreement(definition)
        for kind in ("constraints", "statements", "clocks", "notices", "steps"):
            for entry in self.made[kind].values():
                self._rule(kind, entry)
        for entry in self.made["properties"].values():
            self._property(entry)
        for entry in self.made["interventions"].values():
            self._planned(entry, "done", entry.done_when)
            self._planned(entry, "alone", entry.alone_when)
        return tuple(self.units)

    def _ordered(self, named: dict[str, Any]) -> Iterator[str]:
        """Definitions and scores, each after those it reads; a circle is a problem."""
        depth: dict[str, int] = {}
        open_now: list[str] = []

        def visit(name: str) -> Iterator[str]:
            if name in depth or name not in named:
                return
            if name in open_now:
                circle = " -> ".join([*open_now[open_now.index(name) :], name])
                self._say(named[name], f"circular definition: {circle}")
                return
            open_now.append(name)
            reads = self._reads(named[name])
            if len(open_now) <= MAX_CHAIN:
                for read in sorted(reads):
                    yield from visit(read)
            open_now.pop()
            depth[name] = 1 + max((depth.get(read, 0) for read in reads), default=0)
            if depth[name] == MAX_CHAIN or len(open_now) == MAX_CHAIN:
                self._say(
                    named[name], f"{MAX_CHAIN} definitions rest on each other in a row: too many"
                )
            yield name

        for name in named:
            yield from visit(name)

    def _reads(self, entry: Any) -> set[str]:
        found: set[str] = set()
        for text in texts_of(entry):
            try:
                parsed = grammar_of(text)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue  # said again, with its place, when the expression is read
            found |= {node.id for node in ast.walk(parsed) if isinstance(node, ast.Name)}
        return found

    def _named(self, entry: Any) -> None:
        try:
            unit, kind = (
                self._score(entry) if isinstance(entry, e.Score) else self._definition(entry)
            )
        except BadExpression as error:
            self._say(entry, str(error))
            kind = declared(entry)
        else:
            self.units.append(unit)
        types = self.lesion if entry.scope == "lesion" else self.patient
        types.setdefault(entry.id, kind)

    def _scope(self, entry: Any, *, known: bool = False) -> Scope:
        return Scope(self.patient, self.lesion, getattr(entry, "scope", "patient"), known=known)

    def _definition(self, entry: e.Definition) -> tuple[Unit, Type]:
        texts = texts_of(entry)
        ways = bool(entry.value) + bool(entry.either) + bool(entry.by)
        if ways != 1:
            raise BadExpression("a definition has one of value, either and by")
        if entry.by:
            unit = Unit(entry.id, "computed", entry.scope, (), entry.inputs, entry)
            return unit, declared(entry)._replace(interval=entry.kind == "number")
        typed = [parse(text, self._scope(entry)) for text in texts]
        kind = self._declared_fits(entry, typed)
        nodes = tuple(part.node for part in typed)
        return Unit(entry.id, "definition", entry.scope, nodes, read_by(nodes), entry), kind

    def _declared_fits(self, entry: e.Definition, typed: list[Typed]) -> Type:
        want = declared(entry)
        for part in typed:
            got = part.type
            if got.kind != want.kind:
                raise BadExpression(f"declared {entry.kind}, but the expression is a {got.kind}")
            if got.kind == "number" and got.unit not in (None, "(mixed)", want.unit):
                raise BadExpression(f"declared in {want.unit}, but the expression is in {got.unit}")
            undeclared = set(got.values) - set(want.values) if got.kind == "choice" else set()
            if undeclared:
                raise BadExpression(
                    f"gives values that are not declared: {', '.join(sorted(undeclared))}"
                )
        return want._replace(interval=any(part.type.interval for part in typed))

    def _score(self, entry: e.Score) -> tuple[Unit, Type]:
        scope = self._scope(entry)
        applies = parse_truth(entry.applies, scope) if entry.applies else None
        if entry.grade:
            node = parse(entry.grade, scope)
            unit = Unit(f"score:{entry.id}", "score", entry.scope, (node.node,),
                        read_by((node.node,)), entry, applies)  # fmt: skip
            return unit, node.type
        nodes = tuple(self._item(item, scope) for item in entry.items)
        return (
            Unit(entry.id, "score", entry.scope, nodes, read_by(nodes), entry, applies),
            Type("number", interval=True),
        )

    def _item(self, item: e.Item, scope: Scope) -> t.Node:
        if bool(item.points) == bool(item.value):
            raise BadExpression(f"item {item.fact} has either points or value")
        if item.value:
            typed = parse(item.value, scope)
            if typed.type.kind != "number" or item.range is None:
                raise BadExpression(f"item {item.fact}: value gives a number and range its ends")
            return typed.node
        name = parse(item.fact, scope)
        table = {value: as_span(points) for value, points in item.points.items()}
        allowed = name.type.values if name.type.kind == "choice" else ("true", "false")
        missing = [value for value in allowed if value not in table]
        if missing:
            raise BadExpression(f"item {item.fact} gives no points for {', '.join(missing)}")
        return points_node(name, table).node

    def _agreement(self, entry: e.Definition) -> None:
        """Several ways to know one thing must not give different answers for one person."""
        unit = next((unit for unit in self.units if unit.key == entry.id), None)
        if unit is None or len(unit.nodes) < 2:
            return
        text = f'Two ways to know "{entry.label}" give different answers.'
        told = e.Constraint(
            id=f"ways-agree-{entry.id}", scope=entry.scope, holds=entry.id, text=text
        )
        key = f"agreement:{entry.id}"
        self.units.append(Unit(key, "agreement", entry.scope, unit.nodes, unit.reads, told))

    def _rule(self, kind: str, entry: Any) -> None:
        try:
            scope = self._scope(entry, known=kind == "notices")
            text = entry.holds if kind == "constraints" else entry.when
            node = parse_truth(text, scope)
            unless = getattr(entry, "unless", None)
            guard = parse_truth(unless, scope) if unless else None
        except BadExpression as error:
            self._say(entry, str(error), kind)
            return
        single: Any = kind[:-1]
        self.units.append(
            Unit(
                f"{single}:{entry.id}",
                single,
                getattr(entry, "scope", "patient"),
                (node,),
                read_by((node,)),
                entry,
                guard,
            )
        )

    def _property(self, entry: e.Property) -> None:
        """The expressions of a property are read where it is proved; here they are only checked."""
        for text in filter(None, (entry.when, entry.unless, *entry.flags)):
            try:
                parse_truth(text, self._scope(entry))
            except BadExpression as error:
                self._say(entry, str(error), "properties")

    def _planned(
        self, entry: e.Intervention, kind: Literal["done", "alone"], text: str | None
    ) -> None:
        """Whether an intervention is done already, or stands in the plan alone."""
        if text is None:
            return
        try:
            node = parse_truth(text, self._scope(entry))
        except BadExpression as error:
            self._say(entry, str(error), "interventions")
            return
        reads = read_by((node,))
        self.units.append(Unit(f"{kind}:{entry.id}", kind, entry.scope, (node,), reads, entry))

    def _say(self, entry: Any, problem: str, kind: str | None = None) -> None:
        kind = kind or ("scores" if isinstance(entry, e.Score) else "definitions")
        self.problems.append(f"{self.where.get((kind, entry.id), '?')}: {entry.id}: {problem}")


def declared(entry: Any) -> Type:
    """The type that a definition says it has."""
    if isinstance(entry, e.Score):
        return Type("number", interval=True)
    kind: Any = "number" if entry.kind == "count" else entry.kind
    return Type(
        kind, unit=entry.unit, values=entry.values, ordered=entry.ordered, open=entry.kind == "many"
    )


def texts_of(entry: Any) -> Texts:
    """The expressions of a definition or score, as written."""
    if isinstance(entry, e.Definition):
        return [entry.value] if entry.value else list(entry.either)
    found = [item.value or item.fact for item in entry.items]
    return found + [text for text in (entry.applies, entry.grade) if text]


def read_by(nodes: tuple[t.Node, ...]) -> tuple[str, ...]:
    """The names that several expressions use, each once."""
    return tuple(dict.fromkeys(name for node in nodes for name in t.names(node)))


def as_span(points: float | tuple[float, float]) -> tuple[float, float]:
    """Points as their lowest and highest."""
    return points if isinstance(points, tuple) else (points, points)

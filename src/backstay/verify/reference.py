"""One patient through the reference interpreter: what every witness is confirmed by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from backstay.case.cases import Case
from backstay.case.values import Members
from backstay.knowledge import Unit
from backstay.knowledge import tree as t
from backstay.knowledge.entries import Definition, Score
from backstay.plan.computed import computed
from backstay.reason import arithmetic as plain
from backstay.reason.interpreter import interpret
from backstay.reason.program import Program, item_spans, room_function
from backstay.verify.masks import Masks
from backstay.verify.meaning import Listed
from backstay.verify.symbols import Bit, Choice, Many, Symbol, Truth
from backstay.verify.world import At, cone, rules_of_sense


class Reference:
    """The values of some units for one case, asked as the other engines are asked."""

    def __init__(
        self,
        program: Program,
        case: Case,
        keys: list[str],
        computed: Mapping[str, Any] | None = None,
    ) -> None:
        self.program = program
        self.knowledge = program.knowledge
        self.algebra = Masks(1)
        self.computed = computed or {}
        self.case = case
        told = case.lesions is not None
        self.listed = Listed(int(told), tuple(1 for _ in case.lesions or ()))
        self.patient: dict[str, Any] = {**self.knowledge.chosen, **case.patient}
        self.lesions = [{**self.patient, **one.facts} for one in case.lesions or ()]
        self.done: set[str] = set()
        self._run_all(_in_order(program, tuple(keys)))

    @property
    def facts(self) -> Reference:
        return self

    def value(self, key: str, at: At = None) -> Symbol:
        return self._symbol(self.plain(key, at), key)

    def truth(self, node: t.Node, at: At = None) -> Truth:
        found: Truth = self._symbol(self._interpreted(node, at), "")
        return found

    def plain(self, key: str, at: At = None) -> Any:
        """The value as the interpreter gives it."""
        compiled = self.program.by_key.get(key)
        scope = compiled.scope if compiled else self.knowledge.scope_of(key)
        return self._env(None if scope == "patient" else at).get(key)

    def contradicts(self) -> bool:
        """Whether a constraint surely does not hold."""
        rules = tuple(unit.key for unit in rules_of_sense(self.program))
        self._run_all(_in_order(self.program, rules))
        return any(
            self._env(at).get(unit.key) is False
            for unit in rules_of_sense(self.program)
            for at in ([None] if unit.scope == "patient" else range(len(self.lesions)))
        )

    def _env(self, at: At) -> dict[str, Any]:
        return self.patient if at is None else self.lesions[at]

    def _interpreted(self, node: t.Node, at: At) -> Any:
        env = self._env(at if self.lesions else None)
        return interpret(node, env, self.lesions if self.case.lesions is not None else None)

    def _run_all(self, units: tuple[Unit, ...]) -> None:
        for unit in units:
            if unit.key not in self.done:
                self.done.add(unit.key)
                self._run(unit)

    def _run(self, unit: Unit) -> None:
        if unit.scope == "patient":
            value = self._of(unit, None)
            for env in (self.patient, *self.lesions):
                env[unit.key] = value
        else:
            for at, env in enumerate(self.lesions):
                env[unit.key] = self._of(unit, at)

    def _of(self, unit: Unit, at: At) -> Any:
        if unit.kind == "computed":
            return self._computed(unit, at)
        values = [self._interpreted(node, at) for node in unit.nodes]
        guard = None if unit.guard is None else self._interpreted(unit.guard, at)
        if unit.kind == "agreement":
            known = [value for value in values if value is not None]
            agree = all(plain.compatible(known[0], other) for other in known[1:])
            return None if len(known) < 2 else agree
        if unit.kind == "clock":
            return False if guard is True else values[0]
        if unit.kind == "score" and isinstance(unit.entry, Score) and not unit.entry.grade:
            return None if guard is False else _total(unit, values)
        return next((value for value in values if value is not None), None)

    def _computed(self, unit: Unit, at: At) -> Any:
        if unit.key in self.computed:
            return self.computed[unit.key]
        assert isinstance(unit.entry, Definition)
        function = room_function(unit.entry, computed(self.knowledge))
        return function(self._env(at)) if function else None

    def _symbol(self, value: Any, key: str) -> Symbol:
        kind = self.knowledge.types.get(key)
        name = kind.kind if kind else "yes_no"
        if name == "yes_no":
            return Truth(int(value is True), int(value is False))
        if name == "choice":
            return Choice({} if value is None else {value: 1})
        if name == "many":
            return _many(value)
        return {} if value is None else {plain.ends(value): 1}


@lru_cache(maxsize=1024)
def _in_order(program: Program, keys: tuple[str, ...]) -> tuple[Unit, ...]:
    """The units that some keys rest on, each after what it reads."""
    wanted = cone(program, list(keys))
    return tuple(c.unit for c in program.units if c.unit.key in wanted)


class _Asked(dict[str, Truth]):
    """The names of a set, answered one by one."""

    def __init__(self, members: Members | None) -> None:
        super().__init__()
        self.members = members

    def __missing__(self, name: str) -> Truth:
        has = None if self.members is None else self.members.has(name)
        return Truth(int(has is True), int(has is False))


def _many(value: Members | None) -> Many:
    given: Bit = int(value is not None)
    return Many(given, _Asked(value))


def _total(unit: Unit, values: list[Any]) -> Any:
    low = high = 0.0
    for value, span in zip(values, item_spans(unit), strict=True):
        one, two = span if value is None else plain.ends(value)
        low, high = low + one, high + two
    cap = getattr(unit.entry, "cap", None)
    ends = (low, high) if cap is None else (min(low, cap), min(high, cap))
    return plain.whole(*ends)

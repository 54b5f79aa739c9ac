"""Knowledge compiled once: every unit as a function of an environment, and what depends on what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from backstay.case.facts import Scope
from backstay.case.values import Interval
from backstay.knowledge import Knowledge, Unit
from backstay.knowledge import entries as e
from backstay.knowledge.tree import Points, names
from backstay.reason.arithmetic import compatible, ends, whole
from backstay.reason.closures import Closure, Env, compile_node

Computed = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True)
class Compiled:
    """One unit, ready to run."""

    unit: Unit
    run: Closure
    parts: tuple[Closure, ...]  # alternatives of a definition, items of a score
    guard: Closure | None
    reads: tuple[
        tuple[str, int, bool], ...
    ]  # name, its decimals, whether it is read lesion by lesion
    scope: Scope


@dataclass(frozen=True, eq=False)  # equal only to itself, so that it can be a cache key
class Program:
    """What `evaluate` runs, in order."""

    knowledge: Knowledge
    units: tuple[Compiled, ...]
    by_key: dict[str, Compiled]
    running: tuple[tuple[str, Closure, bool], ...]  # key, what to run, whether at each lesion
    readers: dict[str, tuple[int, ...]]  # name -> units that read it, for rules to be judged again
    weighers: dict[str, tuple[int, ...]]  # the same, for what weighs in a stance only
    leaves: dict[str, frozenset[str]]  # unit key -> all facts it rests on
    # What parts of expressions still need, by identity of the part; filled where it is asked.
    branches: dict[int, Any] = field(default_factory=dict)
    # How to find what a name needs, by name; filled where it is asked. Another program has other ones.
    ways: dict[str, Any] = field(default_factory=dict)

    def of_kind(self, kind: str) -> tuple[Compiled, ...]:
        return self.kinds.get(kind, ())

    @cached_property
    def of_lesion(self) -> frozenset[str]:
        """Every name that has a value of its own at each lesion."""
        units = (key for key, compiled in self.by_key.items() if compiled.scope == "lesion")
        return frozenset([*self.knowledge.facts.lesion, *units])

    @cached_property
    def kinds(self) -> dict[str, tuple[Compiled, ...]]:
        """All units by their kind, in running order."""
        found: dict[str, list[Compiled]] = {}
        for compiled in self.units:
            found.setdefault(compiled.unit.kind, []).append(compiled)
        return {kind: tuple(listed) for kind, listed in found.items()}


def part_of(program: Program, key: str) -> Program:
    """The program of one unit alone, with what it reads; computed facts stand in it as facts."""
    wanted = {key}
    for compiled in reversed(program.units):
        if compiled.unit.key in wanted:
            wanted.update(_reads(compiled))
    units = tuple(c for c in program.units if c.unit.key in wanted and c.unit.kind != "computed")
    return Program(
        program.knowledge, units, {c.unit.key: c for c in units}, _running(units),
        _readers(units, _judged), _readers(units, _weighs), program.leaves, program.branches,
    )  # fmt: skip


def compile_program(knowledge: Knowledge, computed: Computed) -> Program:
    """Compile all units; `computed` gives the functions of facts that other rooms compute."""
    units = tuple(_compile(unit, knowledge, computed) for unit in knowledge.units)
    return Program(
        knowledge=knowledge,
        units=units,
        by_key={compiled.unit.key: compiled for compiled in units},
        running=_running(units),
        readers=_readers(units, _judged),
        weighers=_readers(units, _weighs),
        leaves=_leaves(units),
    )


def _leaves(units: tuple[Compiled, ...]) -> dict[str, frozenset[str]]:
    """The facts that each unit rests on, through definitions and scores."""
    found: dict[str, frozenset[str]] = {}
    for compiled in units:
        parts = [found.get(name, frozenset({name})) for name in _reads(compiled)]
        found[compiled.unit.key] = frozenset().union(*parts)
    return found


def _compile(unit: Unit, knowledge: Knowledge, computed: Computed) -> Compiled:
    parts = tuple(compile_node(node) for node in unit.nodes)
    guard = compile_node(unit.guard) if unit.guard is not None else None
    makers: dict[str, Callable[[], Closure]] = {
        "definition": lambda: _either(parts),
        "computed": lambda: _computed(unit, computed),
        "score": lambda: _total(unit, parts, guard),
        "clock": lambda: _clock(parts[0], guard),
        "agreement": lambda: _agree(parts),
    }
    run = makers.get(unit.kind, lambda: parts[0])()
    named = dict.fromkeys((*unit.reads, *(names(unit.guard) if unit.guard is not None else ())))
    reads = tuple(_read(name, unit, knowledge) for name in named)
    return Compiled(unit, run, parts, guard, reads, unit.scope)


def _read(name: str, unit: Unit, knowledge: Knowledge) -> tuple[str, int, bool]:
    decimals = getattr(knowledge.definitions.get(name), "decimals", 6)
    return name, decimals, unit.scope == "patient" and knowledge.scope_of(name) == "lesion"


def _either(parts: tuple[Closure, ...]) -> Closure:
    if len(parts) == 1:
        return parts[0]

    def run(env: Env) -> Any:
        for part in parts:
            value = part(env)
            if value is not None:
                return value
        return None

    return run


def _agree(parts: tuple[Closure, ...]) -> Closure:
    """Whether all ways that give an answer give one that can be the same."""

    def run(env: Env) -> Any:
        known = [value for part in parts if (value := part(env)) is not None]
        if len(known) < 2:
            return None
        return all(compatible(known[0], other) for other in known[1:])

    return run


def _computed(unit: Unit, computed: Computed) -> Closure:
    assert isinstance(unit.entry, e.Definition)
    return room_function(unit.entry, computed) or (lambda env: None)


def room_function(entry: e.Definition, computed: Computed) -> Callable[[Env], Any] | None:
    """The function of the room that gives a computed fact, with what the fact asks it for; None without one."""
    function = computed.get(entry.by or "")
    if function and entry.of:
        return partial(function, of=entry.of, within_days=entry.within_days)
    return function


def _clock(when: Closure, unless: Closure | None) -> Closure:
    if unless is None:
        return when
    return lambda env: False if unless(env) is True else when(env)


def _total(unit: Unit, parts: tuple[Closure, ...], applies: Closure | None) -> Closure:
    """The sum of the items; an item that is not known counts with all it could be."""
    score = unit.entry
    assert isinstance(score, e.Score)
    if score.grade:
        return parts[0]
    spans = item_spans(unit)

    def run(env: Env) -> Any:
        if applies is not None and applies(env) is False:
            return None
        low = high = 0.0
        for part, span in zip(parts, spans, strict=True):
            value = part(env)
            one, two = span if value is None else ends(value)
            low, high = low + one, high + two
        return whole(_capped(low, score.cap), _capped(high, score.cap))

    return run


def _capped(total: float, cap: float | None) -> float:
    return total if cap is None else min(total, cap)


def item_spans(unit: Unit) -> list[tuple[float, float]]:
    """The points each item of a score can give, from least to most."""
    score = unit.entry
    assert isinstance(score, e.Score)
    spans = []
    for item, node in zip(score.items, unit.nodes, strict=True):
        if item.range is not None:
            spans.append(item.range)
        else:
            assert isinstance(node, Points)
            spans.append(
                (
                    min(low for low, _ in node.table.values()),
                    max(high for _, high in node.table.values()),
                )
            )
    return spans


def definite(value: Any) -> bool:
    """Neither unknown nor an interval."""
    return value is not None and not isinstance(value, Interval)


# What a change of one fact is judged by; prognostic scores are not among it.
JUDGED = ("statement", "clock", "step", "constraint", "agreement", "notice")


def _running(units: tuple[Compiled, ...]) -> tuple[tuple[str, Closure, bool], ...]:
    return tuple((c.unit.key, c.run, c.scope == "lesion") for c in units)


def _readers(
    units: tuple[Compiled, ...], wanted: Callable[[Compiled], bool]
) -> dict[str, tuple[int, ...]]:
    """For each name, the units that read it themselves and that something wanted rests on."""
    needed = _needed(units, wanted)
    found: dict[str, dict[int, None]] = {}
    for at, compiled in enumerate(units):
        if at in needed:
            for name in _reads(compiled):
                found.setdefault(name, {})[at] = None
    return {name: tuple(listed) for name, listed in found.items()}


def _reads(compiled: Compiled) -> tuple[str, ...]:
    guard = names(compiled.unit.guard) if compiled.unit.guard is not None else ()
    return (*compiled.unit.reads, *guard)


def _judged(compiled: Compiled) -> bool:
    return compiled.unit.kind in JUDGED


def _weighs(compiled: Compiled) -> bool:
    """A caution is shown beside an option and never alters its stance."""
    entry = compiled.unit.entry
    return isinstance(entry, e.Rule) and entry.says != "caution"


def _needed(units: tuple[Compiled, ...], wanted: Callable[[Compiled], bool]) -> set[int]:
    """The wanted units and all that they rest on."""
    at_key = {compiled.unit.key: at for at, compiled in enumerate(units)}
    found: set[int] = set()
    waiting = [at for at, compiled in enumerate(units) if wanted(compiled)]
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += [at_key[name] for name in _reads(units[at]) if name in at_key]
    return found

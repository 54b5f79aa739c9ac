"""Which facts an unknown value still needs: a by-product of the same evaluation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from backstay.case.values import Interval
from backstay.knowledge import tree as t
from backstay.reason.closures import LESIONS, Closure, Env, compile_node
from backstay.reason.evaluation import LESION, Evaluation
from backstay.reason.program import Compiled, definite

Needed = frozenset[tuple[str, str | None]]  # (fact, lesion or None)
Way: TypeAlias = "Callable[[Missing, Env], Needed]"
NOTHING: Needed = frozenset()
NO_LESIONS: Needed = frozenset({("lesions", None)})


class Missing:
    """Answers for one evaluation, each name asked once per lesion."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.patient = evaluation.patient
        self.by_key = evaluation.program.by_key
        self.of_lesion = evaluation.program.of_lesion
        self.memo: dict[int, dict[str, Needed]] = defaultdict(dict)  # by environment
        self.of_patient = self.memo[id(self.patient)]
        self.sets: dict[tuple[int, str], Needed] = {}
        self.branches = evaluation.program.branches
        self.ways = evaluation.program.ways

    def of_unit(self, compiled: Compiled, env: Env) -> Needed:
        """The unknown facts that the value of a unit still needs; nothing if it is known."""
        return self.of_name(compiled.unit.key, env)

    def of_name(self, name: str, env: Env) -> Needed:
        """The unknown facts that a name still needs; what is the patient's is asked where it stands."""
        if name in self.of_lesion:
            memo = self.memo[id(env)]
        else:
            env, memo = self.patient, self.of_patient  # only there do quantifiers see the lesions
        found = memo.get(name)
        if found is None:
            memo[name] = NOTHING  # a name cannot need itself
            found = memo[name] = self._name(name, env)
        return found

    def _name(self, name: str, env: Env) -> Needed:
        value = env.get(name)
        if value is not None and not isinstance(value, Interval):
            return NOTHING
        way = self.ways.get(name)
        if way is None:
            way = self.ways[name] = self._way(name)
        return way(self, env)

    def _way(self, name: str) -> Way:
        """How to find what a name needs while it is open; the same for every person."""
        compiled = self.by_key.get(name)
        if compiled is None:
            return self._fact(name)
        if compiled.unit.kind == "computed":
            return lambda missing, env: missing._computed(compiled, env)
        if compiled.unit.kind == "score":
            return lambda missing, env: missing._score(compiled, env)
        if len(compiled.unit.nodes) > 1:
            return lambda missing, env: missing._either(compiled, env)
        needed = self._branch(compiled.unit.nodes[0]).needed  # open, or it would not be asked
        # A formula may not hold for this person although nothing is missing: then it is named itself.
        return lambda missing, env: needed(missing, env) or missing._itself(compiled, env)

    def _fact(self, name: str) -> Way:
        """A fact needs itself; one of the person is the same one for all lesions."""
        if self.evaluation.program.knowledge.scope_of(name) == "lesion":
            return lambda missing, env: frozenset({(name, env.get(LESION))})
        itself: Needed = frozenset({(name, None)})
        return lambda missing, env: itself

    def _itself(self, compiled: Compiled, env: Env) -> Needed:
        """A definition by its own name, a rule by all that it reads."""
        own = compiled.unit.kind == "definition"
        return frozenset(
            self._at(n, env) for n in ([compiled.unit.key] if own else compiled.unit.reads)
        )

    def _at(self, name: str, env: Env) -> tuple[str, str | None]:
        """A name with the lesion it belongs to."""
        of_lesion = self.evaluation.program.knowledge.scope_of(name) == "lesion"
        return name, env.get(LESION) if of_lesion else None

    def _either(self, compiled: Compiled, env: Env) -> Needed:
        """All that could settle it: every way to know a definition counts."""
        needed = NOTHING.union(*[self.of_node(node, env) for node in compiled.unit.nodes])
        return needed or self._itself(compiled, env)

    def _computed(self, compiled: Compiled, env: Env) -> Needed:
        needed = self._union(compiled.unit.reads, env)
        return needed or frozenset({self._at(compiled.unit.key, env)})

    def _union(self, names: tuple[str, ...], env: Env) -> Needed:
        return NOTHING.union(*(self.of_name(name, env) for name in names))

    def _score(self, compiled: Compiled, env: Env) -> Needed:
        found = NOTHING
        for at in range(len(compiled.unit.nodes)):
            found |= self.of_item(compiled, at, env)
        return found

    def of_item(self, compiled: Compiled, at: int, env: Env) -> Needed:
        """The facts that one item of a score still needs."""
        entry: Any = compiled.unit.entry
        if definite(compiled.parts[at](env)):
            return NOTHING
        if entry.grade:
            return self.of_name(entry.grade, env)
        fact = entry.items[at].fact
        if env.get(fact) is None and fact not in self.by_key:
            return self.of_name(fact, env)
        return self.of_node(compiled.unit.nodes[at], env)

    def of_node(self, node: t.Node, env: Env) -> Needed:
        """Unknown facts below a node, only along branches whose value is open."""
        branch = self._branch(node)
        return branch.needed(self, env) if branch.is_open(env) else NOTHING

    def _branch(self, node: t.Node) -> Branch:
        branch = self.branches.get(id(node))
        if branch is None:
            branch = self.branches[id(node)] = compile_branch(node)
        return branch

    def of_set(self, name: str, env: Env) -> Needed:
        """A set that was given but is not complete needs to be told complete; else itself."""
        found = self.sets.get((id(env), name))
        if found is None:
            found = self.sets[id(env), name] = self._set(name, env)
        return found

    def _set(self, name: str, env: Env) -> Needed:
        knowledge = self.evaluation.program.knowledge
        fact = knowledge.fact(name)
        if env.get(name) is None:
            return self.of_name(name, env)
        flag = fact.complete_when if fact else None
        closes = flag if flag and flag != "given" else fact.excluded_by if fact else None
        told = (
            closes if closes and env.get(closes) is None else name
        )  # "not complete" was said already
        return frozenset({self._at(told, env)})


class Branch(NamedTuple):
    """One node, compiled: its value, and the facts that it needs while that is open."""

    value: Closure
    needed: Way

    def is_open(self, env: Env) -> bool:
        value = self.value(env)
        return value is None or isinstance(value, Interval)


def compile_branch(node: t.Node) -> Branch:
    """What a node still needs, as a function of an environment in which it is open."""
    value = compile_node(node)
    match node:
        case t.Name(id=name):
            return Branch(value, lambda missing, env: missing.of_name(name, env))
        case t.Has(t.Name(id=name)):
            return Branch(value, lambda missing, env: missing.of_set(name, env))
        case t.OverLesions(_, operand):
            return Branch(value, _over_lesions(compile_branch(operand)))
        case t.First(cases, default):
            pairs = [(compile_branch(when), compile_branch(then)) for when, then in cases]
            otherwise = None if default is None else compile_branch(default)
            return Branch(value, _first(pairs, otherwise))
        case _:
            return Branch(value, _below(t.children(node)))


def _below(nodes: tuple[t.Node, ...]) -> Way:
    """What the parts need; most parts are plain names, and constants need nothing."""
    nodes = tuple(node for node in nodes if not isinstance(node, t.Constant | t.ChoiceText))
    plain = tuple(node.id for node in nodes if isinstance(node, t.Name))
    parts = tuple(compile_branch(node) for node in nodes if not isinstance(node, t.Name))
    if len(plain) == 1 and not parts:
        (only,) = plain
        return lambda missing, env: missing.of_name(only, env)

    def needed(missing: Missing, env: Env) -> Needed:
        found = []
        for name in plain:
            known = env.get(name)
            if known is None or isinstance(known, Interval):
                found.append(missing.of_name(name, env))
        for value, below in parts:
            known = value(env)
            if known is None or isinstance(known, Interval):
                found.append(below(missing, env))
        return found[0] if len(found) == 1 else NOTHING.union(*found)

    return needed


def _first(pairs: list[tuple[Branch, Branch]], default: Branch | None) -> Way:
    def needed(missing: Missing, env: Env) -> Needed:
        found: list[Needed] = []
        for when, then in pairs:
            truth = when.value(env)
            if truth is None:
                found.append(when.needed(missing, env))
            if truth is not False and then.is_open(env):
                found.append(then.needed(missing, env))
            if truth:
                break
        else:
            if default is not None and default.is_open(env):
                found.append(default.needed(missing, env))
        return NOTHING.union(*found)

    return needed


def _over_lesions(operand: Branch) -> Way:
    def needed(missing: Missing, env: Env) -> Needed:
        lesions = env.get(LESIONS)
        if lesions is None:
            return NO_LESIONS
        return NOTHING.union(*[operand.needed(missing, e) for e in lesions if operand.is_open(e)])

    return needed

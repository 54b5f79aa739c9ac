"""Which facts an unknown value still needs: a by-product of the same evaluation."""

from __future__ import annotations

from typing import Any

from backstay.knowledge import tree as t
from backstay.reason.closures import LESIONS, Env, compile_node
from backstay.reason.evaluation import LESION, Evaluation
from backstay.reason.program import Compiled, definite

Needed = frozenset[tuple[str, str | None]]  # (fact, lesion or None)
NOTHING: Needed = frozenset()
NO_LESIONS: Needed = frozenset({("lesions", None)})


class Missing:
    """Answers for one evaluation, each name asked once per lesion."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.by_key = evaluation.program.by_key
        self.memo: dict[tuple[int, str], Needed] = {}
        self.closures = evaluation.program.closures

    def of_unit(self, compiled: Compiled, env: Env) -> Needed:
        """The unknown facts that the value of a unit still needs; nothing if it is known."""
        return self.of_name(compiled.unit.key, env)

    def of_name(self, name: str, env: Env) -> Needed:
        """The unknown facts that a name still needs; what is the patient's is asked where it stands."""
        compiled = self.by_key.get(name)
        if compiled is not None and compiled.scope == "patient":
            env = self.evaluation.patient  # only there do quantifiers see the lesions
        at = (id(env), name)
        if at not in self.memo:
            self.memo[at] = NOTHING  # a name cannot need itself
            self.memo[at] = self._name(name, env)
        return self.memo[at]

    def _name(self, name: str, env: Env) -> Needed:
        if definite(env.get(name)):
            return NOTHING
        compiled = self.by_key.get(name)
        if compiled is None:
            return frozenset({self._at(name, env)})
        if compiled.unit.kind == "computed":
            return self._computed(compiled, env)
        if compiled.unit.kind == "score":
            return self._score(compiled, env)
        # A formula may not hold for this person although nothing is missing: then it is named itself.
        return self._either(compiled, env) or self._itself(compiled, env)

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
        return NOTHING.union(*(self.of_node(node, env) for node in compiled.unit.nodes))

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
        if isinstance(node, t.Name):
            return self.of_name(node.id, env)
        if definite(self._value(node, env)):
            return NOTHING
        if isinstance(node, t.Has):
            return self._set(node.name.id, env)
        if isinstance(node, t.OverLesions):
            return self._over_lesions(node, env)
        if isinstance(node, t.First):
            return self._first(node, env)
        return NOTHING.union(*(self.of_node(child, env) for child in t.children(node)))

    def _set(self, name: str, env: Env) -> Needed:
        """A set that was given but is not complete needs to be told complete; else itself."""
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

    def _first(self, node: t.First, env: Env) -> Needed:
        found = NOTHING
        for condition, value in node.cases:
            truth = self._value(condition, env)
            if truth is not False:
                found |= self.of_node(condition, env) | self.of_node(value, env)
            if truth:
                return found
        return found if node.default is None else found | self.of_node(node.default, env)

    def _over_lesions(self, node: t.OverLesions, env: Env) -> Needed:
        if env.get(LESIONS) is None:
            return NO_LESIONS
        return NOTHING.union(*(self.of_node(node.operand, lesion) for lesion in env[LESIONS]))

    def _value(self, node: t.Node, env: Env) -> Any:
        closure = self.closures.get(id(node))
        if closure is None:
            closure = self.closures[id(node)] = compile_node(node)
        return closure(env)

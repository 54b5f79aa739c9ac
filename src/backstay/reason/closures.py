"""The same meaning as the interpreter, compiled once to plain functions of an environment.

An environment is a dict of names; LESIONS holds the environments of the lesions, or is absent when not known.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, TypeAlias

from backstay.knowledge import tree as t
from backstay.reason import arithmetic as a

LESIONS = "@lesions"
Env: TypeAlias = dict[str, Any]
Closure: TypeAlias = Callable[[Env], Any]


def compile_node(node: t.Node) -> Closure:
    """A function that gives the node's value in an environment."""
    made: Closure = MAKERS[type(node)](node)
    return made


def _constant(node: t.Constant | t.ChoiceText) -> Closure:
    value = node.value
    return lambda env: value


def _name(node: t.Name) -> Closure:
    name = node.id
    return lambda env: env.get(name)


def _known(node: t.Known) -> Closure:
    name = node.name.id
    return lambda env: env.get(name) is not None


def _not(node: t.Not) -> Closure:
    inner = compile_node(node.operand)

    def run(env: Env) -> Any:
        value = inner(env)
        return None if value is None else not value

    return run


def _junction(ends_it: bool) -> Callable[[Any], Closure]:
    """And stops being decided by one false, or by one true. Plain names, which cost least, are asked first."""

    def make(node: t.And | t.Or) -> Closure:
        plain = tuple(part.id for part in node.operands if isinstance(part, t.Name))
        parts = tuple(compile_node(p) for p in node.operands if not isinstance(p, t.Name))

        def run(env: Env) -> Any:
            unknown = False
            for name in plain:
                value = env.get(name)
                if value is ends_it:
                    return ends_it
                if value is None:
                    unknown = True
            for part in parts:
                value = part(env)
                if value is ends_it:
                    return ends_it
                if value is None:
                    unknown = True
            return None if unknown else not ends_it

        return run

    return make


def _among(node: t.Among) -> Closure:
    name, options = node.name.id, frozenset(node.options)

    def run(env: Env) -> Any:
        value = env.get(name)
        return None if value is None else value in options

    return run


def _has(node: t.Has) -> Closure:
    name, options = node.name.id, frozenset(node.options)

    def run(env: Env) -> Any:
        members = env.get(name)
        if members is None:
            return None
        if not options.isdisjoint(members.present):
            return True
        return False if members.complete or options <= members.absent else None

    return run


def _points(node: t.Points) -> Closure:
    name = node.name.id
    table: dict[Any, Any] = {key: a.whole(*span) for key, span in node.table.items()}
    truths = {True: table.get("true"), False: table.get("false")}

    def run(env: Env) -> Any:
        value = env.get(name)
        if value is None:
            return None
        return truths[value] if isinstance(value, bool) else table.get(value)

    return run


def _compare(node: t.Compare) -> Closure:
    """Most comparisons are of a name with a number, and most values are plain numbers."""
    if not (isinstance(node.left, t.Name) and isinstance(node.right, t.Constant)):
        return _two(a.COMPARE)(node)
    name, constant = node.left.id, float(node.right.value)
    quick, operate = PLAIN[node.operator], a.COMPARE[node.operator]

    def run(env: Env) -> Any:
        value = env.get(name)
        if value is None:
            return None
        return quick(value, constant) if type(value) is float else operate(value, constant)

    return run


PLAIN = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


def _two(table: dict[str, Any]) -> Callable[[Any], Closure]:
    def make(node: t.Compare | t.Arithmetic) -> Closure:
        left, right = compile_node(node.left), compile_node(node.right)
        operate = table[node.operator]

        def run(env: Env) -> Any:
            one = left(env)
            if one is None:
                return None
            two = right(env)
            return None if two is None else operate(one, two)

        return run

    return make


def _extreme(node: t.Extreme) -> Closure:
    parts, which = tuple(compile_node(operand) for operand in node.operands), node.which
    return lambda env: a.extreme(which, [part(env) for part in parts])


def _if_else(node: t.IfElse) -> Closure:
    condition, then, otherwise = (
        compile_node(part) for part in (node.condition, node.then, node.otherwise)
    )

    def run(env: Env) -> Any:
        truth = condition(env)
        if truth is None:
            value = then(env)
            return value if value == otherwise(env) else None
        return then(env) if truth else otherwise(env)

    return run


def _first(node: t.First) -> Closure:
    cases = tuple((compile_node(condition), compile_node(value)) for condition, value in node.cases)
    default = compile_node(node.default) if node.default is not None else lambda env: None

    def run(env: Env) -> Any:
        candidates: list[Any] = []
        for condition, value in cases:
            truth = condition(env)
            if truth is not False:
                candidates.append(value(env))
            if truth:
                break
        else:
            candidates.append(default(env))
        return candidates[0] if len(candidates) == 1 else a.possible(candidates)

    return run


def _over_lesions(node: t.OverLesions) -> Closure:
    operand, order = compile_node(node.operand), node.order
    summary: dict[str, Callable[[list[Any]], Any]] = {
        "count": a.count,
        "worst": lambda values: a.worst(values, order),
        "any": lambda values: True if True in values else None if None in values else False,
        "all": _all,
    }
    summarize = summary[node.which]

    def run(env: Env) -> Any:
        lesions = env.get(LESIONS)
        return None if lesions is None else summarize([operand(lesion) for lesion in lesions])

    return run


def _all(values: list[Any]) -> a.Truth:
    if not values:
        return None
    return False if False in values else None if None in values else True


MAKERS: dict[type[Any], Callable[[Any], Closure]] = {
    t.Constant: _constant,
    t.ChoiceText: _constant,
    t.Name: _name,
    t.Known: _known,
    t.Not: _not,
    t.And: _junction(ends_it=False),
    t.Or: _junction(ends_it=True),
    t.Among: _among,
    t.Has: _has,
    t.Points: _points,
    t.Compare: _compare,
    t.Arithmetic: _two(a.ARITHMETIC),
    t.Extreme: _extreme,
    t.IfElse: _if_else,
    t.First: _first,
    t.OverLesions: _over_lesions,
}

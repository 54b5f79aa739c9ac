"""The reference meaning of every expression: slow, obvious, in one file, and never optimized.

The closures and all other engines are judged by this one. `env` maps a name to its value; a name that is not
in it is unknown. `lesions` holds the names of each lesion, or None when the case does not say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backstay.case.values import Members, Value
from backstay.knowledge import tree as t
from backstay.reason import arithmetic as a

Env = Mapping[str, Any]


def interpret(node: t.Node, env: Env, lesions: Sequence[Env] | None = None) -> Value:
    """The value of one expression: true, false, a number, an interval, a choice, or None for unknown."""
    match node:
        case t.Constant(value):
            return value
        case t.ChoiceText(text):
            return text
        case t.Name(name):
            found: Value = env.get(name)
            return found
        case t.Known(asked):
            return env.get(asked.id) is not None
        case t.Not(operand):
            return a.negate(_truth(operand, env, lesions))
        case t.And(operands):
            truths = [_truth(operand, env, lesions) for operand in operands]
            return False if False in truths else None if None in truths else True
        case t.Or(operands):
            truths = [_truth(operand, env, lesions) for operand in operands]
            return True if True in truths else None if None in truths else False
        case t.Among(chooser, options):
            choice = env.get(chooser.id)
            return None if choice is None else choice in options
        case t.Has(members, options):
            return _has(env.get(members.id), options)
        case t.Points(keyed, table):
            key = env.get(keyed.id)
            span = None if key is None else table.get(_key(key))
            return None if span is None else a.whole(*span)
        case t.Compare(operator, left, right):
            one, two = interpret(left, env, lesions), interpret(right, env, lesions)
            return None if one is None or two is None else a.COMPARE[operator](one, two)
        case t.Arithmetic(operator, left, right):
            one, two = interpret(left, env, lesions), interpret(right, env, lesions)
            return None if one is None or two is None else a.ARITHMETIC[operator](one, two)
        case t.Extreme(which, operands):
            return a.extreme(which, [interpret(operand, env, lesions) for operand in operands])
        case t.IfElse():
            return _if_else(node, env, lesions)
        case t.First():
            return _first(node, env, lesions)
        case t.OverLesions():
            return _over_lesions(node, lesions)
    raise TypeError(f"no meaning for {node!r}")


def _truth(node: t.Node, env: Env, lesions: Sequence[Env] | None) -> a.Truth:
    value = interpret(node, env, lesions)
    assert value is None or isinstance(value, bool), "type-checked when knowledge was loaded"
    return value


def _key(value: Any) -> str:
    """The key of a points table: yes_no values stand there as "true" and "false"."""
    return ("true" if value else "false") if isinstance(value, bool) else value


def _has(members: Members | None, options: tuple[str, ...]) -> a.Truth:
    if members is None:
        return None
    truths = [members.has(option) for option in options]
    return True if True in truths else None if None in truths else False


def _if_else(node: t.IfElse, env: Env, lesions: Sequence[Env] | None) -> Value:
    condition = _truth(node.condition, env, lesions)
    then, otherwise = (interpret(arm, env, lesions) for arm in (node.then, node.otherwise))
    if condition is None:
        return then if then == otherwise else None
    return then if condition else otherwise


def _first(node: t.First, env: Env, lesions: Sequence[Env] | None) -> Value:
    """All values that are still possible, taken together."""
    candidates: list[Value] = []
    for condition, value in node.cases:
        truth = _truth(condition, env, lesions)
        if truth is not False:
            candidates.append(interpret(value, env, lesions))
        if truth:
            return a.possible(candidates)
    candidates.append(None if node.default is None else interpret(node.default, env, lesions))
    return a.possible(candidates)


def _over_lesions(node: t.OverLesions, lesions: Sequence[Env] | None) -> Value:
    """Over what is listed: none listed gives any false, all unknown, count 0."""
    if lesions is None:
        return None
    values: list[Any] = [interpret(node.operand, lesion, lesions) for lesion in lesions]
    if node.which == "count":
        return a.count(values)
    if node.which == "worst":
        return a.worst(values, node.order)
    if node.which == "any":
        return True if True in values else None if None in values else False
    if not values:
        return None
    return False if False in values else None if None in values else True

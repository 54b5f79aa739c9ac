"""What the functions of the expression language take, and what they give."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, TypeAlias

from backstay.knowledge import tree as t
from backstay.knowledge.scope import Scope
from backstay.knowledge.types import (
    BadExpression,
    Type,
    Typed,
    as_number,
    as_truth,
    check_value,
    common,
)

Reader: TypeAlias = Callable[[ast.expr, Scope], Typed]
Call: TypeAlias = Callable[[list[ast.expr], Scope, Reader], Typed]


def texts(node: ast.expr) -> tuple[str, ...]:
    """One text, or several in brackets."""
    parts = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
    return tuple(text_of(part) for part in parts)


def text_of(node: ast.expr) -> str:
    """The text of one quoted value."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise BadExpression("values are written as text in quotes")


def _first(args: list[ast.expr], scope: Scope, read: Reader) -> Typed:
    pairs, rest = args[: len(args) // 2 * 2], args[len(args) // 2 * 2 :]
    if not pairs:
        raise BadExpression("first(condition, value, ..., default)")
    conditions = [as_truth(read(part, scope)) for part in pairs[::2]]
    values = [read(part, scope) for part in pairs[1::2]]
    default = read(rest[0], scope) if rest else None
    kind = common(values + ([default] if default else []))
    if kind.kind == "number":
        kind = Type("number", unit=kind.unit, interval=True)
    cases = tuple(zip(conditions, (value.node for value in values), strict=True))
    return Typed(t.First(cases, default.node if default else None), kind)


def _points(args: list[ast.expr], scope: Scope, read: Reader) -> Typed:
    if len(args) != 2 or not isinstance(args[1], ast.Dict):
        raise BadExpression("points(fact, {'value': 1, 'other': (2, 4)})")
    typed = read(args[0], scope)
    table: dict[str, tuple[float, float]] = {}
    for key, value in zip(args[1].keys, args[1].values, strict=True):
        if key is None:
            raise BadExpression("points(fact, {'value': 1}) takes no ** entries")
        table[text_of(key)] = _span(value, scope, read)
    return points_node(typed, table)


def points_node(typed: Typed, table: dict[str, tuple[float, float]]) -> Typed:
    """A points table over a choice or a yes_no name, checked against its values."""
    if typed.type.kind not in ("choice", "yes_no") or not isinstance(typed.node, t.Name):
        raise BadExpression("points are given to the values of a named choice or yes_no fact")
    allowed = typed.type.values if typed.type.kind == "choice" else ("true", "false")
    for value in table:
        if value not in allowed:
            raise BadExpression(
                f"{typed.node.id} has no value {value!r}; it has {', '.join(allowed)}"
            )
    interval = any(low != high for low, high in table.values())
    return Typed(t.Points(typed.node, table), Type("number", interval=interval))


def _span(node: ast.expr, scope: Scope, read: Reader) -> tuple[float, float]:
    parts = node.elts if isinstance(node, ast.Tuple | ast.List) else [node, node]
    numbers = [read(part, scope).node for part in parts]
    found = [
        n.value for n in numbers if isinstance(n, t.Constant) and not isinstance(n.value, bool)
    ]
    if len(found) != 2 or len(numbers) != 2 or found[0] > found[1]:
        raise BadExpression("points are a number or (low, high)")
    return (found[0], found[1])


def _extreme(which: Any) -> Call:
    def call(args: list[ast.expr], scope: Scope, read: Reader) -> Typed:
        parts = [read(arg, scope) for arg in args]
        kind = common(parts)
        return Typed(t.Extreme(which, tuple(as_number(part) for part in parts)), kind)

    return call


def _has(args: list[ast.expr], scope: Scope, read: Reader) -> Typed:
    typed = read(args[0], scope)
    if typed.type.kind != "many" or not isinstance(typed.node, t.Name) or len(args) < 2:
        raise BadExpression("has(set, 'name', ...) takes a set and at least one name")
    options = tuple(text_of(arg) for arg in args[1:])
    for option in options:
        check_value(typed, option)  # an open set may hold more; rules name only what is registered
    return Typed(t.Has(typed.node, options), Type("yes_no"))


def _over_lesions(which: Any) -> Call:
    def call(args: list[ast.expr], scope: Scope, read: Reader) -> Typed:
        if len(args) != 1 or scope.scope == "lesion":
            raise BadExpression(
                f"{which} over lesions takes one expression and stands in patient scope"
            )
        inner = read(args[0], scope.inside())
        if which == "worst":
            return _worst(inner)
        kind = Type("number", interval=True) if which == "count" else Type("yes_no")
        return Typed(t.OverLesions(which, as_truth(inner)), kind)

    return call


def _worst(inner: Typed) -> Typed:
    if inner.type.kind == "choice" and inner.type.ordered:
        return Typed(t.OverLesions("worst", inner.node, inner.type.values), inner.type)
    if inner.type.kind == "number":
        kind = Type("number", unit=inner.type.unit, interval=True)
        return Typed(t.OverLesions("worst", inner.node), kind)
    raise BadExpression("worst(...) takes a number or an ordered choice")


def _known(args: list[ast.expr], scope: Scope, read: Reader) -> Typed:
    typed = read(args[0], scope)
    if not scope.may_ask_known:
        raise BadExpression(
            "known(...) stands only in notices: no rule acts on something being unknown"
        )
    if len(args) != 1 or not isinstance(typed.node, t.Name):
        raise BadExpression("known(name)")
    return Typed(t.Known(typed.node), Type("yes_no"))


FUNCTIONS: dict[str, Call] = {
    "first": _first, "points": _points, "least": _extreme("least"), "greatest": _extreme("greatest"),
    "has": _has, "any_lesion": _over_lesions("any"), "all_lesions": _over_lesions("all"),
    "count_lesions": _over_lesions("count"), "worst": _over_lesions("worst"), "known": _known,
}  # fmt: skip

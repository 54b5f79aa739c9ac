"""From an expression's text to a tree: a whitelist of Python's grammar, never evaluated as Python."""

from __future__ import annotations

import ast
from typing import Any

from backstay.knowledge import tree as t
from backstay.knowledge.types import (
    BadExpression,
    Type,
    Typed,
    as_number,
    as_truth,
    merged,
    number_type,
)

MAX_LENGTH = 4000
COMPARISONS: dict[type[ast.cmpop], Any] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
OPERATORS: dict[type[ast.operator], Any] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
}  # fmt: skip
LITERALS = {"true": True, "false": False}


class Scope:
    """The names an expression may use: those of its own scope, and lesion names inside quantifiers."""

    def __init__(
        self, patient: dict[str, Type], lesion: dict[str, Type], scope: str, *, known: bool = False
    ) -> None:
        self.patient = patient
        self.lesion = lesion
        self.scope = scope
        self.may_ask_known = known

    def inside(self) -> Scope:
        return Scope(self.patient, self.lesion, "lesion", known=self.may_ask_known)

    def find(self, name: str) -> Type:
        if name in self.patient:
            return self.patient[name]
        if name in self.lesion:
            if self.scope == "lesion":
                return self.lesion[name]
            raise BadExpression(
                f"{name} belongs to a lesion; here use any_lesion(...), all_lesions(...) or worst(...)"
            )
        raise BadExpression(f"{name} is not a fact, definition, setting or score{self._nearest(name)}")

    def _nearest(self, name: str) -> str:
        from difflib import get_close_matches

        near = get_close_matches(name, [*self.patient, *self.lesion], 3)
        return f"; nearest: {', '.join(near)}" if near else ""


def parse(text: str, scope: Scope) -> Typed:
    """Read one expression and check its names, types, units and values.

    Raises BadExpression.
    """
    if len(text) > MAX_LENGTH:
        raise BadExpression(f"an expression has at most {MAX_LENGTH} characters")
    try:
        body = ast.parse(text.strip().replace("\n", " "), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadExpression(f"this does not read as an expression: {error}") from None
    return _read(body, scope)


def parse_truth(text: str, scope: Scope) -> t.Node:
    """Read an expression that must be true, false or unknown."""
    return as_truth(parse(text, scope))


def _read(node: ast.expr, scope: Scope) -> Typed:
    reader = READERS.get(type(node))
    if reader is None:
        raise BadExpression(f"{type(node).__name__} is not part of the expression language")
    result: Typed = reader(node, scope)
    return result


def _constant(node: ast.Constant, scope: Scope) -> Typed:
    value = node.value
    if isinstance(value, bool):
        return Typed(t.Constant(value), Type("yes_no"))
    if isinstance(value, int | float):
        return Typed(t.Constant(float(value)), Type("number"))
    if isinstance(value, str):
        return Typed(t.ChoiceText(value), Type("choice", values=(value,)))
    raise BadExpression(f"{value!r} is not a value here; what is not known is left out")


def _name(node: ast.Name, scope: Scope) -> Typed:
    if node.id in LITERALS:
        return Typed(t.Constant(LITERALS[node.id]), Type("yes_no"))
    return Typed(t.Name(node.id), scope.find(node.id))


def _boolean(node: ast.BoolOp, scope: Scope) -> Typed:
    operands = tuple(as_truth(_read(value, scope)) for value in node.values)
    made = t.And(operands) if isinstance(node.op, ast.And) else t.Or(operands)
    return Typed(made, Type("yes_no"))


def _unary(node: ast.UnaryOp, scope: Scope) -> Typed:
    inner = _read(node.operand, scope)
    if isinstance(node.op, ast.Not):
        return Typed(t.Not(as_truth(inner)), Type("yes_no"))
    if isinstance(node.op, ast.USub) and isinstance(inner.node, t.Constant):
        return Typed(t.Constant(-inner.node.value), inner.type)
    raise BadExpression("only `not` and a minus before a number stand alone before a value")


def _compare(node: ast.Compare, scope: Scope) -> Typed:
    if len(node.ops) != 1:
        raise BadExpression("one comparison at a time: write `a < b and b < c`")
    left, operator, right = _read(node.left, scope), node.ops[0], node.comparators[0]
    if isinstance(operator, ast.In | ast.NotIn):
        made = _among(left, _texts(right), "in")
        return Typed(t.Not(made) if isinstance(operator, ast.NotIn) else made, Type("yes_no"))
    if type(operator) not in COMPARISONS:
        raise BadExpression("`is` is not part of the expression language")
    return _compare_two(left, COMPARISONS[type(operator)], _read(right, scope))


def _compare_two(left: Typed, operator: Any, right: Typed) -> Typed:
    if left.type.kind == "choice":
        if not isinstance(right.node, t.ChoiceText):
            raise BadExpression("a choice is compared with one of its values, written as text")
        return Typed(_compare_choice(left, operator, right.node.value), Type("yes_no"))
    number_type(left, right)
    return Typed(t.Compare(operator, as_number(left), as_number(right)), Type("yes_no"))


def _compare_choice(left: Typed, operator: str, value: str) -> t.Node:
    """Order and equality of a choice are membership: engines never need the order."""
    _check_value(left, value)
    if operator == "==":
        return _among(left, (value,), "==")
    if operator == "!=":
        return t.Not(_among(left, (value,), "!="))
    if not left.type.ordered:
        raise BadExpression(f"the values of {_shown(left)} have no order; use == or in")
    at = left.type.values.index(value)
    kept = {
        "<": left.type.values[:at], "<=": left.type.values[: at + 1],
        ">": left.type.values[at + 1 :], ">=": left.type.values[at:],
    }[operator]  # fmt: skip
    return _among(left, kept, operator)


def _among(left: Typed, options: tuple[str, ...], operator: str) -> t.Node:
    if left.type.kind != "choice" or not isinstance(left.node, t.Name):
        raise BadExpression(f"`{operator}` takes a fact or definition with named values on its left")
    for option in options:
        _check_value(left, option)
    return t.Among(left.node, options)


def _check_value(left: Typed, value: str) -> None:
    if value not in left.type.values:
        from difflib import get_close_matches

        near = get_close_matches(value, left.type.values, 3) or list(left.type.values)[:8]
        raise BadExpression(f"{_shown(left)} has no value {value!r}; nearest: {', '.join(near)}")


def _shown(typed: Typed) -> str:
    return typed.node.id if isinstance(typed.node, t.Name) else "this choice"


def _texts(node: ast.expr) -> tuple[str, ...]:
    parts = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
    return tuple(_text(part) for part in parts)


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise BadExpression("values are written as text in quotes")


def _arithmetic(node: ast.BinOp, scope: Scope) -> Typed:
    operator = OPERATORS.get(type(node.op))
    if operator is None:
        raise BadExpression(f"{type(node.op).__name__} is not part of the expression language")
    left, right = _read(node.left, scope), _read(node.right, scope)
    if operator in ("+", "-"):
        kind = number_type(left, right)
    else:
        if left.type.interval or right.type.interval:
            raise BadExpression("a number that may be an interval is compared or added, never multiplied")
        kind = Type("number", unit=merged(left.type, right.type, operator))
    return Typed(t.Arithmetic(operator, as_number(left), as_number(right)), kind)


def _if_else(node: ast.IfExp, scope: Scope) -> Typed:
    then, otherwise = _read(node.body, scope), _read(node.orelse, scope)
    made = t.IfElse(as_truth(_read(node.test, scope)), then.node, otherwise.node)
    return Typed(made, _common([then, otherwise]))


def _common(parts: list[Typed]) -> Type:
    """The type that several alternatives share; their choice values are put together."""
    kinds = {part.type.kind for part in parts}
    if len(kinds) != 1:
        raise BadExpression(f"the alternatives are of different kinds: {', '.join(sorted(kinds))}")
    if parts[0].type.kind == "choice":
        values = dict.fromkeys(value for part in parts for value in part.type.values)
        return Type("choice", values=tuple(values))
    if parts[0].type.kind == "number":
        found = parts[0]
        for part in parts[1:]:
            found = Typed(found.node, number_type(found, part))
        return found.type
    return parts[0].type


def _call(node: ast.Call, scope: Scope) -> Typed:
    if not isinstance(node.func, ast.Name) or node.keywords:
        raise BadExpression("functions are called by name, without keywords")
    function = FUNCTIONS.get(node.func.id)
    if function is None:
        raise BadExpression(
            f"{node.func.id} is not a function here; there are {', '.join(sorted(FUNCTIONS))}"
        )
    if not node.args:
        raise BadExpression(f"{node.func.id} needs something in its brackets")
    result: Typed = function(node.args, scope)
    return result


def _first(args: list[ast.expr], scope: Scope) -> Typed:
    pairs, rest = args[: len(args) // 2 * 2], args[len(args) // 2 * 2 :]
    if not pairs:
        raise BadExpression("first(condition, value, ..., default)")
    conditions = [as_truth(_read(part, scope)) for part in pairs[::2]]
    values = [_read(part, scope) for part in pairs[1::2]]
    default = _read(rest[0], scope) if rest else None
    kind = _common(values + ([default] if default else []))
    if kind.kind == "number":
        kind = Type("number", unit=kind.unit, interval=True)
    cases = tuple(zip(conditions, (value.node for value in values), strict=True))
    return Typed(t.First(cases, default.node if default else None), kind)


def _points(args: list[ast.expr], scope: Scope) -> Typed:
    if len(args) != 2 or not isinstance(args[1], ast.Dict):
        raise BadExpression("points(fact, {'value': 1, 'other': (2, 4)})")
    typed = _read(args[0], scope)
    table: dict[str, tuple[float, float]] = {}
    for key, value in zip(args[1].keys, args[1].values, strict=True):
        if key is None:
            raise BadExpression("points(fact, {'value': 1}) takes no ** entries")
        table[_text(key)] = _span(value, scope)
    return points_node(typed, table)


def points_node(typed: Typed, table: dict[str, tuple[float, float]]) -> Typed:
    """A points table over a choice or a yes_no name, checked against its values."""
    if typed.type.kind not in ("choice", "yes_no") or not isinstance(typed.node, t.Name):
        raise BadExpression("points are given to the values of a named choice or yes_no fact")
    allowed = typed.type.values if typed.type.kind == "choice" else ("true", "false")
    for value in table:
        if value not in allowed:
            raise BadExpression(f"{typed.node.id} has no value {value!r}; it has {', '.join(allowed)}")
    interval = any(low != high for low, high in table.values())
    return Typed(t.Points(typed.node, table), Type("number", interval=interval))


def _span(node: ast.expr, scope: Scope) -> tuple[float, float]:
    parts = node.elts if isinstance(node, ast.Tuple | ast.List) else [node, node]
    numbers = [_read(part, scope).node for part in parts]
    found = [n.value for n in numbers if isinstance(n, t.Constant) and not isinstance(n.value, bool)]
    if len(found) != 2 or len(numbers) != 2 or found[0] > found[1]:
        raise BadExpression("points are a number or (low, high)")
    return (found[0], found[1])


def _extreme(which: Any) -> Any:
    def read(args: list[ast.expr], scope: Scope) -> Typed:
        parts = [_read(arg, scope) for arg in args]
        kind = _common(parts)
        return Typed(t.Extreme(which, tuple(as_number(part) for part in parts)), kind)

    return read


def _has(args: list[ast.expr], scope: Scope) -> Typed:
    typed = _read(args[0], scope)
    if typed.type.kind != "many" or not isinstance(typed.node, t.Name) or len(args) < 2:
        raise BadExpression("has(set, 'name', ...) takes a set and at least one name")
    options = tuple(_text(arg) for arg in args[1:])
    for option in options:
        if not typed.type.open:
            _check_value(typed, option)
    return Typed(t.Has(typed.node, options), Type("yes_no"))


def _over_lesions(which: Any) -> Any:
    def read(args: list[ast.expr], scope: Scope) -> Typed:
        if len(args) != 1 or scope.scope == "lesion":
            raise BadExpression(f"{which} over lesions takes one expression and stands in patient scope")
        inner = _read(args[0], scope.inside())
        if which == "worst":
            return _worst(inner)
        kind = Type("number", interval=True) if which == "count" else Type("yes_no")
        return Typed(t.OverLesions(which, as_truth(inner)), kind)

    return read


def _worst(inner: Typed) -> Typed:
    if inner.type.kind == "choice" and inner.type.ordered:
        return Typed(t.OverLesions("worst", inner.node, inner.type.values), inner.type)
    if inner.type.kind == "number":
        kind = Type("number", unit=inner.type.unit, interval=True)
        return Typed(t.OverLesions("worst", inner.node), kind)
    raise BadExpression("worst(...) takes a number or an ordered choice")


def _known(args: list[ast.expr], scope: Scope) -> Typed:
    typed = _read(args[0], scope)
    if not scope.may_ask_known:
        raise BadExpression("known(...) stands only in notices: no rule acts on something being unknown")
    if len(args) != 1 or not isinstance(typed.node, t.Name):
        raise BadExpression("known(name)")
    return Typed(t.Known(typed.node), Type("yes_no"))


FUNCTIONS: dict[str, Any] = {
    "first": _first, "points": _points, "least": _extreme("least"), "greatest": _extreme("greatest"),
    "has": _has, "any_lesion": _over_lesions("any"), "all_lesions": _over_lesions("all"),
    "count_lesions": _over_lesions("count"), "worst": _over_lesions("worst"), "known": _known,
}  # fmt: skip
READERS: dict[type[ast.expr], Any] = {
    ast.Constant: _constant, ast.Name: _name, ast.BoolOp: _boolean, ast.UnaryOp: _unary,
    ast.Compare: _compare, ast.BinOp: _arithmetic, ast.IfExp: _if_else, ast.Call: _call,
}  # fmt: skip

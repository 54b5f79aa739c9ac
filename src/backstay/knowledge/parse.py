"""From an expression's text to a tree: a whitelist of Python's grammar, never evaluated as Python."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from math import inf, isfinite
from typing import Any

from backstay.knowledge import tree as t
from backstay.knowledge.calls import FUNCTIONS, texts
from backstay.knowledge.scope import Scope
from backstay.knowledge.types import (
    BadExpression,
    Type,
    Typed,
    as_number,
    as_truth,
    check_value,
    common,
    merged,
    number_type,
    shown,
)

MAX_LENGTH = 4000
MAX_DEPTH = 40  # deeper expressions would exhaust the readers that follow them down
COMPARISONS: dict[type[ast.cmpop], Any] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
OPERATORS: dict[type[ast.operator], Any] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
}  # fmt: skip
LITERALS = {"true": True, "false": False}
_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")


def parse(text: str, scope: Scope) -> Typed:
    """Read one expression and check its names, types, units and values.

    Raises BadExpression.
    """
    if len(text) > MAX_LENGTH:
        raise BadExpression(f"an expression has at most {MAX_LENGTH} characters")
    try:
        body = grammar_of(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadExpression(f"this does not read as an expression: {error}") from None
    _bound(body, text)
    return _read(body, scope)


@lru_cache(maxsize=1024)  # a definition is read for its names first, and then for its meaning
def grammar_of(text: str) -> ast.expr:
    """The text by Python's grammar. Raises what `ast.parse` raises."""
    return ast.parse(text.strip().replace("\n", " "), mode="eval").body


def _bound(body: ast.expr, text: str) -> None:
    """Refuse deep nesting by a loop, before anything follows it by recursion."""
    if len(_WORD_OR_SIGN.findall(text)) < MAX_DEPTH:  # each level has a word or a sign of its own
        return
    level: list[ast.AST] = [body]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return
    raise BadExpression(f"an expression is nested at most {MAX_DEPTH} levels deep")


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
        return Typed(t.Constant(_number(value)), Type("number"))
    if isinstance(value, str):
        return Typed(t.ChoiceText(value), Type("choice", values=(value,)))
    raise BadExpression(f"{value!r} is not a value here; what is not known is left out")


def _number(value: float) -> float:
    """A number that a float can hold."""
    try:
        found = float(value)
    except OverflowError:
        found = inf
    if not isfinite(found):
        raise BadExpression("a number this large is not part of the expression language")
    return found


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
        made = _among(left, texts(right), "in")
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
    check_value(left, value)
    if operator == "==":
        return _among(left, (value,), "==")
    if operator == "!=":
        return t.Not(_among(left, (value,), "!="))
    if not left.type.ordered:
        raise BadExpression(f"the values of {shown(left)} have no order; use == or in")
    at = left.type.values.index(value)
    kept = {
        "<": left.type.values[:at], "<=": left.type.values[: at + 1],
        ">": left.type.values[at + 1 :], ">=": left.type.values[at:],
    }[operator]  # fmt: skip
    return _among(left, kept, operator)


def _among(left: Typed, options: tuple[str, ...], operator: str) -> t.Node:
    if left.type.kind != "choice" or not isinstance(left.node, t.Name):
        raise BadExpression(
            f"`{operator}` takes a fact or definition with named values on its left"
        )
    for option in options:
        check_value(left, option)
    return t.Among(left.node, options)


def _arithmetic(node: ast.BinOp, scope: Scope) -> Typed:
    operator = OPERATORS.get(type(node.op))
    if operator is None:
        raise BadExpression(f"{type(node.op).__name__} is not part of the expression language")
    left, right = _read(node.left, scope), _read(node.right, scope)
    if operator in ("+", "-"):
        kind = number_type(left, right)
    else:
        if left.type.interval or right.type.interval:
            raise BadExpression(
                "a number that may be an interval is compared or added, never multiplied"
            )
        kind = Type("number", unit=merged(left.type, right.type, operator))
    return Typed(t.Arithmetic(operator, as_number(left), as_number(right)), kind)


def _if_else(node: ast.IfExp, scope: Scope) -> Typed:
    then, otherwise = _read(node.body, scope), _read(node.orelse, scope)
    made = t.IfElse(as_truth(_read(node.test, scope)), then.node, otherwise.node)
    return Typed(made, common([then, otherwise]))


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
    return function(node.args, scope, _read)


READERS: dict[type[ast.expr], Any] = {
    ast.Constant: _constant, ast.Name: _name, ast.BoolOp: _boolean, ast.UnaryOp: _unary,
    ast.Compare: _compare, ast.BinOp: _arithmetic, ast.IfExp: _if_else, ast.Call: _call,
}  # fmt: skip

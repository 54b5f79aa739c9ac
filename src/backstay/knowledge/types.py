"""The types of expressions, and the few rules by which they combine."""

from __future__ import annotations

from typing import Literal, NamedTuple

from backstay.case.facts import Fact
from backstay.knowledge import tree as t

MIXED = "(mixed)"  # the unit of a product; only a declared unit gives it a name again


class BadExpression(ValueError):
    """An expression that cannot mean anything; the message says what and what to write instead."""


class Type(NamedTuple):
    kind: Literal["yes_no", "number", "choice", "many", "opaque"]
    unit: str | None = None
    values: tuple[str, ...] = ()
    ordered: bool = False
    interval: bool = False  # its value may be an interval
    open: bool = False


class Typed(NamedTuple):
    node: t.Node
    type: Type


def fact_type(fact: Fact) -> Type:
    """The type of a fact; lists, maps, texts and dates reach expressions only through computed facts."""
    if fact.kind == "yes_no":
        return Type("yes_no")
    if fact.kind in ("number", "count"):
        return Type("number", unit=fact.unit)
    if fact.kind == "choice":
        return Type("choice", values=fact.values, ordered=fact.ordered)
    if fact.kind == "many":
        return Type("many", values=fact.values, open=fact.open)
    return Type("opaque")


def as_truth(typed: Typed) -> t.Node:
    if typed.type.kind != "yes_no":
        raise BadExpression(f"{_shown(typed)} is not true or false; compare it with something")
    return typed.node


def as_number(typed: Typed) -> t.Node:
    if typed.type.kind != "number":
        raise BadExpression(f"{_shown(typed)} is not a number")
    return typed.node


def number_type(left: Typed, right: Typed) -> Type:
    """The type of two numbers that are compared or added; plain numbers take the other's unit."""
    as_number(left), as_number(right)
    units = {part.type.unit for part in (left, right)} - {None, MIXED}
    if len(units) > 1:
        raise BadExpression(f"units differ: {left.type.unit} and {right.type.unit}")
    return Type(
        "number",
        unit=units.pop() if units else left.type.unit or right.type.unit,
        interval=left.type.interval or right.type.interval,
    )


def merged(left: Type, right: Type, operator: str) -> str | None:
    """The unit of a product, quotient or power."""
    if operator == "**":
        return MIXED if left.unit else None
    if left.unit and right.unit:
        return None if left.unit == right.unit and operator == "/" else MIXED
    return left.unit or (MIXED if right.unit and operator == "/" else right.unit)


def _shown(typed: Typed) -> str:
    return typed.node.id if isinstance(typed.node, t.Name) else f"this {typed.type.kind}"

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
    """The node, if it is true or false."""
    if typed.type.kind != "yes_no":
        raise BadExpression(f"{shown(typed)} is not true or false; compare it with something")
    return typed.node


def as_number(typed: Typed) -> t.Node:
    """The node, if it is a number."""
    if typed.type.kind != "number":
        raise BadExpression(f"{shown(typed)} is not a number")
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


def common(parts: list[Typed]) -> Type:
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


def check_value(left: Typed, value: str) -> None:
    """A value that the name does not have is a slip; the nearest are named."""
    if value not in left.type.values:
        from difflib import get_close_matches

        near = get_close_matches(value, left.type.values, 3) or list(left.type.values)[:8]
        raise BadExpression(f"{shown(left)} has no value {value!r}; nearest: {', '.join(near)}")


def shown(typed: Typed) -> str:
    """How an error names an expression."""
    return typed.node.id if isinstance(typed.node, t.Name) else f"this {typed.type.kind}"

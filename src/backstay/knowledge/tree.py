"""The expression tree. The interpreter, the closures and every other engine give it the same meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias
from typing import Literal as Only

import msgspec


class _Node(msgspec.Struct, frozen=True):
    pass


class Constant(_Node, frozen=True):
    """true, false or a number; texts stand only inside Among, Has and Points."""

    value: bool | float


class Name(_Node, frozen=True):
    """A fact, definition, setting or score."""

    id: str


class Not(_Node, frozen=True):
    operand: Node


class And(_Node, frozen=True):
    operands: tuple[Node, ...]


class Or(_Node, frozen=True):
    operands: tuple[Node, ...]


class Compare(_Node, frozen=True):
    """Two numbers; comparisons of choices become Among."""

    operator: Only["==", "!=", "<", "<=", ">", ">="]
    left: Node
    right: Node


class Among(_Node, frozen=True):
    """A choice that is one of these values."""

    name: Name
    options: tuple[str, ...]


class Arithmetic(_Node, frozen=True):
    operator: Only["+", "-", "*", "/", "**"]
    left: Node
    right: Node


class IfElse(_Node, frozen=True):
    condition: Node
    then: Node
    otherwise: Node


class First(_Node, frozen=True):
    """The value of the first true condition."""

    cases: tuple[tuple[Node, Node], ...]
    default: Node | None


class ChoiceText(_Node, frozen=True):
    """A choice value as the result of `first` or `if`."""

    value: str


class Points(_Node, frozen=True):
    """A table from a choice's values to a number or an interval."""

    name: Name
    table: dict[str, tuple[float, float]]


class Extreme(_Node, frozen=True):
    which: Only["least", "greatest"]
    operands: tuple[Node, ...]


class Has(_Node, frozen=True):
    """Any of these names in a set."""

    name: Name
    options: tuple[str, ...]


class OverLesions(_Node, frozen=True):
    """A question about all lesions; `order` ranks a choice from low to high for `worst`."""

    which: Only["any", "all", "count", "worst"]
    operand: Node
    order: tuple[str, ...] = ()


class Known(_Node, frozen=True):
    """Whether a fact was given; only in notices, since it breaks the monotone law."""

    name: Name


Node: TypeAlias = (
    Constant | Name | Not | And | Or | Compare | Among | Arithmetic | IfElse | First | ChoiceText
    | Points | Extreme | Has | OverLesions | Known
)  # fmt: skip


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below one node, names included."""
    found: tuple[Node, ...] = _BELOW[type(node)](node)
    return found


def _of_cases(node: First) -> tuple[Node, ...]:
    pairs = tuple(part for case in node.cases for part in case)
    return pairs if node.default is None else (*pairs, node.default)


_BELOW: dict[type[_Node], Callable[[Any], tuple[Node, ...]]] = {
    **dict.fromkeys((Constant, Name, ChoiceText), lambda node: ()),
    **dict.fromkeys((Not, OverLesions), lambda node: (node.operand,)),
    **dict.fromkeys((And, Or, Extreme), lambda node: node.operands),
    **dict.fromkeys((Compare, Arithmetic), lambda node: (node.left, node.right)),
    **dict.fromkeys((Among, Points, Has, Known), lambda node: (node.name,)),
    IfElse: lambda node: (node.condition, node.then, node.otherwise),
    First: _of_cases,
}


def names(node: Node) -> tuple[str, ...]:
    """Every name in an expression, in reading order, each once."""
    found: dict[str, None] = {}

    def walk(part: Node) -> None:
        if isinstance(part, Name):
            found[part.id] = None
        for child in children(part):
            walk(child)

    walk(node)
    return tuple(found)

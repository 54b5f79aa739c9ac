"""One expression as CQL text; `logic.cql` holds the functions that it calls."""

from __future__ import annotations

from decimal import Decimal

from backstay.knowledge import tree as t
from backstay.verify.cql.names import HERE, Names, Sort, list_of, text_literal

WIDTH = 90  # of a line; what is longer is broken where it is joined
DECIMALS = 8  # that a CQL number can have
COMPARE = {"<": ("RangeLess", False), "<=": ("RangeLessOrEqual", False), ">": ("RangeLess", True),
           ">=": ("RangeLessOrEqual", True), "==": ("RangeEqual", False), "!=": ("RangeEqual", False)}  # fmt: skip
OPERATOR = {"==": "=", "!=": "!=", "**": "^"}
PLUS = {"+": "RangePlus", "-": "RangeMinus"}
OVER = {"any": "AnyLesion", "all": "AllLesions", "count": "CountLesions"}


class Writer:
    """Writes expressions of one library; `names` says how a name is written and of what sort it is."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.depth = 1  # how far lines are set in

    def sort(self, node: t.Node) -> Sort:
        """What kind of value an expression gives; a range is a number with two ends."""
        match node:
            case t.Constant(value):
                return "truth" if isinstance(value, bool) else "number"
            case t.ChoiceText():
                return "text"
            case t.Name(name):
                return self.names.sort(name)
            case t.Points(_, table):
                return "range" if any(low != high for low, high in table.values()) else "number"
            case t.Arithmetic(operator, left, right):
                return self.together(left, right) if operator in PLUS else "number"
            case t.Extreme(_, operands):
                return self.together(*operands)
            case t.IfElse(_, then, otherwise):
                return self.together(then, otherwise)
            case t.First(cases):
                found = self.sort(cases[0][1])
                return "range" if found == "number" else found
            case t.OverLesions(which, _, order):
                return "truth" if which in ("any", "all") else "text" if order else "range"
        return "truth"

    def together(self, *nodes: t.Node) -> Sort:
        """The sort of several values of one kind: a range where one is."""
        sorts = [self.sort(node) for node in nodes]
        return "range" if "range" in sorts else sorts[0]

    def write(self, node: t.Node, sort: Sort | None = None) -> str:
        """The text of an expression, as a range or as a number where one is asked for."""
        text, own = self._text(node), self.sort(node)
        if {sort, own} != {"range", "number"}:
            return text
        return f"Point({text})" if sort == "range" else f"Only({text})"

    def _text(self, node: t.Node) -> str:
        match node:
            case t.Constant(value):
                return constant(value)
            case t.ChoiceText(value):
                return text_literal(value)
            case t.Name(name):
                return self.names.text(name)
            case t.Known(name):
                return f"({self.write(name)} is not null)"
            case t.Not(operand):
                return f"not ({self.write(operand)})"
            case t.And(operands):
                return self._joined("and", operands)
            case t.Or(operands):
                return self._joined("or", operands)
            case t.Among(name, options):
                return self._among(name, options)
            case t.Has(name, options):
                return f"HasAny({self.write(name)}, {list_of(options)})"
            case t.Points():
                return self._points(node)
            case t.Compare():
                return self._compare(node)
            case t.Arithmetic():
                return self._arithmetic(node)
            case t.Extreme(which, operands):
                return self._extreme(which.capitalize(), operands)
            case t.IfElse(condition, then, otherwise):
                sort = self.together(then, otherwise)
                arms = f"{self.write(then, sort)}, {self.write(otherwise, sort)}"
                return f"If{sort.capitalize()}({self.write(condition)}, {arms})"
            case t.First():
                return self._first(node)
            case t.OverLesions():
                return self._over_lesions(node)
        raise TypeError(f"no CQL for {node!r}")

    def _joined(self, word: str, operands: tuple[t.Node, ...]) -> str:
        self.depth += 1
        texts = [self.write(operand) for operand in operands]
        self.depth -= 1
        line = f" {word} ".join(texts)
        return f"({line if len(line) <= WIDTH else f'{self._next_line()}{word} '.join(texts)})"

    def _next_line(self) -> str:
        return "\n" + "  " * (self.depth + 1)

    def _among(self, name: t.Name, options: tuple[str, ...]) -> str:
        if len(options) == 1:
            return f"{self.write(name)} = {text_literal(options[0])}"
        return f"OneOf({self.write(name)}, {list_of(options)})"

    def _points(self, node: t.Points) -> str:
        name, sort = self.write(node.name), self.sort(node)
        spans = {value: span_literal(span, sort) for value, span in node.table.items()}
        if self.sort(node.name) == "truth":
            arms = [f"when {name} then {spans['true']}"] if "true" in spans else []
            arms += [f"when not {name} then {spans['false']}"] if "false" in spans else []
        else:
            arms = [f"when {name} = {text_literal(v)} then {points}" for v, points in spans.items()]
        line = f"(case {' '.join(arms)} else null end)"
        return (
            line
            if len(line) <= WIDTH
            else self._next_line().join(["(case", *arms, "else null end)"])
        )

    def _compare(self, node: t.Compare) -> str:
        sort = self.together(node.left, node.right)
        left, right = self.write(node.left, sort), self.write(node.right, sort)
        if sort != "range":
            return f"({left} {OPERATOR.get(node.operator, node.operator)} {right})"
        function, swapped = COMPARE[node.operator]
        called = f"{function}({right}, {left})" if swapped else f"{function}({left}, {right})"
        return f"not {called}" if node.operator == "!=" else called

    def _arithmetic(self, node: t.Arithmetic) -> str:
        sort = self.sort(node)
        left, right = self.write(node.left, sort), self.write(node.right, sort)
        if sort == "range":
            return f"{PLUS[node.operator]}({left}, {right})"
        return f"({left} {OPERATOR.get(node.operator, node.operator)} {right})"

    def _extreme(self, which: str, operands: tuple[t.Node, ...]) -> str:
        sort = self.together(*operands)
        called = f"Range{which}" if sort == "range" else which
        *before, text = [self.write(operand, sort) for operand in operands]
        for one in reversed(before):
            text = f"{called}({one}, {text})"
        return text

    def _first(self, node: t.First) -> str:
        sort = self.sort(node)
        text = "null" if node.default is None else self.write(node.default, sort)
        self.depth += 1
        for condition, value in reversed(node.cases):
            arguments = f"{self.write(condition)}, {self.write(value, sort)}, {text}"
            text = f"{self._next_line()}First{sort.capitalize()}({arguments})"
        self.depth -= 1
        return text

    def _over_lesions(self, node: t.OverLesions) -> str:
        sort: Sort | None = "range" if node.which == "worst" and not node.order else None
        each = f"Lesions {HERE} return all ({self.write(node.operand, sort)})"
        if node.which != "worst":
            return f"{OVER[node.which]}({each})"
        return f"WorstText({each}, {list_of(node.order)})" if node.order else f"WorstRange({each})"


def constant(value: bool | float) -> str:
    """A literal; a number is always a CQL Decimal.

    >>> constant(True), constant(-0.5), constant(1e6)
    ('true', '-0.5', '1000000.0')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    digits = format(Decimal(repr(float(value))), "f")
    whole, _, decimals = digits.partition(".")
    if len(decimals) > DECIMALS:
        raise ValueError(f"{value!r} has more than the {DECIMALS} decimals of a CQL number")
    return f"{whole}.{decimals or '0'}"


def span_literal(span: tuple[float, float], sort: Sort) -> str:
    """Points as a number, or with both ends."""
    low, high = constant(span[0]), constant(span[1])
    return f"Tuple {{ low: {low}, high: {high} }}" if sort == "range" else low

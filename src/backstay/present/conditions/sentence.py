"""An expression as one sentence, in the words of its facts."""

from __future__ import annotations

from backstay.knowledge import Knowledge
from backstay.knowledge import tree as t
from backstay.present import names
from backstay.present.conditions.parts import GROUP, Part, Parts, Term, apart, fill, join
from backstay.present.values import number, span, unit, value_word
from backstay.present.words import told

JOINS = (t.And, t.Or)


def sentence(knowledge: Knowledge, node: t.Node) -> Parts:
    """The whole expression, as parts; a term stands for each name."""
    return _said(knowledge, node)


def _said(knowledge: Knowledge, node: t.Node) -> Parts:
    match node:
        case t.Not(operand):
            return _not(knowledge, operand)
        case t.And(operands) | t.Or(operands):
            return _joined(knowledge, node, operands)
        case t.OverLesions(which, operand):
            return fill(f"{which}_lesion", what=_said(knowledge, operand))
        case t.First(cases, default):
            return _first(knowledge, cases, default)
        case t.IfElse(condition, then, otherwise):
            return fill(
                "if_else",
                then=_said(knowledge, then),
                condition=_said(knowledge, condition),
                otherwise=_said(knowledge, otherwise),
            )
        case _:
            return leaf(knowledge, node)


def leaf(knowledge: Knowledge, node: t.Node) -> Parts:
    """An expression that holds no other truth: a name, a comparison, a value, a sum."""
    match node:
        case t.Name(name):
            return (term(knowledge, name),)
        case t.Among(t.Name(name), options):
            return fill(
                "among", fact=(term(knowledge, name),), values=_values(knowledge, name, options)
            )
        case t.Has(t.Name(name), options):
            return fill(
                "has", fact=(term(knowledge, name),), values=_values(knowledge, name, options)
            )
        case t.Known(t.Name(name)):
            return fill("known", fact=(term(knowledge, name),))
        case t.Compare(operator, left, right):
            return _compare(knowledge, operator, left, right)
        case t.Arithmetic(operator, left, right):
            return fill(
                f"math {operator}", left=_inner(knowledge, left), right=_inner(knowledge, right)
            )
        case t.Extreme(which, operands):
            return fill(
                which, items=join([_said(knowledge, one) for one in operands], told(GROUP, "and"))
            )
        case t.Points(t.Name(name), table):
            rows = [
                f"{value_word(knowledge, name, key)} {span(*ends)}" for key, ends in table.items()
            ]
            return fill("points", fact=(term(knowledge, name),), table=", ".join(rows))
        case t.ChoiceText(value):
            return (value.replace("_", " "),)
        case t.Constant(value):
            return (told(GROUP, str(value).lower()) if isinstance(value, bool) else number(value),)
    return _said(knowledge, node)


def term(knowledge: Knowledge, name: str) -> Term:
    """A name by the label that readers know it by."""
    return Term(name, names.fact(knowledge, name))


def _not(knowledge: Knowledge, node: t.Node) -> Parts:
    match node:
        case t.Among(t.Name(name), options):
            return fill(
                "not_among", fact=(term(knowledge, name),), values=_values(knowledge, name, options)
            )
        case t.Has(t.Name(name), options):
            return fill(
                "not_has", fact=(term(knowledge, name),), values=_values(knowledge, name, options)
            )
        case t.Known(t.Name(name)):
            return fill("not_known", fact=(term(knowledge, name),))
        case t.OverLesions("any", operand):
            return fill("no_lesion", what=_said(knowledge, operand))
        case t.Name(name):
            return fill("not", what=(term(knowledge, name),))
    return fill("not_all", what=_said(knowledge, node))


def _joined(knowledge: Knowledge, node: t.Node, operands: tuple[t.Node, ...]) -> Parts:
    """All or any of several; what is itself joined stands in brackets, so that nothing can be misread."""
    word = told(GROUP, "and" if isinstance(node, t.And) else "or")
    return join([_inner(knowledge, one) for one in operands], word, long=len(operands) > 1)


def _inner(knowledge: Knowledge, node: t.Node) -> Parts:
    said = _said(knowledge, node)
    wide = isinstance(node, (*JOINS, t.OverLesions, t.Arithmetic, t.First, t.IfElse))
    return ("(", *said, ")") if wide else said


def _first(
    knowledge: Knowledge, cases: tuple[tuple[t.Node, t.Node], ...], default: t.Node | None
) -> Parts:
    found: list[Parts] = [
        fill("case", value=_said(knowledge, value), condition=_said(knowledge, condition))
        for condition, value in cases
    ]
    if default is not None:
        found.append(fill("default", value=_said(knowledge, default)))
    parts: list[Part] = []
    for at, one in enumerate(found):
        parts += ["; ", *one] if at else one
    return tuple(parts)


FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _compare(knowledge: Knowledge, operator: str, left: t.Node, right: t.Node) -> Parts:
    if isinstance(left, t.Constant) and not isinstance(right, t.Constant):
        left, right, operator = right, left, FLIPPED.get(operator, operator)
    return fill(
        f"compare {operator}",
        left=_inner(knowledge, left),
        right=_with_unit(knowledge, left, right),
    )


def _with_unit(knowledge: Knowledge, left: t.Node, right: t.Node) -> Parts:
    """A number in the unit of the one name that it is compared with."""
    said = _said(knowledge, right)
    named = t.names(left)
    if not isinstance(right, t.Constant) or len(named) != 1:
        return said
    shown = unit(knowledge, named[0]).strip()
    return (*said, f" {shown}") if shown else said


def _values(knowledge: Knowledge, name: str, options: tuple[str, ...]) -> str:
    """Values in words; three or more that follow each other in their order by the ends of the run."""
    order = _order(knowledge, name)
    words = [_run(knowledge, name, run) for run in _runs(options, order)]
    shown = [one for words_ in words for one in words_]
    if len(shown) == 1:
        return shown[0]
    return f"{', '.join(shown[:-1])} {told(GROUP, 'or')} {shown[-1]}"


def _order(knowledge: Knowledge, name: str) -> tuple[str, ...]:
    """The values of a name where they have an order; a set of ordered values has it too."""
    entry = knowledge.facts.find(name) or knowledge.definitions.get(name)
    if entry is None:
        return ()
    ordered = entry.ordered or any(
        fact.ordered and fact.values == entry.values for fact in knowledge.facts.lesion.values()
    )
    return entry.values if ordered else ()


def _runs(options: tuple[str, ...], order: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The options in pieces, each of which follows the order without a gap."""
    found: list[tuple[str, ...]] = []
    for option in options:
        after = order.index(found[-1][-1]) + 1 if found and found[-1][-1] in order else len(order)
        if after < len(order) and order[after] == option:
            found[-1] = (*found[-1], option)
        else:
            found.append((option,))
    return found


def _run(knowledge: Knowledge, name: str, run: tuple[str, ...]) -> list[str]:
    words = [apart(value_word(knowledge, name, value)) for value in run]
    return [told(GROUP, "run", low=words[0], high=words[-1])] if len(words) > 2 else words

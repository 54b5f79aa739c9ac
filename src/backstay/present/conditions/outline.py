"""An expression as nested lists: all of these, any of these, none of these."""

from __future__ import annotations

from typing import NamedTuple

from backstay.knowledge import Knowledge
from backstay.knowledge import tree as t
from backstay.present.conditions.parts import GROUP, Parts, fill
from backstay.present.conditions.sentence import sentence
from backstay.present.words import told


class Outline(NamedTuple):
    """One line, and what stands below it; a line without anything below is a condition."""

    head: Parts
    below: tuple[Outline, ...] = ()


def outline(knowledge: Knowledge, node: t.Node) -> Outline:
    """The whole expression; every line that joins others says how."""
    match node:
        case t.And(operands):
            return _list(knowledge, "all", operands)
        case t.Or(operands):
            return _list(knowledge, "any", operands)
        case t.Not(t.Or(operands)):
            return _list(knowledge, "none", operands)
        case t.Not(t.And(operands)):
            return _list(knowledge, "not_every", operands)
        case t.OverLesions(which, operand) if isinstance(operand, t.And | t.Or):
            inner = outline(knowledge, operand)
            return Outline(fill(f"{which}_lesion", what=inner.head), inner.below)
        case t.First(cases, default):
            found = [_case(knowledge, condition, value) for condition, value in cases]
            if default is not None:
                found.append(Outline(fill("default", value=sentence(knowledge, default))))
            return Outline((told(GROUP, "first"),), tuple(found))
    return Outline(sentence(knowledge, node))


def _list(knowledge: Knowledge, phrase: str, operands: tuple[t.Node, ...]) -> Outline:
    return Outline((told(GROUP, phrase),), tuple(outline(knowledge, one) for one in operands))


def _case(knowledge: Knowledge, condition: t.Node, value: t.Node) -> Outline:
    inner = outline(knowledge, condition)
    said = sentence(knowledge, value)
    return Outline(fill("case", value=said, condition=inner.head), inner.below)

"""The meaning of every kind of node on symbols; the interpreter's meaning for many patients at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from backstay.knowledge import tree as t
from backstay.verify import symbols as s
from backstay.verify.symbols import Algebra, Bit, Choice, Symbol, Truth


class Listed(NamedTuple):
    """The lesions of a case: whether it says, and for each whether it is there."""

    told: Bit
    there: tuple[Bit, ...]


class Place(NamedTuple):
    """Where an expression stands: what its names mean, and how it looks into the lesions."""

    algebra: Algebra
    name: Callable[[str], Symbol]
    listed: Listed | None = None
    lesion: Callable[[int], Place] | None = None


def meaning(node: t.Node, place: Place) -> Symbol:
    """The value of one expression."""
    found: Symbol = MEANINGS[type(node)](node, place)
    return found


def _constant(node: t.Constant, place: Place) -> Symbol:
    a, value = place.algebra, node.value
    if isinstance(value, bool):
        return Truth(a.yes if value else a.no, a.no if value else a.yes)
    return a.number(value, value)


def _text(node: t.ChoiceText, place: Place) -> Symbol:
    return Choice({node.value: place.algebra.yes})


def _name(node: t.Name, place: Place) -> Symbol:
    return place.name(node.id)


def _known(node: t.Known, place: Place) -> Symbol:
    bit = s.known(place.algebra, place.name(node.name.id))
    return Truth(bit, place.algebra.negate(bit))


def _not(node: t.Not, place: Place) -> Symbol:
    return s.flipped(meaning(node.operand, place))


def _and(node: t.And, place: Place) -> Symbol:
    a, parts = place.algebra, [meaning(operand, place) for operand in node.operands]
    return Truth(a.both(part.true for part in parts), a.either(part.false for part in parts))


def _or(node: t.Or, place: Place) -> Symbol:
    a, parts = place.algebra, [meaning(operand, place) for operand in node.operands]
    return Truth(a.either(part.true for part in parts), a.both(part.false for part in parts))


def _among(node: t.Among, place: Place) -> Symbol:
    a, values = place.algebra, place.name(node.name.id).values
    return Truth(
        a.either(bit for name, bit in values.items() if name in node.options),
        a.either(bit for name, bit in values.items() if name not in node.options),
    )


def _has(node: t.Has, place: Place) -> Symbol:
    a, names = place.algebra, place.name(node.name.id).names
    parts = [names[option] for option in node.options]
    return Truth(a.either(part.true for part in parts), a.both(part.false for part in parts))


def _points(node: t.Points, place: Place) -> Symbol:
    a, value = place.algebra, place.name(node.name.id)
    bits = {"true": value.true, "false": value.false} if isinstance(value, Truth) else value.values
    return a.pick([(bits[key], a.number(*span)) for key, span in node.table.items() if key in bits])


def _compare(node: t.Compare, place: Place) -> Symbol:
    one, two = meaning(node.left, place), meaning(node.right, place)
    return place.algebra.compare(node.operator, one, two)


def _arithmetic(node: t.Arithmetic, place: Place) -> Symbol:
    one, two = meaning(node.left, place), meaning(node.right, place)
    return place.algebra.arithmetic(node.operator, one, two)


def _extreme(node: t.Extreme, place: Place) -> Symbol:
    return place.algebra.extreme(node.which, [meaning(part, place) for part in node.operands])


def _if_else(node: t.IfElse, place: Place) -> Symbol:
    a, truth = place.algebra, meaning(node.condition, place)
    then, otherwise = meaning(node.then, place), meaning(node.otherwise, place)
    agreed = a.both([a.negate(truth.true), a.negate(truth.false), s.same(a, then, otherwise)])
    return s.pick(a, [(truth.true, then), (truth.false, otherwise), (agreed, then)])


def _first(node: t.First, place: Place) -> Symbol:
    """Each value counts while its condition is not false and none before it is true."""
    a = place.algebra
    cases: list[tuple[Bit, Symbol]] = []
    still = a.yes
    for condition, value in node.cases:
        truth = meaning(condition, place)
        cases.append((a.both([still, a.negate(truth.false)]), meaning(value, place)))
        still = a.both([still, a.negate(truth.true)])
    last = _unknown_like(a, cases[0][1]) if node.default is None else meaning(node.default, place)
    return s.hull(a, [*cases, (still, last)])


def _unknown_like(a: Algebra, symbol: Symbol) -> Symbol:
    if isinstance(symbol, Truth):
        return Truth(a.no, a.no)
    return Choice({}) if isinstance(symbol, Choice) else a.pick([(a.no, symbol)])


def _over_lesions(node: t.OverLesions, place: Place) -> Symbol:
    assert place.listed is not None
    assert place.lesion is not None
    told, there = place.listed
    values = [meaning(node.operand, place.lesion(at)) for at in range(len(there))]
    return OVER[node.which](place.algebra, told, list(zip(there, values, strict=True)), node.order)


def _any(a: Algebra, told: Bit, values: list[tuple[Bit, Truth]], order: Any) -> Symbol:
    true = a.either(a.both([here, value.true]) for here, value in values)
    false = a.both(s.implies(a, here, value.false) for here, value in values)
    return Truth(a.both([told, true]), a.both([told, false]))


def _all(a: Algebra, told: Bit, values: list[tuple[Bit, Truth]], order: Any) -> Symbol:
    some = a.either(here for here, _ in values)
    true = a.both(s.implies(a, here, value.true) for here, value in values)
    false = a.either(a.both([here, value.false]) for here, value in values)
    return Truth(a.both([told, some, true]), a.both([told, false]))


def _count(a: Algebra, told: Bit, values: list[tuple[Bit, Truth]], order: Any) -> Symbol:
    total = a.pick([(told, a.number(0, 0))])
    for here, value in values:
        sure = a.both([here, value.true])
        never = a.either([a.negate(here), value.false])
        maybe = a.both([here, a.negate(value.true), a.negate(value.false)])
        spans = [(sure, a.number(1, 1)), (never, a.number(0, 0)), (maybe, a.number(0, 1))]
        total = a.arithmetic("+", total, a.pick(spans))
    return total


def _worst(a: Algebra, told: Bit, values: list[tuple[Bit, Symbol]], order: Any) -> Symbol:
    """The highest value; unknown unless what is unknown could not be higher."""
    some = a.both([told, a.either(here for here, _ in values)])
    everywhere = a.both(s.implies(a, here, s.known(a, value)) for here, value in values)
    if not order:
        spans = [(here, value) for here, value in values]
        return _greatest(a, a.both([some, everywhere]), spans)
    found: dict[str, Bit] = {}
    above = a.no
    for name in reversed(order):
        here = a.either(a.both([at, value.values.get(name, a.no)]) for at, value in values)
        sure = some if name == order[-1] else a.both([some, everywhere])
        found[name] = a.both([sure, here, a.negate(above)])
        above = a.either([above, here])
    return Choice(found)


def _greatest(a: Algebra, sure: Bit, values: list[tuple[Bit, Symbol]]) -> Symbol:
    here, best = values[0]
    for at, value in values[1:]:
        joint = a.both([here, at])
        best = a.pick([
            (a.both([here, a.negate(at)]), best),
            (a.both([at, a.negate(here)]), value),
            (joint, a.extreme("greatest", [best, value])),
        ])  # fmt: skip
        here = a.either([here, at])
    return a.pick([(a.both([sure, here]), best)])


OVER: dict[str, Callable[..., Symbol]] = {
    "any": _any, "all": _all, "count": _count, "worst": _worst,
}  # fmt: skip

MEANINGS: dict[type[Any], Callable[[Any, Place], Symbol]] = {
    t.Constant: _constant,
    t.ChoiceText: _text,
    t.Name: _name,
    t.Known: _known,
    t.Not: _not,
    t.And: _and,
    t.Or: _or,
    t.Among: _among,
    t.Has: _has,
    t.Points: _points,
    t.Compare: _compare,
    t.Arithmetic: _arithmetic,
    t.Extreme: _extreme,
    t.IfElse: _if_else,
    t.First: _first,
    t.OverLesions: _over_lesions,
}

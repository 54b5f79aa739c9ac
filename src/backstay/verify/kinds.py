"""A kind of patient: what the changed rules read of a smallest patient, and everyone of whom the same is read."""

from __future__ import annotations

from math import isinf
from typing import Any, NamedTuple

import z3

from backstay.case.values import Members
from backstay.reason.arithmetic import ends
from backstay.reason.program import Program
from backstay.reason.satisfy import tried_values
from backstay.verify.reference import Reference
from backstay.verify.symbols import Choice, Many, Truth
from backstay.verify.witness import Witness
from backstay.verify.world import At, World


class Read(NamedTuple):
    """A name that a changed rule reads, at one place, with its value for the patient."""

    name: str
    at: At
    value: Any


class Kind(NamedTuple):
    """A smallest patient, and what the changed rules read of it."""

    witness: Witness
    reads: tuple[Read, ...]

    def formula(self, world: World, there: tuple[Any, ...]) -> Any:
        """Everyone of whom the same is read, whatever else is known."""
        bits = [_is(world, read) for read in self.reads]
        bits += [there[at] for at in {read.at for read in self.reads} if at is not None]
        return z3.And(*bits) if bits else z3.BoolVal(True)

    def in_words(self) -> str:
        return ", ".join(f"{read.name} {_said(read.value)}" for read in self.reads)


def read_of(program: Program, witness: Witness, names: tuple[str, ...], told: Reference) -> Kind:
    """What is known of a patient under the names that the changed rules read."""
    found = []
    for name in names:
        lesion = program.knowledge.scope_of(name) == "lesion"
        for at in range(len(told.lesions)) if lesion else (None,):
            value = told.plain(name, at)
            if value is not None:
                found.append(Read(name, at, value))
    return Kind(witness, tuple(found))


def _is(world: World, read: Read) -> Any:
    symbol = world.value(read.name, read.at)
    if isinstance(symbol, Truth):
        return symbol.true if read.value else symbol.false
    if isinstance(symbol, Choice):
        return symbol.values.get(read.value, z3.BoolVal(False))
    if isinstance(symbol, Many):
        listed = [symbol.names[n].true for n in read.value.present if n in symbol.names]
        return z3.And(symbol.given, *listed)
    points = [p for p in tried_values(world.program).get(read.name, ()) if isinstance(p, float)]
    low, high = ends(read.value)
    return z3.And(symbol.known, _near(symbol.low, low, points), _near(symbol.high, high, points))


def _near(end: Any, value: float, points: list[float]) -> Any:
    """On the same threshold, or between the same two; an open end is above all."""
    if isinf(value):
        return z3.And(*(end > point for point in points))
    if value in points or not points:
        return end == z3.RealVal(repr(float(value)))
    below = [end > point for point in points if point < value]
    above = [end < point for point in points if point > value]
    return z3.And(*below, *above)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Members):
        return ", ".join(sorted(value.present)) or "none"
    if isinstance(value, str):
        return value
    low, high = ends(value)
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"

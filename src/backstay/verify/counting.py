"""The same questions asked of listed patients, one after the other: every combination of the facts they rest on.

Where that is more than `MOST`, rows are taken in which each value of each fact meets each value of each other.
"""

from __future__ import annotations

import random
from itertools import combinations
from typing import NamedTuple

from backstay.knowledge.entries import Property
from backstay.plan.clock import LEVELS
from backstay.reason.program import Program
from backstay.verify.listing import (
    SEED,
    Listing,
    Slot,
    every_combination,
    of_rows,
    pairwise,
    size,
    slots_of,
)
from backstay.verify.monotone import Part
from backstay.verify.questions import Known, Question, clocks_from, ticking
from backstay.verify.symbols import Choice, Truth
from backstay.verify.world import At, World, inputs, sensible

MOST = 5_000_000


class Count(NamedTuple):
    """How many patients were asked, whether they are all there are, and for how many it holds."""

    patients: int
    all: bool
    held: int


class Counter:
    """Remembers the last list of patients: questions about one rule follow each other."""

    def __init__(self, program: Program, most: int = MOST) -> None:
        self.program = program
        self.most = most
        self.last: tuple[tuple[Slot, ...], Listing, World] | None = None

    def asked(self, question: Question) -> Count:
        """How many listed patients a question is about."""
        slots = self._slots(list(question.own or question.keys))
        listing, world = self._world(slots)
        held = question.holds(world) & listing.readable()
        if question.sense:
            held &= self._sense(world, slots)
        return Count(listing.algebra.count, size(slots) <= self.most, held.bit_count())

    def taken_back(self, part: Part) -> Count:
        """How many patients lose something that was known by one fact more."""
        key = part.unit.key
        slots = self._slots([key])
        if size(slots) <= self.most:
            return self._by_shift(part, slots)
        return self._by_rows(part, slots)

    def lowered(self, known: Known, claim: Property, level: str) -> Count:
        """How many listed patients become less urgent by a worse value of one fact, all else the same."""
        clocks = clocks_from(known, LEVELS.index(level))
        slots = self._slots([unit.key for unit in clocks])
        order = known.knowledge.types[claim.fact or ""].values
        names = [slot.name for slot in slots]
        if claim.fact not in names:
            return Count(0, False, 0)  # no clock reads it
        column = names.index(claim.fact)
        rows = pairwise(slots)
        several = [
            [*row[:column], n + 1, *row[column + 1 :]] for n in range(len(order)) for row in rows
        ]
        listing = of_rows(self.program, slots, several)
        world = World(self.program, listing)
        kept = listing.readable() & self._sense(world, slots)
        runs, lost, block = ticking(world, clocks), 0, len(rows)
        for low, high in combinations(range(len(order)), 2):
            here = (runs & kept) >> (low * block) & ((1 << block) - 1)
            there = (kept & ~runs) >> (high * block) & ((1 << block) - 1)
            lost |= here & there
        return Count(len(several), False, lost.bit_count())

    def _slots(self, keys: list[str]) -> tuple[Slot, ...]:
        names: list[tuple[str, At]] = [
            (name, 0 if self.program.knowledge.scope_of(name) == "lesion" else None)
            for name in inputs(self.program, keys)
        ]
        return tuple(slots_of(self.program, names))

    def _world(self, slots: tuple[Slot, ...]) -> tuple[Listing, World]:
        if self.last is None or self.last[0] != slots:
            whole = size(slots) <= self.most
            rows = None if whole else of_rows(self.program, slots, pairwise(slots))
            listing = rows or every_combination(self.program, slots)
            self.last = slots, listing, World(self.program, listing)
        return self.last[1], self.last[2]

    def _sense(self, world: World, slots: tuple[Slot, ...]) -> int:
        about = frozenset(slot.name for slot in slots)
        found: int = world.algebra.both(sensible(world, about))
        return found

    def _by_shift(self, part: Part, slots: tuple[Slot, ...]) -> Count:
        """Patients who differ in one fact lie a fixed number of places apart."""
        listing, world = self._world(slots)
        kept = listing.readable() & self._sense(world, slots)
        said = _said(part, world)
        lost, stride = 0, 1
        for slot in slots:
            unknown = listing.bits[slot.name, slot.at][0]
            for n in range(1, len(slot.values)):
                for bit in said:
                    lost |= ((bit & unknown) << (n * stride)) & kept & ~bit
            stride *= len(slot.values)
        return Count(listing.algebra.count, True, lost.bit_count())

    def _by_rows(self, part: Part, slots: tuple[Slot, ...]) -> Count:
        """Each row, and the same with some facts made unknown."""
        chance = random.Random(SEED)  # noqa: S311  (a choice of examples, no secret)
        rows = pairwise(slots)
        blanked = [[0 if chance.random() < 0.3 else value for value in row] for row in rows]
        half = len(rows)
        listing = of_rows(self.program, slots, blanked + rows)
        world = World(self.program, listing)
        kept = listing.readable() & self._sense(world, slots)
        lost = 0
        for bit in _said(part, world):
            lost |= ((bit & ((1 << half) - 1)) << half) & kept & ~bit
        return Count(half, False, lost.bit_count())


def _said(part: Part, world: World) -> list[int]:
    """What is surely said, value by value."""
    at = 0 if part.unit.scope == "lesion" else None
    symbol = world.value(part.unit.key, at) if part.node is None else world.truth(part.node, at)
    if isinstance(symbol, Truth):
        return list(symbol)
    return list(symbol.values.values()) if isinstance(symbol, Choice) else []

"""Every patient there is, as variables of z3 with the laws by which a case is read."""

from __future__ import annotations

from typing import Any, NamedTuple

import z3

from backstay.case.facts import Fact
from backstay.case.levels import LEVELS
from backstay.reason.program import Program
from backstay.reason.satisfy import tried_values
from backstay.verify.formulas import Formulas, Span
from backstay.verify.meaning import Listed
from backstay.verify.symbols import Bit, Choice, Many, Symbol, Truth, implies
from backstay.verify.world import At

COURSES = ("previously_irradiated", "radiation_courses", "months_since_radiation")


class Given(NamedTuple):
    """One fact at one place, with the variable that holds a choice or a number."""

    name: str
    at: At
    symbol: Symbol
    variable: Any = None


class Anyone:
    """A person with up to two lesions; `like` another one in all but the facts that are named."""

    def __init__(
        self, program: Program, lesions: int = 2, like: Anyone | None = None, but: Any = None
    ) -> None:
        self.program = program
        self.knowledge = program.knowledge
        self.algebra = Formulas()
        self.like, self.but = like, but
        self.mark = "'" if like is not None or but is not None else ""
        self.laws: list[Bit] = []
        self.given: dict[tuple[str, At], Given] = {}
        self.listed: Listed = like.listed if like else self._listed(lesions)
        self.also: Program | None = None  # another program whose rules look for names in sets

    def fact(self, name: str, at: At) -> Symbol:
        """The symbol of a fact, or of a name that stands for any value of its type."""
        if self.like is not None and (name, at) != self.but:
            return self.like.fact(name, at)
        found = self.given.get((name, at))
        if found is None:
            found = self.given[name, at] = self._made(name, at)
        return found.symbol

    def all_given(self) -> dict[tuple[str, At], Given]:
        """Every fact that was named, also those shared with the other patient."""
        return {**(self.like.given if self.like else {}), **self.given}

    def apart(self) -> list[Bit]:
        """Each lesion has a level, and no two meet."""
        if self.like is not None:
            return []
        a, there = self.algebra, self.listed.there
        levels = [self.fact("level", at) for at in range(len(there))]
        told = [
            implies(a, here, a.either(one.values.values()))
            for here, one in zip(there, levels, strict=True)
        ]
        spans = [self.fact("levels", at) for at in range(len(there))]
        for one in range(len(there)):
            for two in range(one + 1, len(there)):
                meet = [
                    a.both([spans[one].names[v].true, spans[two].names[v].true]) for v in LEVELS
                ]
                told.append(a.negate(a.both([there[one], there[two], a.either(meet)])))
        return told

    def _listed(self, lesions: int) -> Listed:
        told = z3.Bool(f"lesions told{self.mark}")
        there = tuple(z3.Bool(f"lesion {at}{self.mark}") for at in range(lesions))
        self.laws += [z3.Implies(here, told) for here in there]
        self.laws += [z3.Implies(there[at + 1], there[at]) for at in range(lesions - 1)]
        return Listed(told, there)

    def _made(self, name: str, at: At) -> Given:
        if name == "levels":
            return Given(name, at, self._levels(at))
        kind = self.knowledge.types[name]
        label = f"{name}@{at}{self.mark}"
        if name in COURSES:
            self._courses(at)
            return self.given[name, at]
        if kind.kind == "yes_no":
            return Given(name, at, self._truth(label))
        if kind.kind == "choice":
            return self._choice(name, at, label, kind.values)
        if kind.kind == "many":
            return Given(name, at, self._many(name, at, label))
        return self._number(name, at, label)

    def _truth(self, label: str) -> Truth:
        truth = Truth(z3.Bool(f"{label} yes"), z3.Bool(f"{label} no"))
        self.laws.append(z3.Not(z3.And(*truth)))
        return truth

    def _choice(self, name: str, at: At, label: str, values: tuple[str, ...]) -> Given:
        bits = max(1, len(values).bit_length())
        variable = z3.BitVec(label, bits)
        self.laws.append(z3.ULE(variable, z3.BitVecVal(len(values), bits)))
        made = {value: variable == z3.BitVecVal(n, bits) for n, value in enumerate(values)}
        return Given(name, at, Choice(made), variable)

    def _number(self, name: str, at: At, label: str) -> Given:
        fact = self.knowledge.fact(name)
        step = None if fact is None else 1 if fact.kind == "count" else fact.step
        if step:
            variable = z3.Int(label)
            value = _real((fact.min if fact else None) or 0) + _real(step) * z3.ToReal(variable)
        else:
            variable = value = z3.Real(label)
        if fact is not None and fact.min is not None:
            self.laws.append(value >= _real(fact.min))
        if fact is not None and fact.max is not None:
            self.laws.append(value <= _real(fact.max))
        return Given(name, at, Span(z3.Bool(f"{label} known"), value, value), variable)

    def _many(self, name: str, at: At, label: str) -> Many:
        fact = self.knowledge.fact(name)
        programs = [self.program, *([self.also] if self.also else [])]
        found = [text for one in programs for text in tried_values(one).get(name, ())]
        tried = [text for text in found if isinstance(text, str)]
        names = dict.fromkeys([*(fact.values if fact else ()), *tried])
        bits = {one: z3.Bool(f"{label} {one}") for one in names}
        given = z3.Bool(f"{label} given")
        if fact is None or fact.excluded_by:
            absent = {one: z3.Bool(f"{label} not {one}") for one in names}
        else:
            complete = self._complete(fact, at, label, given, list(bits.values()))
            absent = {one: z3.And(given, complete, z3.Not(bits[one])) for one in names}
        for one, bit in bits.items():
            self.laws.append(z3.And(z3.Not(z3.And(bit, absent[one])), z3.Implies(bit, given)))
        return Many(given, {one: Truth(bits[one], absent[one]) for one in names})

    def _complete(self, fact: Fact, at: At, label: str, given: Bit, listed: list[Bit]) -> Bit:
        """A list is whole when its kind says so, when it is said, or when it is given empty."""
        if fact.complete_when == "given":
            return z3.BoolVal(True)
        other = z3.Bool(f"{label} another")  # a name that no rule knows
        empty = z3.Not(z3.Or(other, *listed))
        if not fact.complete_when:
            return empty
        scope = self.knowledge.scope_of(fact.complete_when)
        said = self.fact(fact.complete_when, at if scope == "lesion" else None)
        return z3.Or(said.true, z3.And(empty, z3.Not(said.false)))

    def _levels(self, at: At) -> Many:
        """Every level from the first to the last that a lesion spans."""
        a = self.algebra
        first, last = self.fact("level", at).values, self.fact("to_level", at).values
        told = a.either(first.values())
        only = a.negate(a.either(last.values()))
        names: dict[str, Truth] = {}
        for n, level in enumerate(LEVELS):
            below = a.either(first[one] for one in LEVELS[: n + 1])
            above = a.either(last[one] for one in LEVELS[n:])
            inside = a.either([first[level], a.both([below, above])])
            names[level] = Truth(inside, a.both([told, a.negate(inside)]))
            upper = a.both([first[level], a.either(last[one] for one in LEVELS[:n])])
            self.laws.append(a.negate(upper))
        self.laws.append(a.either([only, told]))
        return Many(told, names)

    def _courses(self, at: At) -> None:
        """What is read from one list of earlier courses fits together."""
        label = f"prior_radiation@{at}{self.mark}"
        before = self._truth(label)
        count, months = z3.Int(f"{label} courses"), z3.Real(f"{label} months")
        dated = z3.Bool(f"{label} dated")
        told = z3.Or(*before)
        self.laws += [
            z3.Implies(before.true, count >= 1), z3.Implies(before.false, count == 0), count >= 0,
            z3.Implies(dated, before.true), months >= 0,
        ]  # fmt: skip
        real = z3.ToReal(count)
        self.given["previously_irradiated", at] = Given(COURSES[0], at, before)
        self.given["radiation_courses", at] = Given(COURSES[1], at, Span(told, real, real), count)
        self.given["months_since_radiation", at] = Given(
            COURSES[2], at, Span(dated, months, months), months
        )


def _real(value: float) -> Any:
    return z3.RealVal(repr(float(value)))

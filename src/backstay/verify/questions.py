"""Each property of the knowledge as questions: about whom must something never be so?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, Protocol

from backstay.knowledge import Knowledge, Unit
from backstay.knowledge import tree as t
from backstay.knowledge.entries import Property
from backstay.knowledge.parse import parse_truth
from backstay.knowledge.scope import Scope
from backstay.plan.clock import LEVELS
from backstay.plan.options import Table
from backstay.plan.stances import OFFERED
from backstay.reason.program import Program
from backstay.verify.meaning import Listed
from backstay.verify.symbols import Algebra, Bit, Symbol, Truth
from backstay.verify.world import At

Entries = tuple[tuple[str, str], ...]  # kind and id of what has to be mended


class View(Protocol):
    """What a question is asked of: z3, masks, or one patient in the interpreter."""

    @property
    def algebra(self) -> Algebra: ...
    @property
    def facts(self) -> Any: ...
    def value(self, key: str, at: At = None) -> Symbol: ...
    def truth(self, node: t.Node, at: At = None) -> Truth: ...


@dataclass(frozen=True)
class Question:
    """Of the patients it is `of`, there must be none for whom it `holds`; or, where `wanted`, some."""

    label: str
    entries: Entries
    keys: tuple[str, ...]  # units and facts it rests on
    holds: Callable[[View], Bit]
    of: Callable[[View], Bit] | None = None  # there must be someone, or the property says nothing
    own: tuple[
        str, ...
    ] = ()  # the facts it is counted over, all others unknown; none: all it rests on
    lesion: bool = False  # asked at the first lesion
    sense: bool = True  # of patients whose facts do not contradict each other
    wanted: bool = False


@dataclass(frozen=True)
class Known:
    """The knowledge that questions are made of."""

    program: Program
    table: Table

    @property
    def knowledge(self) -> Knowledge:
        return self.program.knowledge

    def units(self, *kinds: str) -> list[Unit]:
        return [c.unit for c in self.program.units if c.unit.kind in kinds]


def expression(known: Known, text: str, scope: str) -> t.Node:
    """An expression of a property; it was checked when the knowledge was loaded."""
    facts, types = known.knowledge, known.knowledge.types
    patient = {name: kind for name, kind in types.items() if facts.scope_of(name) == "patient"}
    return parse_truth(text, Scope(patient, types, scope))


def exclusive(known: Known, claim: Property) -> Iterator[Question]:
    """For each framework: every pair of a rule for and a rule against the same intervention."""
    rules = known.knowledge.statements.values()
    pros = [rule for rule in rules if rule.says == "recommend" and rule.framework]
    cons = [rule for rule in rules if rule.says == "contraindicated" and rule.framework]
    about = known.knowledge.about
    for pro, con in product(pros, cons):
        shared = set(about[pro.id]) & set(about[con.id])
        if pro.framework == con.framework and shared:
            keys = (f"statement:{pro.id}", f"statement:{con.id}")
            yield Question(
                label=f"{pro.id} and {con.id} about {', '.join(sorted(shared))}",
                entries=(("statements", pro.id), ("statements", con.id)),
                keys=keys,
                holds=_both_true(keys),
                lesion="lesion" in (pro.scope, con.scope),
            )


def _both_true(keys: tuple[str, ...]) -> Callable[[View], Bit]:
    return lambda view: view.algebra.both(view.value(key, 0).true for key in keys)


def alive(known: Known, claim: Property) -> Iterator[Question]:
    """Every statement, clock, notice and step can be true for someone, and false for someone."""
    for unit in known.units("statement", "clock", "notice", "step"):
        kind = f"{unit.kind}s"
        for side, word in ((0, "can be true"), (1, "can be false")):
            if side and _asks_known(unit.nodes[0]):
                continue
            yield Question(
                label=f"{unit.entry.id} {word}",
                entries=((kind, unit.entry.id),),
                keys=(unit.key,),
                holds=_side(unit.key, side),
                lesion=unit.scope == "lesion",
                wanted=True,
            )


def _side(key: str, side: int) -> Callable[[View], Bit]:
    return lambda view: view.value(key, 0)[side]


def _asks_known(node: t.Node) -> bool:
    return isinstance(node, t.Known) or any(_asks_known(child) for child in t.children(node))


def raises(known: Known, claim: Property) -> Iterator[Question]:
    """Each flag alone starts a clock, whatever else is unknown or even contradicts itself."""
    clocks = clocks_from(known, LEVELS.index(claim.level or "emergency"))
    for flag in claim.flags:
        nodes = [expression(known, text, claim.scope) for text in (flag, claim.when) if text]
        aside = expression(known, claim.unless, claim.scope) if claim.unless else t.Constant(False)
        read = tuple(name for node in (*nodes, aside) for name in t.names(node))
        yield Question(
            label=flag,
            entries=(("properties", claim.id),),
            keys=(*read, *(unit.key for unit in clocks)),
            own=read,
            holds=_silent(nodes, aside, clocks),
            of=_silent(nodes, aside, []),
            lesion=claim.scope == "lesion",
            sense=False,
        )


def _silent(nodes: list[t.Node], aside: t.Node, clocks: list[Unit]) -> Callable[[View], Bit]:
    def holds(view: View) -> Bit:
        a = view.algebra
        said = [view.truth(node, 0).true for node in nodes]
        still = a.negate(view.truth(aside, 0).true)
        return a.both([*said, still, a.negate(ticking(view, clocks))])

    return holds


def clocks_from(known: Known, lowest: int) -> list[Unit]:
    """Clocks of a level and of those above it."""
    units = known.units("clock")
    return [u for u in units if LEVELS.index(known.knowledge.clocks[u.entry.id].level) <= lowest]


def ticking(view: View, clocks: list[Unit]) -> Bit:
    """Whether one of these clocks runs, those of a lesion at any that there is."""
    a = view.algebra
    listed: Listed = view.facts.listed
    found = []
    for unit in clocks:
        if unit.scope == "patient":
            found.append(view.value(unit.key).true)
        else:
            found += [
                a.both([here, view.value(unit.key, at).true])
                for at, here in enumerate(listed.there)
            ]
    return a.either(found)


def answered(known: Known, claim: Property) -> Iterator[Question]:
    """For each lesion about which no rule is open: an option is offered, or something speaks against one."""
    local = abouts(known, claim)
    keys = tuple(sorted({ruled.key for name in local for ruled in known.table.rules[name]}))
    notices = [u for u in known.units("notice") if known.knowledge.notices[u.entry.id].out_of_scope]
    yield Question(
        label="a lesion about which every rule is decided, and none says anything",
        entries=(("properties", claim.id),),
        keys=(*keys, *(unit.key for unit in notices)),
        holds=_nothing_said(keys, [unit.key for unit in notices]),
        of=lambda view: view.algebra.both(view.algebra.either(view.value(key, 0)) for key in keys),
        lesion=True,
    )


def _nothing_said(keys: tuple[str, ...], notices: list[str]) -> Callable[[View], Bit]:
    def holds(view: View) -> Bit:
        a = view.algebra
        none = [view.value(key, 0).false for key in keys]
        return a.both([*none, *(a.negate(view.value(key, 0).true) for key in notices)])

    return holds


def stance(known: Known, claim: Property) -> Iterator[Question]:
    """Where the condition surely holds, each of these options keeps to these stances."""
    node = expression(known, claim.when or "true", claim.scope)
    aside = expression(known, claim.unless, claim.scope) if claim.unless else t.Constant(False)
    for name in abouts(known, claim):
        rules = known.table.rules[name]
        yield Question(
            label=name,
            entries=(
                ("interventions", name),
                *(("statements", r.compiled.unit.entry.id) for r in rules),
            ),
            keys=(*t.names(node), *t.names(aside), *(ruled.key for ruled in rules)),
            holds=_breaks(known, claim, name, node, aside),
            of=_silent([node], aside, []),
            lesion=known.knowledge.interventions[name].scope == "lesion" or claim.scope == "lesion",
        )


def _breaks(
    known: Known, claim: Property, name: str, node: t.Node, aside: t.Node
) -> Callable[[View], Bit]:
    def holds(view: View) -> Bit:
        a = view.algebra
        found = stances(view, known, name)
        wrong = [found[one] for one in claim.never]
        if claim.only:
            wrong.append(a.negate(a.either(found[one] for one in claim.only)))
        still = a.negate(view.truth(aside, 0).true)
        return a.both([view.truth(node, 0).true, still, a.either(wrong)])

    return holds


def stances(view: View, known: Known, name: str) -> dict[str, Bit]:
    """Who has which stance of one option; refusal is left aside, as for `otherwise`."""
    a = view.algebra
    true: dict[str, Bit] = {}
    open_now: dict[str, Bit] = {}
    for category in ("contraindicated", "avoid", "recommend", "consider"):
        truths = [view.value(r.key, 0) for r in known.table.rules[name] if r.category == category]
        true[category] = a.either(truth.true for truth in truths)
        open_now[category] = a.either(
            a.both([a.negate(truth.true), a.negate(truth.false)]) for truth in truths
        )
    return _stances(a, true, a.either([open_now["recommend"], open_now["consider"]]))


def _stances(a: Algebra, true: dict[str, Bit], open_now: Bit) -> dict[str, Bit]:
    free = a.negate(true["contraindicated"])
    pro = a.both([free, a.either([true["recommend"], true["consider"]])])
    clear = a.both([pro, a.negate(true["avoid"])])
    con = a.both([free, a.negate(pro)])
    quiet = a.both([con, a.negate(true["avoid"])])
    return {
        "contraindicated": true["contraindicated"],
        "disputed": a.both([pro, true["avoid"]]),
        "recommended": a.both([clear, true["recommend"]]),
        "consider": a.both([clear, a.negate(true["recommend"])]),
        "not_advised": a.both([con, true["avoid"]]),
        "needs_facts": a.both([quiet, open_now]),
        "not_indicated": a.both([quiet, a.negate(open_now)]),
    }


def abouts(known: Known, claim: Property) -> list[str]:
    """The interventions that a property names, modalities spelled out."""
    found: dict[str, None] = {}
    for name in claim.about:
        modality = name.removeprefix("modality:") if name.startswith("modality:") else None
        for one in known.knowledge.interventions.values():
            if one.modality == modality or one.id == name:
                found[one.id] = None
    return list(found)


QUESTIONS: dict[str, Callable[[Known, Property], Iterator[Question]]] = {
    "exclusive": exclusive, "answered": answered, "raises": raises, "alive": alive, "stance": stance,
}  # fmt: skip
__all__ = ["OFFERED", "QUESTIONS", "Known", "Question", "View"]

"""All knowledge as one CQL library: parameters, settings, definitions, scores, rules and stances."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from backstay.knowledge import Knowledge, Unit
from backstay.knowledge import entries as e
from backstay.plan.assess import prepared
from backstay.plan.options import Ruled
from backstay.plan.stances import CATEGORIES
from backstay.reason.program import item_spans
from backstay.verify.cql.comments import comment, heading, said_of
from backstay.verify.cql.expressions import Writer, constant
from backstay.verify.cql.names import AT, HERE, Names, Sort, placed, quoted, text_literal

HEAD = (
    "Written by `backstay knowledge export --cql`; change the knowledge, not this file. Edition {}, {}. Facts are "
    "parameters: a fact that nobody gave is null, and so is Lesions while it is not known whether there are any. "
    "What is computed from lists of courses and medicines is given; of a list itself, only whether it was told. "
    "This file exists so that another engine can be asked the same questions."
)
PLUS, OR = " +\n      ", "\n      or "  # long sums and choices, a line for each part
TYPES = {
    "truth": "Boolean",
    "told": "Boolean",
    "text": "String",
    "number": "Decimal",
    "range": "Tuple { low Decimal, high Decimal }",
    "set": "Tuple { present List<String>, absent List<String>, complete Boolean }",
}
SECTIONS = {
    "definition": "Definitions and scores", "constraint": "What must hold between facts",
    "statement": "Statements for and against", "clock": "Clocks: how soon", "notice": "Notices",
    "step": "Steps whose timing differs", "done": "What is done already, or stands alone",
}  # fmt: skip


def library_text(knowledge: Knowledge) -> str:
    """The whole library, as a CQL compiler takes it."""
    text = "\n".join(_Library(knowledge).lines())
    return "".join(f"{line.rstrip()}\n" for line in text.split("\n"))


def way(unit: Unit, number: int) -> str:
    """The expression of one alternative of a definition, or of one item of a score."""
    if isinstance(unit.entry, e.Score):
        return f"{unit.entry.id}, item {number + 1}: {unit.entry.items[number].fact}"
    return f"{unit.entry.id.removeprefix('ways-agree-')}, way {number + 1}"


class _Library:
    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.names = Names(knowledge)
        self.writer = Writer(self.names)

    def lines(self) -> Iterator[str]:
        """Everything in order; what is read stands before what reads it."""
        yield from self._head()
        yield from (files("backstay.verify.cql") / "logic.cql").read_text("utf-8").splitlines()
        yield from self._settings()
        told: set[str] = set()
        for unit in self.knowledge.units:
            title = SECTIONS.get(unit.kind)
            if title and title not in told:
                told.add(title)
                yield from heading(title)
            if unit.kind != "computed":
                yield from self._unit(unit)
        yield from self._stances()

    def _head(self) -> Iterator[str]:
        known = self.knowledge
        yield from comment(HEAD.format(known.edition, known.fingerprint))
        yield f"library Backstay version {text_literal(known.edition)}"
        yield from self._parameter("Patient", "patient", "Tuple {", "}")
        yield from self._parameter("Lesions", "lesion", "List<Tuple {", "}>")
        yield ""

    def _parameter(self, name: str, scope: str, opens: str, closes: str) -> Iterator[str]:
        fields = [f'"{AT}" Integer'] if scope == "lesion" else []
        fields += [
            f"{quoted(fact)} {TYPES[sort]}"
            for fact, sort in self.names.given.items()
            if self.knowledge.scope_of(fact) == scope
        ]
        yield ""
        yield f"parameter {name} {opens}"
        yield ",\n".join(f"  {field}" for field in fields)
        yield closes

    def _settings(self) -> Iterator[str]:
        yield from heading("Settings that a site may turn")
        for setting in self.knowledge.settings.values():
            yield from comment(f"{setting.label}. One of {', '.join(setting.values)}.")
            yield from self._define(
                setting.id, "patient", text_literal(self.knowledge.chosen[setting.id])
            )

    def _unit(self, unit: Unit) -> Iterator[str]:
        yield from said_of(unit.entry, self.knowledge)
        if unit.kind == "definition":
            yield from self._definition(unit)
        elif isinstance(unit.entry, e.Score):
            yield from self._score(unit, unit.entry)
        elif unit.kind == "agreement":
            yield from self._agreement(unit)
        else:
            yield from self._define(unit.key, unit.scope, self._rule(unit))

    def _rule(self, unit: Unit) -> str:
        text = self.writer.write(unit.nodes[0])
        if unit.guard is None:
            return text
        return f"if {self.writer.write(unit.guard)} then false else {text}"

    def _definition(self, unit: Unit) -> Iterator[str]:
        """The first alternative that is known; each stands under a name of its own."""
        sort = self.writer.together(*unit.nodes)
        if sort == "range":
            self.names.ranges.add(unit.key)
        texts = [self.writer.write(node, sort) for node in unit.nodes]
        if len(texts) == 1:
            yield from self._define(unit.key, unit.scope, texts[0])
            return
        for number, text in enumerate(texts):
            yield from self._define(way(unit, number), unit.scope, text)
        yield from self._define(unit.key, unit.scope, coalesced(self._ways(unit)))

    def _ways(self, unit: Unit) -> list[str]:
        return [placed(way(unit, number), unit.scope) for number in range(len(unit.nodes))]

    def _score(self, unit: Unit, score: e.Score) -> Iterator[str]:
        if score.grade:
            yield from self._define(unit.key, unit.scope, self.writer.write(unit.nodes[0]))
            return
        self.names.ranges.add(unit.key)
        for number, node in enumerate(unit.nodes):
            points = self.writer.write(node, "range")
            yield from self._define(way(unit, number), unit.scope, points)
        total = self._total(unit)
        if score.cap is not None:
            total = f"Capped({total}, {constant(score.cap)})"
        if unit.guard is not None:
            total = f"if ({self.writer.write(unit.guard)}) is false then null else {total}"
        yield from self._define(unit.key, unit.scope, total)

    def _total(self, unit: Unit) -> str:
        """The sum of the items; an item that is not known counts with all it could be."""
        ends = []
        for at, end in enumerate(("low", "high")):
            known = zip(self._ways(unit), item_spans(unit), strict=True)
            parts = [f"Coalesce({item}.{end}, {constant(span[at])})" for item, span in known]
            ends.append(f"{end}: {PLUS.join(parts)}")
        return f"Tuple {{\n    {ends[0]},\n    {ends[1]} }}"

    def _agreement(self, unit: Unit) -> Iterator[str]:
        """Whether all ways that give an answer give one that can be the same."""
        name = unit.key.removeprefix("agreement:")
        ways, found = self._ways(unit), placed(name, unit.scope)
        alike = f"RangeEqual({found}, {{}})" if name in self.names.ranges else f"({found} = {{}})"
        agree = " and ".join(
            f"({one} is null or not ({alike.format(one)} is false))" for one in ways
        )
        known = f"Count({{ {', '.join(ways)} }})"
        yield from self._define(unit.key, unit.scope, f"if {known} < 2 then null else {agree}")

    def _stances(self) -> Iterator[str]:
        yield from heading("Stances, from the statements about each intervention")
        _, table = prepared(self.knowledge)
        for intervention in self.knowledge.interventions.values():
            yield from comment(f"{intervention.title}.")
            rules = table.rules[intervention.id]
            kinds = ",\n    ".join(self._any_of(rules, category) for category in CATEGORIES)
            own, shown = f"otherwise:{intervention.id}", f"stance:{intervention.id}"
            scope = intervention.scope
            yield from self._define(own, scope, f"StanceOf(\n    {kinds})")
            text = placed(own, scope)
            if intervention.declined_by:
                declined = self.names.text(intervention.declined_by)
                text = f"if {declined} is false then 'declined' else {text}"
            yield from self._define(shown, scope, text)

    def _any_of(self, rules: tuple[Ruled, ...], category: str) -> str:
        truths = [
            placed(ruled.key, ruled.compiled.scope) for ruled in rules if ruled.category == category
        ]
        return f"({OR.join(truths)})" if truths else "false"

    def _define(self, name: str, scope: str, text: str) -> Iterator[str]:
        yield f"define {quoted(name)}:"
        if scope == "lesion":
            yield f"  Lesions {HERE} return all"
        yield f"  {text.lstrip()}"
        yield ""


def coalesced(texts: list[str]) -> str:
    """The first that is known.

    >>> coalesced(["a", "b", "c"])
    'Coalesce(a, Coalesce(b, c))'
    """
    *before, found = texts
    for text in reversed(before):
        found = f"Coalesce({text}, {found})"
    return found


__all__ = ["Sort", "library_text", "way"]

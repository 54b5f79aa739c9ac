"""Knowledge after loading: entries by id, and everything that can be evaluated in an order that works."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from backstay.case.facts import Fact, Scope, Vocabulary
from backstay.knowledge import entries as e
from backstay.knowledge.tree import Node
from backstay.knowledge.types import Type

UnitKind = Literal[
    "definition", "computed", "score", "statement", "clock", "notice", "constraint", "agreement",
    "step", "done", "alone",
]  # fmt: skip
E = TypeVar("E", bound=e.Entry)


@dataclass(frozen=True)
class Unit:
    """One thing to evaluate. `key` is the name under which its value stands: rules as "statement:id"."""

    key: str
    kind: UnitKind
    scope: Scope
    nodes: tuple[
        Node, ...
    ]  # one; several for the alternatives of a definition or the items of a score
    reads: tuple[str, ...]  # names its nodes use, in reading order
    entry: e.Entry
    guard: Node | None = None  # `unless` of a clock, `applies` of a score


@dataclass(frozen=True, eq=False)  # equal only to itself, so that it can be a cache key
class Knowledge:
    """All entries of one edition, checked and linked."""

    edition: str
    fingerprint: str
    facts: Vocabulary
    settings: dict[str, e.Setting]
    definitions: dict[str, e.Definition]
    scores: dict[str, e.Score]
    statements: dict[str, e.Rule]
    clocks: dict[str, e.Clock]
    notices: dict[str, e.Notice]
    constraints: dict[str, e.Constraint]
    steps: dict[str, e.Step]
    interventions: dict[str, e.Intervention]
    ingredients: dict[str, e.Ingredient]
    properties: dict[str, e.Property]
    evidence: dict[str, e.Source]
    tables: dict[str, dict[str, Any]]  # kind -> id -> entry, of the kinds that no rule evaluates
    units: tuple[Unit, ...]
    types: dict[str, Type]
    chosen: dict[str, str]  # value of each setting
    about: dict[str, tuple[str, ...]]  # statement id -> intervention ids
    where: dict[tuple[str, str], str]  # (kind, id) -> file:line
    overlay: str | None = None  # name of the overlay, where one is in force
    overlay_text: str | None = None
    marks: dict[str, str] = field(
        default_factory=dict
    )  # entry id -> what the overlay changed, by whom

    def fact(self, name: str) -> Fact | None:
        return self.facts.find(name)

    def scope_of(self, name: str) -> Scope:
        """The scope of a fact, definition, score or setting."""
        if name in self.facts.lesion:
            return "lesion"
        named = self.definitions.get(name) or self.scores.get(name)
        return named.scope if named else "patient"

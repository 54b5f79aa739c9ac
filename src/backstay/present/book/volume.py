"""All that the pages of the book draw on, gathered once; and one page's view of it, with links from there."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from backstay.knowledge import Knowledge, Unit
from backstay.knowledge.coverage import Coverage
from backstay.knowledge.covered import Counts, entries_of, file_of, kinds_of
from backstay.knowledge.editions import Edition
from backstay.knowledge.patients import Patient, truths_of
from backstay.present.book.addresses import Address, Key, addresses, page_of
from backstay.present.markup import Child, Markup, el

NAMED = ("facts", "definitions", "scores", "settings")  # what an expression may name
RULES = ("statements", "clocks", "notices", "steps")
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Volume:
    """The knowledge with its register, its patients and its history."""

    knowledge: Knowledge
    coverage: Coverage
    counts: tuple[Counts, ...]
    total: Counts
    editions: tuple[Edition, ...]
    patients: tuple[Patient, ...]
    alone: str = ""  # what a link to the page of one entry says; "" where entries have none

    @cached_property
    def addresses(self) -> dict[Key, Address]:
        return addresses(self.knowledge)

    @cached_property
    def kinds(self) -> dict[str, Mapping[str, Any]]:
        return kinds_of(self.knowledge)

    @cached_property
    def units(self) -> dict[str, Unit]:
        return {unit.key: unit for unit in self.knowledge.units}

    @cached_property
    def files(self) -> dict[str, list[Key]]:
        """Every page with entries, with those that stand on it in reading order."""
        found: dict[str, list[Key]] = defaultdict(list)
        for key, place in self.knowledge.where.items():
            found[file_of(place)].append(key)
        return dict(found)

    @cached_property
    def readers(self) -> dict[str, list[Key]]:
        """Which entries read a name in their expressions."""
        found: dict[str, list[Key]] = defaultdict(list)
        for unit in self.knowledge.units:
            key = kind_of_unit(unit)
            for name in unit.reads if key in self.addresses else ():
                if key and key not in found[name]:
                    found[name].append(key)
        return found

    @cached_property
    def citing(self) -> dict[str, list[Key]]:
        """Which entries rest on a source."""
        found: dict[str, list[Key]] = defaultdict(list)
        for kind, entries in self.kinds.items():
            for name, entry in entries.items():
                for source in getattr(entry, "evidence", ()) or ():
                    found[source].append((kind, name))
        return found

    @cached_property
    def tests(self) -> dict[Key, dict[str, list[Patient]]]:
        """Which patients expect a rule to hold, not to hold, or to be unknown."""
        found: dict[Key, dict[str, list[Patient]]] = defaultdict(lambda: defaultdict(list))
        for patient in self.patients:
            for kind in ("statements", "clocks"):
                for name, truths in truths_of(patient, kind).items():
                    for truth in truths:
                        found[kind, name][truth].append(patient)
            for kind, expected, truth in LISTED:
                for name in patient.expect.get(expected) or ():
                    found[kind, name][truth].append(patient)
        return found

    @cached_property
    def case_anchors(self) -> dict[int, str]:
        """The anchor of each patient on the page of its file, by its identity."""
        taken: set[tuple[str, str]] = set()
        found = {}
        for patient in self.patients:
            base = _NOT_IN_ID.sub("-", patient.sentence.lower()).strip("-")[:80].strip("-")
            name, again = base, 2
            while (patient.file, name) in taken:
                name, again = f"{base}-{again}", again + 1
            taken.add((patient.file, name))
            found[id(patient)] = name
        return found

    def entry(self, key: Key) -> Any:
        return entries_of(self.knowledge, key[0])[key[1]]


LISTED = (
    ("notices", "notices", "true"),
    ("notices", "no_notices", "false"),
    ("steps", "steps_overridden", "true"),
    ("steps", "no_steps_overridden", "false"),
    ("scores", "scores", "true"),
    ("definitions", "definitions", "true"),
    ("interventions", "options", "true"),
)


def kind_of_unit(unit: Unit) -> Key | None:
    """The entry that a unit evaluates; None for what is only a part of one."""
    kinds = {"computed": "definitions", "alone": "interventions", "done": "interventions"}
    if unit.kind == "agreement":
        return None
    return kinds.get(unit.kind, f"{unit.kind}s"), unit.entry.id


@cache
def _away(here: str, there: str) -> str:
    """The way from one page to another; nothing for the page itself."""
    return "" if here == there else posixpath.relpath(there, posixpath.dirname(here) or ".")


@dataclass(frozen=True)
class Leaf:
    """One page of the book, which knows its own path and so how to link from it."""

    volume: Volume
    path: str

    @property
    def knowledge(self) -> Knowledge:
        return self.volume.knowledge

    def to(self, path: str, anchor: str = "") -> str:
        """A link from this page to a path of the book."""
        away = _away(self.path, path)
        return f"{away}#{anchor}" if anchor else away or posixpath.basename(path)

    def entry(self, kind: str, name: str, *shown: Child, cls: str | None = None) -> Markup:
        """A link to an entry; without one, what is shown stands alone."""
        found = self.volume.addresses.get((kind, name))
        label = shown or (name,)
        if found is None:
            return el("span", *label, cls=cls)
        return el("a", *label, href=self.to(found.page, found.anchor), cls=cls)

    def named(self, name: str, *shown: Child) -> Markup:
        """A link to what an expression names."""
        kind = next((kind for kind in NAMED if name in self.volume.kinds.get(kind, {})), "facts")
        return self.entry(kind, name, *shown)

    def case(self, patient: Patient, *shown: Child) -> Markup:
        """A link to an executable patient."""
        href = self.to(page_of(patient.file), self.volume.case_anchors[id(patient)])
        return el("a", *(shown or (patient.sentence,)), href=href)

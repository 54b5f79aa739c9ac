"""Organs by the names that structures carry in plans."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from backstay.knowledge.entries import Checked, Entry

if TYPE_CHECKING:
    from backstay.knowledge import Knowledge

Made = dict[str, dict[str, Any]]
Problem = tuple[str, str, str]
# `derived` words say that a structure is made from an organ and is not the organ: a margin, a ring, an old copy.
WordKind = Literal["left", "right", "derived", "target"]


class OrganName(Entry, frozen=True, kw_only=True):
    """One organ and the whole names of structures that surely are it.

    `report` holds names of the nomenclature report, `names` others; capitals, accents, spaces and underscores do
    not count. A name under `sided` is this organ only with a side. `each`: several structures may be it, each
    judged apart; `parts`: several may be parts of it, judged together. `halves` names the sided organ of which left
    and right together are this one.
    """

    label: str
    report: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sided: tuple[str, ...] = ()
    each: bool = False
    parts: bool = False
    halves: str | None = None
    region_of: str | None = None  # the organ of which limits of a region speak of this
    around: tuple[
        str, ...
    ] = ()  # structures that enclose it: offered in its place, never taken for it
    note: str | None = None
    evidence: tuple[str, ...] = ()
    checked: Checked


class StructureWords(Entry, frozen=True, kw_only=True):
    """Words inside the names of structures that mean one kind of thing."""

    means: WordKind
    words: tuple[str, ...]
    checked: Checked


KINDS: dict[str, type[Entry]] = {"organ_names": OrganName, "structure_words": StructureWords}


def organ_names(knowledge: Knowledge) -> dict[str, OrganName]:
    """The organs by id, each with the names of structures that are it."""
    return knowledge.tables["organ_names"]


def structure_words(knowledge: Knowledge, means: WordKind) -> frozenset[str]:
    """The words of one kind."""
    entries = knowledge.tables["structure_words"].values()
    return frozenset(word for entry in entries if entry.means == means for word in entry.words)


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name: small letters without accents, parted by spaces and underscores only.

    >>> words_of("Spinal_Cord  PRV03"), words_of("Cœur"), words_of("Lungs-PTV")
    (('spinal', 'cord', 'prv03'), ('coeur',), ('lungs-ptv',))
    """
    parts = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe").replace("_", " "))
    return tuple("".join(char for char in parts if not unicodedata.combining(char)).split())


def bare(name: str) -> str:
    """A name as names are compared: its words as one.

    >>> bare("Spinal Cord") == bare("SPINAL_CORD") == bare("SpinalCord")
    True
    """
    return "".join(words_of(name))


def problems(made: Made) -> Iterator[Problem]:
    """(kind, id, what is wrong)."""
    organs, words = made["organ_names"], made["structure_words"]
    yield from _one_meaning(organs)
    for name in made["dose_organs"]:
        if name not in organs:
            yield "dose_organs", name, "has no names of structures in organ_names"
    for organ in organs.values():
        half = organs.get(organ.halves) if organ.halves else None
        if organ.halves and (half is None or not half.sided):
            yield "organ_names", organ.id, f"halves {organ.halves} is no organ that has sides"
        for name in (*organ.around, organ.region_of or organ.id):
            if name not in organs:
                yield "organ_names", organ.id, f"{name} is no organ"
        if not (organ.report or organ.names or organ.sided):
            yield "organ_names", organ.id, "has no name by which a structure could be known"
    seen: dict[str, str] = {}
    for entry in words.values():
        for word in entry.words:
            if seen.setdefault(word, entry.means) != entry.means:
                yield "structure_words", entry.id, f"{word} means {seen[word]} already"


def _one_meaning(organs: dict[str, OrganName]) -> Iterator[Problem]:
    """A name is one organ; with a side it may be another."""
    for kind in ("whole", "sided"):
        seen: dict[str, str] = {}
        for organ in organs.values():
            names = organ.sided if kind == "sided" else (*organ.report, *organ.names)
            for name in names:
                if seen.setdefault(bare(name), organ.id) != organ.id:
                    yield "organ_names", organ.id, f"{name} is {seen[bare(name)]} already"

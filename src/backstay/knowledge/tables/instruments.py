"""Questionnaires: items, sums and bands, and what their licence allows to ship."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Literal

import msgspec

from backstay.knowledge.entries import Checked, Entry, Status


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One item. Its words are there only where the licence lets them be."""

    id: str
    text: str | None = None
    low: int = 0
    high: int = 10
    allowed: tuple[int, ...] = ()  # only these, where not every number between is a value


class Cut(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One band of a set, from `min` to the next one's."""

    id: str
    label: str
    min: float


class BandSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How one source divides a part. Sources that disagree are sets of their own."""

    id: str
    of: str  # a part, or "items": each item by itself
    cuts: tuple[Cut, ...]  # below the first there is no band
    evidence: tuple[str, ...]
    status: Status


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A sum or a mean of items."""

    id: str
    how: Literal["sum", "mean"]
    items: tuple[str, ...] = ()  # none: all of them
    most: float | None = None  # the highest that can be, where the items could add up to more
    enough: int | None = None  # so many answered items are enough for a mean of those answered


class Safety(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An answer that is followed up the same day, whatever the sum."""

    item: str
    above: float
    fact: str  # which then is true
    text: str


class Instrument(Entry, frozen=True, kw_only=True):
    """One questionnaire or scale."""

    title: str
    ships: Literal["items", "score_only"]
    items: tuple[Question, ...]
    parts: tuple[Part, ...]
    bands: tuple[BandSet, ...] = ()
    safety: Safety | None = None
    fact: str | None = None  # the fact that its first part, or the map of its items, is
    loinc: str | None = None
    license: str  # who owns it and what may be done
    acknowledgement: str | None = None  # shown wherever the items are
    note: str | None = None
    evidence: tuple[str, ...]
    checked: Checked


KINDS: dict[str, type[Entry]] = {"instruments": Instrument}


def problems(made: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(kind, id, what is wrong)."""
    for entry in made["instruments"].values():
        for text in (*_items(entry), *_parts(entry), *_bands(made, entry), *_facts(made, entry)):
            yield "instruments", entry.id, text


def _items(entry: Instrument) -> Iterator[str]:
    for item in entry.items:
        if item.low >= item.high or (
            item.allowed and (min(item.allowed), max(item.allowed)) != (item.low, item.high)
        ):
            yield f"{item.id}: low is less than high, and the allowed values reach from one to the other"
        if entry.ships == "score_only" and item.text is not None:
            yield f"{item.id}: an instrument that ships its score only has no words"
        if entry.ships == "items" and item.text is None:
            yield f"{item.id}: an instrument that ships its items has their words"


def _parts(entry: Instrument) -> Iterator[str]:
    known = {item.id for item in entry.items}
    if not entry.parts:
        yield "has no part"
    for part in entry.parts:
        for name in part.items:
            if name not in known:
                yield f"{part.id}: {name} is not an item"
        if part.enough is not None and part.how != "mean":
            yield f"{part.id}: enough is for a mean"


def _bands(made: dict[str, dict[str, Any]], entry: Instrument) -> Iterator[str]:
    known = {part.id for part in entry.parts} | {"items"}
    for one in entry.bands:
        if one.of not in known:
            yield f"{one.id}: {one.of} is not a part"
        if any(first.min >= second.min for first, second in pairwise(one.cuts)):
            yield f"{one.id}: bands are listed from the lowest"
        for source in one.evidence:
            if source not in made["evidence"]:
                yield f"{one.id}: evidence {source} is not in evidence/"


def _facts(made: dict[str, dict[str, Any]], entry: Instrument) -> Iterator[str]:
    named = [entry.fact] if entry.fact else []
    if entry.safety is not None:
        named.append(entry.safety.fact)
        if entry.safety.item not in {item.id for item in entry.items}:
            yield f"safety: {entry.safety.item} is not an item"
    for fact in named:
        if fact not in made["facts"]:
            yield f"{fact} is not a fact"

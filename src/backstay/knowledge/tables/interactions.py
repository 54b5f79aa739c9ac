"""Pairs of drugs or classes that do not go together, how badly, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args

import msgspec

from backstay.knowledge.entries import Checked, Entry

Severity = Literal["contraindicated", "major", "moderate"]
SEVERITIES: tuple[str, ...] = get_args(Severity)  # from the worst


class Side(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What may stand on one side: any of these drugs, any drug of these classes, or any of these interventions."""

    drugs: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()  # drugs of the classes that do not count
    interventions: tuple[str, ...] = ()  # what a plan proposes to do
    # mg a day from which a drug counts; of another drug of this side it is not known whether it does
    from_daily: dict[str, float] = {}


class Interaction(Entry, frozen=True, kw_only=True):
    """What must not, or not without care, come together: two or three sides, or one and a state of the patient."""

    sides: tuple[Side, ...]
    when: tuple[str, ...] = ()  # yes_no facts or definitions: only where one of them is true
    asks: tuple[str, ...] = ()  # facts that the action needs
    severity: Severity
    instead: bool = (
        False  # a plan does not propose the one beside the other: something else instead
    )
    first_share: float | None = None  # of the usual first dose of what is added to the other
    action: str
    because: str
    evidence: tuple[str, ...]
    checked: Checked


KINDS: dict[str, type[Entry]] = {"interactions": Interaction}


def problems(made: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(kind, id, what is wrong)."""
    for entry in made["interactions"].values():
        yield from (("interactions", entry.id, text) for text in _told(made, entry))


def asked_classes(made: dict[str, dict[str, Any]]) -> set[str]:
    """Every class that an interaction asks for."""
    listed = made.get("interactions", {}).values()
    return {name for entry in listed for side in entry.sides for name in side.classes}


def ids_of(side: Side, ingredients: dict[str, Any]) -> frozenset[str]:
    """The ingredients and interventions that stand on a side."""
    wanted = set(side.classes)
    of_class = {one.id for one in ingredients.values() if wanted & set(one.classes)}
    return frozenset(of_class - set(side.besides) | {*side.drugs, *side.interventions})


def _told(made: dict[str, dict[str, Any]], entry: Interaction) -> Iterator[str]:
    least = 1 if entry.when else 2
    if not least <= len(entry.sides) <= 3:
        yield f"has {len(entry.sides)} sides; it needs {least} to 3"
    if not entry.evidence:
        yield "has no evidence: name at least one entry of evidence/"
    if entry.first_share is not None and not 0 < entry.first_share < 1:
        yield f"first_share is {entry.first_share:g}; it is a part of a dose, between 0 and 1"
    for side in entry.sides:
        yield from _side(made, side)
    for name in entry.when:
        if not _yes_no(made, name):
            yield f"{name} is not a yes_no fact or definition of the patient"
    for name in entry.asks:
        if name not in made["facts"]:
            yield f"{name} is not a fact"


def _side(made: dict[str, dict[str, Any]], side: Side) -> Iterator[str]:
    ingredients = made["ingredients"]
    listed = ids_of(side, ingredients)
    if not (side.drugs or side.classes or side.interventions):
        yield "a side names no drug, class or intervention"
    for name in dict.fromkeys((*side.drugs, *side.besides, *side.from_daily)):
        if name not in ingredients:
            yield f"{name} is not an ingredient"
    for name in side.classes:
        if not any(name in one.classes for one in ingredients.values()):
            yield f"no ingredient is in the class {name}"
    for name in side.interventions:
        if name not in made["interventions"]:
            yield f"{name} is not an intervention"
    for name, dose in side.from_daily.items():
        if name in ingredients and name not in listed:
            yield f"from_daily names {name}, which is not of this side"
        if dose <= 0:
            yield f"from_daily of {name} is {dose:g}; a dose in mg is above 0"


def _yes_no(made: dict[str, dict[str, Any]], name: str) -> bool:
    entry = made["facts"].get(name) or made["definitions"].get(name)
    return entry is not None and entry.kind == "yes_no" and entry.scope == "patient"

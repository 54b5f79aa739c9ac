"""What must hold between the drugs that knowledge lists by name and the classes that rules and tables ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.knowledge.ingredients import TAKES, names_of
from backstay.knowledge.tables.interactions import asked_classes


def ingredient_problems(made: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """A name that two drugs share, a class that nobody asks for, a fact that no drug answers."""
    owner: dict[str, str] = {}
    asked = {d.by.removeprefix(TAKES) for d in made["definitions"].values() if _asks(d)}
    asked |= asked_classes(made)
    given: set[str] = set()
    for entry in made["ingredients"].values():
        given.update(entry.classes)
        for name in names_of(entry):
            other = owner.setdefault(name, entry.id)
            if other != entry.id:
                yield "ingredients", entry.id, f"{other} has the name {name!r} already"
        for unknown in sorted(set(entry.classes) - asked):
            yield (
                "ingredients",
                entry.id,
                f"no definition {TAKES}{unknown}, and no interaction, asks for {unknown}",
            )
    for definition in made["definitions"].values():
        if _asks(definition) and definition.by.removeprefix(TAKES) not in given:
            yield "definitions", definition.id, f"no ingredient is in the class of {definition.by}"


def _asks(definition: Any) -> bool:
    return bool(definition.by) and definition.by.startswith(TAKES)

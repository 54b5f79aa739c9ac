"""Allergies on record: which of them speak against a drug, and whether any could."""

from __future__ import annotations

from typing import Any

from backstay.case.values import Members
from backstay.knowledge.entries import Ingredient
from backstay.knowledge.ingredients import names_of, spoken

# Allergies that stand for more than the drug they name.
STANDS_FOR = {"aspirin": "nsaid", "nsaid": "nsaid"}


def allergies_to(ingredient: Ingredient, allergies: Any) -> tuple[str, ...]:
    """The allergies on record that name the drug or its class."""
    if not isinstance(allergies, Members):
        return ()
    names = {*names_of(ingredient), *map(spoken, ingredient.classes)}
    return tuple(sorted(a for a in allergies.present if names & {spoken(a), STANDS_FOR.get(a)}))


def allergies_open(allergies: Any) -> bool:
    """Whether an allergy could be missing from the record."""
    return not isinstance(allergies, Members) or not allergies.complete

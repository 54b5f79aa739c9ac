"""The names by which lists of medicines may hold a drug."""

from __future__ import annotations

from backstay.knowledge.entries import Ingredient

TAKES = "medicines.takes_"  # `by` of a computed fact that asks for one class


def spoken(name: str) -> str:
    """A drug's name as it is compared: small letters, words one space apart.

    >>> spoken(" Co-codamol"), spoken("datopotamab_deruxtecan")
    ('co codamol', 'datopotamab deruxtecan')
    """
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


def names_of(ingredient: Ingredient) -> tuple[str, ...]:
    """Every name under which a list of medicines may hold it."""
    return tuple(spoken(name) for name in (ingredient.id, *ingredient.names))

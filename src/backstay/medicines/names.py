"""Recognize drugs by name: which ingredients a text means, or None where part of it is not known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from backstay.knowledge.entries import Ingredient
from backstay.knowledge.ingredients import names_of, spoken

Recognize = Callable[[str], tuple[Ingredient, ...] | None]
# Between the parts of a combination; "5 mg/5 ml", "25 mcg/hour" and "12,5" are one part.
BETWEEN = re.compile(
    r"\s*(?:/(?=[a-z]{3})(?!hour|day|dose|tablet|capsule|patch)|\+|,(?!\d)|;|&|\band\b)\s*"
)
STRENGTH = re.compile(
    r"(?:\d[\d.,]*(?:mg|mcg|µg|μg|g|ml|%)?|mg|mcg|µg|μg|micrograms?|g|ml)(?:/.*)?"
)
# Words after a name that change neither the drug nor that it reaches the whole body.
BESIDE = frozenset(
    "sulfate sulphate hydrochloride hydrobromide hcl sodium potassium calcium magnesium citrate phosphate acetate"
    " maleate mesylate tartrate succinate fumarate besylate disodium lysine mg mcg g ml oral tablet tablets capsule"
    " capsules solution injection extended modified immediate slow release retard er sr mr ir xr xl".split()
)


def recognizer(ingredients: Iterable[Ingredient]) -> Recognize:
    """A function that gives the ingredients a text names.

    >>> from backstay.knowledge import load_knowledge
    >>> recognize = recognizer(load_knowledge().ingredients.values())
    >>> [one.id for one in recognize("Oxycodone HCl/acetaminophen") or ()]
    ['oxycodone', 'acetaminophen']
    >>> recognize("green pill") is None
    True
    """
    named = {name: one for one in ingredients for name in names_of(one)}

    @lru_cache(maxsize=4096)
    def recognize(text: str) -> tuple[Ingredient, ...] | None:
        parts = [_ingredient(part, named) for part in BETWEEN.split(spoken(text))]
        found = tuple(one for one in parts if one is not None)
        return found if len(found) == len(parts) else None

    return recognize


def _ingredient(part: str, named: dict[str, Ingredient]) -> Ingredient | None:
    """The known drug that the part names, read with its strength or, failing that, without it."""
    words = part.split()
    return _begins(words, named) or _begins(
        [one for one in words if not STRENGTH.fullmatch(one)], named
    )


def _begins(words: list[str], named: dict[str, Ingredient]) -> Ingredient | None:
    """The longest known name that the words begin with, if nothing but harmless words follows."""
    for end in range(len(words), 0, -1):
        found = named.get(" ".join(words[:end]))
        if found is not None:
            return found if all(map(_beside, words[end:])) else None
    return None


def _beside(word: str) -> bool:
    return word in BESIDE or STRENGTH.fullmatch(word) is not None

"""Recognize drugs by name: which ingredients a text means, or None where part of it is not known."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Ingredient
from backstay.medicines.reading.draft import form_and_route, understood
from backstay.medicines.reading.lexicon import Lexicon, lexicon
from backstay.medicines.reading.matching import Matched, matched
from backstay.medicines.reading.tokens import NotRead

Recognize = Callable[[str], tuple[Ingredient, ...] | None]
LOCAL = ("topical", "inhaled")


def recognizer(knowledge: Knowledge) -> Recognize:
    """A function that gives the ingredients a text names, be its dose readable or not.

    A text with a word that is not understood names nothing for sure; so does one that may act only where it is put.

    >>> from backstay.knowledge import load_knowledge
    >>> recognize = recognizer(load_knowledge())
    >>> [one.id for one in recognize("Oxycodone HCl/acetaminophen") or ()]
    ['oxycodone', 'acetaminophen']
    >>> recognize("green pill") is None
    True
    """

    @lru_cache(maxsize=4096)
    def recognize(text: str) -> tuple[Ingredient, ...] | None:
        words = lexicon(knowledge)  # made at the first name
        try:
            found = matched(text, words)
            understood(found, words)
            local = _local(found, words)
        except NotRead:
            return None
        return None if local else tuple(knowledge.ingredients[drug] for drug in found.drugs)

    return recognize


def _local(found: Matched, words: Lexicon) -> bool:
    """Whether it may act only where it is put: on the skin, inhaled, or worn by a drug not known for that."""
    form, route = form_and_route(found, words)
    if form in ("patch", "plaster"):
        return not words.worn.issuperset(found.drugs)
    return route in LOCAL

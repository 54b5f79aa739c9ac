"""Every kind of entry in its own form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from backstay.present.book.addresses import Key
from backstay.present.book.evidence import generic, source
from backstay.present.book.interventions import intervention
from backstay.present.book.named import definition, fact, setting
from backstay.present.book.rules import clock, constraint, notice, statement, step
from backstay.present.book.scores import score
from backstay.present.book.volume import Leaf
from backstay.present.markup import Markup

Form: TypeAlias = Callable[[Leaf, Any], Markup]
FORMS: dict[str, Form] = {
    "statements": statement,
    "clocks": clock,
    "notices": notice,
    "steps": step,
    "constraints": constraint,
    "scores": score,
    "facts": fact,
    "definitions": definition,
    "settings": setting,
    "interventions": intervention,
    "evidence": source,
}


def entry(leaf: Leaf, key: Key) -> Markup:
    """An entry in the form of its kind; a kind without one is shown key by key."""
    form = FORMS.get(key[0])
    found = leaf.volume.entry(key)
    return form(leaf, found) if form else generic(leaf, key[0], found)

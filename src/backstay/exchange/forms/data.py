"""The forms of the knowledge package: which facts they ask, in which order, and under which answers."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import msgspec

from backstay.knowledge.data import KnowledgeError, read_folder

FOLDER = "forms"


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One fact of a form; with `when` it is asked only after one of these answers."""

    fact: str
    when: dict[str, tuple[str, ...]] = {}


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Facts under one heading; those of a lesion once for each level."""

    id: str
    title: str
    facts: tuple[Asked, ...]
    of: Literal["patient", "lesion"] = "patient"
    asks: str | None = None  # whether there are lesions at all


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    title: str
    purpose: str
    sections: tuple[Section, ...]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands beside the facts: answers, reasons for having none, and units on offer."""

    words: dict[str, str]
    absent: dict[str, str]  # code of the reason why there is no value -> how it is said
    units: tuple[str, ...]


class Forms(msgspec.Struct, frozen=True):
    forms: dict[str, Form]
    words: Words


@cache
def load_forms() -> Forms:
    """Read the `forms` folder of the knowledge package. Raises KnowledgeError."""
    trees = dict(read_folder(FOLDER))
    try:
        words = msgspec.convert(trees.pop(f"{FOLDER}/words.yaml").value, Words)
        found = [msgspec.convert(_spelled(tree.value), Form) for tree in trees.values()]
    except (KeyError, msgspec.ValidationError) as error:
        raise KnowledgeError([f"{FOLDER}: a form cannot be read: {error}"]) from None
    return Forms({one.id: one for one in found}, words)


def _spelled(tree: Any) -> Any:
    """The tree of a form with every fact as a map; most stand as their id alone."""
    if not isinstance(tree, dict):
        return tree
    sections = [
        {
            **one,
            "facts": [each if isinstance(each, dict) else {"fact": each} for each in one["facts"]],
        }
        for one in tree["sections"]
    ]
    return {**tree, "sections": sections}

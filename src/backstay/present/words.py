"""The words that readers see, from `wording/` in the knowledge package."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from backstay.knowledge.data import read_folder

LANGUAGE = "en"


@cache
def _words() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, tree in read_folder("wording"):
        if name.startswith(f"wording/{LANGUAGE}"):
            for group, words in tree.value.items():
                found.setdefault(group, {}).update(words)
    return found


def plain(name: str) -> str:
    """An id as words, for what wording does not name.

    >>> plain("potentially_unstable")
    'potentially unstable'
    """
    return name.replace("_", " ").replace("-", " ")


def word(group: str, name: str) -> str:
    """The word for an id of a group: `word("stances", "disputed")`."""
    found = known(group, name)
    return plain(name) if found is None else found


def known(group: str, name: str) -> str | None:
    """The word for an id where wording has one."""
    return _words().get(group, {}).get(name)


def say(phrase: str, **values: object) -> str:
    """A sentence of `phrases:` with its gaps filled."""
    return _words()["phrases"][phrase].format(**values)


def heading(name: str, **values: object) -> str:
    return _words()["headings"][name].format(**values)


def listed(names: Sequence[str], *, most: int = 0) -> str:
    """Names as a list in a sentence; with `most`, the rest is a number.

    >>> listed(["platelets", "INR", "calcium"])
    'platelets, INR and calcium'
    """
    if most and len(names) > most:
        rest = say("and_more", count=len(names) - most)
        return ", ".join(names[:most]) + f" {rest}"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {say('and')} {names[-1]}"


def capital(text: str) -> str:
    """The text with a capital at its start, unless it begins like "eGFR".

    >>> capital("platelets"), capital("eGFR"), capital("")
    ('Platelets', 'eGFR', '')
    """
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    text = text.strip()
    return capital(text) + ("" if text.endswith((".", "?", "!")) else ".")


def told(group: str, name: str, **values: object) -> str:
    """A sentence of a group with its gaps filled: `told("coverage", "share", percent=100, entries=7)`."""
    return _words()[group][name].format(**values)

"""The sentences of what is written, from `wording/` in the knowledge package, and the XHTML of a narrative."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from typing import Any

from backstay.knowledge import Knowledge
from backstay.knowledge.data import read_folder

LANGUAGE = "en"


@cache
def _words() -> dict[str, dict[str, str]]:
    start = f"wording/{LANGUAGE}"
    files = [tree.value for name, tree in read_folder("wording") if name.startswith(start)]
    found: dict[str, dict[str, str]] = {}
    for file in files:
        for group, words in file.items():
            found.setdefault(group, {}).update(words)
    return found


def word(group: str, name: str) -> str:
    """The word for an id of a group; an id without one is shown with spaces.

    >>> word("stances", "disputed"), word("roles", "ward_physician")
    ('For and against', 'ward physician')
    """
    return _words()[group].get(name, name.replace("_", " "))


def say(phrase: str, **values: object) -> str:
    """A sentence of `record:` with its gaps filled."""
    return _words()["record"][phrase].format(**values)


def hours_said(hours: float) -> str:
    """A number of hours in words.

    >>> hours_said(1), hours_said(48.0)
    ('1 hour', '48 hours')
    """
    return f"{hours:g} hour" if hours == 1 else f"{hours:g} hours"


def facts_named(names: Iterable[str], knowledge: Knowledge) -> str:
    """Facts by their labels, each once."""
    labels = [fact.label if (fact := knowledge.fact(name)) else name for name in names]
    return ", ".join(dict.fromkeys(label.replace("_", " ") for label in labels))


def sourced(text: str, checked: str, evidence: Sequence[str], knowledge: Knowledge) -> str:
    """A statement with how well it was checked and where it comes from."""
    status = word("status", checked)
    names = ", ".join(knowledge.evidence[one].short for one in evidence)
    if not names:
        return say("unsourced", text=text, status=status)
    return say("sourced", text=text, status=status, sources=names)


def narrative(lines: Sequence[str]) -> dict[str, str]:
    """Lines as the generated text of a resource; nothing in them can be markup."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{paragraphs}</div>',
    }


def notes(lines: Iterable[str]) -> list[dict[str, Any]]:
    """Lines as annotations."""
    return [{"text": line} for line in lines]

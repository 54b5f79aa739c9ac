"""What a sentence is made of: plain text, and terms that a face may link to their entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from backstay.present.words import told

GROUP = "conditions"
_GAP = re.compile(r"\{(\w+)\}")
_JOINED = re.compile(r"\b(and|or|not)\b|,")


class Term(NamedTuple):
    """A fact, definition, setting or score by its label."""

    name: str
    label: str


Part: TypeAlias = str | Term
Parts: TypeAlias = tuple[Part, ...]


def fill(phrase: str, **gaps: Sequence[Part] | str) -> Parts:
    """A phrase of the wording with parts in its gaps."""
    template = told(GROUP, phrase, **{name: f"{{{name}}}" for name in gaps})
    found: list[Part] = []
    for at, piece in enumerate(_GAP.split(template)):
        if at % 2 == 0:
            found += [piece] if piece else []
        else:
            gap = gaps[piece]
            found += [gap] if isinstance(gap, str) else gap
    return tuple(found)


def join(items: Sequence[Parts], word: str, *, long: bool = False) -> Parts:
    """Items as a list in a sentence; long items have a comma before the last too."""
    last = f", {word} " if long else f" {word} "
    found: list[Part] = []
    for at, item in enumerate(items):
        if at:
            found.append(last if at == len(items) - 1 or long else ", ")
        found += item
    return tuple(found)


def plain_text(parts: Sequence[Part]) -> str:
    """The parts as text; a label in which words like "and" stand, or that is denied, is put in quotes."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
        else:
            denied = text.endswith(told(GROUP, "not", what=""))
            text += quoted(part.label) if denied or _JOINED.search(part.label) else part.label
    return text


def quoted(text: str) -> str:
    """The text in quotes."""
    return told(GROUP, "quoted", label=text)


def apart(text: str) -> str:
    """The text, in quotes where a list of it and others could be misread."""
    return quoted(text) if _JOINED.search(text) else text

"""Where every entry stands in the book: the page is named as its file, the anchor as its id."""

from __future__ import annotations

from typing import NamedTuple

from backstay.knowledge import Knowledge
from backstay.knowledge.covered import file_of
from backstay.present.marks import SYMBOLS

Key = tuple[str, str]  # kind and id
OVERLAY = "overlay.html"  # entries that a local protocol adds stand in no file of the package


class Address(NamedTuple):
    page: str
    anchor: str

    def __str__(self) -> str:
        return f"{self.page}#{self.anchor}"


def addresses(knowledge: Knowledge) -> dict[Key, Address]:
    """The address of every entry. Two kinds that share an id on one page are told apart by the kind."""
    found: dict[Key, Address] = {}
    taken: set[tuple[str, str]] = set()
    for (kind, name), place in knowledge.where.items():
        page = page_of(file_of(place))
        anchor = f"{kind}-{name}" if name in SYMBOLS or (page, name) in taken else name
        taken.add((page, anchor))
        found[kind, name] = Address(page, anchor)
    return found


def page_of(file: str) -> str:
    """The page on which a file of knowledge is told.

    >>> page_of("rules/radiation/sbrt.yaml"), page_of("overlay")
    ('rules/radiation/sbrt.html', 'overlay.html')
    """
    return f"{file.removesuffix('.yaml')}.html" if file.endswith(".yaml") else OVERLAY


def alone(key: Key) -> str:
    """The page of one entry alone, where a face has such pages; the book has none.

    >>> alone(("scores", "sins"))
    'entry/scores/sins.html'
    """
    return f"entry/{key[0]}/{key[1]}.html"

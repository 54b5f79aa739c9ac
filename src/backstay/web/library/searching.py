"""Finding entries by title, id, label or what they say. What somebody searches for is kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from backstay.present.book.addresses import alone
from backstay.present.book.pieces import title_of
from backstay.present.book.volume import Leaf
from backstay.present.book.words import kind_title
from backstay.present.words import capital
from backstay.web.library.shelf import volume

MOST = 60  # shown at once
LONGEST = 100  # characters of a question
SAYING = ("because", "text", "asks", "label", "citation", "population", "note", "help")


class Found(NamedTuple):
    """An entry or a case that was found."""

    kind: str
    id: str
    title: str
    path: str
    text: str  # all that is searched, in lower case


def search(words: str) -> list[Found]:
    """Entries that hold every word, those named by it first."""
    wanted = words[:LONGEST].lower().split()
    if not wanted:
        return []
    hits = [one for one in _index() if all(word in one.text for word in wanted)]
    return sorted(hits, key=lambda one: (_rank(one, wanted), one.title.lower()))


def _rank(one: Found, wanted: list[str]) -> int:
    """Named exactly; named so at its beginning; all words in its name; elsewhere."""
    whole, title = " ".join(wanted), one.title.lower()
    if whole in (one.id, title):
        return 0
    if title.startswith(whole) or one.id.startswith(whole):
        return 1
    return 2 if all(word in f"{title} {one.id}" for word in wanted) else 3


@cache
def _index() -> tuple[Found, ...]:
    return (*_entries(), *_cases())


def _entries() -> Iterator[Found]:
    leaf = Leaf(volume(), "index.html")
    for key in volume().addresses:
        entry, title = volume().entry(key), capital(title_of(leaf, key))
        said = [str(getattr(entry, name)) for name in SAYING if getattr(entry, name, None)]
        text = " ".join([title, key[1], key[1].replace("_", " ").replace("-", " "), *said]).lower()
        yield Found(kind_title(key[0]), key[1], title, alone(key), text)


def _cases() -> Iterator[Found]:
    leaf = Leaf(volume(), "index.html")
    for patient in volume().patients:
        path = leaf.to(patient.file.replace(".yaml", ".html"), volume().case_anchors[id(patient)])
        yield Found(kind_title("cases"), "", patient.sentence, path, patient.sentence.lower())

"""The words of the book, and the names of its pages and files."""

from __future__ import annotations

from backstay.present.words import capital, known, plain, told

GROUP = "book"


def say(name: str, **values: object) -> str:
    """A phrase of the book."""
    return told(GROUP, name, **values)


def kind_title(kind: str) -> str:
    """The heading of a kind of entry; one that wording does not name is shown by its id."""
    return known("kinds", kind) or capital(plain(kind))


def file_title(file: str) -> str:
    """The name of a file or folder as a heading: its own words, abbreviations as the field writes them.

    >>> file_title("rules/radiation/reirradiation.yaml")
    'Reirradiation'
    """
    stem = file.rpartition("/")[2].removesuffix(".yaml")
    return known("files", stem) or capital(plain(stem))


def many(name: str, count: int) -> str:
    """A count with its noun in the right number: `many("rule", 1)` reads "1 rule"."""
    return say(f"{name}_one" if count == 1 else f"{name}_many", count=count)

"""The drug that a misspelled name may mean: only ever a question."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST = 5  # shorter names are near too many words


def nearest(words: Iterable[str], names: Iterable[str]) -> str | None:
    """The first name that is one slip from one of the words.

    >>> nearest(["morfine"], ["morphine"]), nearest(["morhpine"], ["codeine", "morphine"])
    (None, 'morphine')
    """
    known = [name for name in names if len(name) >= SHORTEST]
    return next((name for word in words for name in known if one_slip(word, name)), None)


def one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less, other, or two exchanged make them the same."""
    if abs(len(one) - len(other)) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if same is None:
        return True
    a, b = one[same:], other[same:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])

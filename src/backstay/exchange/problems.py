"""What can go wrong with a bundle: refused as a whole, or read except for some of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from backstay.case.text import printable as _printable

LONGEST = 200  # characters of a text that comes from a record
NAMED = 3  # resources that one line names before it only counts them

MODIFIED = "it carries a modifier extension, which may change its meaning"


class BundleError(ValueError):
    """A bundle that must not be read; each problem says what is wrong and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Unread(NamedTuple):
    """Something in a bundle that gave no fact, and why; or a fact that was taken with a doubt."""

    resource: str  # "Observation/12", or "Claim (14)" for a kind that is only counted
    why: str
    counted: bool = False  # the value was taken all the same; `why` says what to check


class NotReadError(ValueError):
    """One resource or component gives no fact; the message becomes the `why` of an Unread."""


class NoValueError(NotReadError):
    """Nobody gave a value; unlike an unreadable one, this says nothing against an older one."""


def printable(text: str, longest: int = LONGEST) -> str:
    """Text of a record in one line that is safe to show, shortened.

    >>> printable("T8 and more", 8)
    'T8 an...'
    """
    return _printable(text, longest)


def gathered(unread: Iterable[Unread]) -> list[Unread]:
    """One line for each reason, safe to show; many resources with one reason are only counted."""
    same: dict[tuple[str, str, bool], list[str]] = {}
    for one in unread:
        key = (one.resource.partition("/")[0], one.why, one.counted)
        same.setdefault(key, []).append(one.resource)
    return [
        Unread(_resources(kind, list(dict.fromkeys(names))), printable(why), counted)
        for (kind, why, counted), names in same.items()
    ]


def _resources(kind: str, names: list[str]) -> str:
    if len(names) <= NAMED:
        return printable(", ".join(names))
    return printable(f"{kind} ({len(names)})")

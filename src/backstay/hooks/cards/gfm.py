"""Text for a card: one plain line, or GitHub-flavored Markdown in which nothing from a record can act."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from backstay.case.text import printable
from backstay.hooks.invariants import LONGEST_SUMMARY

SUMMARY = LONGEST_SUMMARY - 1  # characters
LINE = 600
DETAIL = 12_000
_SIGNS = re.compile(r"([\\`*_{}\[\]#|~@])")
_LINKS = re.compile(r"(?<=:)//|(?i:(?<=\bwww)\.)")
END, GAP = "...", "\n\n"


def plain(text: str, most: int = SUMMARY) -> str:
    """One printable line of at most so many characters, cut between words.

    >>> plain("Emergency: within 24 hours", 15)
    'Emergency...'
    """
    line = " ".join(text.split())
    if not line.isprintable():
        line = " ".join(printable(line, most + 1).split())
    if len(line) <= most:
        return line
    cut = line[: most + 1 - len(END)]
    return (cut.rpartition(" ")[0].rstrip(" ,;:.") or cut[:-1]) + END


def escaped(text: str) -> str:
    r"""A line in which signs of Markdown stand for themselves, and no address becomes a link.

    >>> escaped("T8 *[x](http://a)*")
    'T8 \\*\\[x\\](http:\\/\\/a)\\*'
    """
    safe = html.escape(_SIGNS.sub(r"\\\1", plain(text, LINE)), quote=False)
    return _LINKS.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), safe)


def bullets(title: str, lines: Iterable[str], *, numbered: bool = False) -> str:
    """A title and its lines as a list; nothing where there are no lines."""
    shown = [escaped(one) for one in lines if one]
    if not shown:
        return ""
    marks = [f"{at}." if numbered else "-" for at in range(1, len(shown) + 1)]
    body = "\n".join(f"{mark} {one}" for mark, one in zip(marks, shown, strict=True))
    return f"**{escaped(title)}**\n\n{body}"


def joined(parts: Iterable[str], foot: str, most: int = DETAIL) -> str:
    """Parts with an empty line between them, the foot last; a part for which there is no room is left out."""
    found: list[str] = []
    left = most - len(foot)
    for part in filter(None, parts):
        if len(part) + len(GAP) <= left:
            found.append(part)
            left -= len(part) + len(GAP)
    return GAP.join([*found, foot])

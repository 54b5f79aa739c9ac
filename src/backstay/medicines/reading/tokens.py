"""From one line of text to tokens: words, numbers with their range, and marks. Nothing is dropped but dots."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple, TypeAlias

LONGEST, MOST_LINES = 300, 200
FRACTIONS = "½¼¾"
# Digits of other scripts, hidden characters, and marks that belong to no letter: one strikes words through.
REFUSED = "NCM"
# Dashes, the minus sign and the apostrophe that typesetting uses, by their code points.
PLAIN = {**dict.fromkeys((0x2010, 0x2011, 0x2013, 0x2014, 0x2212), "-"), 0x2019: "'"}
# A number; letters with dots between them (b.d.); a word, whose dot at its end is dropped; any other mark.
TOKEN = re.compile(
    r"(\d[\d.,]*\d|\d)|([^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?)|([^\W\d_]+(?:'[^\W\d_]+)?)(?:\.(?!\d))?|(\S)"
)
NUMERIC, DOTTED = 1, 2
# 5, 5.0, 0.125, 12,5; not 1,000 or 12.125, which are a thousand somewhere, and not 05 or 1.2.3.
NUMBER = re.compile(r"0|0[.,]\d{1,20}|[1-9]\d{0,6}|[1-9]\d{0,6}[.,](?:\d{1,2}|\d{4,20})")
AMBIGUOUS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")


class Number(NamedTuple):
    """A number as it was written, or a range of two."""

    low: float
    high: float


class Bad(NamedTuple):
    """A number that is not read, and why."""

    problem: str
    expected: str


Token: TypeAlias = str | Number | Bad


class NotRead(Exception):
    """Why a line is not read, and what would be."""

    def __init__(self, problem: str, expected: str) -> None:
        super().__init__(problem)
        self.problem, self.expected = problem, expected


def plain(text: str) -> str:
    """Small letters without accents; digits of other scripts, hidden characters and strokes are refused.

    >>> plain("Morphine 10 µg, 3 FOIS PAR JOUR à 8 h")
    'morphine 10 µg, 3 fois par jour a 8 h'
    """
    if len(text) > LONGEST:
        raise NotRead(f"more than {LONGEST} characters", "one medicine in one line")
    text = text.replace("_", " ").rstrip(" .")
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFC", text.translate(PLAIN).casefold().replace("μ", "µ"))
    for char in bare:
        if (
            not char.isascii()
            and char not in FRACTIONS
            and unicodedata.category(char)[0] in REFUSED
        ):
            raise NotRead(f"the character {char!a}", "digits 0 to 9 and letters")
    parts = unicodedata.normalize("NFD", bare)
    return "".join(char for char in parts if not unicodedata.combining(char))


def tokens(text: str) -> list[Token]:
    """Words, numbers and marks of a plain text, in order.

    >>> tokens("oxycodone 2.5 mg b.d. (3/day)")
    ['oxycodone', Number(low=2.5, high=2.5), 'mg', 'bd', '(', Number(low=3.0, high=3.0), '/', 'day', ')']
    """
    found: list[Token] = []
    for match in TOKEN.finditer(text):
        kind, said = match.lastindex, match[match.lastindex or 0]
        if kind == NUMERIC:
            found.append(_number(said))
        elif kind == DOTTED:
            found.append(said.replace(".", ""))
        elif said == "-" and text[match.start() - 1 : match.end() + 1] == " - ":
            found.append(" - ")
        elif said == "-" and text[match.end() : match.end() + 1] == " ":
            found.append("- ")  # "12- tablets": a number is missing
        else:
            found.append(said)
    return found


def _number(text: str) -> Number | Bad:
    if AMBIGUOUS.fullmatch(text):
        return Bad(
            f"{text} may be a thousand or a decimal", "a number without separators: 1000, or 1.5"
        )
    if not NUMBER.fullmatch(text):
        return Bad(f"{text} is not a plain number", "a number such as 5, 0.5 or 2,5")
    value = float(text.replace(",", "."))
    return Number(value, value)

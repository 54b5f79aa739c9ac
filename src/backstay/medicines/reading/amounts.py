"""The parts of a line that are about an amount: numbers, units, pieces and strengths.

Numbers, units and pieces that stand together make a run. Its letters are matched with the ways in which people
write amounts; a run that fits none, or that could mean two amounts, is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from backstay.medicines.reading.lexicon import Lexicon
from backstay.medicines.reading.tokens import NotRead
from backstay.medicines.reading.tree import Item

# V is the unit mL; P something that is counted, a tablet or a patch; D a scheme for the times of day.
LETTERS = {"number": "N", "unit": "U", "slash": "S", "each": "X", "per_hour": "H", "scheme": "D"}
PASSED = ("drug", "salt", "route", "filler", "form")  # may stand inside a run
OF_DRUG = "O"  # 10 mg of morphine; but in "2 tablets of morphine 10 mg" it is between an amount and another
EXPECTED = "one dose with its unit, such as 10 mg, 2 tablets of 5 mg, or 5 mL of 10 mg/5 mL"
A = "(?P<amount>NUH?(?:SNUH?)*|NSN(?:SN)*U?)"
C = "(?P<count>N)"
HELD = "(?P<held>NUSN?V)"
KINDS = (
    ("amount", A),
    ("strength", f"{A}S?P|P{A}"),
    ("count", f"{C}P?"),
    ("counted", f"{C}PX{A}P?|{C}X{A}P?|{C}P{A}XP?|{A}PX?{C}P?|P{A}X?{C}P?|{A}X{C}P"),
    ("unsure", f"{C}P{A}P?|{A}{C}P"),
    ("alone", f"{A}{C}"),
    ("held", f"P?{HELD}"),
    ("liquid", f"P?{HELD}P?X?(?P<volume>NV)|(?P<volume>NV)X?P?{HELD}"),
    ("labeled", f"P?{HELD}P?(?P<amount>NU)"),
    ("volume", "P?(?P<volume>NV)"),
    ("scheme", "DP?"),
    ("scheme_amount", "DU"),
    ("piece", "P"),
)


def _each_way(pattern: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in _split(pattern))


def _split(pattern: str) -> Iterator[str]:
    """The alternatives of the outermost level, since a name may stand once in each."""
    depth = start = 0
    for at, char in enumerate(pattern):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            yield pattern[start:at]
            start = at + 1
    yield pattern[start:]


WAYS = tuple((kind, way) for kind, pattern in KINDS for way in _each_way(pattern))


class Run(NamedTuple):
    """Numbers, units and pieces that stand together."""

    kind: str
    items: tuple[Item, ...]
    parts: dict[str, tuple[Item, ...]]  # amount, count, held, volume: of what kind has them
    closed: bool  # in parentheses


def runs(items: list[Item], words: Lexicon) -> list[Run]:
    """The parts of the line that are about an amount.

    Raises NotRead where numbers, units and pieces stand together in a way that is not known.
    """
    found: list[Run] = []
    held: list[Item] = []
    letters, closed = "", False
    for at, item in enumerate([*items, Item("apart", None)]):
        letter = _letter(item, items, at, words)
        if letter == "D" or (not letter and item.means not in PASSED):
            if letters.strip(OF_DRUG):
                found.append(_run(letters, held, closed))
            held, letters = [], ""
            closed = item.means == "open" or (closed and item.means != "close")
        if letter:
            held.append(item)
            letters += letter
    return found


def _letter(item: Item, items: list[Item], at: int, words: Lexicon) -> str:
    if item.means == "unit" and item.key == "mL":
        return "V"
    if item.means == "form":
        return "P" if words.forms[item.key].counted else ""
    if item.means == "each" and [one.means for one in items[at + 1 : at + 2]] == ["drug"]:
        return OF_DRUG
    if item.means == "slash" and _between_drugs(items, at):
        return ""
    return LETTERS.get(item.means, "")


def _between_drugs(items: list[Item], at: int) -> bool:
    around = items[at - 1 : at] + items[at + 1 : at + 2]
    return len(around) == 2 and all(one.means in ("drug", "salt") for one in around)


def _run(letters: str, held: list[Item], closed: bool) -> Run:
    letters = letters.removesuffix(OF_DRUG).replace(OF_DRUG, "X")
    for kind, way in WAYS:
        match = way.fullmatch(letters)
        if match:
            parts = {name: tuple(held[slice(*match.span(name))]) for name in match.groupdict()}
            return Run(kind, tuple(held), parts, closed)
    raise NotRead("numbers and units are not understood together", EXPECTED)

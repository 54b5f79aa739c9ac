"""From tokens to items: each word must mean something, or the line is not read."""

from __future__ import annotations

from typing import NamedTuple

from backstay.medicines.reading.lexicon import Lexicon
from backstay.medicines.reading.numbers import folded
from backstay.medicines.reading.tokens import Bad, Number, Token, plain, tokens
from backstay.medicines.reading.tree import Item, longest

KNOWN = "a drug, form, dose, unit, route and how often, in words such as 'morphine MR 30 mg orally twice a day'"
MARKS = {
    "/": "slash", ",": "apart", ":": "apart", " - ": "apart", "+": "slash", "&": "slash", "(": "open", ")": "close",
}  # fmt: skip


class Matched(NamedTuple):
    """The items of a line."""

    items: list[Item]

    def of(self, means: str) -> list[Item]:
        return [item for item in self.items if item.means == means]

    @property
    def drugs(self) -> tuple[str, ...]:
        """The drugs, each once: a brand in parentheses says the same drug again."""
        return tuple(dict.fromkeys(drug for item in self.of("drug") for drug in item.key))


def matched(text: str, words: Lexicon) -> Matched:
    """What each part of the text means; a word that means nothing is an item too."""
    line = _joined(folded(tokens(plain(text)), words.numbers))
    found: list[Item] = []
    at = 0
    while at < len(line):
        known = longest(words.phrases, line, at)
        if known:
            end, meaning, number = known
            item = meaning.item(number)
            unsafe = item.means == "unsafe"
            found.append(item._replace(key=(str(line[at]), item.key)) if unsafe else item)
            at = end
        else:
            item, at = _single(line, at)
            found.append(item)
    return Matched(found)


def _single(line: list[Token], at: int) -> tuple[Item, int]:
    """The item of a token that begins no phrase, or of a scheme, and where it ends."""
    scheme = _scheme(line, at)
    if scheme:
        return Item("scheme", scheme), at + 2 * len(scheme) - 1
    token, after = line[at], line[at + 1 : at + 2]
    if token in ("-", ".") and after and type(after[0]) is Number:
        return Item(
            "bad", Bad(f"{token!r} before {after[0].low:g}", "a number such as 10 or 0.5")
        ), at + 2
    if type(token) is Number:
        return Item("number", None, token.low, token.high), at + 1
    if type(token) is Bad:
        return Item("bad", token), at + 1
    return Item(MARKS.get(str(token), "strange"), str(token)), at + 1


def _joined(line: list[Token]) -> list[Token]:
    """The line without the dash of modified-release, 10-mg or 4-hourly; the dash before a number stays."""
    last = len(line) - 1
    return [
        one
        for at, one in enumerate(line)
        if one != "-" or at in (0, last) or type(line[at + 1]) is Number
    ]


def _scheme(line: list[Token], at: int) -> tuple[float, ...]:
    """Numbers for the times of day, as in 1-0-1: three or four, with dashes between."""
    found: list[float] = []
    while at < len(line):
        token = line[at]
        if type(token) is not Number:
            break
        found.append(token.low)
        if line[at + 1 : at + 2] not in (["-"], [" - "]):
            break
        at += 2
    return tuple(found) if len(found) in (3, 4) else ()

"""From tokens to items: each word must mean something, or the line is not read."""

from __future__ import annotations

from backstay.medicines.reading.lexicon import Item, Lexicon, folded, longest
from backstay.medicines.reading.tokens import Number, Token, plain, tokens

KNOWN = "a drug, form, dose, unit, route and how often, in words such as 'morphine MR 30 mg orally twice a day'"
MARKS = {
    "/": "slash",
    ",": "apart",
    ":": "apart",
    " - ": "apart",
    "+": "slash",
    "&": "slash",
    "(": "open",
    ")": "close",
}


class Matched(list[Item]):
    """The items of a line, and the words that mean nothing."""

    strange: list[str]

    @property
    def drugs(self) -> tuple[str, ...]:
        return tuple(drug for item in self if item.means == "drug" for drug in item.key)


def matched(text: str, words: Lexicon) -> Matched:
    """What each part of the text means."""
    line = _joined(folded(tokens(plain(text).rstrip(" .")), words.numbers))
    found, at = Matched(), 0
    found.strange = []
    while at < len(line):
        known = longest(words.phrases, line, at)
        if known:
            at, meaning, number = known
            found.append(meaning.item(number))
            continue
        token = line[at]
        scheme = _scheme(line, at)
        if scheme:
            found.append(Item("scheme", tuple(one.low for one in scheme)))
            at += 2 * len(scheme) - 1
            continue
        at += 1
        if type(token) is Number:
            found.append(Item("number", None, token.low, token.high))
        elif token in MARKS:
            found.append(Item(MARKS[token], None))
        else:
            found.append(Item("strange", token))
            found.strange.append(str(token))
    return found


def _joined(line: list[Token]) -> list[Token]:
    """The line without the dash of modified-release, 10-mg or 4-hourly; the dash before a number stays."""
    last = len(line) - 1
    return [
        token
        for at, token in enumerate(line)
        if token != "-" or at in (0, last) or type(line[at + 1]) is Number
    ]


def _scheme(line: list[Token], at: int) -> tuple[Number, ...]:
    """Numbers for the times of day, as in 1-0-1: three or four, with dashes between."""
    found: list[Number] = []
    while at < len(line):
        token = line[at]
        if type(token) is not Number:
            break
        found.append(token)
        if line[at + 1 : at + 2] != ["-"]:
            break
        at += 2
    return tuple(found) if len(found) in (3, 4) else ()

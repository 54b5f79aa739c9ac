"""Numbers in a line: in words, as fractions, and as ranges."""

from __future__ import annotations

from backstay.medicines.reading.tokens import Number, Token
from backstay.medicines.reading.tree import Tree, longest

DASHES = ("-", " - ")
FRACTIONS = {(1.0, 2.0): 0.5, (1.0, 4.0): 0.25, (3.0, 4.0): 0.75}


def folded(line: list[Token], numbers: Tree) -> list[Token]:
    """The line with number words and fractions as numbers, and two with a dash or "to" between as a range."""
    return _ranges(_words(line, numbers), numbers)


def _words(line: list[Token], numbers: Tree) -> list[Token]:
    if "/" not in line and not any(token in numbers for token in line):
        return line
    found: list[Token] = []
    at = 0
    while at < len(line):
        end, value, part = _value(line, at, numbers)
        whole = found[-1] if found else None
        if value is None:
            found.append(line[at])
        elif part and type(whole) is Number and type(line[at - 1]) is Number and whole.low % 1 == 0:
            found[-1] = Number(whole.low + value, whole.low + value)  # 1 1/2
        else:
            found.append(Number(value, value))
        at = end
    return found


def _value(line: list[Token], at: int, numbers: Tree) -> tuple[int, float | None, bool]:
    """Where a number word or a fraction ends, its value, and whether it is a fraction."""
    token = line[at]
    if type(token) is Number:
        part = _fraction(line, at, token, numbers)
        return (at + 1, token.low, False) if part is None else (at + 3, part, True)
    known = longest(numbers, line, at) if token in numbers else None
    if known is None or known[1].means != "number":
        return at + 1, None, False
    return known[0], known[1].times, known[1].times < 1


def _fraction(line: list[Token], at: int, over: Number, numbers: Tree) -> float | None:
    """The value of 1 1/2, or of 1/2 before one piece; "1/2 tablets" may be one or two, "3/4 times" 3 or 4."""
    if line[at + 1 : at + 2] != ["/"] or at + 2 >= len(line):
        return None
    under, after = line[at + 2], line[at + 3] if at + 3 < len(line) else None
    known = numbers.get(after, {}).get(None)
    whole = at > 0 and type(line[at - 1]) is Number
    if type(under) is Number and (whole or (known is not None and known.means == "single")):
        return FRACTIONS.get((over.low, under.low))
    return None


def _ranges(line: list[Token], numbers: Tree) -> list[Token]:
    """A dash after a dash is a scheme for the times of day (1-0-1), and stays."""
    if len([token for token in line if type(token) is Number]) < 2:
        return line
    found: list[Token] = []
    at = 0
    while at < len(line):
        end = at
        while _two(line, end, numbers):
            end += 2
        first, last = line[at], line[end]
        if end == at + 2 and type(first) is Number and type(last) is Number:
            found.append(Number(first.low, last.low))
        else:
            found += line[at : end + 1]
        at = end + 1
    return found


def _two(line: list[Token], at: int, numbers: Tree) -> bool:
    """Whether a number stands here, and another after a dash or a word for "to"."""
    if at + 2 >= len(line) or type(line[at]) is not Number or type(line[at + 2]) is not Number:
        return False
    known = numbers.get(line[at + 1], {}).get(None)
    return line[at + 1] in DASHES or (known is not None and known.means == "to")

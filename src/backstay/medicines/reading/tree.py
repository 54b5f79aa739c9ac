"""Phrases as a tree of tokens, in which the longest that begins at a place is found."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from backstay.medicines.reading.tokens import Number, Token

Tree: TypeAlias = dict[Any, Any]  # token -> tree; None -> what the phrase that ends here means
SLOT = "#"  # stands for a number; twice in a phrase, for the same number


class Item(NamedTuple):
    """What a phrase of the line means."""

    means: str
    key: Any  # an id, the ids of a combination, or None
    low: float = 0.0  # of meanings with a number
    high: float = 0.0


class Meaning(NamedTuple):
    means: str
    key: Any
    times: float = 0.0
    slot: bool = False  # `times` multiplies the number in the phrase

    def item(self, number: Number | None) -> Item:
        low, high = number if self.slot and number else (1.0, 1.0)
        return Item(self.means, self.key, self.times * low, self.times * high)


def longest(tree: Tree, line: list[Token], at: int) -> tuple[int, Meaning, Number | None] | None:
    """The longest phrase that begins here: where it ends, what it means, and its number."""
    if line[at] not in tree and (type(line[at]) is not Number or SLOT not in tree):
        return None
    best: tuple[int, Meaning, Number | None] | None = None
    live: list[tuple[Tree, Number | None]] = [(tree, None)]
    for end in range(at, len(line)):
        token = line[end]
        after = [(one[token], number) for one, number in live if token in one]
        if type(token) is Number:
            after += [
                (one[SLOT], token)
                for one, number in live
                if SLOT in one and number in (None, token)
            ]
        if not after:
            break
        live = after
        for one, number in after:
            if None in one:
                best = end + 1, one[None], number
                break
    return best

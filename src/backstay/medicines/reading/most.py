"""The highest amount of a day: "max 4 g a day", "up to 6 tablets a day"."""

from __future__ import annotations

from typing import NamedTuple

from backstay.medicines.reading.lexicon import Lexicon
from backstay.medicines.reading.tokens import NotRead
from backstay.medicines.reading.tree import Item

EXPECTED = "a limit such as max 4 times a day, max 40 mg a day, or max 6 tablets a day"


class Most(NamedTuple):
    value: float
    unit: str | None  # None: of pieces


def most(items: list[Item], words: Lexicon) -> tuple[list[Item], Most | None]:
    """The items without the limit, and the limit.

    Raises NotRead where it is not one amount in a day.
    """
    places = [at for at, item in enumerate(items) if item.means == "most"]
    if not places:
        return items, None
    at = places[0]
    after = items[at + 1 : at + 4]
    kinds = [item.means for item in after]
    piece = kinds == ["number", "form", "times"] and words.forms[after[1].key].counted
    if len(places) > 1 or not (piece or kinds == ["number", "unit", "times"]):
        raise NotRead("a limit that is not understood", EXPECTED)
    number, of, day = after
    if day[2:] != (1.0, 1.0) or number.low != number.high:
        raise NotRead("a limit that is not one amount in a day", EXPECTED)
    rest = [*items[:at], Item("apart", None), *items[at + 4 :]]
    return rest, Most(number.low, None if piece else of.key)

"""What the decision shows of an option: the first reasons of each side, and its harms as a number."""

from __future__ import annotations

import re
from typing import NamedTuple

from backstay.present.knows import Entry
from backstay.present.reasons import Reason, Sides, sides
from backstay.present.words import say

ONE_SIDE, BOTH_SIDES = 1, 1  # reasons shown of each side
_FIGURE = re.compile(r"\d")


class Brief(NamedTuple):
    """The strongest reasons for and against, the first harm with a figure, and how many harms there are."""

    pro: list[Reason]
    con: list[Reason]
    harm: Reason | None
    harms: int


def brief(option: Entry) -> Brief:
    """An option in a few lines; all that is left out stands among the details."""
    found = sides(option)
    most = BOTH_SIDES if found.pro and found.con else ONE_SIDE
    return Brief(found.pro[:most], found.con[:most], _harm(found), len(found.harms))


def first_reason(option: Entry) -> Reason | None:
    """The one reason for a line: what speaks against a refused option, else what speaks for it."""
    found = sides(option)
    held = found.con or found.pro if option["stance"] in AGAINST else found.pro or found.con
    return held[0] if held else None


def harms_line(count: int) -> str:
    """How many harms there are and where they stand."""
    return say("one_harm") if count == 1 else say("harms_below", count=count)


AGAINST = ("not_advised", "contraindicated", "declined")


def _harm(found: Sides) -> Reason | None:
    with_figure = [one for one in found.harms if _FIGURE.search(one.text)]
    return next(iter([*with_figure, *found.harms]), None)

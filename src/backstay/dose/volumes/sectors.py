"""Sectors of a vertebra: which rows of the table fit the involved ones, and what they treat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

from backstay.knowledge import Knowledge
from backstay.knowledge.tables.targets import PAIRED, TargetRow, TargetSector

Sectors = frozenset[str]
SIDES = ("left", "right")


class Match(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One row that fits, on one side where it is a row of one side."""

    row: TargetRow
    side: str | None
    fits: Sectors  # the involved sectors that it speaks of
    treat: Sectors


def sectors(knowledge: Knowledge) -> Mapping[str, TargetSector]:
    """The six sectors by their names."""
    table: Mapping[str, TargetSector] = knowledge.tables["target_sectors"]
    return table


def matches(involved: Sectors, knowledge: Knowledge) -> tuple[Match, ...]:
    """Every row that fits these sectors, in the order of the table.

    >>> from backstay.knowledge import load_knowledge
    >>> [one.row.id for one in matches(frozenset({"body", "left_pedicle"}), load_knowledge())]
    ['any_part_of_the_body', 'body_and_one_pedicle', 'one_pedicle']
    """
    return tuple(
        match
        for row in knowledge.tables["target_rows"].values()
        for match in _of_row(row, involved, knowledge)
    )


def deciding(found: tuple[Match, ...]) -> tuple[Match, ...]:
    """The rows that say most: a row is left out where another one treats all that it treats, and more.

    Of rows that treat the same, the one that speaks of most sectors counts.
    """
    ranked = sorted(found, key=lambda one: (-len(one.treat), -len(one.fits)))
    kept: list[Match] = []
    for one in ranked:
        if not any(one.treat <= other.treat for other in kept):
            kept.append(one)
    return tuple(one for one in found if one in kept)


def named(names: Iterable[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Sectors in the order of the table."""
    wanted = set(names)
    return tuple(name for name in sectors(knowledge) if name in wanted)


def spelled(tokens: Iterable[str], side: str | None, knowledge: Knowledge) -> Sectors:
    """The sectors that words of a row mean: `same_pedicle` is that of the side, `both_pedicles` are two."""
    places = _by_place(knowledge)
    found: set[str] = set()
    for token in tokens:
        which, _, part = token.rpartition("_")
        if which == "both":
            found.update(places[part.removesuffix("s"), one] for one in SIDES)
        else:
            found.add(places[part, side if which == "same" else None])
    return frozenset(found)


def _of_row(row: TargetRow, involved: Sectors, knowledge: Knowledge) -> Iterator[Match]:
    sides = SIDES if row.sides == "one" else (None,)
    for side in sides:
        needed = _needed(row, side, knowledge)
        if needed <= involved:
            yield Match(row=row, side=side, fits=needed, treat=spelled(row.treat, side, knowledge))


def _needed(row: TargetRow, side: str | None, knowledge: Knowledge) -> Sectors:
    places = _by_place(knowledge)
    return frozenset(
        places[part, one]
        for part in row.involved
        for one in ((None,) if part not in PAIRED else (side,) if row.sides == "one" else SIDES)
    )


@lru_cache(maxsize=4)
def _by_place(knowledge: Knowledge) -> dict[tuple[str, str | None], str]:
    return {(one.part, one.side): one.id for one in sectors(knowledge).values()}

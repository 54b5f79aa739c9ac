"""Which patch for which dose: by a named table, one way only, for the tolerant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Status
from backstay.knowledge.ingredients import spoken
from backstay.knowledge.tables.rotation import PatchTable
from backstay.medicines.opioids.conversion import BETWEEN, Leg, pairs, to_morphine, weakest
from backstay.medicines.opioids.taking import SKIN, Taken

DEFAULT_TABLE = "us"


class NoSuchTable(ValueError):
    """A name that no table of patches has; the message names those there are."""


class Patch(NamedTuple):
    """The strength in mcg/h that a table gives, or why it gives none."""

    strength: float | None
    refused: str | None
    table: str  # id of the entry
    dose: float  # that the table was read at, in mg of a day
    legs: tuple[Leg, ...]  # where it was read through oral morphine
    evidence: tuple[str, ...]
    checked: Status
    cut: bool  # whether the table was read after the cut: it is not cautious by itself


def patch_for(
    taken: Sequence[Taken], patch: str, name: str | None, knowledge: Knowledge, percent: float = 0
) -> Patch | str:
    """The patch for what is taken, or why there is none.

    One opioid that the table names is read directly; any other, or several, through oral morphine by lower bounds.
    `percent` is the cut, for a table that may be read both ways; one of a label is cautious already.
    Raises NoSuchTable.
    """
    tables = _tables(patch, name, knowledge)
    one = taken[0]
    direct = tables.get((one.drug, one.route)) if len(taken) == 1 else None
    if direct is not None:
        return _read(direct, one.dose, (), knowledge, percent)
    legs = to_morphine(taken, knowledge)
    if legs is None:
        return (
            "no ratio leads from one of these opioids to oral morphine, by which the table is read"
        )
    return _read(tables[BETWEEN], sum(leg.low for leg in legs), legs, knowledge, percent)


def all_tables(
    morphine: float, patch: str, knowledge: Knowledge
) -> Iterator[tuple[str, float | None, PatchTable]]:
    """What each table gives for one dose of oral morphine in mg a day, and the rule of thumb beside them."""
    for table in patch_tables(knowledge):
        if table.patch == patch and (table.drug, table.route) == BETWEEN:
            share = table.share
            yield (
                table.table,
                morphine * share if share is not None else strength(table, morphine, knowledge),
                table,
            )


def strength(table: PatchTable, dose: float, knowledge: Knowledge) -> float | None:
    """The patch for a dose in mg a day; between two bands the smaller one, outside of all of them None.

    Below the first band the smallest patch holds only where it does not equal more than is taken.
    """
    if dose > table.bands[-1].max:
        return None
    found = [band.strength for band in table.bands if band.min <= dose]
    if found:
        return found[-1]
    if table.below is None or _equals(table, knowledge) > dose:
        return None
    return table.below


def at_most(limit: float, patch: str, knowledge: Knowledge) -> float | None:
    """The strongest patch in any table up to a limit in mcg/h."""
    known = [
        strength
        for table in patch_tables(knowledge)
        if table.patch == patch
        for strength in (table.below, *(band.strength for band in table.bands))
        if strength is not None and strength <= limit
    ]
    return max(known, default=None)


def _equals(table: PatchTable, knowledge: Knowledge) -> float:
    """The oral morphine that the patch below the first band equals, by the usual ratio."""
    ratio = pairs(knowledge)[(table.patch, SKIN), (table.drug, table.route)]
    assert table.below is not None and not isinstance(ratio.default, tuple)
    return table.below * ratio.default


def _read(
    table: PatchTable, taken: float, legs: tuple[Leg, ...], knowledge: Knowledge, percent: float
) -> Patch:
    dose = taken * (1 - percent / 100) if table.both_ways else taken
    found = strength(table, dose, knowledge)
    checked = weakest((table.checked.status, *(leg.checked for leg in legs)))
    evidence = tuple(
        dict.fromkeys((*table.evidence, *(source for leg in legs for source in leg.evidence)))
    )
    refused = None if found is not None else _outside(table, dose)
    return Patch(found, refused, table.id, dose, legs, evidence, checked, table.both_ways)


def _outside(table: PatchTable, dose: float) -> str:
    said = f"{dose:.4g} mg {spoken(table.drug)} a day"
    if dose > table.bands[-1].max:
        return f"{said} is above the table, which ends at {table.bands[-1].max:g} mg: a specialist decides"
    return f"{said} is below the table, which begins at {table.bands[0].min:g} mg: no patch"


def _tables(
    patch: str, name: str | None, knowledge: Knowledge
) -> dict[tuple[str, str], PatchTable]:
    """The entries of one named table, by what is taken; without a name that of the default, or the only one."""
    known = [one for one in patch_tables(knowledge) if one.patch == patch and one.bands]
    names = tuple(dict.fromkeys(one.table for one in known))
    if name is None:
        name = DEFAULT_TABLE if DEFAULT_TABLE in names else names[0]
    if name not in names:
        raise NoSuchTable(
            f"there is no table {name!r} of the {spoken(patch)} patch; there are {', '.join(names)}"
        )
    return {(one.drug, one.route): one for one in known if one.table == name}


def patch_tables(knowledge: Knowledge) -> Sequence[PatchTable]:
    """Every table of patches."""
    return tuple(knowledge.tables["patch_tables"].values())

"""Target volumes by involved sector: consensus rows, positions where sources differ, margins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from backstay.knowledge.entries import Checked, Entry
from backstay.knowledge.tables.schedules import unknown_names

Part = Literal["body", "pedicle", "lateral", "spinous"]  # lateral: transverse process and lamina
Side = Literal["left", "right"]
# What a row treats: the same side is that of the involved part, where only one side is.
Treated = Literal[
    "body", "spinous", "same_pedicle", "same_lateral", "both_pedicles", "both_laterals",
]  # fmt: skip
Of = Literal["intact", "postoperative", "sacrum", "outside_the_spine", "any"]
PAIRED = ("pedicle", "lateral")
# Where a sector can be: each of these has one.
PLACES: tuple[tuple[Part, Side | None], ...] = (
    ("body", None), ("spinous", None), ("pedicle", "left"), ("pedicle", "right"),
    ("lateral", "left"), ("lateral", "right"),
)  # fmt: skip


class TargetSector(Entry, frozen=True, kw_only=True):
    """One sector of a vertebra, under a name in words; `value` is that of the fact `sectors`."""

    value: str
    part: Part
    side: Side | None = None
    label: str
    checked: Checked


class Added(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Sectors that one source adds, or that are added only under a condition that no fact holds."""

    sectors: tuple[Treated, ...]
    says: str
    evidence: tuple[str, ...]
    checked: Checked


class TargetRow(Entry, frozen=True, kw_only=True):
    """Which sectors are treated when these parts are involved. A row of one side holds for each side."""

    involved: tuple[Part, ...]
    sides: Literal["one", "both"] | None = None  # of the paired parts
    treat: tuple[Treated, ...]
    differ: tuple[Added, ...] = ()
    because: str
    evidence: tuple[str, ...]
    checked: Checked


class TargetRule(Entry, frozen=True, kw_only=True):
    """A rule about extent, margin or drawing."""

    of: Of
    when: tuple[str, ...] = ()  # yes_no facts or definitions that must all hold
    when_not: tuple[str, ...] = ()  # ... and none of these
    says: str
    margin_mm: tuple[float, float] | None = None
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class TargetScope(Entry, frozen=True, kw_only=True):
    """At which levels the rows of sectors hold, and what is said elsewhere."""

    levels: tuple[str, ...]
    elsewhere: str
    sacrum: str
    several_levels: str
    none_involved: str
    after_surgery: str
    circle: str
    numbers: str
    put_together: str
    ring_rule: str
    checked: Checked
    evidence: tuple[str, ...] = ()


KINDS: dict[str, type[Entry]] = {
    "target_sectors": TargetSector,
    "target_rows": TargetRow,
    "target_rules": TargetRule,
    "target_scopes": TargetScope,
}
Made = dict[str, dict[str, Any]]
Problem = tuple[str, str, str]
SCOPE = "target_by_sectors"


def problems(made: Made) -> Iterator[Problem]:
    """(kind, id, what is wrong)."""
    for entry in made["target_sectors"].values():
        yield from (("target_sectors", entry.id, text) for text in _sector(made, entry))
    for entry in made["target_rows"].values():
        yield from (("target_rows", entry.id, text) for text in _row(made, entry))
    for entry in made["target_rules"].values():
        yield from (("target_rules", entry.id, text) for text in _rule(made, entry))
    yield from _places(made)
    yield from _scope(made)


def _places(made: Made) -> Iterator[Problem]:
    """Rows speak of places, so each must be one sector."""
    found = [(one.part, one.side) for one in made["target_sectors"].values()]
    for part, side in PLACES:
        if found.count((part, side)) != 1:
            place = " ".join(one for one in (side, part) if one)
            yield (
                "target_sectors",
                place,
                f"{found.count((part, side))} sectors are the {place}; one is",
            )


def _sector(made: Made, entry: TargetSector) -> Iterator[str]:
    if (entry.part in PAIRED) != (entry.side is not None):
        yield "pedicles and laminae have a side, body and spinous process have none"
    fact = made["facts"].get("sectors")
    if fact is not None and entry.value not in fact.values:
        yield f"{entry.value} is not a value of the fact sectors"


def _row(made: Made, entry: TargetRow) -> Iterator[str]:
    paired = any(part in PAIRED for part in entry.involved)
    if paired != (entry.sides is not None):
        yield "sides says of how many sides, where a paired part is involved and only there"
    treated = {*entry.treat, *(one for added in entry.differ for one in added.sectors)}
    if entry.sides != "one" and any(one.startswith("same_") for one in treated):
        yield "there is no same side: sides is not one"
    for part in entry.involved:
        if not any(one.endswith(part) or one == f"both_{part}s" for one in entry.treat):
            yield f"leaves out {part}, which is involved"
    for added in entry.differ:
        for source in added.evidence:
            if source not in made["evidence"]:
                yield f"evidence {source} is not in evidence/"


def _rule(made: Made, entry: TargetRule) -> Iterator[str]:
    yield from unknown_names(made, (*entry.when, *entry.when_not))
    if entry.margin_mm is not None and not 0 <= entry.margin_mm[0] <= entry.margin_mm[1]:
        yield "margin_mm goes from low to high"


def _scope(made: Made) -> Iterator[Problem]:
    if SCOPE not in made["target_scopes"]:
        yield "target_scopes", SCOPE, "says where the rows hold, and is missing"
    for entry in made["target_scopes"].values():
        if entry.ring_rule not in made["target_rules"]:
            yield "target_scopes", entry.id, f"{entry.ring_rule} is not a target rule"

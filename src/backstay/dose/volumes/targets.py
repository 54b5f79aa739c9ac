"""The target of one lesion: sectors to treat, sectors on which sources differ, and the rules of drawing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import msgspec

from backstay.case.values import Interval, Members
from backstay.dose.volumes.asking import (
    Ask,
    Facts,
    Known,
    MissingOf,
    asker,
    merged,
    opposite,
    together,
)
from backstay.dose.volumes.drawing import Drawn, circumferential, drawn_from, scope_of
from backstay.dose.volumes.found import Target, TargetRule
from backstay.dose.volumes.sectors import Sectors, named, sectors
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Status
from backstay.knowledge.tables.targets import TargetRule as RuleEntry

OPERATED, SACRUM = "operated_here", "in_the_sacrum"
SECTORS, LEVEL, LEVELS = "sectors", "level", "levels"
STATUSES: tuple[str, ...] = get_args(Status)
UNKNOWN_SECTORS = "Which sectors are involved is not known."


class Place(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where a lesion is, as far as it matters for a target."""

    levels: frozenset[str]  # empty: not known
    operated: Known
    sacrum: Known


def target_for(facts: Facts, knowledge: Knowledge, *, missing: MissingOf | None = None) -> Target:
    """The sectors to treat when some are involved, and where sources differ, with the rules of drawing.

    `facts` are those of the lesion; sectors may stand in them by number, as the fact has them, or by name. Nothing
    is treated on a guess: without sectors, in the sacrum, and at C0 and C1 it says why there is no answer. Sources:
    the rows of `target_rows` and the rules of `target_rules`, each with what was read.

    >>> from backstay.knowledge import load_knowledge
    >>> given = Members(frozenset({"1", "2"}), complete=True)
    >>> target_for({"level": "T8", "sectors": given}, load_knowledge()).treat
    ('body', 'left_pedicle', 'left_lamina')
    """
    ask = asker(facts, knowledge, missing)
    place = _place(facts, ask)
    involved = involved_sectors(facts, knowledge)
    why = _whyopposite(place, involved, knowledge)
    drawn = None if why is not None or involved is None else drawn_from(
        involved, place.operated.truth is True, knowledge
    )  # fmt: skip
    rules = tuple(_rules(ask, place, knowledge))
    return Target(
        of=_kind(place),
        involved=None if involved is None else named(involved, knowledge),
        rules=rules,
        why_not=why,
        check_first=merged((_to_ask(facts), *(one.check_first for one in rules))),
        notes=tuple(_notes(place, involved, drawn, knowledge)),
        **_said(drawn, involved, knowledge),
    )


def involved_sectors(facts: Facts, knowledge: Knowledge) -> Sectors | None:
    """The involved sectors by name; None where nobody said."""
    given = facts.get(SECTORS)
    if not isinstance(given, Members):
        return None
    table = sectors(knowledge)
    return frozenset(name for name in table if {name, table[name].value} & given.present)


def _said(drawn: Drawn | None, involved: Sectors | None, knowledge: Knowledge) -> Mapping[str, Any]:
    """What the rows say, for the fields of a target."""
    if drawn is None:
        return {
            "treat": None, "differ": (), "rows": (), "one_row": False, "circumferential": None,
            "evidence": (), "status": None,
        }  # fmt: skip
    rows = [one.row for one in drawn.rows]
    return {
        "treat": named(drawn.treat, knowledge),
        "differ": drawn.differ,
        "rows": tuple(dict.fromkeys(one.id for one in rows)),
        "one_row": [one.fits for one in drawn.rows] == [involved],
        "circumferential": circumferential(drawn, knowledge),
        "evidence": merged(one.evidence for one in rows),
        "status": max((one.checked.status for one in rows), key=STATUSES.index),
    }


def _place(facts: Facts, ask: Ask) -> Place:
    level, spans = facts.get(LEVEL), facts.get(LEVELS)
    levels = spans.present if isinstance(spans, Members) else frozenset([level] if level else [])
    sacral = Known(any(one.startswith("S") for one in levels)) if levels else ask(SACRUM)
    return Place(levels=levels, operated=ask(OPERATED), sacrum=sacral)


def _kind(place: Place) -> str:
    if place.sacrum.truth:
        return "sacrum"
    return "postoperative" if place.operated.truth else "intact"


def _whyopposite(place: Place, involved: Sectors | None, knowledge: Knowledge) -> str | None:
    """Why no sector is named."""
    scope = scope_of(knowledge)
    if place.levels and not place.levels & set(scope.levels):
        return scope.sacrum if place.sacrum.truth else scope.elsewhere
    if involved is None:
        return UNKNOWN_SECTORS
    return None if involved else scope.none_involved


def _to_ask(facts: Facts) -> tuple[str, ...]:
    given = facts.get(SECTORS)
    asked = [] if isinstance(given, Members) and given.complete else [SECTORS]
    return tuple(asked if facts.get(LEVEL) else [LEVEL, *asked])


def _notes(
    place: Place, involved: Sectors | None, drawn: Drawn | None, knowledge: Knowledge
) -> Iterator[str]:
    scope = scope_of(knowledge)
    if drawn is None:
        return
    if [one.fits for one in drawn.rows] != [involved]:
        yield scope.put_together
    if place.operated.truth:
        yield scope.after_surgery
    if place.sacrum.truth:
        yield scope.sacrum
    if len(place.levels) > 1:
        yield scope.several_levels
    yield scope.numbers


def _rules(ask: Ask, place: Place, knowledge: Knowledge) -> Iterator[TargetRule]:
    """Rules that are about this lesion, and those that may be."""
    entries: Mapping[str, RuleEntry] = knowledge.tables["target_rules"]
    for entry in entries.values():
        known = together(
            _about(entry, place),
            *map(ask, entry.when),
            *(opposite(ask(name)) for name in entry.when_not),
        )
        if known.truth is not False:
            yield TargetRule(
                id=entry.id, applies=known.truth, says=entry.says,
                margin_mm=None if entry.margin_mm is None else Interval(*entry.margin_mm),
                check_first=known.check_first, note=entry.note,
                evidence=entry.evidence, checked=entry.checked,
            )  # fmt: skip


def _about(entry: RuleEntry, place: Place) -> Known:
    """Whether a rule is about a place of this kind."""
    if entry.of == "intact":
        return together(opposite(place.operated), opposite(place.sacrum))
    return {
        "postoperative": place.operated,
        "sacrum": place.sacrum,
        "any": Known(True),
        "outside_the_spine": Known(False),
    }[entry.of]

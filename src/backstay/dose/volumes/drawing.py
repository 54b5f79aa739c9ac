"""From involved sectors to the target: what rows say together, where they differ, and the circle of the cord."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from backstay.dose.volumes.found import Position
from backstay.dose.volumes.sectors import Match, Sectors, deciding, matches, named, sectors, spelled
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.targets import SCOPE, TargetScope


class Drawn(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is treated, what is open, and the rows that say so."""

    treat: Sectors
    differ: tuple[Position, ...]
    rows: tuple[Match, ...]


def scope_of(knowledge: Knowledge) -> TargetScope:
    """Where the rows hold, and what is said elsewhere."""
    scope: TargetScope = knowledge.tables["target_scopes"][SCOPE]
    return scope


def drawn_from(involved: Sectors, operated: bool, knowledge: Knowledge) -> Drawn:
    """The target of some involved sectors. What is involved is always treated.

    After surgery what the rows add is open, since of the compartments beside it none was read. A circle around the
    cord is not closed by putting rows together: what is not involved is open then.

    >>> from backstay.knowledge import load_knowledge
    >>> sorted(drawn_from(frozenset({"spinous_process"}), False, load_knowledge()).treat)
    ['left_lamina', 'right_lamina', 'spinous_process']
    """
    found = matches(involved, knowledge)
    rows = deciding(found)
    treat = involved.union(*(one.treat for one in rows))
    differ = tuple(dict.fromkeys(_positions(found, treat, knowledge)))
    added = treat - involved
    if operated and added:
        return Drawn(treat=involved, differ=(_beside(added, knowledge), *differ), rows=rows)
    if added and len(treat) == len(sectors(knowledge)):
        return Drawn(treat=involved, differ=(_circle(added, knowledge), *differ), rows=rows)
    return Drawn(treat=treat, differ=differ, rows=rows)


def circumferential(drawn: Drawn, knowledge: Knowledge) -> bool | None:
    """Whether the target goes all around the cord; None where that hangs on what is open."""
    every = frozenset(sectors(knowledge))
    if drawn.treat == every:
        return True
    opened = drawn.treat.union(*(one.sectors for one in drawn.differ))
    return None if opened == every else False


def _positions(
    found: tuple[Match, ...], treat: Sectors, knowledge: Knowledge
) -> Iterator[Position]:
    for match in found:
        for added in match.row.differ:
            names = spelled(added.sectors, match.side, knowledge) - treat
            if names:
                yield Position(
                    sectors=named(names, knowledge), row=match.row.id, says=added.says,
                    evidence=added.evidence, checked=added.checked,
                )  # fmt: skip


def _beside(added: Sectors, knowledge: Knowledge) -> Position:
    """What the rows of an intact vertebra add, after surgery."""
    scope = scope_of(knowledge)
    return Position(
        sectors=named(added, knowledge), row=scope.id, says=scope.after_surgery,
        evidence=scope.evidence, checked=scope.checked,
    )  # fmt: skip


def _circle(added: Sectors, knowledge: Knowledge) -> Position:
    scope = scope_of(knowledge)
    rule = knowledge.tables["target_rules"][scope.ring_rule]
    return Position(
        sectors=named(added, knowledge), row=rule.id, says=f"{rule.says} {scope.circle}",
        evidence=rule.evidence, checked=rule.checked,
    )  # fmt: skip

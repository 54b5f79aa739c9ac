"""What proposed drugs meet among what is taken, among each other, and in the state of the person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import msgspec

from backstay.knowledge import Knowledge
from backstay.knowledge.tables.interactions import Interaction, ids_of
from backstay.medicines.line import Line, Unread
from backstay.medicines.opioids.equivalents import is_opioid
from backstay.medicines.proposals.proposal import Met, Person, Reason
from backstay.medicines.together.found import Found
from backstay.medicines.together.found import Reason as Row
from backstay.medicines.together.interactions import interactions
from backstay.medicines.together.patient import drugs_of

CHANGE = "opioid_rotation"
Place = tuple[str, str | None]  # (intervention, drug)


class Checked(NamedTuple):
    """What one proposal meets, what of it rules the drug out, and what to ask."""

    met: tuple[Met, ...] = ()
    blocked: tuple[Reason, ...] = ()
    check: tuple[str, ...] = ()
    smaller: tuple[tuple[float, Reason], ...] = ()  # share of the usual first dose, and why


class Meetings(NamedTuple):
    """All that was found for one person."""

    taken: tuple[Found, ...]  # among what is taken alone
    by_drug: dict[str, list[Found]]
    options: dict[str, set[str]]  # drug -> the options that propose it
    person: Person

    def of(self, drug: str | None, option: str) -> Checked:
        """What a drug meets; other choices of its own option do not count, nor what it would replace."""
        rows: list[tuple[Found, Found | Row]] = [
            (one, row)
            for one in self.by_drug.get(drug or "", ())
            if not self._a_choice(one, drug, option) and not self._replaced(one, drug, option)
            for row in _rows(one)
        ]
        told = [(_met(one, row, drug), row) for one, row in rows]
        beside = [(met, row) for met, row in told if met.taken]
        shares = [(self._row(row).first_share, _said(met)) for met, row in beside]
        return Checked(
            met=tuple(_together([met for met, _ in told])),
            blocked=tuple(_said(met) for met, row in beside if self._blocks(met, row)),
            check=tuple(fact for _, row in beside for fact in row.check_first),
            smaller=tuple(
                (share, why) for share, why in (*shares, *self._unlisted(drug)) if share is not None
            ),
        )

    def _unlisted(self, drug: str | None) -> Iterator[tuple[float | None, Reason]]:
        """What the drug would meet in something that may be taken and stands on no list: the safe side of it."""
        if self.person.lists_all:
            return
        for row, sides in _sharing(self.person.knowledge):
            if drug in sides:
                text = f"Not all that is taken is known. {row.action}"
                yield (
                    row.first_share,
                    Reason(text=text, evidence=list(row.evidence), checked=row.checked.status),
                )

    def _row(self, row: Found | Row) -> Interaction:
        found: Interaction = self.person.knowledge.tables["interactions"][row.rule]
        return found

    def _a_choice(self, one: Found, drug: str | None, option: str) -> bool:
        """Whether it is met only with drugs that are proposed for the same option, of which one is taken."""
        others = set(one.proposed) - {drug}
        return any(self.options.get(other) == {option} for other in others)

    def _replaced(self, one: Found, drug: str | None, option: str) -> bool:
        """Whether one opioid is to be given instead of the other."""
        others = {*one.pair, *one.beside} - {drug}
        changing = option == CHANGE or any(self.options.get(name) == {CHANGE} for name in others)
        return changing and all(is_opioid(self.person.knowledge, name) for name in others)

    def _blocks(self, met: Met, row: Found | Row) -> bool:
        """Surely so, beside what is taken or is, and something else is advised instead."""
        return met.certain and (row.severity == "contraindicated" or self._row(row).instead)


def meetings(proposed: Iterable[Place], person: Person) -> Meetings:
    """Everything found among what is taken and these proposals."""
    options: dict[str, set[str]] = defaultdict(set)
    for option, drug in proposed:
        if drug is not None:
            options[drug].add(option)
    listed: list[Line | Unread] | None = None
    if person.lines is not None:
        listed = [*person.lines, *person.unread]
    taken = drugs_of(person.facts, listed, person.knowledge).drugs
    new = [drug for drug in options if not person.takes(drug)]
    found = interactions(taken, person.knowledge, person.facts, new) if taken or new else ()
    by_drug: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        for name in (*one.pair, *one.beside):
            by_drug[name].append(one)
    return Meetings(tuple(one for one in found if not one.proposed), by_drug, options, person)


@lru_cache(maxsize=4)
def _sharing(knowledge: Knowledge) -> tuple[tuple[Interaction, frozenset[str]], ...]:
    """The rows that make a first dose smaller, and the drugs of all their sides."""
    entries: Iterable[Interaction] = knowledge.tables["interactions"].values()
    return tuple(
        (one, frozenset().union(*(ids_of(side, knowledge.ingredients) for side in one.sides)))
        for one in entries
        if one.first_share is not None
    )


def _rows(one: Found) -> Iterator[Found | Row]:
    """Every reason that was found for some drugs."""
    yield one
    yield from one.also


def _met(one: Found, row: Found | Row, drug: str | None) -> Met:
    others = [name for name in (*one.pair, *one.beside) if name != drug]
    return Met(
        with_what=others,
        taken=not set(others) <= set(one.proposed),
        severity=row.severity,
        action=row.action,
        because=row.because,
        certain=row.truth == "true",
        evidence=list(row.evidence),
        checked=row.checked,
    )


def _together(met: list[Met]) -> Iterator[Met]:
    """The same advice on several drugs, told once."""
    groups: dict[tuple[str, bool, bool, str], list[Met]] = {}
    for one in met:
        alone = one.severity if len(one.with_what) == 1 else " ".join(one.with_what)
        groups.setdefault((alone, one.taken, one.certain, one.action), []).append(one)
    for same in groups.values():
        names = list(dict.fromkeys(name for one in same for name in one.with_what))
        yield msgspec.structs.replace(same[0], with_what=names)


def _said(met: Met) -> Reason:
    others = " and ".join(name.replace("_", " ") for name in met.with_what)
    return Reason(text=f"With {others}: {met.action}", evidence=met.evidence, checked=met.checked)

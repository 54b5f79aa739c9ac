"""Each fact that was read beside what is recorded: new, the same, seen again later, or different."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from backstay.case.dates import Moment, after, read_moment
from backstay.case.elapsing import grown
from backstay.case.facts import Fact as Known
from backstay.case.levels import span
from backstay.case.plain import key, plain
from backstay.case.problems import Report
from backstay.case.structures import read_value
from backstay.case.text import Lines
from backstay.case.values import Value
from backstay.web.records.answers import newest
from backstay.web.records.course import ONE_VALUE
from backstay.web.records.importing.sheet import Left, Look, Sheet, Told
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode, Fact, Lesion

Kind = Literal["new", "same", "again", "differs", "unclear"]


class Row(NamedTuple):
    """One fact that was read. `offers` has one value, or several that the record gives for the same time."""

    key: str  # ecog, T8.escc: the name of its choice in the form
    level: str
    known: Known
    kind: Kind
    offers: tuple[Look, ...]
    earlier: tuple[Look, ...]  # older values, taken along with the newest
    recorded: Fact | None

    @property
    def asks(self) -> bool:
        """Whether nobody but the reader can say what holds."""
        return self.kind in ("differs", "unclear")


class Compared(NamedTuple):
    """All rows in the order of the record, the lesions that are new, and what finds no place in the case."""

    rows: tuple[Row, ...]
    new_lesions: tuple[str, ...]
    left: tuple[Left, ...]


def compared(sheet: Sheet, episode: Episode | None) -> Compared:
    """The sheet beside the case; beside nothing where the case is still to be opened."""
    lesions = _lesions(episode)
    there = newest(episode) if episode else {}
    new, apart = _placed(sheet, lesions)
    rows = []
    for told in sheet.told:
        lesion = lesions.get(told.level)
        if told.level and lesion is None and told.level not in new:
            continue
        place = (lesion.pk if lesion else None, told.name)
        recorded = None if told.level and lesion is None else there.get(place)
        row = _row(told, recorded)
        if row is not None:
            rows.append(row)
    return Compared(tuple(rows), new, (*sheet.left, *apart))


def _lesions(episode: Episode | None) -> dict[str, Lesion]:
    if episode is None:
        return {}
    return {one.level: one for one in episode.lesions.filter(removed_at=None).order_by("pk")}


def _placed(sheet: Sheet, lesions: Mapping[str, Lesion]) -> tuple[tuple[str, ...], list[Left]]:
    """The lesions to be added; one that covers a part of another lesion is left for a person."""
    new, apart = [], []
    for level in sheet.lesions:
        if level in lesions:
            continue
        other = next((one for one in lesions if set(_covered(one)) & set(_covered(level))), None)
        if other is None:
            new.append(level)
        else:
            why = f"it overlaps the lesion at {other} of this case; enter by hand what holds"
            apart.append(Left(resource=f"The lesion at {level}", why=why))
    return tuple(new), apart


def _covered(level: str) -> Sequence[str]:
    first, _, last = level.partition("-")
    return span(first, last or first)


def _row(told: Told, recorded: Fact | None) -> Row | None:
    known = knowledge().facts.scope("lesion" if told.level else "patient").get(told.name)
    if known is None:
        return None
    newest_at = read_moment(told.looks[-1].at)
    offers = _distinct((one for one in told.looks if not _apart(one, newest_at)), known)
    held = recorded if recorded is not None and recorded.state != "withdrawn" else None
    earlier = [one for one in told.looks if after(newest_at, read_moment(one.at))]
    if held is not None and held.observed:  # what was before it was read before, or is not asked
        earlier = [one for one in earlier if after(read_moment(one.at), read_moment(held.observed))]
    return Row(
        key=f"{told.level}.{told.name}" if told.level else told.name,
        level=told.level,
        known=known,
        kind=_kind(offers, known, held),
        offers=offers,
        earlier=tuple(earlier) if known.kind in ONE_VALUE else (),
        recorded=recorded,
    )


def _apart(look: Look, moment: Moment) -> bool:
    return after(moment, read_moment(look.at))


def _distinct(looks: Iterator[Look], known: Known) -> tuple[Look, ...]:
    """One look for each value."""
    found: dict[str, Look] = {}
    for one in looks:
        found[key(value_of(one.value, known))] = one
    return tuple(found.values())


def _kind(offers: Sequence[Look], known: Known, held: Fact | None) -> Kind:
    if len(offers) > 1:
        return "unclear"
    if held is None or held.state != "known":
        return "new"
    if not _same(offers[0], known, held):
        return "differs"
    seen = read_moment(held.observed) if held.observed else None
    return "again" if seen is None or after(read_moment(offers[0].at), seen) else "same"


def _same(look: Look, known: Known, held: Fact) -> bool:
    """Whether both say the same of today: a time since something has grown since it was told."""
    now = Moment(datetime.now(UTC))
    ours = _today(held.value, held.observed, known, now)
    return key(_today(look.value, look.at, known, now)) == key(ours)


def _today(given: Any, at: str, known: Known, now: Moment) -> Value:
    value = value_of(given, known)
    return grown(value, known, read_moment(at), now) if at else value


def value_of(given: Any, known: Known) -> Value:
    """A value as the case reads it; None where it does not."""
    return read_value(given, known, (), Report(Lines()))


def stored(given: Any, known: Known) -> Any:
    """A value as it is recorded: in plain form, but a number with a unit as the record writes it."""
    if known.kind == "number" and isinstance(given, str) and not _is_number(given):
        return given
    return plain(value_of(given, known))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

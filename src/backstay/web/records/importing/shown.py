"""The check-answers page as its template reads it: every value in words, with its date and its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.timezone import localtime

from backstay.case.dates import read_moment
from backstay.case.facts import Fact as Known
from backstay.case.plain import plain
from backstay.medicines.reading.listed import listed
from backstay.medicines.reading.writing import written
from backstay.present.values import GRADES, describe, is_number, number
from backstay.web.people.models import Person
from backstay.web.records.importing.choosing import FIELD, KEEP, LESION
from backstay.web.records.importing.comparing import Compared, Row, value_of
from backstay.web.records.importing.sheet import Left, Look
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Fact

FROM = {
    "form": "entered by {by}", "bundle": "read from a file by {by}", "launch": "read from the record by {by}",
    "medicines": "listed by {by}", "demonstration": "part of the demonstration",
}  # fmt: skip
STATES = {"not_known": "not known", "not_done": "not done", "withdrawn": "withdrawn"}


class Said(NamedTuple):
    """A value in words, when it was so, where it stands."""

    number: str  # of the choice: "0", or keep
    value: str
    at: str
    source: str
    chosen: bool = False


class Line(NamedTuple):
    """One fact on the page."""

    key: str
    level: str
    field: str
    label: str
    kind: str
    keeps: bool  # chosen: what is recorded
    offers: tuple[Said, ...]
    recorded: Said | None
    earlier: str
    wrong: bool


class Group(NamedTuple):
    """The facts of the person, or of one lesion."""

    level: str
    field: str  # of a lesion that is new; "" else
    ticked: bool
    lines: tuple[Line, ...]


class Page(NamedTuple):
    """The parts of the page, each with what belongs to it."""

    asked: tuple[Line, ...]
    groups: tuple[Group, ...]  # new, or seen again later
    same: tuple[Line, ...]
    not_read: tuple[Left, ...]
    doubts: tuple[Left, ...]

    @property
    def new(self) -> int:
        """How many facts are new."""
        return self._count("new")

    @property
    def again(self) -> int:
        """How many are the same and were seen later."""
        return self._count("again")

    def _count(self, kind: str) -> int:
        return sum(line.kind == kind for group in self.groups for line in group.lines)


def page(both: Compared, given: Mapping[str, str], wrong: Iterable[str] = ()) -> Page:
    """All that was read beside what is recorded, with the choices made so far."""
    names, marked = _names(both.rows), set(wrong)
    lines = {row.key: _line(row, given, names, row.key in marked) for row in both.rows}
    levels = dict.fromkeys([*(row.level for row in both.rows), *both.new_lesions])
    groups = [_group(level, both, lines, given) for level in levels]
    return Page(
        asked=tuple(lines[row.key] for row in both.rows if row.asks),
        groups=tuple(group for group in groups if group.lines or group.field),
        same=tuple(lines[row.key] for row in both.rows if row.kind == "same"),
        not_read=tuple(one for one in both.left if not one.counted),
        doubts=tuple(one for one in both.left if one.counted),
    )


def _group(
    level: str, both: Compared, lines: Mapping[str, Line], given: Mapping[str, str]
) -> Group:
    field = f"{LESION}{level}" if level in both.new_lesions else ""
    own = [row for row in both.rows if row.level == level and row.kind in ("new", "again")]
    return Group(level, field, bool(given.get(field)), tuple(lines[row.key] for row in own))


def _line(row: Row, given: Mapping[str, str], names: Mapping[str, str], wrong: bool) -> Line:
    field = f"{FIELD}{row.key}"
    chosen = given.get(field, "")
    offers = tuple(
        _offer(str(number), look, row.known, chosen) for number, look in enumerate(row.offers)
    )
    recorded = None if row.recorded is None else _recorded(row.recorded, row.known, names, chosen)
    return Line(
        row.key, row.level, field, label(row.known), row.kind, chosen == KEEP, offers, recorded,
        _earlier(row.earlier, row.known), wrong,
    )  # fmt: skip


def _offer(number: str, look: Look, known: Known, chosen: str) -> Said:
    return Said(number, in_words(look.value, known), day(look.at), look.source, chosen == number)


def _recorded(fact: Fact, known: Known, names: Mapping[str, str], chosen: str) -> Said:
    known_value = fact.state == "known"
    value = in_words(fact.value, known) if known_value else STATES[fact.state]
    who = names.get(fact.recorded_by, fact.recorded_by)
    return Said(KEEP, value, day(fact.observed), FROM[fact.source].format(by=who), chosen == KEEP)


def recorded(fact: Fact) -> Said:
    """One answer that is recorded, in words."""
    known = knowledge().facts.find(fact.name)
    assert known is not None  # nothing else is recorded
    names = Person.objects.filter(username=fact.recorded_by).values_list("username", "name")
    return _recorded(fact, known, dict(names), "")


def _earlier(looks: Sequence[Look], known: Known) -> str:
    return "; ".join(f"{in_words(one.value, known)}, {day(one.at)}" for one in looks)


def _names(rows: Iterable[Row]) -> dict[str, str]:
    """The names of those who recorded what is there."""
    wanted = {row.recorded.recorded_by for row in rows if row.recorded is not None}
    return dict(Person.objects.filter(username__in=wanted).values_list("username", "name"))


def label(known: Known) -> str:
    """What a fact is called at the start of a line."""
    return known.label[:1].upper() + known.label[1:]


def day(text: str) -> str:
    """A date in words, an instant by the clock of this site; without one it says so."""
    if not text:
        return "no date"
    moment = read_moment(text)
    here = moment.at if moment.day_only else localtime(moment.at)
    said = f"{here.day} {MONTH_NAMES[here.month]} {here.year}"
    return said if moment.day_only else f"{said}, {here:%H:%M}"


def in_words(given: Any, known: Known) -> str:
    """A value as people say it."""
    value = plain(value_of(given, known))
    if known.id == "medicines" and isinstance(value, list):
        found = listed(value, knowledge())
        return (
            "; ".join([*map(written, found.lines), *(one.text for one in found.unread)]) or "none"
        )
    said = describe(knowledge(), known.id, value)
    if known.id in GRADES and not said.startswith(str(value)):
        return f"{value}: {said}"
    return f"{given}, which is {_short(value, said)}" if _in_other_units(given, value) else said


def _in_other_units(given: Any, value: Any) -> bool:
    """Whether a number was written in a unit that is not the one it is held in."""
    if not isinstance(given, str) or not is_number(value):
        return False
    return not given.strip().startswith(number(value))


def _short(value: Any, said: str) -> str:
    """A converted number as people write it: its digits come from the factor, not from the laboratory."""
    return said.replace(number(value), f"{value:.3g}", 1)

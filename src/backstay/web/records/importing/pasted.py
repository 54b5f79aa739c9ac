"""Medicines as people write them, one in a line: what each line was understood as, and what goes into the case."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from backstay.case.values import Interval
from backstay.medicines import read_lines
from backstay.medicines.line import Line, Unread
from backstay.medicines.reading.listed import as_entry, listed
from backstay.medicines.reading.tokens import LONGEST, MOST_LINES
from backstay.medicines.reading.writing import interval, number, written
from backstay.present.medicines import drug_name
from backstay.web.records.importing.sheet import Left
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Fact

APART = re.compile(r"[\n\r;]+")


class Understood(NamedTuple):
    """One line that was read, each part in words; "" is not said."""

    text: str
    drug: str
    dose: str
    times: str
    route: str
    form: str


class Pasted(NamedTuple):
    """A list as it was read. Lines that were not understood stay in the list as they are written."""

    read: tuple[Understood, ...]
    unread: tuple[Unread, ...]
    entries: tuple[dict[str, Any], ...]  # as the case's fact `medicines` holds them
    left: tuple[Left, ...]


def too_many(text: str) -> str:
    """Why a list is not read at all, or nothing: a list cut short would look whole."""
    lines = [line for line in APART.split(text) if line.strip()]
    if not lines:
        return "Write one medicine in each line, or answer that none is taken."
    long = [number for number, line in enumerate(lines, 1) if len(line.strip()) > LONGEST]
    if long:
        return (
            f"Line {long[0]} has more than {LONGEST} characters. Write one medicine in each line."
        )
    if len(lines) > MOST_LINES:
        return f"There are {len(lines)} lines; at most {MOST_LINES} are read. Leave out what is no medicine."
    return ""


def tidy(text: str) -> str:
    """The lines without what browsers do to their ends."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def pasted(text: str) -> Pasted:
    """Each line as it is understood."""
    found = read_lines(text, knowledge())
    entries = [as_entry(line) for line in found.lines]
    entries += [{"drug": one.text} for one in found.unread]
    left = [
        Left(resource=f"Line {one.at}", why=f"{one.text}: {one.problem}; expected {one.expected}")
        for one in found.unread
    ]
    return Pasted(tuple(map(_understood, found.lines)), found.unread, tuple(entries), tuple(left))


def _understood(line: Line) -> Understood:
    dose = f"{interval(line.dose)} {line.unit}" if line.dose else ""
    form, route = (part.replace("_", " ") if part else "" for part in (line.form, line.route))
    return Understood(line.text, drug_name(knowledge(), line.drug), dose, _times(line), route, form)


def _times(line: Line) -> str:
    said = []
    if line.every_hours is not None:
        said.append(f"every {number(line.every_hours)} h")
    elif line.per_day is not None:
        said.append(_a_day(line.per_day))
    if line.as_needed:
        said.append("as needed")
    if line.taken_per_day is not None:
        said.append(f"taken {number(line.taken_per_day)} times")
    if line.days is not None:
        said.append(f"for {number(line.days)} days")
    return ", ".join(said)


def _a_day(times: Interval) -> str:
    return "once a day" if times == (1, 1) else f"{interval(times)} times a day"


def as_lines(fact: Fact | None) -> str:
    """The list that is recorded as lines to be corrected; "" where none is."""
    if fact is None or fact.state != "known" or not isinstance(fact.value, list):
        return ""
    found = listed(fact.value, knowledge())
    return "\n".join([*map(written, found.lines), *(one.text for one in found.unread)])

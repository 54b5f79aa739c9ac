"""Read a list of medicines as people write it: what is certain becomes lines, everything else is asked."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from backstay.knowledge import Knowledge
from backstay.medicines.line import Line, Unread
from backstay.medicines.reading.checks import checked, complete
from backstay.medicines.reading.draft import draft
from backstay.medicines.reading.lexicon import lexicon
from backstay.medicines.reading.matching import Matched, matched
from backstay.medicines.reading.tokens import LONGEST, MOST_LINES, NotRead

APART = re.compile(r"[\n\r;]+")


class Reading(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What was read, and what was not. Nothing may be computed as if the unread were not there."""

    lines: tuple[Line, ...]
    unread: tuple[Unread, ...] = ()


def read_lines(text: str, knowledge: Knowledge) -> Reading:
    """Medicines as people write them, one in a line or between semicolons.

    A combination gives a line for each drug. A line of which one word is not understood is in `unread`, with
    the problem and what was expected; so is one without a dose or without saying how often. A route or form that
    was not said is None. Doses are of one administration; `per_day` is scheduled or, as needed, allowed.

    >>> from backstay.knowledge import load_knowledge
    >>> found = read_lines("oxycodone MR 20 mg twice a day; morphine 10 mg except weekends", load_knowledge())
    >>> [(one.drug, one.form, one.route, one.dose, one.unit, one.per_day) for one in found.lines]
    [('oxycodone', 'modified_release', 'oral', Interval(low=20.0, high=20.0), 'mg', Interval(low=2.0, high=2.0))]
    >>> [(one.at, one.problem) for one in found.unread]
    [(2, "'except' is not understood")]
    """
    found: list[Line] = []
    unread: list[Unread] = []
    parts = [part.strip() for part in APART.split(text)]
    written = [part for part in parts if part]
    for at, part in enumerate(written[:MOST_LINES], start=1):
        one = _remembered(part, knowledge) if len(part) <= LONGEST else _read(part, knowledge)
        if isinstance(one, Unread):
            unread.append(msgspec.structs.replace(one, at=at))
        else:
            found += one
    if len(written) > MOST_LINES:
        rest = f"{len(written) - MOST_LINES} lines more"
        unread.append(
            Unread(
                text=rest,
                at=MOST_LINES + 1,
                problem="too many lines",
                expected=f"{MOST_LINES} lines",
            )
        )
    return Reading(lines=tuple(found), unread=tuple(unread))


def _read(text: str, knowledge: Knowledge) -> tuple[Line, ...] | Unread:
    words = lexicon(knowledge)
    found: Matched | None = None
    try:
        found = matched(text, words)
        lines = checked(draft(found, words), text, words)
        for line in lines:
            complete(line)
    except NotRead as why:
        return refused(text, 0, why, found)
    return lines


_remembered = lru_cache(maxsize=4096)(_read)


def refused(text: str, at: int, why: NotRead, found: Matched | None) -> Unread:
    """The line as it is asked, with its drug where one is sure."""
    drugs = found.drugs if found else ()
    drug = drugs[0] if len(drugs) == 1 else None
    return Unread(text=text, at=at, problem=why.problem, expected=why.expected, drug=drug)

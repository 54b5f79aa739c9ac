"""One line of a list of medicines, read: the drug, how it is given, how much and how often."""

from __future__ import annotations

import msgspec

from backstay.case.values import Interval


class Line(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One drug of one line. A combination gives a line for each of its drugs, with the same `text`.

    What was not said is None: it is asked, never guessed.
    """

    drug: str  # id of an ingredient
    text: str  # as it was written
    form: str | None = (
        None  # a form of the table of phrases: tablet, modified_release, patch, injection ...
    )
    route: str | None = None  # a route of that table: oral, transdermal, buccal, intravenous ...
    dose: Interval | None = (
        None  # of one administration, in `unit`; low and high differ for a range
    )
    unit: str | None = None  # mg, mcg, mcg/h ... of `dose`
    per_day: Interval | None = (
        None  # administrations that are scheduled or, as needed, allowed in a day
    )
    every_hours: float | None = None  # where it was said so: a patch every 72 hours
    as_needed: bool = False
    taken_per_day: float | None = None  # administrations that were taken in a day
    days: float | None = None  # for how long it has been taken


class Unread(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A line, or a part of one, that was not read with certainty. Shown and asked; never dropped."""

    text: str
    at: int  # number of the line in the list, from 1
    problem: str  # what is wrong, with the word
    expected: str  # what would be read
    drug: str | None = None  # where at least the drug is sure

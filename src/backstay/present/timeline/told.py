"""The course in words: each thing with its date, for a table and for those who do not see the figure."""

from __future__ import annotations

from datetime import datetime

from backstay.present import times
from backstay.present.markup import Markup
from backstay.present.page.parts import table
from backstay.present.timeline.course import Bar, Course, Event
from backstay.present.words import capital, listed, say, word

MOST = 12  # things that are read out; the table has all


def day(at: datetime) -> str:
    """A date: "14 March 2026"."""
    return f"{at.day} {word('months', str(at.month))} {at.year}"


def rows(found: Course) -> list[tuple[str, str]]:
    """Every dated thing, the oldest first; treatments stand where they began, or ended."""
    told: list[tuple[datetime, str, str]] = [
        (one.at, _when(one.at), say("tl_pain", pain=found.label, value=f"{one.value:g}"))
        for one in found.pains
    ]
    told += [(one.at, _about(one), one.what) for one in found.events]
    told += [(one.start or one.end, day(one.start or one.end), bar_told(one)) for one in found.bars]
    return [(when, capital(what)) for _, when, what in sorted(told, key=lambda one: one[0])]


def bar_told(one: Bar) -> str:
    """A treatment with what is known of its time."""
    if one.start is None:
        known = one.what if one.taken else say("tl_stopped", what=one.what, on=_short(one.end))
        return say("tl_start_unknown", what=known)
    if one.taken:
        return one.what
    return say("tl_stopped", what=one.what, on=_short(one.end))


def description(found: Course) -> str:
    """The course in one sentence for each thing."""
    told = [f"{when}: {what}" for when, what in rows(found)]
    return listed(told[-MOST:]) + "." if told else say("tl_empty")


def facts_table(found: Course) -> Markup:
    """The same facts as a table."""
    heads = [say("tl_when"), say("tl_what")]
    return table(heads, [list(row) for row in rows(found)], caption=say("tl_what"), cls="t t-tight")


def empty() -> tuple[str, str]:
    """What an empty course says, and what would fill it."""
    return say("tl_empty"), say("tl_empty_ask")


def undated(found: Course) -> str:
    """Treatments of which no time is known, or nothing."""
    return say("tl_undated", what=listed(found.undated)) if found.undated else ""


def _about(one: Event) -> str:
    return (
        say("tl_about", on=f"{word('months', str(one.at.month))} {one.at.year}")
        if one.about
        else day(one.at)
    )


def _when(at: datetime) -> str:
    return times.moment(at).removesuffix(" +00:00") if times.has_time(at) else day(at)


def _short(at: datetime) -> str:
    return f"{at.day} {word('months', str(at.month))}"

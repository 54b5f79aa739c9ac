"""The dose of cord and sac in parts: what they had, the limits, what is left, limits of a first course."""

from __future__ import annotations

from typing import Any, NamedTuple

from backstay.present.knows import Entry
from backstay.present.radiation import (
    as_line,
    bound,
    dose_of,
    gray,
    known,
    limit_of,
    tissue,
    unit,
    was,
)
from backstay.present.reasons import Reason
from backstay.present.values import number, rounded
from backstay.present.words import capital, heading, say, sentence, word

FRACTIONS = range(1, 6)
TISSUES = {"cord": "spinal_cord", "sac": "thecal_sac"}
Cell = str | Reason  # a cell that has a source of its own
Row = tuple[Cell, ...]


class Part(NamedTuple):
    """One part: its title, a table whose first row names the columns, and sentences with their sources."""

    title: str
    rows: list[Row]
    told: list[Reason]


def cord_parts(found: Entry) -> list[Part]:
    """What earlier courses gave, every limit, what may still be given; or the limits of a first course."""
    said = {*found["refused"]}
    named = bool(found["available"] and found["available"]["fractions"])
    sets = [_limit_set(one, named) for one in found["rules"] if one["refused"] not in said]
    return [_courses(found), *sets, *_available(found), *_first(found)]


def _courses(found: Entry) -> Part:
    """Each course with what cord and sac got by it and how that is known, then the sums."""
    courses = found["courses"] or []
    given = (
        ("sac",) if found["cord_here"] is False else ("cord", "sac")
    )  # below the conus there is no cord
    heads: Row = (say("course_head"), *(capital(tissue(TISSUES[name])) for name in given))
    rows: list[Row] = [(was(one), *(_given(one[name]) for name in given)) for one in courses]
    sums: Row = (say("all_courses"), *(gray(found[f"{name}_eqd2"]) for name in given))
    told = [
        as_line(found, one, side="harm")
        for one in dict.fromkeys((*found["notes"], *found["refused"]))
    ]
    asked = dict.fromkeys(one["text"] for one in found["asks"])
    told += [as_line({}, f"{say('ask_dose')}: {one}", side="open") for one in asked]
    shown = [heads, *rows, *([sums] if len(rows) > 1 else [])] if rows else []
    return Part(heading("dose_had"), shown, told)


def _given(one: Entry) -> str:
    """The EQD2 of one course to one tissue, and how it is known."""
    return f"{gray(one['eqd2'])}: {one['says']}" if known(one["eqd2"]) else sentence(one["says"])


def _limit_set(one: Entry, named: bool) -> Part:
    if one["refused"]:
        return Part(one["title"], [], [as_line(one, one["refused"])])
    heads = (say("limit_head"), say("limit_bound"), say("limit_here"), say("limit_met"))
    note = [as_line(one, say("limits_after", after=one["after"]))]
    more = [as_line(one, one["note"])] if one["note"] else []
    return Part(
        one["title"], [heads, *[_limit(limit, named) for limit in one["limits"]]], [*note, *more]
    )


def _limit(limit: Entry, named: bool) -> Row:
    """One limit; what it leaves is said only where a dose is named, for else another limit leaves none."""
    left = _left(limit) if named else ""
    here = _here(limit)
    if limit["next"]:
        return (
            limit["label"],
            bound(limit),
            _so_far(limit),
            sentence(left or say("next_course")),
        )
    met = word("met", str(limit["met"]).lower())
    why = limit["why"] if limit["met"] is None else left
    return limit["label"], bound(limit), here, f"{met}. {sentence(why)}" if why else met


def _here(limit: Entry) -> str:
    """The number that is judged."""
    value = limit["value"]
    return f"{rounded(value)} {unit(limit)}".strip() if known(value) else say("not_known")


def _so_far(limit: Entry) -> str:
    return f"{_here(limit)} {say('so_far')}" if known(limit["value"]) else say("next_course")


def _left(limit: Entry) -> str:
    """What a limit leaves for the next course."""
    return "" if limit["leaves"] is None else say("leaves", dose=number(round(limit["leaves"], 2)))


def _available(found: Entry) -> list[Part]:
    """The dose that may still be given by number of fractions, with published rows beside it."""
    free = found["available"]
    if free is None:
        return []
    title = heading("dose_left", tissue=tissue(free["tissue"]))
    # Beside a refusal a published row would read as a dose that may be given.
    published = [] if free["refused"] else [*free["published"], *free["practice"]]
    rows = [
        _by_fractions(_reported(one) if one in free["practice"] else one["title"], one["doses"])
        for one in published
    ]
    if free["fractions"]:
        rows.insert(0, _by_fractions(say("computed_here"), free["fractions"]))
    told = [as_line(free, one) for one in _said(found, free)]
    told += [as_line(one, f"{one['title']}. {one['note'] or ''}".strip()) for one in published]
    return [Part(title, [_heads(), *rows] if rows else [], told)]


def _reported(one: Entry) -> str:
    """A row of practice by its tissue: under a heading of the sac it would pass for one of its limits."""
    return say("practice_row", title=one["title"], tissue=tissue(one["tissue"]))


def _said(found: Entry, free: Entry) -> list[str]:
    """Why there is no dose, or by which limit it is bound and what must hold as well."""
    labels = {limit["id"]: limit["label"] for one in found["rules"] for limit in one["limits"]}
    by = free["bound_by"]
    bound_by = [say("bound_by", limit=labels.get(by, by))] if by else []
    refused = [f"{say('no_dose')}: {free['refused']}"] if free["refused"] else []
    return refused or [*bound_by, *free["conditions"]]


def _heads() -> Row:
    return (say("fractions_head"), *(str(count) for count in FRACTIONS))


def _by_fractions(title: str, doses: dict[Any, Any]) -> Row:
    by_count = {int(count): dose for count, dose in doses.items()}
    found = (by_count.get(count) for count in FRACTIONS)
    return (title, *(say("no_row") if dose is None else dose_of(dose) for dose in found))


def _first(found: Entry) -> list[Part]:
    """Limits of a tissue never irradiated, a row for each metric of each rule set."""
    by_row: dict[tuple[str, str], list[Entry]] = {}
    for one in found["limits"]:
        by_row.setdefault((one["title"], one["metric"]), []).append(one)
    if not by_row:
        return []
    rows = [
        _by_fractions(
            f"{title}, {metric}",
            {one["fractions"]: limit_of(one, number(one["limit"])) for one in same},
        )
        for (title, metric), same in by_row.items()
    ]
    name = "first_course" if found["limits_hold"] else "first_course_if"
    notes = {one["note"] or one["title"]: one for one in found["limits"]}
    told = [as_line(one, text) for text, one in notes.items()]
    return [
        Part(heading(name, tissue=tissue(found["limits"][0]["tissue"])), [_heads(), *rows], told)
    ]

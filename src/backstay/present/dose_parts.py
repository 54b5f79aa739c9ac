"""The dose of cord and sac at a lesion in parts: what they had, the limits, what is left, limits of a first course."""

from __future__ import annotations

from typing import Any, NamedTuple

from backstay.present.knows import Entry
from backstay.present.radiation import as_line, bound, gray, known, planned, tissue, unit, was
from backstay.present.reasons import Reason
from backstay.present.values import number, span
from backstay.present.words import heading, say, sentence, word

FRACTIONS = range(1, 6)
Row = tuple[str, ...]


class Part(NamedTuple):
    """One part: its title, a table whose first row names the columns, and sentences with their sources."""

    title: str
    rows: list[Row]
    told: list[Reason]


def cord_parts(found: Entry) -> list[Part]:
    """What earlier courses gave, every limit, what may still be given; or the limits of a first course."""
    sets = [_limit_set(one) for one in found["rules"]]
    return [_courses(found), *sets, *_available(found["available"]), *_first(found)]


def _courses(found: Entry) -> Part:
    """Each course with what cord and sac got by it and how that is known, then the sums."""
    courses = found["courses"] or []
    heads = (say("course_head"), *(tissue(name) for name in ("spinal_cord", "thecal_sac")))
    rows = [(was(one), _given(one["cord"]), _given(one["sac"])) for one in courses]
    sums = (say("all_courses"), gray(found["cord_eqd2"]), gray(found["sac_eqd2"]))
    told = [note for one in courses for note in one["notes"]]
    told += [*found["refused"], *found["notes"], *_asked(found)]
    shown = [heads, *rows, *([sums] if len(rows) > 1 else [])] if rows else []
    return Part(
        heading("dose_had"),
        shown,
        [as_line(found, one, side="harm") for one in dict.fromkeys(told)],
    )


def _asked(found: Entry) -> list[str]:
    return [say("ask_dose", asks=one["text"]) for one in found["asks"]]


def _given(one: Entry) -> str:
    """The EQD2 of one course to one tissue, and how it is known."""
    return f"{gray(one['eqd2'])}: {one['says']}" if known(one["eqd2"]) else sentence(one["says"])


def _limit_set(one: Entry) -> Part:
    heads = (say("limit_head"), say("limit_bound"), say("limit_here"), say("limit_met"))
    note = [as_line(one, say("limits_after", after=one["after"]))]
    more = [as_line(one, one["note"])] if one["note"] else []
    return Part(one["title"], [heads, *[_limit(limit) for limit in one["limits"]]], [*note, *more])


def _limit(limit: Entry) -> Row:
    here = _here(limit)
    if planned(limit):
        return limit["label"], bound(limit), say("next_course"), _left(limit)
    met = word("met", str(limit["met"]).lower())
    why = limit["why"] if limit["met"] is None else _left(limit)
    return limit["label"], bound(limit), here, f"{met}. {sentence(why)}" if why else met


def _here(limit: Entry) -> str:
    """The number that is judged."""
    value = limit["value"]
    return f"{span(*value)} {unit(limit)}".strip() if known(value) else say("not_known")


def _left(limit: Entry) -> str:
    """What a limit leaves for the next course."""
    return "" if limit["leaves"] is None else say("leaves", dose=number(limit["leaves"]))


def _available(free: Entry | None) -> list[Part]:
    """The dose that may still be given by number of fractions, with published rows beside it."""
    if free is None:
        return []
    title = heading("dose_left", tissue=tissue(free["tissue"]))
    published = [*free["published"], *free["practice"]]
    rows = [_by_fractions(one["title"], one["doses"]) for one in published]
    if free["fractions"]:
        rows.insert(0, _by_fractions(say("computed_here"), free["fractions"]))
    told = [as_line(free, one) for one in _said(free)]
    told += [as_line(one, f"{one['title']}. {one['note'] or ''}".strip()) for one in published]
    return [Part(title, [_heads(), *rows] if rows else [], told)]


def _said(free: Entry) -> list[str]:
    """Why there is no dose, or by which limit it is bound and what must hold as well."""
    bound_by = [say("bound_by", limit=free["bound_by"])] if free["bound_by"] else []
    refused = [say("no_dose", why=free["refused"])] if free["refused"] else []
    return [*refused, *bound_by, *free["conditions"]]


def _heads() -> Row:
    return (say("fractions_head"), *(str(count) for count in FRACTIONS))


def _by_fractions(title: str, doses: dict[Any, Any]) -> Row:
    by_count = {int(count): dose for count, dose in doses.items()}
    return (title, *(_dose(by_count.get(count)) for count in FRACTIONS))


def _dose(dose: Any) -> str:
    if dose is None:
        return say("no_row")
    return number(dose) if isinstance(dose, int | float) else span(*dose)


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
            {one["fractions"]: _ends(one) for one in same},
        )
        for (title, metric), same in by_row.items()
    ]
    name = "first_course" if found["limits_hold"] else "first_course_if"
    notes = {one["note"] or one["title"]: one for one in found["limits"]}
    told = [as_line(one, text) for text, one in notes.items()]
    return [
        Part(heading(name, tissue=tissue(found["limits"][0]["tissue"])), [_heads(), *rows], told)
    ]


def _ends(one: Entry) -> Any:
    return one["limit"] if one["upper"] is None else [one["limit"], one["upper"]]

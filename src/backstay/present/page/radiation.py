"""Radiation on the page: a short block in the section of its lesion, and all of it among the details."""

from __future__ import annotations

from backstay.present import doses, radiation
from backstay.present.dose_parts import Part
from backstay.present.doses import Sheet
from backstay.present.knows import Assessment, Knowledge
from backstay.present.marks import mark
from backstay.present.markup import Markup, el, join
from backstay.present.page.parts import section, source, table
from backstay.present.radiation import Line
from backstay.present.reasons import Reason
from backstay.present.words import heading

MARKS = {
    "free": "for",
    "closed": "against",
    "broken": "against",
    "kept": "for",
    "open": "open",
    "ask": "open",
}


def dose_part(assessment: Assessment, knowledge: Knowledge, lesion: str | None) -> Markup | None:
    """What the lesion had, what it may still get, which limits hold, what to ask."""
    found = radiation.brief(assessment, lesion)
    if not found:
        return None
    title = el("a", heading("dose"), href=f"#{_anchor(str(lesion))}")
    rows = el("ul", [_line(knowledge, one) for one in found], cls="marked")
    return el("div", el("h3", title), rows, cls="dose")


def dose_sheet_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    """Every part of each lesion."""
    return join(_sheet(assessment, knowledge, one) for one in doses.sheets(assessment, knowledge))


def _anchor(lesion: str) -> str:
    return f"dose-{lesion.lower()}"


def _line(knowledge: Knowledge, one: Line) -> Markup:
    cite = None if one.kind == "ask" else source(knowledge, one.reason, short=True)
    return el("li", mark(MARKS.get(one.kind, "harm")), el("span", one.reason.text, " ", cite))


def _sheet(assessment: Assessment, knowledge: Knowledge, one: Sheet) -> Markup:
    return section(
        _anchor(one.lesion),
        heading("dose_at", lesion=one.title),
        el("p", doses.supports(assessment), cls="xs dim"),
        [_part(knowledge, part) for part in one.parts],
        cls="options sheet-of-doses",
    )


def _part(knowledge: Knowledge, part: Part) -> Markup:
    shown = None
    if part.rows:
        heads, *rows = part.rows
        shown = table(list(heads), [list(row) for row in rows], caption=part.title, cls="t doses")
    told = el("ul", [_told(knowledge, one) for one in part.told], cls="marked xs")
    return join(el("h3", part.title), shown, told if part.told else None)


def _told(knowledge: Knowledge, one: Reason) -> Markup:
    return el("li", mark(one.side), el("span", one.text, " ", source(knowledge, one), " "))

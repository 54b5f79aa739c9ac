"""Radiation on the page: a short block in the section of its lesion, and all of it among the details."""

from __future__ import annotations

from backstay.present import doses, radiation
from backstay.present.dose_parts import Cell, Part
from backstay.present.doses import Sheet
from backstay.present.knows import Assessment, Knowledge
from backstay.present.marks import mark
from backstay.present.markup import Child, Markup, el, join
from backstay.present.page.parts import section, source, table
from backstay.present.radiation import Line
from backstay.present.reasons import Reason
from backstay.present.words import heading

MARKS = {
    "free": "for", "closed": "against", "below": "against", "ask": "open",
    "limits_broken": "against", "limits_open": "open", "limits_kept": "for",
}  # fmt: skip
# Paper leaves limits of a first course to the details; below the conus a notice at its head tells the same.
SCREEN = ("first", "below")


def dose_part(assessment: Assessment, knowledge: Knowledge, lesion: str | None) -> Markup | None:
    """What the lesion had, what it may still get, which limits hold, what to ask."""
    found = radiation.brief(assessment, lesion)
    if not found:
        return None
    title = el("a", heading("dose"), href=f"#{_anchor(str(lesion))}")
    rows = el("ul", [_line(knowledge, one) for one in found], cls="marked")
    return el("div", el("h3", title), rows, cls="dose")


def dose_sheet_part(assessment: Assessment, knowledge: Knowledge) -> Markup | None:
    """Every part of each lesion."""
    found = doses.sheets(assessment, knowledge)
    if not found:
        return None
    supports = el("p", doses.supports(assessment), cls="xs dim")
    return join([_sheet(knowledge, one) for one in found], supports)


def _anchor(lesion: str) -> str:
    return f"dose-{lesion.lower()}"


def _line(knowledge: Knowledge, one: Line) -> Markup:
    more = el("span", f"{one.more} ", cls="no-print") if one.more else None
    cite = source(knowledge, one.reason, short=True) if one.reason.status else None
    told = el("span", el("b", f"{one.label}: "), f"{one.reason.text} ", more, cite)
    return el(
        "li",
        mark(MARKS.get(one.kind, "harm")),
        told,
        cls="no-print" if one.kind in SCREEN else None,
    )


def _sheet(knowledge: Knowledge, one: Sheet) -> Markup:
    title = heading("dose_at", lesion=one.title)
    return section(
        _anchor(one.lesion), title, [_part(knowledge, part) for part in one.parts], cls="doses"
    )


def _part(knowledge: Knowledge, part: Part) -> Markup:
    shown = None
    if part.rows:
        heads, *rows = part.rows
        cells: list[list[Child]] = [[_cell(knowledge, cell) for cell in row] for row in rows]
        shown = table([str(head) for head in heads], cells, caption=part.title, cls=_table(part))
    told = el("ul", [_told(knowledge, one) for one in part.told], cls="list xs")
    return el("div", el("h3", part.title), shown, told if part.told else None)


def _table(part: Part) -> str:
    """A table of sentences becomes cards where it is narrow, and runs in on paper; one of numbers stays."""
    return "t grid" if all(isinstance(cell, str) for row in part.rows for cell in row) else "t told"


def _told(knowledge: Knowledge, one: Reason) -> Markup:
    """A sentence; what limits it, or is asked, has its mark."""
    sign = None if one.side == "for" else join(mark(one.side), " ")
    return el("li", sign, _cell(knowledge, one), " ")


def _cell(knowledge: Knowledge, cell: Cell) -> Markup:
    """A text, with its sources where it has its own."""
    if isinstance(cell, str):
        return join(cell)
    cite = source(knowledge, cell) if cell.status else None
    return join(cell.text, " ", cite)

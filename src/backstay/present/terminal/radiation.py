"""Radiation as text: a block of a few lines for the decision, and all of it for the details."""

from __future__ import annotations

from backstay.present import doses, radiation
from backstay.present.dose_parts import Cell, Part
from backstay.present.knows import Assessment, Knowledge
from backstay.present.terminal.lines import columns, heading, wrap
from backstay.present.terminal.options import INDENT, source_note
from backstay.present.words import heading as head

SIGNS = {
    "free": ">", "closed": "x", "below": "x", "ask": "?",
    "limits_broken": "-", "limits_open": "?", "limits_kept": "+",
}  # fmt: skip


def dose_lines(assessment: Assessment, knowledge: Knowledge, lesion: str, width: int) -> list[str]:
    """What the lesion had, what it may still get, which limits hold, what to ask."""
    found = radiation.brief(assessment, lesion)
    lines = wrap(head("dose"), width) if found else []
    for one in found:
        note = f" {source_note(knowledge, one.reason, short=True)}" if one.reason.status else ""
        sign = SIGNS.get(one.kind, "*")
        more = f" {one.more}" if one.more else ""
        lines += wrap(
            f"{one.label}: {one.reason.text}{more}{note}", width, first=f"{INDENT}{sign} "
        )
    return lines


def dose_sheet_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    """Every part of each lesion, tables with aligned columns."""
    lines: list[str] = []
    for sheet in doses.sheets(assessment, knowledge):
        lines += heading(head("dose_at", lesion=sheet.title), width)
        for part in sheet.parts:
            lines += _part(knowledge, part, width)
    return [*lines, "", *wrap(doses.supports(assessment), width)] if lines else []


def _part(knowledge: Knowledge, part: Part, width: int) -> list[str]:
    rows = [tuple(_cell(knowledge, cell) for cell in row) for row in part.rows]
    lines = ["", *wrap(part.title, width), *columns(rows, width)]
    for one in part.told:
        lines += wrap(_cell(knowledge, one), width, first="  * ")
    return lines


def _cell(knowledge: Knowledge, cell: Cell) -> str:
    """A text, with its sources where it has its own."""
    if isinstance(cell, str):
        return cell
    return f"{cell.text} {source_note(knowledge, cell)}" if cell.status else cell.text

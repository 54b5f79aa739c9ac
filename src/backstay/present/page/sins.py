"""Stability: SINS of every lesion, item by item, with the strip of what is known and possible."""

from __future__ import annotations

from collections.abc import Sequence

from backstay.present import scored
from backstay.present.knows import Knowledge
from backstay.present.lesions import Lesion
from backstay.present.markup import Child, Markup, el
from backstay.present.page.parts import section, table
from backstay.present.scored import Line
from backstay.present.strip import strip
from backstay.present.words import heading, say, sentence

MOST_BESIDE = 2  # lesions whose SINS stands under the spine as columns; more stand below as rows


def sins_part(knowledge: Knowledge, lesions: Sequence[Lesion]) -> Markup | None:
    """The totals first, then one table."""
    if not lesions:
        return None
    many = len(lesions) > MOST_BESIDE
    totals = [_total(knowledge, lesion, in_line=not many) for lesion in lesions]
    items = [scored.items(knowledge, one.sins) if one.sins else [] for one in lesions]
    made = _across(lesions, items) if many else _down(lesions, items)
    body = [el("div", totals, cls="totals"), made if any(items) else None]
    return section("sins", heading("sins"), *body)


def _total(knowledge: Knowledge, lesion: Lesion, *, in_line: bool) -> Markup:
    """The result and its strip; paper has no room for the narrow table and tells its items in a line."""
    told = scored.caption(knowledge, lesion.sins, lesion)
    items = scored.in_line(knowledge, lesion.sins) if in_line and lesion.sins else ""
    line = el("p", sentence(items), cls="xs print-only") if items else None
    known = knowledge.scores.get("sins")
    drawn = strip(lesion.sins, known, lesion.name) if known else None
    return el("div", el("p", el("b", told)), drawn, line)


def _down(lesions: Sequence[Lesion], items: list[list[Line]]) -> Markup:
    """Items down, lesions across."""
    labels = _labels(items)
    rows: list[list[Child]] = [
        [label, *[_cell(lines[place] if lines else None) for lines in items]]
        for place, label in enumerate(labels)
    ]
    heads = [say("item"), *[lesion.title for lesion in lesions]]
    return table(heads, rows, caption=heading("sins"), cls="t sins")


def _across(lesions: Sequence[Lesion], items: list[list[Line]]) -> Markup:
    """Lesions down, items across."""
    labels = _labels(items)
    rows: list[list[Child]] = [
        [lesion.title, *[_cell(lines[place] if lines else None) for place in range(len(labels))]]
        for lesion, lines in zip(lesions, items, strict=True)
    ]
    return table([say("lesion"), *labels], rows, caption=heading("sins"), cls="t")


def _cell(line: Line | None) -> Child:
    if line is None:
        return say("not_known")
    return [line.finding, " ", el("b", line.points, cls=None if line.known else "open")]


def _labels(items: list[list[Line]]) -> list[str]:
    return [line.label for line in max(items, key=len, default=[])]

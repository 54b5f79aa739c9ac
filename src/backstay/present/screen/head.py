"""The head of the screen: the person in one line, the clock, whether a board is needed, notes on the facts."""

from __future__ import annotations

from backstay.present import board, names, person, remarks, urgency
from backstay.present.knows import Assessment, Knowledge
from backstay.present.markup import Markup, el
from backstay.present.page.head import (
    clock_bars,
    clock_box,
    clock_notes,
    clock_reasons,
    remark_items,
)
from backstay.present.screen import places
from backstay.present.words import capital, heading, say, sentence

WIDE, NARROW = 424.0, 270.0
PLAIN = ("primary", "histology")  # their values say what they are


def person_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    """Age and sex, then what a colleague would say first; a label is seen where its value needs it."""
    who = el("div", el("dd", capital(person.who(assessment, knowledge))))
    told = [
        el("div", el("dt", capital(label), cls=cls), el("dd", value))
        for label, value, cls in _line(assessment, knowledge)
    ]
    return el("dl", who, told)


def _line(assessment: Assessment, knowledge: Knowledge) -> list[tuple[str, str, str | None]]:
    """The line of the report, without the lesions, which stand in the spine."""
    facts = person.patient(assessment)
    plain = {names.fact(knowledge, name) for name in PLAIN if facts.get(name) is not None}
    return [
        (label, value, "vh" if label in plain else None)
        for label, value in person.line(assessment, knowledge)[:-1]
    ]


def clock_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    """The clock; why it runs opens."""
    found = urgency.clock(assessment, knowledge)
    notes = [el("p", capital(note), cls="xs") for note in clock_notes(found)]
    reasons = clock_reasons(knowledge, found, where=places.sources(assessment))
    why = el("details", el("summary", say("why")), reasons, cls="why xs") if reasons else None
    return clock_box(found, clock_bars(found, WIDE, NARROW), notes, why)


def board_part(assessment: Assessment, knowledge: Knowledge) -> Markup | None:
    """Whether the case is standard or for the board; the reasons open."""
    found = board.board(assessment, knowledge)
    if found is None:
        return None
    cls = "tag tag-strong" if found.strong else "tag"
    if not found.reasons:
        return el("p", el("b", found.told, cls=cls), cls="dropped discussion")
    items = el("ul", [el("li", sentence(one)) for one in found.reasons], cls="list xs")
    top = el("summary", el("b", found.told, cls=cls), " ", el("span", say("why"), cls="xs"))
    return el("details", top, items, cls="dropped discussion")


def alerts_part(assessment: Assessment) -> Markup | None:
    """A local protocol and what contradicts itself: seen at once."""
    found = [one for one in remarks.remarks(assessment) if one.kind in AT_ONCE]
    if not found:
        return None
    items = el("ul", remark_items(found), cls="list")
    return el("section", items, cls="notice alerts", aria_label=heading("remarks"))


def notes_part(assessment: Assessment) -> Markup | None:
    """All other notes on the facts, which open from their number."""
    found = [one for one in remarks.remarks(assessment) if one.kind not in AT_ONCE]
    if not found:
        return None
    title = f"{heading('remarks')} ({len(found)})"
    items = el("ul", remark_items(found), cls="list xs")
    return el("details", el("summary", title), items, cls="dropped notes")


AT_ONCE = (remarks.OVERLAY, "contradiction", "conflict", "marked")

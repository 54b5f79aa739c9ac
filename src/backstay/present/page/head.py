"""The head of the page: the person, what matters, the clock, notes on the facts."""

from __future__ import annotations

from typing import Literal

from backstay.present import board, clock, person, remarks, times, urgency
from backstay.present.knows import Assessment, Knowledge
from backstay.present.marks import mark
from backstay.present.markup import Child, Markup, el, join
from backstay.present.page.parts import Where, listed_below, section, source
from backstay.present.page.record import unread_line, whom_part
from backstay.present.values import clean
from backstay.present.words import capital, heading, say, sentence

WIDE, NARROW = 680, 320
MORE: dict[str, Literal["marked_stale_more", "stale_more"]] = {
    "marked_stale": "marked_stale_more",
    "stale": "stale_more",
}


def head(assessment: Assessment, knowledge: Knowledge) -> Markup:
    return join(
        whom_part(assessment),
        _brand(assessment),
        _person(assessment, knowledge),
        matters_part(assessment, knowledge),
        _clock(assessment, knowledge),
        _board(assessment, knowledge),
        _remarks(assessment),
        unread_line(assessment),
    )


def title(assessment: Assessment) -> str:
    """The case and its moment, for the title of the document and the head of printed pages."""
    case = clean(str(assessment.get("case") or say("not_known")))
    return say("case_line", case=case, as_of=times.as_of(assessment.get("as_of")))


def _brand(assessment: Assessment) -> Markup:
    brand = el("span", mark("brand"), " ", heading("report"), cls="brand")
    return el("div", brand, el("span", title(assessment), cls="end dim xs"), cls="row no-print")


def _person(assessment: Assessment, knowledge: Knowledge) -> Markup:
    told = el("dl", person_line(assessment, knowledge))
    return el("div", el("h1", capital(person.who(assessment, knowledge))), told, cls="person")


def person_line(assessment: Assessment, knowledge: Knowledge) -> list[Markup]:
    """Terms of a list: what a colleague would say first of the person."""
    return [
        el("div", el("dt", capital(label)), el("dd", value))
        for label, value in person.line(assessment, knowledge)
    ]


def matters_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    """What matters to the person, what is accepted and declined, and what nobody has asked yet."""
    (_, goal), *rest = person.matters(assessment, knowledge)
    wishes = [el("span", f"{label}: ", el("b", value), " ") for label, value in rest]
    lead = el("p", say("goal"), ": ", el("b", goal), cls="lead")
    title = el("h2", heading("matters"), cls="vh")
    return el("section", title, lead, " ", el("p", wishes, cls="xs dim"), cls="matters")


def _clock(assessment: Assessment, knowledge: Knowledge) -> Markup:
    found = urgency.clock(assessment, knowledge)
    return clock_box(
        found,
        clock_bars(found, WIDE, NARROW),
        [el("p", capital(note)) for note in clock_notes(found)],
        clock_reasons(knowledge, found),
    )


def clock_box(found: urgency.Clock, *children: Child) -> Markup:
    """The clock under its heading: how soon, and what is left of the time."""
    left = urgency.remaining(found)
    top = el("h2", urgency.title(found), el("span", left, cls="end") if left else None, id="clock")
    cls = f"clock clock-{'running' if found.running else 'still'}"
    return el("section", top, *children, cls=cls, aria_labelledby="clock")


def clock_notes(found: urgency.Clock) -> list[str]:
    """What the bar does not say: since when, and what the level could still be."""
    # The bar says in its title and its words when the clock started.
    drawn = found.running and found.within and found.used is not None
    notes = ["" if drawn else urgency.course(found), urgency.doubt(found)]
    if found.level == "routine":
        notes.append(say("urgency_routine"))
    return [note for note in notes if note]


def _board(assessment: Assessment, knowledge: Knowledge) -> Markup | None:
    """Whether the case is standard or for the board, with the first reasons."""
    found = board.board(assessment, knowledge)
    if found is None:
        return None
    told = f" {say('board_because', reasons=found.short)}"
    why = el("span", told, cls="no-print") if found.reasons else None  # paper has them all below
    tag = el("b", found.told, cls="tag tag-strong" if found.strong else "tag")
    return el("p", tag, why, cls="board xs", id="board")


def board_part(assessment: Assessment, knowledge: Knowledge) -> Markup | None:
    """Every reason, where the head told only the first."""
    found = board.board(assessment, knowledge)
    if found is None or len(found.reasons) <= board.FIRST:
        return None
    items = el("ul", [el("li", sentence(one)) for one in found.reasons], cls="list")
    return section("all-board", found.told, items, cls="small")


def clock_bars(found: urgency.Clock, wide_: float, narrow_: float) -> Markup | None:
    """The bar for wide pages and its own drawing for narrow ones; only where a clock runs."""
    if not found.running:
        return None
    wide, narrow = clock.bar(found, width=wide_), clock.bar(found, width=narrow_)
    return join(el("div", wide, cls="wide-only"), el("div", narrow, cls="narrow-only"))


def clock_reasons(
    knowledge: Knowledge, found: urgency.Clock, *, where: Where = listed_below
) -> Markup | None:
    """Why it is as urgent as that, with the sources."""
    if not found.reasons:
        return None
    items = [
        el("li", one.text, " ", source(knowledge, one, short=True, where=where))
        for one in found.reasons
    ]
    return el("ul", join(join(item, " ") for item in items))


def _remarks(assessment: Assessment) -> Markup:
    """A local protocol in a box of its own, then all other notes."""
    found, more = remarks.aged(remarks.remarks(assessment))
    local = remarks.local_protocol(found)
    rest = [one for one in found if one not in local]
    boxes = [
        el(
            "section",
            el("h2", heading(name), cls=seen),
            el("ul", remark_items(part), _more(more) if name == "remarks" else None),
            cls=f"notice {cls}",
        )
        for name, part, seen, cls in (
            ("local", local, None, "local"),
            ("remarks", rest, "vh", "notes"),
        )
        if part
    ]
    return join(boxes)


def old_part(assessment: Assessment) -> Markup | None:
    """All that is out of date, where the head told only the first."""
    found = remarks.remarks(assessment)
    if not remarks.aged(found).rest:
        return None
    items = el("ul", remark_items(remarks.old(found)), cls="list")
    return section("old", heading("old"), items, cls="small")


def _more(rest: dict[str, int]) -> list[Markup]:
    """How many old facts stand below."""
    return [
        el("li", el("a", say(MORE[kind], count=count), href="#old")) for kind, count in rest.items()
    ]


def remark_items(found: list[remarks.Remark]) -> list[Markup]:
    """A label before each note; a local protocol stands under its own heading."""
    return [
        el(
            "li",
            None if one.kind == remarks.OVERLAY else el("b", remarks.label(one), ": "),
            one.text,
        )
        for one in found
    ]

"""Every option with every reason: for and against side by side, harms under their own heading."""

from __future__ import annotations

from backstay.present import names, options, reasons, together
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.marks import mark
from backstay.present.markup import Markup, el, join
from backstay.present.options import Group
from backstay.present.page.parts import (
    check,
    details_id,
    done,
    marked,
    reason_items,
    section,
    stance,
)
from backstay.present.reasons import Reason
from backstay.present.together import Held
from backstay.present.words import heading, listed, say


def full_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    """Every option of every lesion and of the whole person."""
    return join(_group(assessment, knowledge, group) for group in options.groups(assessment))


def _group(assessment: Assessment, knowledge: Knowledge, group: Group) -> Markup:
    offered, refused = (
        together.clusters(knowledge, found) for found in (group.offered, group.refused)
    )
    waiting = options.alike(knowledge, group.waiting)
    return section(
        f"all-{(group.lesion or 'person').lower()}",
        _title(assessment, group.lesion),
        [_argued(knowledge, same) for same in offered],
        _waiting(knowledge, waiting) if waiting else None,
        [_argued(knowledge, same) for same in refused],
        _idle(knowledge, group),
        cls="options",
    )


def _title(assessment: Assessment, lesion: str | None) -> str:
    if lesion is None:
        return heading("all_person")
    return heading("all_at", lesion=options.place(assessment, lesion))


def _argued(knowledge: Knowledge, same: list[Entry]) -> Markup:
    body = [_anchors(same), _line(knowledge, same), _sides(knowledge, same)]
    return el("article", *body, _last(knowledge, same), cls="option full")


def _anchors(same: list[Entry]) -> list[Markup]:
    """A place to link to for each option that is told here."""
    return [el("span", id=details_id(option)) for option in same]


def _line(knowledge: Knowledge, same: list[Entry]) -> Markup:
    """Stance, name, what to check first and the tally, always on one line."""
    title = el("h3", options.titles(knowledge, same))
    name = el("div", title, done(same[0]), check(knowledge, same[0]), cls="name")
    tally = el("span", options.tallies(same), cls="tally")
    return el("header", stance(str(same[0]["stance"])), " ", name, " ", tally)


def _sides(knowledge: Knowledge, same: list[Entry]) -> Markup | None:
    found = together.held(knowledge, same)
    shown = [_side(knowledge, name, held) for name, held in found if held]
    return el("div", shown, cls=f"sides sides-{len(shown)}") if shown else None


def _side(knowledge: Knowledge, name: str, found: list[Held]) -> Markup:
    title = el("h4", mark(name), " ", heading(name))
    return el("div", title, " ", reason_items(knowledge, found))


def _last(knowledge: Knowledge, same: list[Entry]) -> Markup:
    """What is still open about the options, and whether it could change them."""
    lines = options.last_lines(knowledge, same, counted=False)
    robust = all(option.get("robust") for option in same) and not any(
        reasons.meanwhile(knowledge, option) for option in same
    )
    cls = "turns robust" if robust else "turns"
    return el("div", [el("p", line, " ") for line in lines], cls=cls)


def _waiting(knowledge: Knowledge, waiting: list[list[Entry]]) -> Markup:
    """Options that need facts, one line each with every fact."""
    rows = [join(_wait(knowledge, same), " ") for same in waiting]
    return el("div", stance("needs_facts"), " ", el("ul", rows, cls="waits"), cls="waiting")


def _wait(knowledge: Knowledge, same: list[Entry]) -> Markup:
    needed = names.all_asked(knowledge, reasons.open_facts(same[0]))
    name = el("b", options.titles(knowledge, same), cls="name")
    told = f": {say('needs', facts=listed(needed))}" if needed else None
    already = _all_held(knowledge, same[0])
    return el("li", _anchors(same), name, done(same[0]), told, already)


def _all_held(knowledge: Knowledge, option: Entry) -> Markup | None:
    """What already holds about an option that needs facts: mostly harms."""
    items = [join(" ", marked(knowledge, one.side, one)) for one in reasons.held(option)]
    return el("ul", items, cls="marked") if items else None


def _idle(knowledge: Knowledge, group: Group) -> Markup | None:
    """The count and the names of what is not indicated, with what holds about them and was not told above."""
    if not group.idle:
        return None
    count = say("count_of", count=len(group.idle))
    names_ = listed([names.title(knowledge, option) for option in group.idle])
    notes = [
        _noted(knowledge, one, about)
        for one, about in options.own_reasons(knowledge, group).items()
    ]
    first = el("p", el("b", count), el("span", ": ", names_, cls="no-print"), ". ")
    return el("div", first, el("ul", notes), cls="idle xs dim")


def _noted(knowledge: Knowledge, one: Reason, about: list[str]) -> Markup:
    who = el("b", "; ".join(about), ":")
    return el("li", who, " ", marked(knowledge, one.side, one, tag="span"), " ")

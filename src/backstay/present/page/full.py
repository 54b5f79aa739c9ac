"""Every option with every reason: for and against side by side, harms under their own heading."""

from __future__ import annotations

from backstay.present import names, options, reasons
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.marks import mark
from backstay.present.markup import Markup, el, join
from backstay.present.options import Group
from backstay.present.page.parts import check, details_id, done, reason_items, section, stance
from backstay.present.reasons import Reason, Sides
from backstay.present.words import heading, listed, say


def full_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    """Every option of every lesion and of the whole person."""
    return join(_group(assessment, knowledge, group) for group in options.groups(assessment))


def _group(assessment: Assessment, knowledge: Knowledge, group: Group) -> Markup:
    offered, waiting, refused = (
        options.alike(knowledge, found) for found in (group.offered, group.waiting, group.refused)
    )
    return section(
        f"all-{(group.lesion or 'person').lower()}",
        _title(assessment, group.lesion),
        [_argued(knowledge, same) for same in offered],
        [_waiting(knowledge, waiting)] if waiting else None,
        [_argued(knowledge, same) for same in refused],
        _idle(knowledge, group.idle),
        cls="options",
    )


def _title(assessment: Assessment, lesion: str | None) -> str:
    if lesion is None:
        return heading("all_person")
    return heading("all_at", lesion=options.place(assessment, lesion))


def _argued(knowledge: Knowledge, same: list[Entry]) -> Markup:
    found = reasons.sides(same[0])
    body = [_anchors(same), _line(knowledge, same, found), _sides(knowledge, found)]
    return el("article", *body, _last(knowledge, same), cls="option full")


def _anchors(same: list[Entry]) -> list[Markup]:
    """A place to link to for each option that is told here."""
    return [el("span", id=details_id(option)) for option in same]


def _line(knowledge: Knowledge, same: list[Entry], found: Sides) -> Markup:
    """Stance, name, what to check first and the tally, always on one line."""
    title = el("h3", options.titles(knowledge, same))
    name = el("div", title, done(same[0]), check(knowledge, same[0]), cls="name")
    tally = el("span", reasons.tally(found), cls="tally")
    return el("header", stance(str(same[0]["stance"])), " ", name, " ", tally)


def _sides(knowledge: Knowledge, found: Sides) -> Markup | None:
    named = (("for", found.pro), ("against", found.con), ("harm", found.harms))
    shown = [_side(knowledge, name, held) for name, held in named if held]
    return el("div", shown, cls=f"sides sides-{len(shown)}") if shown else None


def _side(knowledge: Knowledge, name: str, found: list[Reason]) -> Markup:
    return el("div", el("h4", mark(name), " ", heading(name)), reason_items(knowledge, found))


def _last(knowledge: Knowledge, same: list[Entry]) -> Markup:
    """What is still open about the options, and whether it could change them."""
    lines = options.last_lines(knowledge, same, counted=False)
    return el("div", [el("p", line, " ") for line in lines], cls="turns")


def _waiting(knowledge: Knowledge, waiting: list[list[Entry]]) -> Markup:
    """Options that need facts, one line each with every fact."""
    rows = [_wait(knowledge, same) for same in waiting]
    return el("div", stance("needs_facts"), " ", el("ul", rows, cls="waits"), cls="waiting")


def _wait(knowledge: Knowledge, same: list[Entry]) -> Markup:
    needed = names.all_asked(knowledge, reasons.open_facts(same[0]))
    name = el("b", options.titles(knowledge, same), cls="name")
    told = f": {say('needs', facts=listed(needed))}" if needed else None
    return el("li", _anchors(same), name, told, done(same[0]))


def _idle(knowledge: Knowledge, idle: list[Entry]) -> Markup | None:
    """The count and the names of what is not indicated."""
    if not idle:
        return None
    told = listed([names.title(knowledge, option) for option in idle])
    return el("p", el("b", say("count_of", count=len(idle))), ": ", told, ".", cls="idle xs dim")

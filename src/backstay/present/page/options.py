"""Options with their reasons: for and against side by side, harms under their own heading."""

from __future__ import annotations

from backstay.present import names, options, reasons
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.marks import mark
from backstay.present.markup import Markup, el, join
from backstay.present.options import Group
from backstay.present.page.parts import check, reason_items, section, source, stance
from backstay.present.reasons import Reason, Sides
from backstay.present.words import heading, listed, say

FULL, BRIEF = 2, 1  # reasons of each side that are not folded
NEEDED = 6  # facts named for an option that needs them


def option_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    """Every option of every lesion and of the whole person."""
    return join(_group(assessment, knowledge, group) for group in options.groups(assessment))


def _group(assessment: Assessment, knowledge: Knowledge, group: Group) -> Markup:
    """Options of a lesion at full width; what speaks against, and the whole person, in two columns."""
    person = group.lesion is None
    offered = options.alike(knowledge, group.offered)
    shown = [_brief(knowledge, same) if person else _full(knowledge, same) for same in offered]
    refused = [_brief(knowledge, same) for same in options.alike(knowledge, group.refused)]
    nothing = not (shown or refused or group.waiting)
    return section(
        f"options-{group.lesion or 'person'}",
        options.title(assessment, group.lesion),
        _pairs(shown) if person else shown,
        _waiting(knowledge, group.waiting),
        _pairs(refused),
        _idle(knowledge, group.idle),
        el("p", say("no_options"), cls="s") if nothing else None,
        cls="options",
    )


def _pairs(articles: list[Markup]) -> list[Markup]:
    """Two and two, so that each row is as wide as the room beside the spine or below it."""
    return [el("div", articles[i : i + 2], cls="briefs") for i in range(0, len(articles), 2)]


def _full(knowledge: Knowledge, same: list[Entry]) -> Markup:
    found = reasons.sides(same[0])
    body = [_sides(knowledge, found), _rest(knowledge, found, FULL), _last(knowledge, same)]
    return el("article", _line(knowledge, same, found), body, cls="option full")


def _brief(knowledge: Knowledge, same: list[Entry]) -> Markup:
    """The same in less room: reasons in one list, each with the mark of its side."""
    found = reasons.sides(same[0])
    items = [_marked(knowledge, name, one) for name, held in _named(found) for one in held[:BRIEF]]
    first = el("ul", items, cls="marked") if items else None
    body = [first, _rest(knowledge, found, BRIEF), _last(knowledge, same)]
    return el("article", _line(knowledge, same, found), body, cls="option")


def _line(knowledge: Knowledge, same: list[Entry], found: Sides) -> Markup:
    """Stance, name, what to check first and the tally, always on one line."""
    title = el("h3", options.titles(knowledge, same))
    name = el("div", title, check(knowledge, same[0]), cls="name")
    tally = el("span", reasons.tally(found), cls="tally")
    return el("header", stance(str(same[0]["stance"])), " ", name, " ", tally)


def _sides(knowledge: Knowledge, found: Sides) -> Markup | None:
    parts = [_side(knowledge, name, held[:FULL]) for name, held in _named(found)]
    shown = [part for part in parts if part]
    return el("div", shown, cls=f"sides sides-{len(shown)}") if shown else None


def _named(found: Sides) -> list[tuple[str, list[Reason]]]:
    return [("for", found.pro), ("against", found.con), ("harm", found.harms)]


def _rest(knowledge: Knowledge, found: Sides, most: int) -> Markup | None:
    """Reasons beyond the first of each side, folded; their number is always shown."""
    items = [_marked(knowledge, name, one) for name, held in _named(found) for one in held[most:]]
    if not items:
        return None
    count = len(items)
    title = el(
        "summary", say("more_reason") if count == 1 else say("more_reasons", count=count), " "
    )
    return el("details", title, el("ul", items, cls="marked"), cls="rest")


def _side(knowledge: Knowledge, name: str, found: list[Reason]) -> Markup | None:
    if not found:
        return None
    return el("div", el("h4", mark(name), " ", heading(name)), reason_items(knowledge, found))


def _marked(knowledge: Knowledge, name: str, reason: Reason) -> Markup:
    """A reason under its mark; the word of the mark is there for those who cannot see it."""
    word = el("span", f"{heading(name)}: ", cls="vh")
    return el("li", mark(name), el("div", word, reason.text, " ", source(knowledge, reason)))


def _last(knowledge: Knowledge, same: list[Entry]) -> Markup:
    """What is still open about the options, and whether it could change them."""
    lines = options.last_lines(knowledge, same, counted=False)
    return el("div", [el("p", line, " ") for line in lines], cls="turns")


def _waiting(knowledge: Knowledge, waiting: list[Entry]) -> Markup | None:
    """Options that need facts, one line each with the facts."""
    if not waiting:
        return None
    rows = [_wait(knowledge, same) for same in options.alike(knowledge, waiting)]
    return el("div", stance("needs_facts"), " ", el("ul", rows, cls="waits"), cls="waiting")


def _wait(knowledge: Knowledge, same: list[Entry]) -> Markup:
    needed = names.facts(knowledge, reasons.open_facts(same[0]))
    name = el("b", options.titles(knowledge, same), cls="name")
    return el(
        "li", name, f": {say('needs', facts=listed(needed, most=NEEDED))}" if needed else None
    )


def _idle(knowledge: Knowledge, idle: list[Entry]) -> Markup | None:
    """The count of what is not indicated; the names open with it."""
    if not idle:
        return None
    listed_names = listed([names.title(knowledge, option) for option in idle])
    return el(
        "details",
        el("summary", say("count_of", count=len(idle))),
        el("p", listed_names),
        cls="idle s dim",
    )

"""Options with their reasons: for and against side by side, harms under their own heading."""

from __future__ import annotations

from backstay.present import names, options, reasons
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.markup import Markup, el, join
from backstay.present.marks import mark
from backstay.present.options import Group
from backstay.present.page.parts import check, reason_items, section, stance
from backstay.present.reasons import Reason, Sides
from backstay.present.words import heading, listed, say


def option_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    """Every option of every lesion and of the whole person."""
    return join(_group(assessment, knowledge, group) for group in options.groups(assessment))


def _group(assessment: Assessment, knowledge: Knowledge, group: Group) -> Markup:
    return section(
        f"options-{group.lesion or 'person'}",
        options.title(assessment, group.lesion),
        [_argued(knowledge, option) for option in group.argued],
        _waiting(knowledge, group.waiting),
        _idle(knowledge, group.idle),
        None if group.argued or group.waiting else el("p", say("no_options"), cls="s"),
        cls="options" if group.lesion else "options person-wide",
    )


def _argued(knowledge: Knowledge, option: Entry) -> Markup:
    found = reasons.sides(option)
    return el("article", _line(knowledge, option, found), _sides(knowledge, found), _last(knowledge, option, found), cls="option")


def _line(knowledge: Knowledge, option: Entry, found: Sides) -> Markup:
    """Stance, name, what to check first and the tally, always on one line."""
    name = el("div", el("h3", names.title(knowledge, option)), check(knowledge, option), cls="name")
    tally = el("span", reasons.tally(found), cls="tally")
    return el("header", stance(str(option["stance"])), name, tally)


def _sides(knowledge: Knowledge, found: Sides) -> Markup | None:
    parts = [
        _side(knowledge, "for", heading("for"), found.pro),
        _side(knowledge, "against", heading("against"), found.con),
        _side(knowledge, "harm", heading("harms"), found.harms),
    ]
    shown = [part for part in parts if part]
    return el("div", shown, cls=f"sides sides-{len(shown)}") if shown else None


def _side(knowledge: Knowledge, name: str, title: str, found: list[Reason]) -> Markup | None:
    if not found:
        return None
    return el("div", el("h4", mark(name), " ", title), reason_items(knowledge, found))


def _last(knowledge: Knowledge, option: Entry, found: Sides) -> Markup:
    """What is still open about the option, and whether it could change it."""
    meanwhile = reasons.meanwhile(knowledge, option)
    parts = [reasons.robust(knowledge, option), reasons.open_line(found), meanwhile and f"{meanwhile}."]
    return el("p", " ".join(part for part in parts if part), cls="turns")


def _waiting(knowledge: Knowledge, waiting: list[Entry]) -> Markup | None:
    """Options that need facts, one line each with the facts."""
    if not waiting:
        return None
    rows = [_wait(knowledge, option) for option in waiting]
    return el("div", el("h3", stance("needs_facts"), cls="waiting"), el("ul", rows, cls="waits"), cls="option")


def _wait(knowledge: Knowledge, option: Entry) -> Markup:
    needed = names.facts(knowledge, reasons.open_facts(option))
    name = el("b", names.title(knowledge, option), cls="name")
    return el("li", name, f": {say('needs', facts=listed(needed))}" if needed else None)


def _idle(knowledge: Knowledge, idle: list[Entry]) -> Markup | None:
    """The count of what is not indicated; the names open with it."""
    if not idle:
        return None
    listed_names = listed([names.title(knowledge, option) for option in idle])
    return el("details", el("summary", say("count_of", count=len(idle))), el("p", listed_names), cls="idle s dim")

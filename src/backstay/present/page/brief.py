"""The options of the lesions in a few lines each: the decision before its details."""

from __future__ import annotations

from backstay.present import names, options, reasons
from backstay.present.brief import Brief, brief, first_reason, harms_line
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.markup import Markup, el, join
from backstay.present.options import Group
from backstay.present.page.parts import (
    check,
    details_of,
    done,
    marked,
    section,
    stance,
)
from backstay.present.page.radiation import dose_part
from backstay.present.reasons import Reason
from backstay.present.words import listed, say

NEEDED = 2  # facts named for an option that needs them


def brief_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    """The options of every lesion."""
    return join(_group(assessment, knowledge, one) for one in options.lesion_groups(assessment))


def _group(assessment: Assessment, knowledge: Knowledge, group: Group) -> Markup:
    told: set[Reason] = set()
    offered = [
        _offered(knowledge, same, told) for same in options.alike_in_short(knowledge, group.offered)
    ]
    nothing = not (group.offered or group.refused or group.waiting)
    return section(
        f"options-{group.lesion}",
        join(options.title(assessment, group.lesion), _idle(group.idle)),
        offered,
        waiting_lines(knowledge, group.waiting),
        refused_lines(knowledge, group.refused),
        el("p", say("no_options"), cls="s") if nothing else None,
        dose_part(assessment, knowledge, group.lesion),
        cls="options",
    )


def waiting_lines(knowledge: Knowledge, waiting: list[Entry]) -> Markup | None:
    """Options that need facts, one line each with the facts."""
    rows = [_wait(knowledge, same) for same in options.alike(knowledge, waiting)]
    return _lines("needs_facts", rows) if rows else None


def refused_lines(knowledge: Knowledge, refused: list[Entry]) -> list[Markup]:
    """Options that something speaks against, one line each with the first reason, by stance."""
    return [
        _lines(
            name, [_refused(knowledge, same) for same in options.alike_in_short(knowledge, found)]
        )
        for name, found in options.by_stance(refused).items()
    ]


def _offered(knowledge: Knowledge, same: list[Entry], told: set[Reason]) -> Markup:
    """One option in short; a harm that was told in this group is only counted again."""
    found = brief(same[0])
    again = found.harm in told
    if found.harm:
        told.add(found.harm)
    return el(
        "article",
        _line(knowledge, same, harms_line(found.harms) if again else ""),
        " ",
        _reasons(knowledge, found),
        None if again else _harms(knowledge, found, same[0]),
        cls="option short",
    )


def _line(knowledge: Knowledge, same: list[Entry], harms: str) -> Markup:
    """Stance, name, what to check first and the tally, always on one line."""
    title = el("h3", options.titles(knowledge, same))
    name = el("div", title, done(same[0]), check(knowledge, same[0]), cls="name")
    told = "; ".join(part for part in (options.tallies(same), harms) if part)
    tally = el("a", told, href=details_of(same[0]), cls="tally")
    return el("header", stance(str(same[0]["stance"])), " ", name, " ", tally)


def _reasons(knowledge: Knowledge, found: Brief) -> Markup:
    """For and against side by side, or the one side that there is over the whole width."""
    sides = [
        el("ul", [marked(knowledge, name, one, short=True) for one in held], cls="marked")
        for name, held in (("for", found.pro), ("against", found.con))
        if held
    ]
    return el("div", sides, cls=f"both both-{len(sides)}")


def _harms(knowledge: Knowledge, found: Brief, option: Entry) -> Markup | None:
    if found.harm is None:
        return None
    count = el("a", harms_line(found.harms), href=details_of(option))
    item = marked(knowledge, "harm", found.harm, first=count, short=True)
    return el("ul", item, cls="marked harms")


def _lines(name: str, rows: list[Markup]) -> Markup:
    return el(
        "div",
        stance(name),
        " ",
        el("ul", join(join(row, " ") for row in rows), cls="waits"),
        cls="waiting",
    )


def _wait(knowledge: Knowledge, same: list[Entry]) -> Markup:
    needed = names.all_asked(knowledge, reasons.open_facts(same[0]))
    told = f": {say('needs', facts=listed(needed, most=NEEDED))}" if needed else None
    return el("li", _name(knowledge, same), told)


def _refused(knowledge: Knowledge, same: list[Entry]) -> Markup:
    held = first_reason(same[0])
    side = "against" if held is None or held.side == "against" else "for"
    reason = marked(knowledge, side, held, tag="span", short=True) if held else None
    return el("li", _name(knowledge, same), " ", reason)


def _name(knowledge: Knowledge, same: list[Entry]) -> Markup:
    """The name with what belongs on its line, as a link to all that is said of it."""
    link = el("a", el("b", options.titles(knowledge, same)), href=details_of(same[0]), cls="name")
    return join(link, done(same[0]), check(knowledge, same[0]))


def _idle(idle: list[Entry]) -> Markup | None:
    return el("span", " ", say("count_of", count=len(idle)), cls="count") if idle else None

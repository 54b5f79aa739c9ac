"""The options of the chosen lesion and of the whole person, a line each that opens to its reasons."""

from __future__ import annotations

from backstay.present import names, options, reasons, together
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.markup import Markup, el, join
from backstay.present.options import Group
from backstay.present.page.parts import (
    Where,
    check,
    details_id,
    done,
    marked,
    stance,
    status_mark,
)
from backstay.present.reasons import READ
from backstay.present.screen import places
from backstay.present.screen.reasons import because
from backstay.present.words import heading, listed, say, word

FEW = 4  # options that need facts stand in lines of their own up to so many
NAMED, NEEDED, CHECKED = 3, 1, 1  # options of a gathered line, facts needed, facts to check first


def lesion_part(assessment: Assessment, knowledge: Knowledge, lesion: str) -> Markup:
    """The options of one lesion; the first is open."""
    group = _group(assessment, lesion)
    where = places.sources(assessment)
    rows = _rows(knowledge, group, where) if group else []
    return el(
        "section",
        _head(options.title(assessment, lesion), f"options-{lesion.lower()}", to_person=True),
        rows or el("p", say("no_options"), cls="none s"),
        _idle(knowledge, group, where) if group else None,
        cls="options",
        aria_labelledby=f"options-{lesion.lower()}",
    )


def person_part(assessment: Assessment, knowledge: Knowledge) -> Markup | None:
    """The options of the whole person, a line for each stance."""
    group = _group(assessment, None)
    if group is None:
        return None
    where = places.sources(assessment)
    found = options.by_stance([*group.offered, *group.waiting, *group.refused])
    return el(
        "section",
        _head(heading("options_person"), "options-person"),
        [_gathered(knowledge, name, held, where) for name, held in found.items()],
        _idle(knowledge, group, where),
        cls="options whole",
        aria_labelledby="options-person",
    )


def _group(assessment: Assessment, lesion: str | None) -> Group | None:
    return next((one for one in options.groups(assessment) if one.lesion == lesion), None)


def _head(title: str, name: str, *, to_person: bool = False) -> Markup:
    """The heading; over the options of a lesion the way to those of the whole person, and what marks mean."""
    top = el("h2", title, id=name)
    if not to_person:
        return el("header", top)
    marks = [
        join(status_mark(one), " ", word("status", one).partition(",")[0], " ") for one in READ
    ]
    link = el("a", heading("options_person"), href="#options-person", cls="xs")
    return el("header", top, link, el("span", marks, cls="tally end legend"))


def _rows(knowledge: Knowledge, group: Group, where: Where) -> list[Markup]:
    """In the order of the assessment: what is offered, what needs facts, what is refused."""
    offered, refused = (together.clusters(knowledge, one) for one in (group.offered, group.refused))
    waiting = options.alike(knowledge, group.waiting)
    rows = [row(knowledge, same, where, opened=place == 0) for place, same in enumerate(offered)]
    if len(waiting) > FEW:
        rows.append(_gathered(knowledge, "needs_facts", group.waiting, where))
    else:
        rows += [row(knowledge, same, where, opened=not rows) for same in waiting]
    return rows + [row(knowledge, same, where) for same in refused]


def row(knowledge: Knowledge, same: list[Entry], where: Where, *, opened: bool = False) -> Markup:
    """Stance, name, what to check first and the tally on one line, which opens to the reasons."""
    first = same[0]
    name = el(
        "span",
        el("b", options.titles(knowledge, same)),
        done(first),
        check(knowledge, first, CHECKED),
        cls="name",
    )
    line = el("summary", stance(str(first["stance"])), " ", name, " ", _tally(knowledge, same))
    anchors = [el("span", id=details_id(option)) for option in same[1:]]
    body = because(knowledge, same, where)
    cls, open_ = "option", "" if opened else None
    return el("details", line, anchors, body, cls=cls, id=details_id(first), open=open_)


def _tally(knowledge: Knowledge, same: list[Entry]) -> Markup:
    """How many reasons hold on either side; of an option that needs facts, the first of them."""
    if same[0]["stance"] != "needs_facts":
        return el("span", options.tallies(same), cls="tally")
    facts = names.all_asked(knowledge, reasons.open_facts(same[0]))
    told = say("needs", facts=listed(facts, most=NEEDED)) if facts else None
    return el("span", told, cls="tally")


def _gathered(knowledge: Knowledge, name: str, held: list[Entry], where: Where) -> Markup:
    """Options of one stance on one line, which opens to a line for each."""
    if name == "needs_facts":
        found = options.alike(knowledge, held)
    else:
        found = together.clusters(knowledge, held)
    if len(found) == 1:
        return row(knowledge, found[0], where)
    titles = [names.short_option(knowledge, str(option["id"])) for option in held]
    told = el("span", listed(titles, most=NAMED), cls="name")
    line = el("summary", stance(name), " ", told)
    inside = el("div", [row(knowledge, same, where) for same in found], cls="inside")
    return el("details", line, inside, cls="option gathered")


def _idle(knowledge: Knowledge, group: Group, where: Where) -> Markup | None:
    """What is not indicated as a number, which opens to the names and what holds about them."""
    if not group.idle:
        return None
    count = say("count_of", count=len(group.idle))
    titles = listed([names.title(knowledge, option) for option in group.idle])
    notes = [
        el(
            "li",
            el("b", "; ".join(about), ": "),
            marked(knowledge, one.side, one, tag="span", short=True, where=where),
        )
        for one, about in options.own_reasons(knowledge, group).items()
    ]
    body = el("p", titles, "."), el("ul", notes, cls="list") if notes else None
    return el("details", el("summary", count), *body, cls="not-indicated xs")

"""All lesions at once: stability and canal of each, and what comes first there; each leads to its lesion."""

from __future__ import annotations

from collections.abc import Sequence

from backstay.present import names, options, scored
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.lesions import Lesion
from backstay.present.markup import Markup, el, join
from backstay.present.noms import canal
from backstay.present.page.parts import check, stance
from backstay.present.screen import places
from backstay.present.screen.stability import strip_of
from backstay.present.words import capital, heading, listed, say

NAMED = 2  # options of a lesion that are named


def strips_part(knowledge: Knowledge, lesions: Sequence[Lesion]) -> Markup:
    """SINS of every lesion, with its strip."""
    items = [
        el("li", el("h3", scored.caption(knowledge, one.sins, one)), strip_of(knowledge, one))
        for one in lesions
    ]
    return el("ul", items, cls="strips")


def lesions_part(assessment: Assessment, knowledge: Knowledge, lesions: Sequence[Lesion]) -> Markup:
    """A row for each lesion with its first options."""
    groups = {group.lesion: group for group in options.lesion_groups(assessment)}
    rows = [_row(knowledge, one, groups.get(one.name)) for one in lesions]
    heads = (say("lesion"), heading("sins"), say("fig_escc_head"), say("first_option"))
    top = el("tr", [el("th", head, scope="col") for head in heads])
    caption = el("caption", say("lesions"), cls="vh")
    return el("table", caption, el("thead", top), el("tbody", rows), cls="t cards each")


def _row(knowledge: Knowledge, lesion: Lesion, group: options.Group | None) -> Markup:
    link = el("a", lesion.title, href=places.choose(lesion.name))
    band = scored.band(knowledge, lesion.sins)
    told = " ".join(part for part in (scored.result(lesion.sins), band) if part)
    return el(
        "tr",
        el("th", link, scope="row"),
        el("td", told),
        el("td", capital(canal(knowledge, lesion))),
        el("td", _first(knowledge, group)),
    )


def _first(knowledge: Knowledge, group: options.Group | None) -> Markup | str:
    """The options of the strongest stance that something was said of."""
    found: list[Entry] = [] if group is None else group.offered or group.waiting or group.refused
    if not found:
        return say("no_options")
    name = str(found[0]["stance"])
    same = [option for option in found if option["stance"] == name]
    first = check(knowledge, same[0], 1) if len(same) == 1 else None
    titles = [names.short_option(knowledge, str(option["id"])) for option in same]
    return join(stance(name), " ", listed(titles, most=NAMED), first)

"""The sources of all that is shown, with what was read of each."""

from __future__ import annotations

from backstay.present import cites
from backstay.present.knows import Assessment, Knowledge
from backstay.present.markup import Markup, el, join
from backstay.present.page.parts import anchor, section, status_mark
from backstay.present.words import capital, heading, say, word

USUAL = "abstract"  # read of most sources: paper says it once


def source_part(assessment: Assessment, knowledge: Knowledge) -> Markup | None:
    found = cites.cited(assessment, knowledge)
    if not found:
        return None
    groups = [
        join(_head(status), " ", el("ul", [_cited(one, _link(assessment, one)) for one in group]))
        for status, group in found.items()
    ]
    legend = el("p", say("read_legend"), cls="xs print-only")
    return section("sources", heading("sources"), legend, el("div", groups, cls="sources"))


def _head(status: str) -> Markup:
    return el("h3", status_mark(status), " ", capital(word("status", status)))


def _link(assessment: Assessment, one: cites.Cited) -> str | None:
    """Where the source stands in the book, where the assessment knows of one."""
    found: str | None = (assessment.get("book") or {}).get("sources", {}).get(one.id)
    return found


def _cited(one: cites.Cited, link: str | None) -> Markup:
    usual = "no-print" if one.read == USUAL else None
    told = el("span", f" ({say('what_was_read', read=one.read)})", cls=usual) if one.read else None
    # Paper shows the short name and where to find it; the whole citation needs the page.
    whole = el("span", " ", one.citation, cls="cite" if one.place else None)
    place = f" {one.place}" if one.place else None
    name = el("a", one.short, href=link) if link else one.short
    return el("li", el("b", name), ".", whole, place, told, " ", id=anchor(one.id))

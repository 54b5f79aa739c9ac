"""Pieces that several parts of the page share: sections, stances, sources."""

from __future__ import annotations

import re

from backstay.present import names, reasons
from backstay.present.knows import Entry, Knowledge
from backstay.present.marks import SYMBOLS, mark
from backstay.present.markup import Child, Markup, el, join
from backstay.present.reasons import Reason
from backstay.present.words import say, word

STATUSES = ("primary", "secondary", "unverified")


def section(name: str, title: str, *children: Child, cls: str | None = None) -> Markup:
    """A section under its heading."""
    return el("section", el("h2", title, id=name), *children, cls=cls, aria_labelledby=name)


def stance(name: str) -> Markup:
    """A stance as word, shape and border."""
    known = f"s-{name}" in SYMBOLS
    shape = mark(f"s-{name}") if known else None
    return el(
        "span", shape, word("stances", name), cls=f"stance stance-{name if known else 'other'}"
    )


def check(knowledge: Knowledge, option: Entry) -> Markup | None:
    """What to check first and what a declined option would be, for the line of the option."""
    first, other = reasons.check(knowledge, option), reasons.otherwise(option)
    found = [
        el("span", first, cls="check") if first else None,
        el("span", other, cls="dim s") if other else None,
    ]
    return join(*[join(" ", part) for part in found if part])


def source(knowledge: Knowledge, reason: Reason) -> Markup:
    """Sources of a reason, with what was read of them as mark and word."""
    links = [(name, names.source(knowledge, name)) for name in reason.sources]
    local = el("span", " ", say("local", what=reason.local), cls="src") if reason.local else None
    return join(cited(links, reason.status), local)


def cited(links: list[tuple[str, str]], status: str) -> Markup:
    """Links to sources, held to the mark of what was read, and its word."""
    shown = [el("a", short, href=f"#{anchor(name)}") for name, short in links]
    first = el("span", status_mark(status), shown[:1], cls="held")
    return el(
        "span", first, [[", ", link] for link in shown[1:]], " ", word("status", status), cls="src"
    )


def status_mark(status: str) -> Markup:
    return mark(f"v-{status}" if status in STATUSES else "v-unverified")


def anchor(name: str) -> str:
    """The id of a source in the list at the end."""
    return "source-" + re.sub(r"[^a-z0-9-]+", "-", name.lower())


def reason_items(knowledge: Knowledge, found: list[Reason]) -> Markup:
    return el("ul", [el("li", one.text, " ", source(knowledge, one)) for one in found])


def table(
    heads: list[str], rows: list[list[Child]], *, caption: str, cls: str = "t", seen: bool = False
) -> Markup:
    """A table whose first cell heads its row; narrow screens show it as cards."""
    top = el("tr", [el("th", head, scope="col") for head in heads])
    body = [
        el("tr", el("th", row[0], scope="row"), [el("td", cell) for cell in row[1:]])
        for row in rows
    ]
    return el(
        "table",
        el("caption", caption, cls=None if seen else "vh"),
        el("thead", top, cls="vh" if seen else None),
        el("tbody", body),
        cls=f"{cls} cards",
    )

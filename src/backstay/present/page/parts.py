"""Pieces that several parts of the page share: sections, stances, reasons, sources."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from backstay.present import names, reasons
from backstay.present.knows import Entry, Knowledge
from backstay.present.marks import SYMBOLS, mark
from backstay.present.markup import Child, Markup, el, join
from backstay.present.reasons import READ, Reason
from backstay.present.together import Held
from backstay.present.words import heading, listed, say, word

_NOT_IN_ID = re.compile(r"[^a-z0-9-]+")
Where: TypeAlias = Callable[[str], str]  # the link to a source, by its id


def listed_below(name: str) -> str:
    """The link to a source in the list at the end of the page."""
    return f"#{anchor(name)}"


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


def check(knowledge: Knowledge, option: Entry, most: int = reasons.MOST_CHECKS) -> Markup | None:
    """What to check first and what a declined option would be, for the line of the option."""
    first, other = reasons.check(knowledge, option, most), reasons.otherwise(option)
    found = [
        el("span", first, cls="check") if first else None,
        el("span", other, cls="dim s") if other else None,
    ]
    return join(*[join(" ", part) for part in found if part])


def done(option: Entry) -> Markup | None:
    """The tag of an option that is done already."""
    return join(" ", el("span", say("done"), cls="tag")) if option.get("done") else None


def marked(
    knowledge: Knowledge,
    name: str,
    one: Reason,
    *,
    first: Markup | None = None,
    tag: str = "li",
    short: bool = False,
    where: Where = listed_below,
) -> Markup:
    """A reason under the mark of its side; the word of the mark is there for those who cannot see it."""
    word_ = el("span", f"{heading(name)}: ", cls="vh")
    lead = join(first, " ") if first else None
    told = join(word_, lead, one.text, " ", source(knowledge, one, short=short, where=where))
    return el(tag, mark(name), el("span", told))


def source(
    knowledge: Knowledge, reason: Reason, *, short: bool = False, where: Where = listed_below
) -> Markup:
    """Sources of a reason, with what was read of them as mark and word; in short the first and a number."""
    links = [(name, names.source(knowledge, name)) for name in reason.sources]
    local = el("span", " ", say("local", what=reason.local), cls="src") if reason.local else None
    shown = cited(links, reason.status, most=1 if short else len(links), where=where)
    return join(shown, _rule(reason), local)


def _rule(reason: Reason) -> Markup | None:
    """The link to the rule in the book, where the assessment knows of one; paper cannot follow it."""
    if not reason.link:
        return None
    return join(" ", el("a", say("the_rule"), href=reason.link, cls="src no-print"))


def cited(
    links: list[tuple[str, str]],
    status: str,
    *,
    most: int | None = None,
    where: Where = listed_below,
) -> Markup:
    """Links to sources, held to the mark of what was read, and its word."""
    return _cited(tuple((short, where(name)) for name, short in links[:most]), len(links), status)


@lru_cache(maxsize=4096)
def _cited(links: tuple[tuple[str, str], ...], count: int, status: str) -> Markup:
    """Kept by what it says, which is about papers alone; `count` is of all that there are."""
    shown = [el("a", short, href=link) for short, link in links]
    first = el("span", status_mark(status), shown[:1], cls="held")
    rest = [[", ", link] for link in shown[1:]]
    more = f" +{count - len(shown)}" if count > len(shown) else None
    word_ = el("span", " ", status_word(status), cls="word")
    return el("span", first, rest, more, word_, cls="src")


def status_word(status: str) -> Markup:
    """What was read in words; paper explains the long one once, at the head of the details."""
    short, comma, rest = word("status", status).partition(",")
    return join(short, el("span", comma, rest, cls="longer") if rest else None)


def status_mark(status: str) -> Markup:
    return mark(f"v-{status if status in READ else 'unverified'}")


def anchor(name: str) -> str:
    """The id of a source in the list at the end."""
    return f"source-{_NOT_IN_ID.sub('-', name.lower())}"


def details_id(option: Entry) -> str:
    """The id of all that is said of an option."""
    lesion = str(option.get("lesion") or "person").lower()
    return f"all-{_NOT_IN_ID.sub('-', lesion)}-{_NOT_IN_ID.sub('-', str(option['id']).lower())}"


def details_of(option: Entry) -> str:
    """The link from a short line to all that is said of an option."""
    return f"#{details_id(option)}"


def reason_items(
    knowledge: Knowledge, found: list[Held], *, short: bool = False, where: Where = listed_below
) -> Markup:
    """Reasons about all options that are told together, then those about some, under their names."""
    groups: dict[tuple[str, ...], list[Markup]] = {}
    for one in found:
        groups.setdefault(one.only, []).append(
            el(
                "li",
                one.reason.text,
                " ",
                source(knowledge, one.reason, short=short, where=where),
                " ",
            )
        )
    shared = groups.pop((), [])
    return el("ul", shared, [_only(names_, items) for names_, items in groups.items()])


def _only(options: tuple[str, ...], items: list[Markup]) -> Markup:
    who = el("b", say("only", options=listed(options)), cls="who")
    return el("li", who, " ", el("ul", items))


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

"""What every page of the book has: head, navigation, the trail to it, and the foot with edition and limits."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import NamedTuple, TypeAlias

from backstay.present.book.volume import Leaf
from backstay.present.book.words import kind_title, say
from backstay.present.marks import mark, sprite
from backstay.present.markup import Child, Markup, el, join
from backstay.present.words import say as phrase

STYLE = "book.css"
NAVIGATION = ("coverage", "interventions", "scores", "evidence", "cases", "all")
Trail = tuple[tuple[str, str], ...]  # (title, path) of the pages above


@cache
def sheet() -> str:
    """The style sheet of the book: tokens and parts of the report, then entries, then what only the book has."""
    assets = files("backstay.present").joinpath("assets")
    return "".join(
        assets.joinpath(name).read_text(encoding="utf-8")
        for name in ("report.css", "entries.css", "book.css")
    )


class Sheet(NamedTuple):
    """What stands on one page, without what all pages share."""

    leaf: Leaf
    title: str
    body: Markup
    trail: Trail = ()
    script: str = ""


Made: TypeAlias = Callable[[], Sheet]  # a page that is made when it is wanted


def page(leaf: Leaf, title: str, *body: Child, trail: Trail = (), script: str = "") -> Sheet:
    """One page of the book."""
    return Sheet(leaf, title, join(*body), trail, script)


def document(sheet: Sheet) -> str:
    """One whole document of the site."""
    leaf = sheet.leaf
    whole = el(
        "html",
        _head(leaf, sheet.title, sheet.script),
        el(
            "body",
            _top(leaf),
            _main(sheet),
            _foot(leaf),
            _script(sheet.script),
            cls="book",
        ),
        lang="en",
    )
    return f"<!DOCTYPE html>\n{whole}\n"


def _head(leaf: Leaf, title: str, script: str) -> Markup:
    policy = "default-src 'none'; style-src 'self' file:; base-uri 'none'; form-action 'none'"
    if script:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        policy += f"; script-src 'sha256-{digest}'"
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("title", say("title_of", title=title)),
        el("link", rel="stylesheet", href=leaf.to(STYLE)),
    )


def _script(script: str) -> Markup | None:
    """Our own text, which the policy names by its digest; nothing of an entry stands in it."""
    return Markup(f"<script>{script}</script>") if script else None


def _top(leaf: Leaf) -> Markup:
    links = [
        el(
            "li",
            el(
                "a",
                kind_title(name),
                href=leaf.to(path),
                aria_current="page" if path == leaf.path else None,
            ),
        )
        for name, path in ((name, home_of(name)) for name in NAVIGATION)
    ]
    brand = el("a", mark("brand"), " ", say("brand"), href=leaf.to("index.html"), cls="brand")
    return join(
        sprite(),
        el("a", phrase("skip"), cls="skip", href="#page-main"),
        el("header", brand, el("nav", el("ul", links), aria_label=say("navigation")), cls="topbar"),
    )


def home_of(name: str) -> str:
    """The page that opens a part of the book."""
    return f"{name}.html" if name in ("coverage", "all") else f"{name}/index.html"


def _main(sheet: Sheet) -> Markup:
    return el("main", way(sheet), el("h1", sheet.title), sheet.body, id="page-main", cls="leaf")


def way(sheet: Sheet) -> Markup | None:
    """The trail to a page, as links."""
    steps = [el("a", name, href=sheet.leaf.to(path)) for name, path in sheet.trail]
    if not steps:
        return None
    return el("nav", [[step, " / "] for step in steps], aria_label=say("trail"), cls="trail")


def _foot(leaf: Leaf) -> Markup:
    known = leaf.knowledge
    overlay = el("p", say("with_overlay", overlay=known.overlay)) if known.overlay else None
    edition = el("a", phrase("edition", edition=known.edition), href=leaf.to("changes.html"))
    awaits = el("a", say("draft"), href=leaf.to("review.html"))
    line = el("p", edition, ". ", awaits, " ", phrase("supports"))
    return el("footer", overlay, line, el("p", known.fingerprint, cls="code"), cls="foot")

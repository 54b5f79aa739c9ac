"""Pages that gather entries across files: the opening page, frameworks, lists, changes, all from A to Z."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from backstay.present.book.addresses import Key
from backstay.present.book.covering import row_table
from backstay.present.book.named import lists
from backstay.present.book.pieces import sources, title_of
from backstay.present.book.rules import framework_name, framework_page, rule_table
from backstay.present.book.search import SEARCH, search_field
from backstay.present.book.shell import Made, Sheet, home_of, page
from backstay.present.book.volume import Leaf, Volume
from backstay.present.book.words import kind_title, many, say
from backstay.present.markup import Markup, el, join
from backstay.present.terminal.coverage import share_said
from backstay.present.times import as_of
from backstay.present.words import capital
from backstay.present.words import say as phrase

FOLDERS = (
    "rules",
    "scores",
    "interventions",
    "definitions",
    "facts",
    "constraints",
    "properties",
    "evidence",
    "cases",
)


def overview_pages(volume: Volume) -> Iterator[tuple[str, Made]]:
    """(path, page) of every page that is not a file, a folder or a row."""
    yield "index.html", partial(_home, Leaf(volume, "index.html"))
    yield "frameworks/index.html", partial(_frameworks, Leaf(volume, "frameworks/index.html"))
    for name in _by_framework(volume):
        yield framework_page(name), partial(_framework, Leaf(volume, framework_page(name)), name)
    yield "lists.html", partial(_lists, Leaf(volume, "lists.html"))
    yield "changes.html", partial(_changes, Leaf(volume, "changes.html"))
    yield "all.html", partial(_all, Leaf(volume, "all.html"))


HOME = ((say("brand"), "index.html"),)


def _home(leaf: Leaf) -> Sheet:
    total = leaf.volume.total
    awaits = el("p", el("b", say("draft")), " ", say("draft_note", share=share_said(total)), " ",
                el("a", say("review"), href=leaf.to("review.html")), cls="notice")  # fmt: skip
    return page(
        leaf,
        say("title"),
        el("p", say("lead"), cls="lead"),
        awaits,
        el("section", el("h2", say("field")), row_table(leaf)),
        el("section", el("h2", say("shelves")), el("ul", list(_shelves(leaf)), cls="shelves")),
        el(
            "section",
            el("h2", say("reading")),
            el("ul", [el("li", say(f"reading_{at}")) for at in range(1, 6)], cls="bullets"),
        ),
        _edition(leaf),
    )


def _shelves(leaf: Leaf) -> Iterator[Markup]:
    for name in FOLDERS:
        count = _count(leaf, name)
        if count:
            yield _shelf(leaf, name, home_of(name), many("entry", count))
    for name, path, count in (
        ("frameworks", "frameworks/index.html", len(_by_framework(leaf.volume))),
        ("lists", "lists.html", len(leaf.knowledge.settings)),
    ):
        yield _shelf(leaf, name, path, many("entry", count))
    yield _shelf(leaf, "all", "all.html", many("entry", len(leaf.volume.addresses)))


def _shelf(leaf: Leaf, name: str, path: str, count: str) -> Markup:
    return el(
        "li",
        el("a", kind_title(name), href=leaf.to(path)),
        " ",
        el("span", count, cls="dim"),
        el("p", say(f"about_{name}")),
    )


def _count(leaf: Leaf, folder: str) -> int:
    if folder == "cases":
        return len(leaf.volume.patients)
    return sum(
        len(keys) for file, keys in leaf.volume.files.items() if file.startswith(f"{folder}/")
    )


def _edition(leaf: Leaf) -> Markup:
    known = leaf.knowledge
    newest = leaf.volume.editions[0] if leaf.volume.editions else None
    return el(
        "section",
        el("h2", phrase("edition", edition=known.edition)),
        el(
            "p",
            say("since", date=as_of(newest.date)),
            " ",
            el("a", kind_title("changes"), href=leaf.to("changes.html")),
        )
        if newest
        else None,
        el("p", phrase("fingerprint", fingerprint=known.fingerprint), cls="code"),
    )


def _by_framework(volume: Volume) -> dict[str, list[Key]]:
    found: dict[str, list[Key]] = defaultdict(list)
    for rule in volume.knowledge.statements.values():
        if rule.framework:
            found[rule.framework].append(("statements", rule.id))
    return dict(sorted(found.items(), key=lambda pair: framework_name(pair[0]).lower()))


def _frameworks(leaf: Leaf) -> Sheet:
    items = [
        el(
            "li",
            el("a", framework_name(name), href=leaf.to(framework_page(name))),
            " ",
            el("span", many("rule", len(keys)), cls="dim"),
        )
        for name, keys in _by_framework(leaf.volume).items()
    ]
    return page(
        leaf,
        kind_title("frameworks"),
        el("p", say("frameworks_lead"), cls="lead"),
        el("ul", items, cls="entries"),
        trail=HOME,
    )


def _framework(leaf: Leaf, name: str) -> Sheet:
    keys = _by_framework(leaf.volume)[name]
    title = framework_name(name)
    body = rule_table(leaf, keys, say("rules_of", title=title))
    return page(
        leaf,
        title,
        el("p", say("framework_lead", title=title), cls="lead"),
        body,
        trail=(*HOME, (kind_title("frameworks"), "frameworks/index.html")),
    )


def _lists(leaf: Leaf) -> Sheet:
    """Settings as they stand, each with the lists that it chooses between, side by side."""
    shown = [
        el(
            "section",
            el("h2", leaf.entry("settings", one.id, one.label)),
            el("p", one.note),
            lists(leaf, one),
            sources(leaf, one),
        )
        for one in leaf.knowledge.settings.values()
    ]
    return page(
        leaf, kind_title("lists"), el("p", say("lists_lead"), cls="lead"), shown, trail=HOME
    )


def _changes(leaf: Leaf) -> Sheet:
    shown = [
        el(
            "section",
            el("h2", f"{one.edition}, {as_of(one.date)}"),
            el("ul", [el("li", change) for change in one.changes], cls="bullets"),
        )
        for one in leaf.volume.editions
    ]
    return page(
        leaf,
        kind_title("changes"),
        el("p", phrase("fingerprint", fingerprint=leaf.knowledge.fingerprint), cls="code"),
        shown,
        trail=HOME,
    )


def _all(leaf: Leaf) -> Sheet:
    """Every entry by its id; a field that narrows the list appears where scripts run."""
    keys = sorted(leaf.volume.addresses, key=lambda key: (key[1], key[0]))
    items = [el("li", _line(leaf, key)) for key in keys]
    return page(
        leaf,
        kind_title("all"),
        el("p", say("all_lead"), cls="lead"),
        search_field(),
        el("ul", items, cls="entries index"),
        trail=HOME,
        script=SEARCH,
    )


def _line(leaf: Leaf, key: Key) -> Markup:
    name = el("code", key[1])
    kind = el("span", kind_title(key[0]), cls="dim")
    return join(leaf.entry(*key, name), " ", kind, " ", capital(title_of(leaf, key)))

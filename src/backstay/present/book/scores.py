"""A score as its readers know it: items and points, bands, whom it was made for, and where it misleads."""

from __future__ import annotations

from typing import Any

from backstay.knowledge.entries import Band, Item, Score
from backstay.present import names
from backstay.present.book.pieces import (
    article,
    condition,
    parts,
    read_by,
    sources,
    swipe,
    table,
    tested,
)
from backstay.present.book.strip import strip
from backstay.present.book.volume import Leaf
from backstay.present.book.words import say
from backstay.present.conditions import outline, sentence
from backstay.present.markup import Child, Markup, el, join
from backstay.present.page.parts import status_mark
from backstay.present.values import span, value_word
from backstay.present.words import capital, word
from backstay.present.words import say as phrase


def score(leaf: Leaf, entry: Score) -> Markup:
    """The whole score on its page."""
    unit = leaf.volume.units.get(entry.id) or leaf.volume.units[f"score:{entry.id}"]
    applies = unit.guard
    return article(
        leaf,
        ("scores", entry.id),
        el("h3", entry.title),
        el(
            "p",
            say("measures", what=word("measures", entry.measures)),
            " ",
            _kind(entry),
            cls="because",
        ),
        el("p", el("b", say("population")), " ", entry.population),
        condition(leaf, say("applies"), applies, entry.applies)
        if applies is not None and entry.applies
        else None,
        el("p", el("b", say("partial")), " ", entry.partial, cls="notice")
        if entry.partial
        else None,
        _items(leaf, entry, unit) if entry.items else _grade(leaf, entry),
        _bands(leaf, entry),
        el("h4", say("pitfalls")) if entry.pitfalls else None,
        el("ul", [el("li", one) for one in entry.pitfalls], cls="bullets")
        if entry.pitfalls
        else None,
        sources(leaf, entry),
        read_by(leaf, entry.id),
        tested(leaf, ("scores", entry.id)),
    )


def _kind(entry: Score) -> str:
    return say("prognostic" if entry.prognostic else "not_prognostic")


def _grade(leaf: Leaf, entry: Score) -> Markup | None:
    fact = leaf.knowledge.facts.find(entry.grade or "")
    if fact is None:
        return None
    rows = [[value_word(leaf.knowledge, fact.id, value)] for value in fact.values]
    return table([say("grades")], rows, caption=say("grades"))


def _items(leaf: Leaf, entry: Score, unit: Any) -> Markup:
    """One body of rows for each item: its values and the points that each gives."""
    heads = [say("item"), say("finding"), say("points")]
    top = el(
        "tr",
        [el("th", head, scope="col", cls="num" if head == heads[-1] else None) for head in heads],
    )
    bodies = [_item(leaf, item, node) for item, node in zip(entry.items, unit.nodes, strict=True)]
    caption = el("caption", say("items_of", title=entry.title), cls="vh")
    foot = _total(entry)
    whole = el("table", caption, el("thead", top), bodies, foot, cls="t items")
    return swipe(whole, say("items_of", title=entry.title))


def _item(leaf: Leaf, item: Item, node: Any) -> Markup:
    rows = _points(leaf, item) if item.points else _cases(leaf, item, node)
    name = leaf.named(item.fact, item.label)
    partial = el("p", item.partial, cls="dim") if item.partial else None
    first = el("th", name, partial, scope="rowgroup", rowspan=str(len(rows)))
    return el("tbody", [
        el("tr", first if at == 0 else None, el("td", finding), el("td", points, cls="num"))
        for at, (finding, points) in enumerate(rows)
    ])  # fmt: skip


def _points(leaf: Leaf, item: Item) -> list[tuple[Child, Child]]:
    return [
        (_value(leaf, item.fact, value), el("b", _said(points)))
        for value, points in item.points.items()
    ]


def _cases(leaf: Leaf, item: Item, node: Any) -> list[tuple[Child, Child]]:
    """An item whose points are an expression: a row for each case of a `first`, else the sentence."""
    if type(node).__name__ == "First":
        rows: list[tuple[Child, Child]] = [
            (
                parts(leaf, sentence(leaf.knowledge, condition_)),
                el("b", parts(leaf, sentence(leaf.knowledge, value))),
            )
            for condition_, value in node.cases
        ]
        if node.default is not None:
            rows.append(
                (say("otherwise"), el("b", parts(leaf, sentence(leaf.knowledge, node.default))))
            )
        return rows
    told = parts(leaf, outline(leaf.knowledge, node).head)
    return [(told, el("b", span(*item.range)) if item.range else None)]


def _value(leaf: Leaf, fact: str, value: str) -> str:
    if value in ("true", "false"):
        return phrase("yes" if value == "true" else "no")
    return capital(value_word(leaf.knowledge, fact, value))


def _said(points: Any) -> str:
    return span(*points) if isinstance(points, tuple) else span(points, points)


def _total(entry: Score) -> Markup | None:
    if entry.range is None:
        return None
    higher = say(f"higher_{entry.higher}")
    total = el("th", say("total"), scope="row")
    return el(
        "tfoot", el("tr", total, el("td", higher), el("td", el("b", span(*entry.range)), cls="num"))
    )


def _bands(leaf: Leaf, entry: Score) -> Markup | None:
    if not entry.bands:
        return None
    rows = [
        [capital(band.label), el("span", _ends(band), cls="held"), _outcome(leaf, band)]
        for band in entry.bands
    ]
    heads = [say("band"), say("points"), say("outcome")]
    return join(el("h4", say("bands")), strip(entry), table(heads, rows, caption=say("bands")))


def _ends(band: Band) -> str:
    if band.min is None and band.max is None:
        return say("any")
    if band.min is None:
        return say("up_to", points=span(band.max, band.max))  # type: ignore[arg-type]
    if band.max is None:
        return say("from", points=span(band.min, band.min))
    return span(band.min, band.max)


def _outcome(leaf: Leaf, band: Band) -> Markup:
    links = [
        leaf.entry("evidence", name, names.source(leaf.knowledge, name)) for name in band.evidence
    ]
    shown = [[", " if at else " ", link] for at, link in enumerate(links)]
    status = join(" ", status_mark(band.status), " ", band.status) if band.status else None
    return join(band.outcome or say("no_figure"), el("span", shown, status, cls="src"))

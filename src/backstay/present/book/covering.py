"""Coverage in the book: the table of rows, a page for each, and what still awaits a clinician."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from backstay.knowledge.coverage import Area, Row, Topic
from backstay.knowledge.covered import REVIEWED, Counts, entries_of_row, file_of
from backstay.knowledge.reviews import awaits, mark_of
from backstay.present.book.addresses import Key
from backstay.present.book.files import file_line
from backstay.present.book.pieces import entry_line, table, title_of
from backstay.present.book.shell import Made, Sheet, page
from backstay.present.book.volume import Leaf, Volume
from backstay.present.book.words import file_title, kind_title, many, say
from backstay.present.markup import Child, Markup, el, join
from backstay.present.terminal.coverage import numbers, share_said
from backstay.present.times import as_of
from backstay.present.words import capital, told

HEADS = (
    "row",
    "rules",
    "primary",
    "secondary",
    "unverified",
    "without",
    "topics",
    "left_out",
    "cases",
    "awaits",
)


def coverage_pages(volume: Volume) -> Iterator[tuple[str, Made]]:
    """(path, page) of coverage, of each row, and of what awaits review."""
    yield "coverage.html", partial(_coverage, Leaf(volume, "coverage.html"))
    for row, counts in zip(volume.coverage.rows, volume.counts, strict=True):
        path = row_page(row.id)
        yield path, partial(_row, Leaf(volume, path), row, counts)
    yield "review.html", partial(_review, Leaf(volume, "review.html"))


def row_page(row: str) -> str:
    return f"coverage/{row}.html"


def _coverage(leaf: Leaf) -> Sheet:
    areas = [_area(area) for area in leaf.volume.coverage.not_covered]
    return page(
        leaf,
        kind_title("coverage"),
        el("p", told("coverage", "legend"), cls="dim"),
        row_table(leaf),
        el("section", el("h2", say("not_covered")), areas),
        trail=((say("brand"), "index.html"),),
    )


def row_table(leaf: Leaf) -> Markup:
    """Every row with its numbers, and all together."""
    total = leaf.volume.total
    rows: list[list[Child]] = [
        [el("a", one.title, href=leaf.to(row_page(one.row))), *numbers(one), share_said(one)]
        for one in leaf.volume.counts
    ]
    rows.append([el("b", told("coverage", "all")), *numbers(total), share_said(total)])
    heads = [told("coverage", name) for name in HEADS]
    return table(heads, rows, caption=kind_title("coverage"), cls="t cards numbers")


def _row(leaf: Leaf, row: Row, counts: Counts) -> Sheet:
    topics = leaf.volume.coverage.topics[row.id]
    left = [one for one in topics if one.left_out]
    answered = [one for one in topics if one.by]
    return page(
        leaf,
        row.row,
        el("p", row.note, cls="lead"),
        el("p", _told(counts), cls="dim"),
        el("section", el("h2", say("pages")), _files(leaf, row)),
        el("section", el("h2", say("answered")), [_topic(leaf, one) for one in answered]),
        _left_out(left) if left else None,
        el("section", el("h2", say("areas")), [_area(area) for area in row.areas]) if row.areas else None,
        trail=((say("brand"), "index.html"), (kind_title("coverage"), "coverage.html")),
    )  # fmt: skip


def _left_out(topics: list[Topic]) -> Markup:
    reasons = [el("div", el("dt", one.topic), el("dd", one.left_out)) for one in topics]
    return el("section", el("h2", say("left_out")), el("dl", reasons, cls="reasons"))


def _told(counts: Counts) -> str:
    found = sum(sum(by_status.values()) for by_status in counts.rules.values())
    review = told("coverage", "review", state=counts.review, next=as_of(counts.next))
    parts = [many("rule", found), many("topic", counts.topics), many("patient", counts.cases)]
    return f"{', '.join(parts)}. {told('coverage', 'awaits')}: {share_said(counts)}. {review}"


def _files(leaf: Leaf, row: Row) -> Markup:
    """The pages that belong to a row, each with what it is; rules come first."""
    keys = [
        (kind, name) for kind, name, _ in entries_of_row(leaf.knowledge, leaf.volume.coverage, row)
    ]
    files = dict.fromkeys(file_of(leaf.knowledge.where[key]) for key in keys)
    ordered = sorted(files, key=lambda file: not file.startswith("rules/"))
    return el("ul", [el("li", _file(leaf, file)) for file in ordered], cls="entries")


def _file(leaf: Leaf, file: str) -> Markup:
    folder = file.partition("/")[0]
    title = file_title(file) if folder == "rules" else f"{kind_title(folder)}: {file_title(file)}"
    return file_line(leaf, file, title)


def _topic(leaf: Leaf, topic: Topic) -> Markup:
    keys = [key for name in topic.by for key in _keys(leaf, name)]
    items = [el("li", entry_line(leaf, key)) for key in keys]
    return el("article", el("h3", topic.topic), el("ul", items, cls="entries"), cls="topic")


def _keys(leaf: Leaf, name: str) -> list[Key]:
    return [(kind, name) for kind, entries in leaf.volume.kinds.items() if name in entries][:1]


def _area(area: Area) -> Markup:
    status = el("span", area.status, cls="tag") if area.status else None
    review = (
        told("coverage", "review", state=area.review.state, next=as_of(area.review.next))
        if area.review
        else None
    )
    return el(
        "article",
        el("h3", capital(area.area)),
        status,
        el("p", area.note),
        el("p", review, cls="dim") if review else None,
        cls="topic",
    )


def _review(leaf: Leaf) -> Sheet:
    """What awaits a clinician, row by row: entries that were not read in their source come first."""
    rows = [_waiting(leaf, row) for row in leaf.volume.coverage.rows]
    return page(
        leaf,
        say("review"),
        el("p", say("review_lead"), cls="lead"),
        rows,
        trail=((say("brand"), "index.html"),),
    )


def _waiting(leaf: Leaf, row: Row) -> Markup | None:
    found = [
        ((kind, name), entry)
        for kind, name, entry in entries_of_row(leaf.knowledge, leaf.volume.coverage, row)
        if kind in REVIEWED and awaits(entry)
    ]
    if not found:
        return None
    found.sort(
        key=lambda pair: getattr(getattr(pair[1], "checked", None), "status", "") != "unverified"
    )
    items = [
        el(
            "li",
            leaf.entry(*key, capital(title_of(leaf, key))),
            " ",
            el("code", mark_of(entry)),
            _read(entry),
        )
        for key, entry in found
    ]
    head = el("h2", el("a", row.row, href=leaf.to(row_page(row.id))))
    return el(
        "section",
        head,
        el("details", el("summary", many("entry", len(found))), el("ul", items, cls="entries")),
    )


def _read(entry: object) -> Markup | None:
    checked = getattr(entry, "checked", None)
    return join(" ", el("span", checked.status, cls="tag")) if checked else None

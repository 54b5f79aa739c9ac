"""Pieces that pages of the book share: conditions with links, sources, tags, tables, lists of entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from backstay.knowledge import tree as t
from backstay.knowledge.patients import Patient
from backstay.knowledge.reviews import awaits, mark_of
from backstay.present import names
from backstay.present.book.addresses import Key, alone
from backstay.present.book.volume import Leaf
from backstay.present.book.words import many, say
from backstay.present.conditions import Outline, Part, outline, sentence
from backstay.present.marks import mark
from backstay.present.markup import Child, Markup, el, join
from backstay.present.page.parts import status_mark
from backstay.present.times import as_of
from backstay.present.words import capital, plain, word

SAYS = {
    "recommend": ("recommended", "s-recommended"),
    "consider": ("consider", "s-consider"),
    "caution": ("needs_facts", "harm"),
    "avoid": ("not_advised", "s-not_advised"),
    "contraindicated": ("contraindicated", "s-contraindicated"),
}  # style and shape of what a statement says


def says_tag(says: str) -> Markup:
    """What a statement says, as word, shape and border."""
    style, shape = SAYS[says]
    return el("span", mark(shape), word("verdicts", says), cls=f"stance stance-{style}")


def parts(leaf: Leaf, found: Sequence[Part]) -> Markup:
    """A sentence in which every term is a link to its entry."""
    return join(one if isinstance(one, str) else leaf.named(one.name, one.label) for one in found)


def condition(leaf: Leaf, label: str, node: t.Node, written: str) -> Markup:
    """An expression as a sentence; as a list where it joins several; and as it is written."""
    told = outline(leaf.knowledge, node)
    body = [el("ul", _outline(leaf, told), cls="outline")] if told.below else []
    more = el(
        "details",
        el("summary", say("as_list" if body else "as_written")),
        body,
        el("pre", el("code", written.strip())),
    )
    line = el("p", el("b", label), " ", parts(leaf, sentence(leaf.knowledge, node)), ".")
    return el("div", line, more, cls="condition")


def _outline(leaf: Leaf, line: Outline) -> Markup:
    below = el("ul", [_outline(leaf, one) for one in line.below]) if line.below else None
    return el("li", parts(leaf, line.head), below)


def sources(leaf: Leaf, entry: Any) -> Markup | None:
    """The sources of an entry, with what was read of them and when."""
    links = [
        leaf.entry("evidence", name, names.source(leaf.knowledge, name))
        for name in getattr(entry, "evidence", ()) or ()
    ]
    checked = getattr(entry, "checked", None)
    if not links and checked is None:
        return None
    shown = [[", " if at else "", link] for at, link in enumerate(links)]
    return el("p", el("b", say("source")), " ", shown, " ", _checked(checked), cls="src")


def _checked(checked: Any) -> Markup | None:
    if checked is None:
        return None
    told = say("checked", read=checked.read, on=as_of(checked.on))
    note = f" {checked.note}" if checked.note else None
    return join(status_mark(checked.status), " ", word("status", checked.status), ". ", told, note)


def status_tag(entry: Any) -> Markup | None:
    """What was read, as mark and word, for a table."""
    checked = getattr(entry, "checked", None)
    if checked is None:
        return None
    return el("span", status_mark(checked.status), " ", checked.status, cls="held")


def row(label: str, *value: Child) -> Markup:
    """A line of a list of terms."""
    return el("div", el("dt", label), el("dd", *value))


def article(leaf: Leaf, key: Key, head: Child, *body: Child) -> Markup:
    """One entry at its anchor, with what stands at the foot of each."""
    address = leaf.volume.addresses[key]
    return el(
        "article",
        el("header", head),
        *body,
        foot(leaf, key),
        id=address.anchor,
        cls=f"entry entry-{key[0]}",
    )


def foot(leaf: Leaf, key: Key) -> Markup:
    """The id of an entry, where it stands, its mark, who agreed to it, and what a local protocol changed."""
    entry, place = leaf.volume.entry(key), leaf.knowledge.where[key]
    shown: list[Child] = [el("code", key[1]), el("span", place)]
    if hasattr(entry, "reviewed"):
        shown += [el("span", say("mark", mark=mark_of(entry))), _review(entry)]
    if leaf.volume.alone and leaf.path != alone(key):
        shown.append(el("a", leaf.volume.alone, href=leaf.to(alone(key))))
    local = leaf.knowledge.marks.get(key[1])
    return el(
        "footer",
        [[one, " "] for one in shown],
        el("b", local, cls="check") if local else None,
        cls="meta",
    )


def _review(entry: Any) -> Markup:
    """Every word of a clinician on an entry, and whether it still awaits one."""
    words = [
        el("span", say("reviewed", verdict=word("reviews", one.verdict), by=one.by, role=one.role, on=one.on),
           f" {one.note}" if one.note else None, " ")
        for one in entry.reviewed
    ]  # fmt: skip
    return join(
        words,
        el(
            "span",
            say("awaits") if awaits(entry) else say("agreed"),
            cls="open" if awaits(entry) else None,
        ),
    )


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[Child]],
    *,
    caption: str,
    cls: str = "t cards",
) -> Markup:
    """A table whose first cell heads its row; narrow screens show it as cards, with the head beside each cell."""
    top = el("tr", [el("th", head, scope="col") for head in heads])
    body = [
        el("tr", el("th", one[0], scope="row"),
           [el("td", el("span", cell), data_head=head) for head, cell in zip(heads[1:], one[1:], strict=True)])
        for one in rows
    ]  # fmt: skip
    shown = el("caption", caption, cls="vh")
    whole = el("table", shown, el("thead", top), el("tbody", body), cls=cls)
    return swipe(whole, caption)


def swipe(table: Markup, label: str) -> Markup:
    """A box that scrolls a table wider than the page, by keys too."""
    return el("div", table, cls="swipe", tabindex="0", role="group", aria_label=label)


def listing(leaf: Leaf, keys: Iterable[Key]) -> Markup:
    """Entries as a list, each a link with the words that name it."""
    return el("ul", [el("li", entry_line(leaf, key)) for key in keys], cls="entries")


def entry_line(leaf: Leaf, key: Key) -> Markup:
    """One entry in a line: what it says of what, and its first words."""
    kind, name = key
    entry = leaf.volume.entry(key)
    if kind == "statements":
        about = ", ".join(
            names.short_option(leaf.knowledge, one) for one in leaf.knowledge.about[name][:3]
        )
        return join(verdict(leaf, name, " ", about), ": ", entry.because)
    return join(leaf.entry(kind, name, capital(title_of(leaf, key))), _told(kind, entry))


def verdict(leaf: Leaf, name: str, *about: Child) -> Markup:
    """What a statement says, as shape and word in running text; the word leads to it."""
    says = leaf.knowledge.statements[name].says
    return join(
        mark(SAYS[says][1]), " ", leaf.entry("statements", name, word("verdicts", says), *about)
    )


def title_of(leaf: Leaf, key: Key) -> str:
    """What names an entry: its title or label, else its id as words."""
    entry = leaf.volume.entry(key)
    for field in ("title", "label", "short", "claim"):
        if getattr(entry, field, None):
            return str(getattr(entry, field))
    return plain(key[1])


def _told(kind: str, entry: Any) -> str | None:
    said = (
        getattr(entry, "because", None)
        or getattr(entry, "text", None)
        or getattr(entry, "asks", None)
    )
    return f": {said}" if said else None


def folded(title: str, *body: Child) -> Markup:
    """Something long behind its title."""
    return el("details", el("summary", title), *body)


def tested(leaf: Leaf, key: Key) -> Markup | None:
    """The executable patients of a rule: where it holds, where it does not, where it is not known."""
    found = leaf.volume.tests.get(key)
    if not found:
        return None
    told = [
        join(el("h4", word("expected", truth)), _patients(leaf, found[truth]))
        for truth in ("true", "false", "unknown")
        if found.get(truth)
    ]
    count = sum(len(patients) for patients in found.values())
    return folded(many("case", count), told)


def _patients(leaf: Leaf, patients: Sequence[Patient]) -> Markup:
    return el("ul", [el("li", leaf.case(patient)) for patient in patients])


def read_by(leaf: Leaf, name: str) -> Markup | None:
    """What reads a fact, a definition or a score."""
    keys = leaf.volume.readers.get(name)
    return folded(many("reader", len(keys)), listing(leaf, keys)) if keys else None

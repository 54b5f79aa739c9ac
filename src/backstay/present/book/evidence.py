"""A source: who found what in whom, what of it was read, and what rests on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from backstay.knowledge.entries import Source
from backstay.present.book.pieces import article, folded, listing, row, sources, status_tag, table
from backstay.present.book.volume import Leaf
from backstay.present.book.words import kind_title, many, say
from backstay.present.markup import Child, Markup, el, join
from backstay.present.page.parts import status_mark
from backstay.present.values import clean, number
from backstay.present.words import capital, plain, word


def source(leaf: Leaf, entry: Source) -> Markup:
    """One source with its address, and every entry that names it."""
    citing = leaf.volume.citing.get(entry.id)
    rows = [
        row(say("found_at"), _places(entry)) if _places(entry) else None,
        row(say("design"), entry.design) if entry.design else None,
        row(say("population"), entry.population) if entry.population else None,
        row(
            say("was_read"),
            status_mark(entry.status),
            " ",
            word("status", entry.status),
            ". ",
            entry.read,
        ),
        row(say("note"), entry.note) if entry.note else None,
    ]
    return article(
        leaf,
        ("evidence", entry.id),
        el("h3", entry.short),
        el("p", entry.citation),
        el("dl", rows, cls="list"),
        folded(many("citing", len(citing)), listing(leaf, citing))
        if citing
        else el("p", say("not_cited"), cls="dim"),
    )


def _places(entry: Source) -> list[Child]:
    found: list[Child] = []
    if entry.doi:
        found.append(_away(f"https://doi.org/{entry.doi}", f"doi:{entry.doi}"))
    if entry.pmid:
        found.append(_away(f"https://pubmed.ncbi.nlm.nih.gov/{entry.pmid}/", f"PMID {entry.pmid}"))
    if entry.url:
        found.append(_away(entry.url, entry.url))
    return [[" ", one] if at else one for at, one in enumerate(found)]


def _away(href: str, shown: str) -> Child:
    """A link out of the book; only to the web, whatever an entry says."""
    if not href.startswith(("https://", "http://")):
        return shown
    return el("a", shown, href=href, rel="noreferrer external")


def generic(leaf: Leaf, kind: str, entry: Any) -> Markup:
    """An entry of a kind that has no form of its own: every key that says something, then its sources."""
    names = ("title", "label", "claim", "text")
    named = next((name for name in names if getattr(entry, name, None)), "id")
    title = str(getattr(entry, named)) if named != "id" else plain(entry.id)
    head = join(el("h3", capital(title)), " ", el("span", kind_title(kind), cls="tag"))
    return article(
        leaf,
        (kind, entry.id),
        join(head, " ", status_tag(entry)) if status_tag(entry) else head,
        key_by_key(entry, without=("id", "reviewed", "evidence", "checked", named)),
        sources(leaf, entry),
    )


def key_by_key(entry: Any, without: Collection[str]) -> Markup | None:
    """Every key of an entry that says something, but for those told elsewhere."""
    rows = [row(capital(plain(name)), _value(name, value)) for name, value in _told(entry, without)]
    return el("dl", rows, cls="list") if rows else None


def _told(entry: Any, without: Collection[str] = ()) -> list[tuple[str, Any]]:
    """The keys of a struct that say something, as knowledge writes them."""
    pairs = [
        (field.encode_name, getattr(entry, field.name))
        for field in msgspec.structs.fields(entry)
        if field.name not in without
    ]
    return [
        (name, value)
        for name, value in pairs
        if value is not False and value not in (None, (), {}, "")
    ]


def _value(name: str, value: Any) -> Child:
    """A value as text; a list of structs is a table."""
    if isinstance(value, list | tuple) and value and isinstance(value[0], msgspec.Struct):
        return _table(name, value)
    return _line(value)


def _table(name: str, parts: Sequence[msgspec.Struct]) -> Child:
    """A row for each struct, a column for each key that one of them says; one key alone needs no table."""
    found = [dict(_told(part)) for part in parts]
    order = [field.encode_name for field in msgspec.structs.fields(parts[0])]
    heads = sorted({key for one in found for key in one}, key=order.index)
    if len(heads) < 2:
        return [el("div", _line(part)) for part in parts]
    rows = [[_line(one[key]) if key in one else "" for key in heads] for one in found]
    return table([capital(plain(key)) for key in heads], rows, caption=capital(plain(name)))


def _line(value: Any) -> str:
    if isinstance(value, msgspec.Struct):
        return "; ".join(f"{plain(name)}: {_line(part)}" for name, part in _told(value))
    if isinstance(value, bool):
        return say("yes")
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, dict):
        return "; ".join(f"{plain(str(name))}: {_line(part)}" for name, part in value.items())
    if isinstance(value, tuple) and len(value) == 2 and all(type(end) is float for end in value):
        return " to ".join(dict.fromkeys(map(number, value)))  # low and high, or one number
    if isinstance(value, list | tuple):
        return ", ".join(_line(part) for part in value)
    return clean(str(value))

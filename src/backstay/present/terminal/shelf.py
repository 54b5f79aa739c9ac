"""Entries of knowledge as text, for those who read it on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from backstay.knowledge import Knowledge
from backstay.knowledge.covered import entries_of
from backstay.knowledge.entries import Entry
from backstay.knowledge.reviews import mark_of
from backstay.knowledge.tumor_tables import linked_rows
from backstay.present import cites
from backstay.present.terminal.lines import columns, heading, wrap
from backstay.present.values import clean, number
from backstay.present.words import heading as head
from backstay.present.words import plain, say, word

WIDTH = 100
SAYS = ("recommend", "consider", "contraindicated", "avoid", "caution")
SHOWN = (
    "title",
    "label",
    "text",
    "because",
    "claim",
    "short",
    "asks",
)  # what names an entry, in this order


def entry_lines(knowledge: Knowledge, kind: str) -> str:
    """The entries of one kind, a line each: the id and what names it."""
    rows = [(name, _named(entry)) for name, entry in sorted(entries_of(knowledge, kind).items())]
    return "\n".join(columns(rows, WIDTH, indent=0)) + "\n"


def entry_text(knowledge: Knowledge, kind: str, name: str) -> str:
    """One entry whole: every key that is set, where it stands, its sources and what was read."""
    entry = entries_of(knowledge, kind)[name]
    where: Mapping[tuple[str, str], str] = getattr(knowledge, "where", {})
    place = where.get((kind, name))
    lines = wrap(f"{name} ({plain(kind)}{f', {place}' if place else ''})", WIDTH)
    lines += [line for key, value in _set(entry) for line in _key(key, value, 0)]
    if isinstance(entry, Entry):
        lines += [f"  mark: {mark_of(entry)}"]  # what a clinician's `reviewed` names
    if kind == "interventions":
        lines += _rules_about(knowledge, name)
    return "\n".join([*lines, *_sources(knowledge, entry), *_linked(entry)]) + "\n"


def _linked(entry: Entry) -> list[str]:
    """Tumor types and evidence items of public tables that the entry points to."""
    rows = linked_rows(entry)
    if not rows:
        return []
    told = [line for row in rows for line in wrap(clean(row), WIDTH, rest="  ")]
    return [*heading(head("linked"), WIDTH), *told]


def _rules_about(knowledge: Knowledge, name: str) -> list[str]:
    """The statements about an intervention, those for it first."""
    found = [rule for rule in knowledge.statements.values() if name in knowledge.about[rule.id]]
    found.sort(key=lambda rule: (SAYS.index(rule.says), rule.id))
    rows = [(rule.says, f"{rule.id}: {clean(rule.because)}") for rule in found]
    return [*heading(head("statements"), WIDTH), *columns(rows, WIDTH, indent=2)]


def _named(entry: Any) -> str:
    for key in SHOWN:
        value = getattr(entry, key, None)
        if value:
            return clean(str(value))
    return clean(str(getattr(entry, "holds", "")))


def _set(entry: Any) -> Iterator[tuple[str, Any]]:
    """Keys of a struct that say something, without its id."""
    for field in msgspec.structs.fields(entry):
        value = getattr(entry, field.name)
        if field.name != "id" and value not in (None, (), {}, ""):
            yield field.name, value


def _key(key: str, value: Any, depth: int) -> list[str]:
    indent = "  " * (depth + 1)
    if isinstance(value, msgspec.Struct):
        parts = [line for name, part in _set(value) for line in _key(name, part, depth + 1)]
        return [f"{indent}{key}:", *parts]
    if isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
        return [f"{indent}{key}:", *[line for part in value for line in _item(part, depth + 1)]]
    return wrap(f"{key}: {_plain(value)}", WIDTH, first=indent, rest=f"{indent}  ")


def _item(part: msgspec.Struct, depth: int) -> list[str]:
    """One line of a list: the keys of a struct after each other."""
    indent = "  " * (depth + 1)
    told = "; ".join(f"{name} {_plain(value)}" for name, value in _set(part))
    name = getattr(part, "id", None)
    return wrap(f"{name}: {told}" if name else told, WIDTH, first=f"{indent}- ", rest=f"{indent}  ")


def _plain(value: Any) -> str:
    if isinstance(value, msgspec.Struct):
        return ", ".join(f"{name} {_plain(part)}" for name, part in _set(value))
    if isinstance(value, bool):
        return say("yes" if value else "no")
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_plain(part)}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(part) for part in value)
    return clean(str(value))


def _sources(knowledge: Knowledge, entry: Entry) -> list[str]:
    names = getattr(entry, "evidence", ()) or ()
    if not names:
        return []
    lines = heading(head("sources"), WIDTH)
    for name in names:
        one = cites.source(knowledge, name)
        told = " ".join(part for part in (one.citation, one.place) if part)
        read = f" ({say('what_was_read', read=one.read)})" if one.read else ""
        shown = say(
            "from_source", short=one.short, status=word("status", one.status), citation=told
        )
        lines += wrap(shown + read, WIDTH, rest="  ")
    return lines

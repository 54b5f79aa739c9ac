"""Every address of the application with values that fit the invented hospital, so that no page escapes a test."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# Addresses that are no page of ours to read: whose reason is not said here must be a page.
NO_PAGE = {
    "healthz": "for machines",
    "readyz": "for machines",
    "metrics": "for machines",
}


class Address(NamedTuple):
    """A named address and the names of what stands in it."""

    name: str
    parts: tuple[str, ...]


def addresses() -> list[Address]:
    """All that the application knows."""
    return sorted(set(_walk(get_resolver().url_patterns, "", frozenset())))


def _walk(patterns: Any, prefix: str, parts: frozenset[str]) -> Iterator[Address]:
    for one in patterns:
        within = parts | {*one.pattern.converters, *one.pattern.regex.groupindex}
        if isinstance(one, URLResolver):
            namespace = f"{one.namespace}:" if one.namespace else ""
            yield from _walk(one.url_patterns, prefix + namespace, within)
        elif isinstance(one, URLPattern) and one.name:
            yield Address(prefix + one.name, tuple(sorted(within)))


def samples(data: Path) -> dict[str, dict[str, str]]:
    """For each part of an address, a value that exists; by app where a name means different things."""
    with sqlite3.connect(f"file:{data / 'backstay.sqlite3'}?mode=ro", uri=True) as database:

        def first(table: str, column: str = "key", where: str = "1=1") -> str:
            row = database.execute(f"SELECT {column} FROM {table} WHERE {where}").fetchone()  # noqa: S608
            return "" if row is None else str(row[0])

        episode = _dashed(first("records_episode"))
        return {
            "": {"key": episode, "name": "ecog", "lesion": "T8", "option": "separation_surgery"},
            "cases:score": {"name": "sins"},
            "people": {"key": _dashed(first("people_person", where="username = 'ines'"))},
            "audit:patient": {"key": _dashed(first("records_patient"))},
            "records": {"lesion": _dashed(first("records_lesion"))},
            "records:group": {"name": "wellbeing"},
            "records:glass": {"key": _dashed(first("records_breakglass"))},
            "people:board": {"key": _dashed(first("people_board"))},
            "people:draft": {"draft": first("people_draft", "id")},
            "library": {"kind": "scores", "name": "sins", "path": "scores/index.html"},
            "library:challenge": {"key": _dashed(first("library_challenge"))},
            "library:download": {"key": _dashed(first("library_challenge"))},
        }


def _dashed(key: str) -> str:
    """SQLite keeps a UUID without hyphens."""
    return (
        "-".join((key[:8], key[8:12], key[12:16], key[16:20], key[20:])) if len(key) == 32 else key
    )


def filled(address: Address, known: dict[str, dict[str, str]]) -> str | None:
    """The path of an address; None where a part has no sample."""
    app = address.name.partition(":")[0]
    values = {**known[""], **known.get(app, {}), **known.get(address.name, {})}
    if any(not values.get(part) for part in address.parts):
        return None
    return reverse(address.name, kwargs={part: values[part] for part in address.parts})

"""Facts of one scope: scalars, sets, maps and lists, read by what the vocabulary says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import msgspec

from backstay.case.facts import Fact, Scope, Vocabulary
from backstay.case.problems import Refused, Report, nearest, shown
from backstay.case.scalars import member, read_scalar
from backstay.case.text import Path
from backstay.case.values import Members, Value

_PLACE = {
    "patient": "this is a fact of the patient; write it under patient",
    "lesion": "this is a fact of a lesion; write it in an entry of lesions, beside its level",
}
MOST_ENTRIES = 500  # of a set or a list; no patient has so many of anything
EVERY_FACT = "the facts that `backstay schema case` lists"


def read_facts(
    given: Mapping[str, Any], scope: Scope, vocabulary: Vocabulary, path: Path, report: Report
) -> dict[str, Value]:
    """The facts of one scope, without those that have a problem."""
    facts = vocabulary.scope(scope)
    found: dict[str, Value] = {}
    for name, raw in given.items():
        fact = facts.get(name)
        if fact is None:
            report.add((*path, name), unknown(str(name), scope, vocabulary), shown(raw))
            continue
        value = read_value(raw, fact, (*path, name), report)
        if value is not None:
            found[name] = value
    return found


def unknown(name: str, scope: Scope, vocabulary: Vocabulary) -> Refused:
    """Why a name is not taken in this scope."""
    elsewhere = vocabulary.find(name)
    if elsewhere is not None:
        return Refused(_PLACE[elsewhere.scope])
    close = nearest(name, [*vocabulary.scope(scope), *vocabulary.patient, *vocabulary.lesion])
    return Refused("there is no such fact", EVERY_FACT, close)


def read_value(given: object, fact: Fact, path: Path, report: Report) -> Value:
    """The value of one fact; None when it has a problem, which is in the report."""
    if fact.kind == "many":
        return _set(given, fact, path, report)
    if fact.kind == "map":
        return _map(given, fact, path, report)
    if fact.kind == "list":
        return _list(given, fact, path, report)
    return report.attempt(path, given, partial(read_scalar, given, fact))


def _set(given: object, fact: Fact, path: Path, report: Report) -> Value:
    """A set as listed; `sets` decides later whether more may be in it. An empty list means none."""
    if not isinstance(given, list):
        report.add(path, Refused("a list is expected", _sample(fact)), shown(given))
        return None
    if _too_long(given, path, report):
        return None
    names = [
        report.attempt((*path, index), one, partial(member, one, fact))
        for index, one in enumerate(given)
    ]
    if None in names:
        return None
    return Members(frozenset(filter(None, names)), complete=not names)


def _map(given: object, fact: Fact, path: Path, report: Report) -> Value:
    if not isinstance(given, dict) or not given:
        names = ", ".join(fact.fields)
        report.add(path, Refused("a map of known values is expected", names), shown(given))
        return None
    return _fields(given, fact, path, report)


def _list(given: object, fact: Fact, path: Path, report: Report) -> Value:
    if not isinstance(given, list):
        hint = Refused("a list is expected", "[] for none, else entries with fields")
        report.add(path, hint, shown(given))
        return None
    if _too_long(given, path, report):
        return None
    entries = [_entry(one, fact, (*path, index), report) for index, one in enumerate(given)]
    return None if None in entries else tuple(entries)


def _too_long(given: list[Any], path: Path, report: Report) -> bool:
    many = len(given)
    if many > MOST_ENTRIES:
        hint = Refused(f"the list has {many:,} entries", f"up to {MOST_ENTRIES}")
        report.add(path, hint, shown(given))
    return many > MOST_ENTRIES


def _entry(given: object, fact: Fact, path: Path, report: Report) -> dict[str, Value] | None:
    """One entry of a list; it may be empty: something was there of which nothing more is known."""
    if isinstance(given, dict):
        return _fields(given, fact, path, report)
    report.add(path, Refused("a map is expected", ", ".join(fact.fields)), shown(given))
    return None


def _fields(
    given: dict[str, Any], fact: Fact, path: Path, report: Report
) -> dict[str, Value] | None:
    found: dict[str, Value] = {}
    for name, raw in given.items():
        if name not in fact.fields:
            close = nearest(str(name), fact.fields)
            refused = Refused("there is no such field", ", ".join(fact.fields), close)
            report.add((*path, name), refused, shown(raw))
            continue
        found[name] = read_value(raw, field_of(fact, name), (*path, name), report)
    complete = len(found) == len(given) and None not in found.values()
    return found if complete else None


def field_of(fact: Fact, name: str) -> Fact:
    """A field is read like a fact of its own; knowledge writes all its scalars as text."""
    words = {"id": name, "label": name, "asks": ""}
    return msgspec.convert({**words, **fact.fields[name]}, Fact, strict=False)


def _sample(fact: Fact) -> str:
    names = ", ".join(fact.values) or "names"
    return f"[] for none, else a list of {names}"

"""Codes of facts as they are written: our own always, and the standard one where a binding has it."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from backstay.case.facts import Fact
from backstay.exchange.binding_kinds import Codes, Level, Restated, System, Written
from backstay.exchange.bindings import load_bindings

Coding = dict[str, str]
UCUM = "http://unitsofmeasure.org"


class _Shelf(NamedTuple):
    """What the bindings say of writing, by id."""

    urls: dict[str, str]  # short name of a system -> its first address
    levels: dict[str, Codes]
    facts: dict[str, Written]
    restated: dict[str, Restated]


@cache
def _shelf() -> _Shelf:
    entries = load_bindings().entries
    return _Shelf(
        {one.id: one.urls[0] for one in entries["systems"] if isinstance(one, System)},
        {one.id: one.codes for one in entries["levels"] if isinstance(one, Level)},
        {one.id: one for one in entries["written"] if isinstance(one, Written)},
        {one.id: one for one in entries["restated"] if isinstance(one, Restated)},
    )


def own(code: str, display: str) -> Coding:
    """A code of our own CodeSystem."""
    return {"system": _shelf().urls["backstay"], "code": code, "display": display}


def system_of(name: str) -> str:
    """The address of a code system by its short name."""
    return _shelf().urls[name]


def name_of(fact: Fact) -> str:
    return fact.code or fact.id


def standard(codes: Codes) -> list[Coding]:
    """Codes of other systems, each with its own display."""
    return [
        {"system": _shelf().urls[system], "code": code, "display": display}
        for system, listed in codes.items()
        for code, display in listed.items()
    ]


def written_as(fact: Fact, at: str | None) -> Written | None:
    """How other systems write a fact; None where they do not, or only with a date that is not there."""
    found = _shelf().facts.get(fact.id)
    return None if found and found.dated and not at else found


def restated_as(kind: str) -> Restated:
    """How facts are written once more: with which code, and under which profile."""
    return _shelf().restated[kind]


def has_place(level: str) -> bool:
    """Whether other systems have a code for the level."""
    return "snomed" in _shelf().levels.get(level, {})


def concept(codings: list[Coding], text: str) -> dict[str, Any]:
    return {"coding": codings, "text": text}


def site(level: str) -> dict[str, Any]:
    """A vertebral level as a body site."""
    codes = _shelf().levels.get(level, {})
    snomed = {name: listed for name, listed in codes.items() if name == "snomed"}
    return concept([*standard(snomed), own(f"level.{level}", level)], level)

"""The invented hospital as it is written in the files of this folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from backstay.case.facts import Fact
from backstay.case.plain import plain
from backstay.case.scalars import read_scalar
from backstay.case.structures import field_of
from backstay.case.text import read_yaml
from backstay.web.records.knowledge import knowledge

HERE = Path(__file__).parent


class People(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who works there, and who sits on which board."""

    password: str
    people: dict[str, Worker]
    boards: dict[str, list[str]]


class Worker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    work: str
    roles: list[str]


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer of an earlier day, which a newer one supersedes; or that there is none."""

    fact: str
    at: str
    value: Any = None
    state: str = "known"
    lesion: str = ""


class Invented(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One patient: who it is, who cares, and the case as a case document."""

    name: str
    number: str
    born: str
    reason: str
    team: list[str]
    boards: list[str]
    case: dict[str, Any]
    earlier: list[Told] = []
    unanswered: list[Told] = []  # asked, and not known or not done


@cache
def people() -> People:
    """Everybody who works in the invented hospital."""
    return msgspec.convert(_read(HERE / "people.yaml"), People, strict=False)


def patients() -> list[Invented]:
    """Everybody who is cared for there."""
    read = [
        msgspec.convert(_read(path), Invented, strict=False)
        for path in sorted((HERE / "patients").glob("*.yaml"))
    ]
    return [_typed(one) for one in read]


def _typed(one: Invented) -> Invented:
    """The values as a case document in JSON has them, by the kinds of their facts."""
    case = {**one.case, "patient": _facts(one.case["patient"])}
    if "lesions" in case:
        case["lesions"] = [_facts(lesion) for lesion in case["lesions"]]
    replace = msgspec.structs.replace
    earlier = [replace(told, value=_of(told.fact, told.value)) for told in one.earlier]
    return replace(one, case=case, earlier=earlier)


def _facts(given: dict[str, Any]) -> dict[str, Any]:
    return {name: _of(name, value) for name, value in given.items()}


def _of(name: str, value: Any) -> Any:
    fact = knowledge().facts.find(name)
    return value if fact is None or value is None else _value(value, fact)


def _value(value: Any, fact: Fact) -> Any:
    if isinstance(value, list):
        return [_value(one, fact) for one in value]
    if isinstance(value, dict):
        return {name: _value(one, field_of(fact, name)) for name, one in value.items()}
    return plain(read_scalar(value, fact)) if fact.kind in ("yes_no", "number", "count") else value


def _read(path: Path) -> Any:
    return read_yaml(path.read_text("utf-8")).value

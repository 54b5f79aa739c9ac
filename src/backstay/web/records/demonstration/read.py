"""The invented hospital as it is written in the files of this folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from backstay.case.text import read_yaml

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
    return [
        msgspec.convert(_read(path), Invented, strict=False)
        for path in sorted((HERE / "patients").glob("*.yaml"))
    ]


def _read(path: Path) -> Any:
    return read_yaml(path.read_text("utf-8")).value

"""One patient's facts, read and checked: what `reason` works on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from backstay.case.values import Value


@dataclass(frozen=True)
class Seen:
    """When and from where one fact was seen, and the value that was given."""

    value: Value
    at: datetime | None = None
    source: str | None = None
    when: str | None = None  # `at` as text; a day given without time stays a day


@dataclass(frozen=True)
class Remark:
    """Something about the facts that every reader must see."""

    kind: str  # stale | marked_stale | conflict | contradiction | unlisted
    facts: tuple[str, ...]
    text: str
    lesion: str | None = None


@dataclass(frozen=True)
class Lesion:
    """The facts of one spinal lesion; `name` is its level and identifies it."""

    name: str
    facts: dict[str, Value]
    seen: dict[str, Seen] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """Facts in the vocabulary's units. A fact that is not in `facts` is not known."""

    name: str
    as_of: datetime
    patient: dict[str, Value]
    lesions: tuple[Lesion, ...] | None  # None: not known whether there are any
    seen: dict[str, Seen] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    document: dict[str, object] = field(default_factory=dict)  # canonical form, for the record

"""Sign-off of single entries: who read one and agreed, and whether it still says what they read."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

import msgspec


def mark_of(entry: Any) -> str:
    """A short sign of all that an entry says, but for its reviews; another one when a word changes.

    >>> from backstay.knowledge.entries import Constraint
    >>> mark_of(Constraint(id="a", holds="b", text="c"))
    '550b5628'
    """
    kind: Any = type(entry)
    said = {
        field.name: msgspec.to_builtins(value)
        for field in _fields(kind)
        if field.name != "reviewed"
        and (value := getattr(entry, field.name)) not in (field.default, None, (), {})
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@cache
def _fields(kind: Any) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(kind)


def awaits(entry: Any) -> bool:
    """Whether an entry, as it stands now, has no clinician who agrees or one who objects."""
    mark = mark_of(entry)
    verdicts = {review.verdict for review in entry.reviewed if review.mark == mark}
    return verdicts != {"agrees"}

"""What is told of one request, to the log and the metrics: never of whom, never with what, never by which token."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from starlette.types import Scope

KEY = "backstay.told"


@dataclass(slots=True)
class Told:
    """Filled while a request is answered; every text in it is one of ours."""

    id: str
    route: str = "other"
    service: str = "other"
    reason: str | None = None  # code of a refusal
    cards: Counter[str] = field(default_factory=Counter)  # by indicator
    fetches: Counter[str] = field(default_factory=Counter)  # by outcome


def told_of(scope: Scope) -> Told:
    """What is told of the request of this scope."""
    found: Any = scope[KEY]
    assert isinstance(found, Told)
    return found

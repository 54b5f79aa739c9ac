"""Facts that cannot hold together: what an import brings of them interrupts, and a person decides."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from backstay.present import names
from backstay.web.records.case import assessed, case_document
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode


class Contradiction(NamedTuple):
    """What the knowledge says cannot be, and the facts that say so."""

    id: str
    text: str
    lesion: str
    facts: str


class ContradictedError(Exception):
    """What was chosen cannot hold together, or not with what is recorded; nothing was stored."""

    def __init__(self, found: Sequence[Contradiction]) -> None:
        self.found = list(found)
        super().__init__(f"{len(self.found)} contradictions")


def contradictions(episode: Episode) -> dict[str, Contradiction]:
    """Those of the case as it is now."""
    told = assessed(case_document(episode, datetime.now(UTC)), what_if=False).notices
    found = [
        Contradiction(
            sha256(f"{one.text}|{one.lesion}".encode()).hexdigest()[:12],
            one.text,
            one.lesion or "",
            ", ".join(names.facts(knowledge(), one.facts)),
        )
        for one in told
        if one.id == "contradiction"
    ]
    return {one.id: one for one in found}


def refuse_new(episode: Episode, before: Collection[str], accepted: Collection[str]) -> None:
    """Raise ContradictedError for what was not there before and nobody accepted."""
    new = [one for one in contradictions(episode).values() if one.id not in (*before, *accepted)]
    if new:
        raise ContradictedError(new)

"""What a pasted list of medicines stores: the list, whether it is complete, and the lines that were not read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db import transaction

from backstay.web.audit.record import record
from backstay.web.people.models import Person
from backstay.web.records.actions import record_answers
from backstay.web.records.answers import Answer
from backstay.web.records.importing.sheet import Left
from backstay.web.records.models import Episode, Fact, Imported

LIST, COMPLETE = "medicines", "medicines_known"


def record_medicines(
    *,
    by: Person,
    episode: Episode,
    text: str,
    entries: Sequence[dict[str, Any]],
    left: Sequence[Left],
    complete: bool | None,
    before: dict[str, Fact],
    now: datetime | None = None,
) -> Imported:
    """Record a list that its reader has seen; `complete` None leaves open whether it is all.

    `before` holds the answers that the reader saw. Raises CaseError and Superseded; then nothing is stored.
    """
    at = (now or datetime.now(UTC)).astimezone(UTC)
    observed = at.isoformat(timespec="minutes")
    with transaction.atomic():
        kept = Imported.objects.create(
            episode=episode, source="medicines", sha256=hashlib.sha256(text.encode()).hexdigest(),
            unread=msgspec.to_builtins(list(left)), at=at, by=by.username,
        )  # fmt: skip
        answers = [
            Answer(LIST, value=list(entries), observed=observed, supersedes=before.get(LIST))
        ]
        answers += _complete(complete, observed, before.get(COMPLETE))
        record_answers(by=by, episode=episode, answers=answers, source="medicines", imported=kept)
        record(
            "medicines_listed", by=by, patient=episode.patient.key, about=kept.key,
            lines=len(entries), unread=len(left),
        )  # fmt: skip
    return kept


def _complete(complete: bool | None, observed: str, before: Fact | None) -> list[Answer]:
    """A list that nobody called complete again is not known to be: the older yes was about another list."""
    if complete is not None:
        return [Answer(COMPLETE, value=complete, observed=observed, supersedes=before)]
    if before is None or before.state != "known":
        return []
    return [Answer(COMPLETE, state="not_known", observed=observed, supersedes=before)]

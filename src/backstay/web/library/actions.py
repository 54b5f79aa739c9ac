"""Everything that changes challenges."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from backstay.present.values import clean
from backstay.web.audit.record import record
from backstay.web.library.expecting import NotAChallenge, outcome
from backstay.web.library.models import Challenge
from backstay.web.library.prefill import of_episode, written
from backstay.web.people.models import Person
from backstay.web.people.notices import tell
from backstay.web.people.permissions import may
from backstay.web.people.roles import CHALLENGE, REVIEW_KNOWLEDGE
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode


def copy_facts(*, by: Person, episode: Episode) -> str:
    """The facts of a case that a person may open, for a challenge; the copying is in the audit."""
    with transaction.atomic():
        text = of_episode(episode)
        record("facts_copied", by=by, patient=episode.patient.key, about=episode.key)
    return text


def challenge(
    *,
    by: Person,
    kind: str,
    name: str,
    facts: Mapping[str, Any],
    expect: Mapping[str, Any],
    why: str,
) -> Challenge:
    """Record a case whose answer somebody expects to differ. Raises NotAChallenge, PermissionDenied."""
    if not may(by, CHALLENGE):
        raise PermissionDenied
    if not clean(why).strip():
        raise NotAChallenge("why", "Say why. A source helps the reviewers.")
    if not outcome(kind, name, facts, expect).problems:
        raise NotAChallenge("expected", "This is what Backstay answers already for this case.")
    with transaction.atomic():
        made = Challenge.objects.create(
            person=by,
            entry=f"{kind}/{name}",
            case=written(facts),
            expected=written(expect),
            why=clean(why).strip(),
            fingerprint=knowledge().fingerprint,
            at=datetime.now(UTC),
        )
        record("rule_challenged", by=by, about=made.key, entry=made.entry)
    return made


def answer(*, by: Person, challenge: Challenge, text: str) -> None:
    """Answer a challenge, once, and tell who sent it. Raises NotAChallenge, PermissionDenied."""
    if not may(by, REVIEW_KNOWLEDGE):
        raise PermissionDenied
    said = clean(text).strip()
    if not said:
        raise NotAChallenge("answer", "Say what follows from it.")
    with transaction.atomic():
        held = Challenge.objects.select_for_update().get(pk=challenge.pk)
        if held.answered_at is not None:
            raise NotAChallenge("answer", "Somebody answered it meanwhile. Nothing was changed.")
        held.answer, held.answered_by, held.answered_at = said, by, datetime.now(UTC)
        held.save(update_fields=["answer", "answered_by", "answered_at"])
        record("challenge_answered", by=by, about=held.key, entry=held.entry)
        tell([held.person], "challenge_answered", held.key)

"""What an import stores, all of it or nothing: the import itself, its lesions and its facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

import msgspec
from django.db import transaction

from backstay.web.audit.record import record
from backstay.web.people.models import Person
from backstay.web.records.actions import add_lesion, open_case, record_answers
from backstay.web.records.answers import Answer, Place
from backstay.web.records.importing.choosing import Chosen, why
from backstay.web.records.importing.comparing import Row, stored
from backstay.web.records.importing.contradicted import contradictions, refuse_new
from backstay.web.records.importing.sheet import Left, Look, Sheet
from backstay.web.records.models import Episode, Fact, Imported, Lesion


def take(
    *,
    by: Person,
    episode: Episode,
    sheet: Sheet,
    chosen: Chosen,
    left: Sequence[Left],
    differs: Sequence[str] = (),
    accepted: Sequence[str] = (),
) -> Imported:
    """Store what was chosen of a record. `differs` names what of the person was not the same and was confirmed,
    `accepted` the contradictions that are to stand at the head of the case.

    Raises CaseError for what a case cannot hold, Superseded where somebody else answered meanwhile, and
    ContradictedError for facts that cannot hold together; then nothing is stored.
    """
    with transaction.atomic():
        before = contradictions(episode)
        kept = keep_import(by=by, episode=episode, sheet=sheet, left=left)
        lesions = {one.level: one for one in episode.lesions.filter(removed_at=None)}
        for level in chosen.lesions:
            lesions[level] = add_lesion(by=by, episode=episode, level=level)
        facts = _all(by, episode, sheet, kept, chosen, lesions)
        refuse_new(episode, before, accepted)
        record(
            "record_imported", by=by, patient=episode.patient.key, about=kept.key,
            source=sheet.source, facts=len(facts), lesions=len(chosen.lesions), unread=len(left),
            confirmed_although=list(differs),
        )  # fmt: skip
    return kept


def keep_import(*, by: Person, episode: Episode, sheet: Sheet, left: Sequence[Left]) -> Imported:
    """One reading of a record: where it came from and what of it was not read. Within a transaction."""
    return Imported.objects.create(
        episode=episode,
        source=sheet.source,
        named=sheet.named,
        sha256=sheet.sha256,
        unread=msgspec.to_builtins(list(left)),
        at=datetime.now(UTC),
        by=by.username,
    )


def open_with(
    *,
    by: Person,
    name: str,
    born: date | None,
    number: str,
    reason: str,
    sheet: Sheet,
    chosen: Chosen,
    left: Sequence[Left],
    accepted: Sequence[str] = (),
) -> Episode:
    """Open a case with what was chosen of a record.

    Raises CaseError and ContradictedError; then nothing is stored.
    """
    with transaction.atomic():
        episode = open_case(by=by, name=name, born=born, number=number, reason=reason)
        take(by=by, episode=episode, sheet=sheet, chosen=chosen, left=left, accepted=accepted)
    return episode


def _all(
    by: Person,
    episode: Episode,
    sheet: Sheet,
    kept: Imported,
    chosen: Chosen,
    lesions: dict[str, Lesion],
) -> list[Fact]:
    """First the older values of each fact one after another, then the newest of all at once."""
    last: dict[Place, Fact] = {}
    done: list[Fact] = []

    def recorded(answers: Iterable[Answer]) -> None:
        facts = record_answers(
            by=by, episode=episode, answers=list(answers), source=sheet.source, imported=kept
        )
        last.update({(fact.lesion_id, fact.name): fact for fact in facts})
        done.extend(facts)

    most = max((len(row.earlier) for row, _ in chosen.taken), default=0)
    for turn in range(most):
        rows = [row for row, _ in chosen.taken if turn < len(row.earlier)]
        recorded(_answer(row, row.earlier[turn], lesions, last) for row in rows)
    recorded(
        _answer(row, row.offers[number], lesions, last, why(row, number))
        for row, number in chosen.taken
    )
    return done


def _answer(
    row: Row, look: Look, lesions: dict[str, Lesion], last: dict[Place, Fact], because: str = ""
) -> Answer:
    lesion = lesions.get(row.level)
    place = (lesion.pk if lesion else None, row.known.id)
    return Answer(
        name=row.known.id,
        lesion=lesion,
        value=stored(look.value, row.known),
        observed=look.at,
        supersedes=last.get(place, row.recorded),
        why=because,
        detail=look.source,
    )

"""Saying that the spine has no lesion, and taking that back: nothing is edited, as with every answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import transaction

from backstay.case import CaseError, Problem
from backstay.web.audit.record import record
from backstay.web.people.models import Person
from backstay.web.records.models import Episode, Fact
from backstay.web.records.spine import LESIONS, latest, none_there


def say_no_lesion(*, by: Person, episode: Episode, observed: str = "") -> Fact:
    """Record that imaging showed no lesion of the spine; `observed` is the day of it, "" is not known.

    To say it twice changes nothing. Raises CaseError where the case has a lesion and for a day to come.
    """
    with transaction.atomic():
        Episode.objects.select_for_update().get(pk=episode.pk)
        problems = _problems(episode, observed)
        if problems:
            raise CaseError(problems)
        return none_there(episode) or _say(by, episode, latest(episode), observed=observed)


def take_back_no_lesion(*, by: Person, episode: Episode, why: str) -> None:
    """Take the answer back, with the reason; whether there is a lesion is not known then.

    Raises CaseError without a reason. Where nothing holds, nothing changes.
    """
    if not why.strip():
        raise CaseError([Problem("why", "say why the answer before is withdrawn")])
    with transaction.atomic():
        Episode.objects.select_for_update().get(pk=episode.pk)
        held = none_there(episode)
        if held:
            _say(by, episode, held, why=why.strip()[:1000])


def _problems(episode: Episode, observed: str) -> list[Problem]:
    found = []
    level = episode.lesions.filter(removed_at=None).values_list("level", flat=True).first()
    if level:
        text = f"the case has a lesion at {level}; remove it first if it was entered in error"
        found.append(Problem("lesions", text))
    try:
        if observed and date.fromisoformat(observed) > datetime.now(UTC).date():
            found.append(Problem("observed", "this day is still to come", value=observed))
    except ValueError:
        allowed = "year, month and day, such as 2026-03-14"
        found.append(Problem("observed", "this is not a date", value=observed, allowed=allowed))
    return found


def _say(
    by: Person, episode: Episode, before: Fact | None, *, observed: str = "", why: str = ""
) -> Fact:
    made = Fact.objects.create(
        episode=episode,
        name=LESIONS,
        state="withdrawn" if why else "known",
        value=None if why else [],
        observed=observed,
        recorded_at=datetime.now(UTC),
        recorded_by=by.username,
        source="form",
        supersedes=before,
        why=why,
    )
    record(
        "answers_recorded", by=by, patient=episode.patient.key, about=episode.key,
        facts=[LESIONS], source="form",
    )  # fmt: skip
    return made

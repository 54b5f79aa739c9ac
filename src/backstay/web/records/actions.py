"""Every change of a record: a case opened, a lesion added or removed, answers recorded. Nothing is edited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.db import IntegrityError, transaction

from backstay.case import CaseError, Problem
from backstay.web.audit.record import record
from backstay.web.people.models import Person
from backstay.web.records.answers import Answer, Clash, Superseded, newest
from backstay.web.records.checking import check_answers, check_level
from backstay.web.records.models import (
    CareTeamMember,
    Episode,
    Fact,
    Imported,
    Lesion,
    Patient,
)
from backstay.web.records.spine import LESIONS, latest, none_there

LONGEST_NAME, LONGEST_NUMBER, OLDEST = 200, 60, 130 * 366  # letters, signs, days
__all__ = [
    "Answer",
    "Clash",
    "Superseded",
    "add_lesion",
    "open_case",
    "record_answers",
    "remove_lesion",
    "say_no_lesion",
    "take_back_no_lesion",
]


def open_case(
    *,
    by: Person,
    name: str,
    born: date | None = None,
    number: str = "",
    reason: str = "",
    level: str = "",
) -> Episode:
    """Open a case for a new patient, with a lesion where one is known; whoever opens it is in its care team.

    Raises CaseError for a name that is missing, a birth date to come, a hospital number that is taken and what
    is not a level; nothing is opened then.
    """
    now = datetime.now(UTC)
    called, held = " ".join(name.split()), number.strip() or None
    problems = _who(called, born, held or "")
    if problems:
        raise CaseError(problems)
    try:
        with transaction.atomic():
            patient = Patient.objects.create(name=called, born=born, number=held)
            episode = Episode.objects.create(
                patient=patient, reason=reason.strip()[:200], opened_at=now
            )
            CareTeamMember.objects.create(
                episode=episode, person=by, added_by=by.username, since=now
            )
            record("case_opened", by=by, patient=patient.key, about=episode.key)
            if level.strip():
                add_lesion(by=by, episode=episode, level=level)
    except IntegrityError:
        taken = Problem("number", "this hospital number belongs to a patient already", value=held)
        raise CaseError([taken]) from None
    return episode


def _who(name: str, born: date | None, number: str) -> list[Problem]:
    found = []
    if not name:
        found.append(Problem("name", "a name is needed, or what stands in for it"))
    if len(name) > LONGEST_NAME:
        found.append(Problem("name", f"the name has {len(name)} letters", allowed="up to 200"))
    if len(number) > LONGEST_NUMBER:
        found.append(Problem("number", f"the number has {len(number)} signs", allowed="up to 60"))
    if born and not 0 <= (datetime.now(UTC).date() - born).days <= OLDEST:
        found.append(Problem("born", "a birth date lies in the past", value=born.isoformat()))
    return found


def add_lesion(*, by: Person, episode: Episode, level: str) -> Lesion:
    """Add a lesion at a level (T8) or over a span (T8-T10).

    Raises CaseError for what is not a level and for one that another lesion covers.
    """
    with transaction.atomic():
        _alone(episode)
        named = check_level(episode, level)
        lesion = Lesion.objects.create(
            episode=episode, level=named, added_by=by.username, added_at=datetime.now(UTC)
        )
        record("lesion_added", by=by, patient=episode.patient.key, about=lesion.key)
        take_back_no_lesion(by=by, episode=episode, why=f"A lesion at {named} was added.")
    return lesion


def remove_lesion(*, by: Person, lesion: Lesion, why: str) -> Lesion:
    """Take a lesion out that was entered in error; it and its facts stay in the history.

    Raises CaseError without a reason. To remove it twice changes nothing.
    """
    if not why.strip():
        raise CaseError([Problem("why", "say why this lesion is not one")])
    with transaction.atomic():
        _alone(lesion.episode)
        now = datetime.now(UTC)
        left = Lesion.objects.filter(pk=lesion.pk, removed_at=None)
        told = why.strip()[:1000]
        if left.update(removed_by=by.username, removed_at=now, removed_why=told):
            record("lesion_removed", by=by, patient=lesion.episode.patient.key, about=lesion.key)
        lesion.refresh_from_db()
    return lesion


def say_no_lesion(*, by: Person, episode: Episode, observed: str = "") -> Fact:
    """Record that imaging showed no lesion of the spine; `observed` is the day of it, "" is not known.

    To say it twice changes nothing. Raises CaseError where the case has a lesion and for a day to come.
    """
    with transaction.atomic():
        _alone(episode)
        problems = [*_lesion_there(episode), *_no_day(observed)]
        if problems:
            raise CaseError(problems)
        before = latest(episode)
        answer = Answer(LESIONS, value=[], observed=observed, supersedes=before)
        return none_there(episode) or _of_the_spine(by, episode, answer)


def take_back_no_lesion(*, by: Person, episode: Episode, why: str) -> None:
    """Take the answer back, with the reason; whether there is a lesion is not known then.

    Raises CaseError without a reason. Where nothing holds, nothing changes.
    """
    if not why.strip():
        raise CaseError([Problem("why", "say why the answer before is withdrawn")])
    with transaction.atomic():
        _alone(episode)
        held = none_there(episode)
        if held:
            answer = Answer(LESIONS, state="withdrawn", why=why, supersedes=held)
            _of_the_spine(by, episode, answer)


def _lesion_there(episode: Episode) -> list[Problem]:
    level = episode.lesions.filter(removed_at=None).values_list("level", flat=True).first()
    if level is None:
        return []
    told = f"the case has a lesion at {level}; remove it first if it was entered in error"
    return [Problem(LESIONS, told)]


def _no_day(observed: str) -> list[Problem]:
    try:
        if not observed or date.fromisoformat(observed) <= datetime.now(UTC).date():
            return []
    except ValueError:
        hint = "year, month and day, such as 2026-03-14"
        return [Problem("observed", "this is not a date", value=observed, allowed=hint)]
    return [Problem("observed", "this day is still to come", value=observed)]


def _of_the_spine(by: Person, episode: Episode, answer: Answer) -> Fact:
    fact = _fact(by, episode, answer, "form", "")
    record(
        "answers_recorded", by=by, patient=episode.patient.key, about=episode.key,
        facts=[LESIONS], source="form",
    )  # fmt: skip
    return fact


def record_answers(
    *,
    by: Person,
    episode: Episode,
    answers: Sequence[Answer],
    source: str,
    source_detail: str = "",
    imported: Imported | None = None,
) -> list[Fact]:
    """Record answers, all of them or none.

    An answer with `supersedes` is the next of that chain: a newer value, or with `why` a correction of what
    was wrong. Raises CaseError with every value that cannot be held and Superseded where somebody else
    answered meanwhile, each with the answer that is there now.
    """
    with transaction.atomic():
        _alone(episode)
        _refuse_superseded(episode, answers)
        check_answers(episode, answers)
        detail = source_detail or (f"import {imported.key}" if imported else "")
        facts = [_fact(by, episode, answer, source, detail) for answer in answers]
        if facts:
            record(
                "answers_recorded", by=by, patient=episode.patient.key, about=episode.key,
                facts=[fact.name for fact in facts], source=source,
            )  # fmt: skip
    return facts


def _alone(episode: Episode) -> None:
    """One writer of an episode at a time; SQLite has one writer of everything."""
    Episode.objects.select_for_update().get(pk=episode.pk)


def _refuse_superseded(episode: Episode, answers: Sequence[Answer]) -> None:
    there = newest(episode)
    clashes = []
    for answer in answers:
        current = there.get(answer.place)
        meant = answer.supersedes.pk if answer.supersedes else None
        if (current.pk if current else None) != meant:
            clashes.append(Clash(answer, current))
    if clashes:
        raise Superseded(clashes)


def _fact(by: Person, episode: Episode, answer: Answer, source: str, detail: str) -> Fact:
    return Fact.objects.create(
        episode=episode,
        lesion=answer.lesion,
        name=answer.name,
        state=answer.state,
        value=answer.value if answer.state == "known" else None,
        observed=answer.observed,
        recorded_at=datetime.now(UTC),
        recorded_by=by.username,
        source=source,
        source_detail=(answer.detail or detail)[:200],
        supersedes=answer.supersedes,
        why=answer.why.strip()[:1000],
    )

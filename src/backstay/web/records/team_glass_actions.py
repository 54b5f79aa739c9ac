"""Emergency access: opened with a reason, told to those who care for the patient, ended by itself, reviewed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction

from backstay.web.audit.models import Event
from backstay.web.audit.record import record
from backstay.web.people import notices, roles
from backstay.web.people.models import Person
from backstay.web.people.permissions import may
from backstay.web.people.refused import Refused
from backstay.web.records.models import BreakGlass, Patient
from backstay.web.records.told import care_team, reviewers

ASKED = 5  # times in an hour that one person may name a number that nobody has
WITHIN = timedelta(hours=1)


def break_glass(*, by: Person, number: str, reason: str) -> BreakGlass:
    """Open one patient for a few hours. Refused without a role, a reason, or a patient of this number."""
    if not may(by, roles.BREAK_GLASS):
        raise Refused("Your roles do not include emergency access.")
    if not reason.strip():
        raise Refused("Say why you need this record now.")
    _not_too_often(by)
    patient = Patient.objects.filter(number=number.strip(), episodes__isnull=False).first()
    if patient is None:
        record("emergency_access_not_found", by=by)
        raise Refused("No patient here has this number. Check every digit with the wristband.")
    with transaction.atomic():
        return _open(by, patient, reason.strip())


def _open(by: Person, patient: Patient, reason: str) -> BreakGlass:
    now = datetime.now(UTC)
    until = now + timedelta(hours=settings.EMERGENCY_ACCESS_HOURS)
    glass = BreakGlass.objects.create(
        patient=patient, person=by, reason=reason, at=now, until=until
    )
    record("emergency_access_used", by=by, patient=patient.key, about=glass.key)
    told = {person.pk: person for person in (*care_team(patient), *reviewers()) if person != by}
    notices.tell(told.values(), "emergency_access_used", glass.key)
    return glass


def review_glass(*, by: Person, glass: BreakGlass, outcome: str) -> None:
    """Say what the review found; once, and not of one's own access."""
    if glass.person_id == by.pk:
        raise Refused("Nobody reviews their own emergency access.")
    with transaction.atomic():
        found = BreakGlass.objects.filter(pk=glass.pk, reviewed_at=None)
        if not found.update(reviewed_at=datetime.now(UTC), reviewed_by=by, outcome=outcome):
            raise Refused("Somebody else reviewed this access already.")
        record("emergency_access_reviewed", by=by, patient=glass.patient.key, about=glass.key)


def _not_too_often(by: Person) -> None:
    """Numbers are not to be tried out one after another."""
    since = datetime.now(UTC) - WITHIN
    missed = Event.objects.filter(
        by=by.username, action="emergency_access_not_found", at__gte=since
    )
    if missed.count() >= ASKED:
        raise Refused(
            "Too many numbers that nobody has. Try again in an hour, or call the coordinator."
        )

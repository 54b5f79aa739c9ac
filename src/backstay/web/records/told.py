"""Who is told when somebody used emergency access to a patient."""

from __future__ import annotations

from backstay.web.people import roles
from backstay.web.people.models import Person
from backstay.web.people.roles import ROLES
from backstay.web.records.models import Episode, Patient


def care_team(patient: Patient) -> list[Person]:
    """Whoever cares for the patient in an episode that is open."""
    of_open = Episode.objects.filter(patient=patient, closed_at=None)
    return list(
        Person.objects.filter(
            care_teams__episode__in=of_open, care_teams__ended_at=None, is_active=True
        ).distinct()
    )


def reviewers() -> list[Person]:
    """Whoever may review emergency access."""
    held = [role.id for role in ROLES.values() if roles.REVIEW_BREAK_GLASS in role.may]
    return list(
        Person.objects.filter(
            roles_held__role__in=held, roles_held__ended_at=None, is_active=True
        ).distinct()
    )

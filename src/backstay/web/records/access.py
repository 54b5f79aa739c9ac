"""Who may see and change which case: by role, and by relation to this one patient.

A relation is: in the care team of an episode; on a board for which an episode is listed; access in an
emergency that has not ended. Without one of them a case does not exist for a person: its address answers 404,
as one that was never given does.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rules
from django.db.models import Q, QuerySet
from django.http import Http404
from rules.predicates import Predicate

from backstay.web.people import roles
from backstay.web.people.drafts import OPENS
from backstay.web.people.models import Person
from backstay.web.people.permissions import may
from backstay.web.records.models import Episode


def visible_to(person: Person, now: datetime | None = None) -> QuerySet[Episode]:
    """The episodes that a person may open, whatever they may do there."""
    if not may(person, roles.READ):
        return Episode.objects.none()
    return Episode.objects.filter(_related(person, now or datetime.now(UTC))).distinct()


def lasting(person: Person) -> Q:
    """By care team or board, until somebody ends it."""
    return Q(care_team__person=person, care_team__ended_at=None) | Q(
        listings__ended_at=None,
        listings__board__seats__person=person,
        listings__board__seats__ended_at=None,
    )


def in_an_emergency(person: Person, now: datetime) -> Q:
    """By emergency access, until it ends by itself."""
    return Q(patient__broken_glass__person=person, patient__broken_glass__until__gt=now)


def _related(person: Person, now: datetime) -> Q:
    return lasting(person) | in_an_emergency(person, now)


def open_episode(person: Person, key: UUID, what: str = roles.READ) -> Episode:
    """The episode of a key, for a person who may do this with it. Raises Http404, whoever else asks."""
    found = visible_to(person).select_related("patient").filter(key=key).first()
    if found is None or not rules.test_rule(what, person, found):
        raise Http404
    return found


def _by_role(what: str) -> Any:
    return Predicate(lambda person: may(person, what), name=f"the role allows {what}")


def is_related(person: Person, episode: Episode | None) -> bool:
    """In the care team, on a board that has the case, or in by an emergency."""
    return episode is not None and visible_to(person).filter(pk=episode.pk).exists()


def cares_for(person: Person, episode: Episode | None) -> bool:
    """In the care team or on a board that has the case. An emergency ends; who is in by it invites nobody."""
    if episode is None or not may(person, roles.READ):
        return False
    found = Episode.objects.filter(lasting(person), pk=episode.pk)
    return found.exists()


def emergency_until(person: Person, episode: Episode) -> datetime | None:
    """When emergency access to this patient ends, for somebody who is in by nothing else."""
    running = episode.patient.broken_glass.filter(person=person, until__gt=datetime.now(UTC))
    until = running.order_by("-until").values_list("until", flat=True).first()
    return None if until is None or cares_for(person, episode) else until


def is_open(person: Person, episode: Episode | None) -> bool:
    """A closed episode is read, and not changed."""
    return episode is not None and episode.closed_at is None


def opens_form(person: Person, path: str) -> bool:
    """Whether what was typed into a form of a case is still shown: only while the case is."""
    _, _, rest = path.partition("/cases/")
    try:
        key = UUID(rest.partition("/")[0])
    except ValueError:
        return True  # a form about no case
    return visible_to(person).filter(key=key).exists()


RELATED: Any = Predicate(is_related)
CARES: Any = Predicate(cares_for)
OPEN: Any = Predicate(is_open)
rules.add_rule(OPENS, Predicate(opens_form))
rules.add_rule(roles.READ, _by_role(roles.READ) & RELATED)
rules.add_rule(roles.ENTER, _by_role(roles.ENTER) & RELATED & OPEN)
rules.add_rule(roles.MANAGE_TEAM, _by_role(roles.MANAGE_TEAM) & CARES & OPEN)
rules.add_rule(roles.LIST_ON_BOARD, _by_role(roles.LIST_ON_BOARD) & CARES & OPEN)

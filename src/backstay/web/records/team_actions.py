"""Who cares for a patient and which boards have the case, each change with its audit event."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from backstay.web.audit.record import record
from backstay.web.people import notices, roles
from backstay.web.people.models import Board, Person
from backstay.web.people.permissions import may
from backstay.web.people.refused import Refused
from backstay.web.records.models import CareTeamMember, Episode, Listing


def add_member(*, by: Person, episode: Episode, person: Person) -> None:
    """From now on the person sees the case."""
    if not may(person, roles.READ):
        raise Refused(f"{person.name} has no role that reads cases. An administrator can give one.")
    with transaction.atomic():
        _, new = CareTeamMember.objects.get_or_create(
            episode=episode,
            person=person,
            ended_at=None,
            defaults={"added_by": by.username, "since": datetime.now(UTC)},
        )
        if new:
            record("care_team_member_added", by=by, patient=episode.patient.key, about=person.key)
            if person != by:
                notices.tell([person], "added_to_care_team", episode.key)


def end_member(*, by: Person, episode: Episode, person: Person) -> None:
    """From now on the person sees the case only by another relation. Somebody always cares for a patient."""
    with transaction.atomic():
        members = episode.care_team.select_for_update().filter(ended_at=None)
        if {member.person_id for member in members} == {person.pk}:
            raise Refused("Nobody would be left in the care team. Add somebody else first.")
        if members.filter(person=person).update(ended_at=datetime.now(UTC)):
            record("care_team_member_ended", by=by, patient=episode.patient.key, about=person.key)


def list_on_board(*, by: Person, episode: Episode, board: Board) -> None:
    """From now on the members of the board see the case."""
    with transaction.atomic():
        _, new = Listing.objects.get_or_create(
            episode=episode,
            board=board,
            ended_at=None,
            defaults={"listed_by": by.username, "since": datetime.now(UTC)},
        )
        if new:
            record("listed_on_board", by=by, patient=episode.patient.key, about=board.key)
            seated = Person.objects.filter(seats__board=board, seats__ended_at=None, is_active=True)
            notices.tell(seated.exclude(pk=by.pk), "listed_on_board", episode.key)


def end_listing(*, by: Person, episode: Episode, board: Board) -> None:
    """The board is done with the case, or should not have had it."""
    with transaction.atomic():
        listings = episode.listings.filter(board=board, ended_at=None)
        if listings.update(ended_at=datetime.now(UTC)):
            record("listing_ended", by=by, patient=episode.patient.key, about=board.key)

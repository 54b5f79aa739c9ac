"""Putting the invented hospital into an empty database, whole or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from backstay.web.audit.models import Event
from backstay.web.audit.record import SYSTEM, record
from backstay.web.people.models import Board, Person, RoleHeld, Seat
from backstay.web.people.roles import ROLES
from backstay.web.records.demonstration.facts import enter
from backstay.web.records.demonstration.read import Invented, patients, people
from backstay.web.records.demonstration.shift import moved
from backstay.web.records.models import CareTeamMember, Episode, Listing, Patient

LOADED = "demonstration_loaded"
CARED_FOR = timedelta(days=60)  # for how long the invented hospital has existed


class NotEmpty(Exception):
    """There are people or patients in the database, and they may be real."""


def is_loaded() -> bool:
    """Whether the invented hospital is in the database."""
    return Event.objects.filter(action=LOADED).exists()


def load() -> bool:
    """Fill an empty database; False where the invented hospital is there already. Raises NotEmpty."""
    with transaction.atomic():
        if is_loaded():
            return False
        if Person.objects.exists() or Patient.objects.exists():
            raise NotEmpty(
                "this database holds people or patients, so the invented ones were not put into it; "
                "give another folder (--data) or start without --demonstration"
            )
        at = datetime.now(UTC)
        hired = _people(at - CARED_FOR)
        boards = _boards(hired, at - CARED_FOR)
        invented = patients()
        for one in invented:
            _patient(one, hired, boards, at)
        record(LOADED, by=SYSTEM, patients=len(invented), people=len(hired))
    return True


def sign_ins() -> str:
    """Who may sign in, as a text for the terminal."""
    told = people()
    width = max(map(len, told.people))
    lines = [
        f"  {username:<{width}}  {one.name}, {', '.join(ROLES[role].name for role in one.roles)}"
        for username, one in told.people.items()
    ]
    return "\n".join(
        ["Invented patients. Sign in as one of these invented people,",
         f"each with the password {told.password}", "", *lines, ""]
    )  # fmt: skip


def _people(since: datetime) -> dict[str, Person]:
    told = people()
    password = make_password(told.password)  # once: to make one is slow on purpose
    hired = {}
    for username, one in told.people.items():
        person = Person.objects.create(
            username=username, password=password, name=one.name, work=one.work
        )
        record("person_added", by=SYSTEM, about=person.key)
        for role in one.roles:
            RoleHeld.objects.create(person=person, role=role, given_by="system", since=since)
            record("role_given", by=SYSTEM, about=person.key, role=role)
        hired[username] = person
    return hired


def _boards(hired: dict[str, Person], since: datetime) -> dict[str, Board]:
    boards = {}
    for name, members in people().boards.items():
        board = Board.objects.create(name=name)
        for username in members:
            Seat.objects.create(board=board, person=hired[username], given_by="ada", since=since)
        record("board_made", by=SYSTEM, about=board.key, seats=len(members))
        boards[name] = board
    return boards


def _patient(
    one: Invented, hired: dict[str, Person], boards: dict[str, Board], now: datetime
) -> None:
    by = now - datetime.fromisoformat(one.case["as_of"])
    patient = Patient.objects.create(
        name=one.name, number=one.number, born=date.fromisoformat(moved(one.born, by))
    )
    opened = _opened(one, by, now)
    episode = Episode.objects.create(patient=patient, reason=one.reason, opened_at=opened)
    record("case_opened", by=hired[one.team[0]], patient=patient.key, about=episode.key)
    for username in one.team:
        CareTeamMember.objects.create(
            episode=episode, person=hired[username], added_by="cole", since=opened
        )
    for name in one.boards:
        Listing.objects.create(episode=episode, board=boards[name], listed_by="cole", since=opened)
    enter(one, episode, hired[one.team[0]], by)


def _opened(one: Invented, by: timedelta, now: datetime) -> datetime:
    """When the first answer was given, or now."""
    days = [date.fromisoformat(moved(answer.at, by)[:10]) for answer in one.earlier]
    first = min(days, default=now.date())
    return min(now, datetime(first.year, first.month, first.day, 8, 0, tzinfo=UTC))

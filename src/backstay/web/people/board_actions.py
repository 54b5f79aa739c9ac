"""Making boards, giving and ending seats. Who sits on a board sees the cases that are listed for it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from backstay.web.audit.record import Actor, record
from backstay.web.people.models import Board, Person, Seat
from backstay.web.people.refused import Refused


def add_board(*, by: Actor, name: str) -> Board:
    """A new standing board."""
    with transaction.atomic():
        if Board.objects.filter(name__iexact=name).exists():
            raise Refused(f"A board named {name} exists.")
        board = Board.objects.create(name=name)
        record("board_added", by=by, about=board.key)
    return board


def give_seat(*, by: Actor, board: Board, person: Person) -> None:
    """Seat somebody on a board. Nobody seats themselves."""
    if by.username == person.username:
        raise Refused("Nobody seats themselves. Ask another administrator.")
    with transaction.atomic():
        _, new = Seat.objects.get_or_create(
            board=board,
            person=person,
            ended_at=None,
            defaults={"given_by": by.username, "since": datetime.now(UTC)},
        )
        if new:
            record("seat_given", by=by, about=person.key, board=str(board.key))


def end_seat(*, by: Actor, board: Board, person: Person) -> None:
    """End a seat: from now on the person sees the board's cases only by another relation."""
    with transaction.atomic():
        seats = Seat.objects.filter(board=board, person=person, ended_at=None)
        if seats.update(ended_at=datetime.now(UTC)):
            record("seat_ended", by=by, about=person.key, board=str(board.key))

"""Boards and who sits on them, for administrators."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backstay.web.people import board_actions
from backstay.web.people.forms import AddBoard, ChoosePerson
from backstay.web.people.guard import needs
from backstay.web.people.models import Board, Person, Seat
from backstay.web.people.refused import Refused
from backstay.web.people.roles import MANAGE_PEOPLE
from backstay.web.people.session import person_of


@needs(MANAGE_PEOPLE)
def boards(request: HttpRequest) -> HttpResponse:
    """Every board with its members, and a form for a new one."""
    form = AddBoard(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            board = board_actions.add_board(by=person_of(request), name=form.cleaned_data["name"])
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return HttpResponseRedirect(reverse("people:board", args=[board.key]))
    told = {"section": "people", "boards": _all_boards(), "form": form}
    return render(request, "people/boards.html", told, status=422 if form.errors else 200)


def _all_boards() -> list[dict[str, object]]:
    seats = Seat.objects.filter(ended_at=None).select_related("person").order_by("person__name")
    found: dict[int, list[Person]] = {}
    for seat in seats:
        found.setdefault(seat.board_id, []).append(seat.person)
    return [
        {"board": board, "people": found.get(board.pk, [])}
        for board in Board.objects.order_by("name")
    ]


@needs(MANAGE_PEOPLE)
def board(request: HttpRequest, key: UUID) -> HttpResponse:
    """One board: its seats, and a form to give one."""
    found = get_object_or_404(Board, key=key)
    seats = found.seats.filter(ended_at=None).select_related("person").order_by("person__name")
    free = Person.objects.filter(is_active=True).exclude(pk__in=seats.values("person"))
    form = ChoosePerson(free.order_by("name"), request.POST or None)
    if request.method == "POST" and form.is_valid():
        _seat(request, found, form.cleaned_data["person"])
        return HttpResponseRedirect(reverse("people:board", args=[key]))
    told = {"section": "people", "board": found, "seats": seats, "form": form}
    return render(request, "people/board.html", told, status=422 if form.errors else 200)


def _seat(request: HttpRequest, found: Board, person: Person) -> None:
    try:
        board_actions.give_seat(by=person_of(request), board=found, person=person)
    except Refused as refused:
        messages.error(request, str(refused))


@require_POST
@needs(MANAGE_PEOPLE)
def end_seat(request: HttpRequest, key: UUID, person: UUID) -> HttpResponse:
    """End the seat of one person."""
    found = get_object_or_404(Board, key=key)
    board_actions.end_seat(
        by=person_of(request), board=found, person=get_object_or_404(Person, key=person)
    )
    return HttpResponseRedirect(reverse("people:board", args=[key]))

"""The care team of a case and the boards that have it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import rules
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backstay.web.people import roles
from backstay.web.people.forms import ChooseBoard, ChoosePerson
from backstay.web.people.models import Board, Person
from backstay.web.people.names import name_of
from backstay.web.people.refused import Refused
from backstay.web.people.roles import READ, ROLES
from backstay.web.people.session import person_of
from backstay.web.records import team_actions
from backstay.web.records.access import open_episode, visible_to
from backstay.web.records.models import Episode
from backstay.web.records.reads import case_read


@login_required
def team(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who cares for this patient, which boards have the case, and, for those who may, ways to change it."""
    person = person_of(request)
    episode = open_episode(person, key)
    case_read(request, episode)
    told = {
        "section": "cases",
        "episode": episode,
        "patient": episode.patient,
        "members": _members(episode),
        "listings": episode.listings.filter(ended_at=None)
        .annotate(lister=name_of("listed_by"))
        .select_related("board"),
        "may_change": rules.test_rule(roles.MANAGE_TEAM, person, episode),
        "may_list": rules.test_rule(roles.LIST_ON_BOARD, person, episode),
        "people_form": ChoosePerson(_could_join(episode)),
        "board_form": ChooseBoard(_could_have(episode)),
    }
    return render(request, "records/team.html", told)


def _members(episode: Episode) -> Any:
    found = episode.care_team.filter(ended_at=None).annotate(adder=name_of("added_by"))
    return found.select_related("person").order_by("since", "pk")


def _could_join(episode: Episode) -> Any:
    reading = [role.id for role in ROLES.values() if READ in role.may]
    found = Person.objects.filter(
        is_active=True, roles_held__role__in=reading, roles_held__ended_at=None
    )
    return found.exclude(pk__in=_members(episode).values("person")).distinct().order_by("name")


def _could_have(episode: Episode) -> Any:
    listed = episode.listings.filter(ended_at=None).values("board")
    return Board.objects.exclude(pk__in=listed).order_by("name")


def _change(
    request: HttpRequest, key: UUID, what: str, act: Callable[[Person, Episode], None]
) -> HttpResponse:
    person = person_of(request)
    episode = open_episode(person, key, what)
    try:
        act(person, episode)
    except Refused as refused:
        messages.error(request, str(refused))
    still = open_or_none(person, key)
    return HttpResponseRedirect(
        reverse("records:team" if still else "cases:list", args=[key] if still else [])
    )


def open_or_none(person: Person, key: UUID) -> bool:
    """Whether the person may still open the case: they may have left the team."""
    return visible_to(person).filter(key=key).exists()


@require_POST
@login_required
def add_member(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add the chosen person to the care team."""

    def act(by: Person, episode: Episode) -> None:
        form = ChoosePerson(_could_join(episode), request.POST)
        if not form.is_valid():
            raise Refused("Choose a person from the list.")
        team_actions.add_member(by=by, episode=episode, person=form.cleaned_data["person"])

    return _change(request, key, roles.MANAGE_TEAM, act)


@require_POST
@login_required
def end_member(request: HttpRequest, key: UUID, person: UUID) -> HttpResponse:
    """End a membership, one's own too."""

    def act(by: Person, episode: Episode) -> None:
        ending = get_object_or_404(Person, key=person)
        team_actions.end_member(by=by, episode=episode, person=ending)

    return _change(request, key, roles.MANAGE_TEAM, act)


@require_POST
@login_required
def list_on_board(request: HttpRequest, key: UUID) -> HttpResponse:
    """List the case for the chosen board."""

    def act(by: Person, episode: Episode) -> None:
        form = ChooseBoard(_could_have(episode), request.POST)
        if not form.is_valid():
            raise Refused("Choose a board from the list.")
        team_actions.list_on_board(by=by, episode=episode, board=form.cleaned_data["board"])

    return _change(request, key, roles.LIST_ON_BOARD, act)


@require_POST
@login_required
def end_listing(request: HttpRequest, key: UUID, board: UUID) -> HttpResponse:
    """Take the case from a board."""

    def act(by: Person, episode: Episode) -> None:
        ending = get_object_or_404(Board, key=board)
        team_actions.end_listing(by=by, episode=episode, board=ending)

    return _change(request, key, roles.LIST_ON_BOARD, act)

"""The care team page: who is added sees the case, who is ended does not, and somebody always stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from backstay.web.audit.models import Event
from backstay.web.people.models import Board, Person, Seat
from backstay.web.records.models import Episode

As = Callable[[str], Client]
People = dict[str, Person]


@pytest.mark.db
def test_a_member_is_added_and_ended(daniel: Episode, as_: As, people: People) -> None:
    ines, kim, page = as_("ines"), as_("kim"), f"/cases/{daniel.key}/"
    ines.post(f"{page}team/add/", {"person": people["kim"].key})
    assert kim.get(f"{page}team/").status_code == 200
    ines.post(f"{page}team/{people['kim'].key}/end/")
    assert kim.get(f"{page}team/").status_code == 404
    told = Event.objects.filter(patient=daniel.patient.key, about=people["kim"].key)
    assert [event.action for event in told] == ["care_team_member_added", "care_team_member_ended"]


def test_somebody_without_a_role_that_reads_cases_is_not_added(
    daniel: Episode, as_: As, people: People
) -> None:
    as_("ines").post(f"/cases/{daniel.key}/team/add/", {"person": people["ruth"].key})
    assert not daniel.care_team.filter(person=people["ruth"]).exists()


def test_the_last_member_stays(daniel: Episode, as_: As, people: People) -> None:
    ines = as_("ines")
    for username in ("boyd", "cole", "ines"):
        last = ines.post(f"/cases/{daniel.key}/team/{people[username].key}/end/", follow=True)
    assert "Nobody would be left" in last.content.decode()
    here = daniel.care_team.filter(ended_at=None)
    assert [member.person.username for member in here] == ["ines"]


def test_whoever_leaves_goes_back_to_the_list(daniel: Episode, as_: As, people: People) -> None:
    answer = as_("boyd").post(f"/cases/{daniel.key}/team/{people['boyd'].key}/end/")
    assert answer["Location"] == "/cases/"


@pytest.mark.db
def test_a_case_is_listed_for_a_board_and_the_listing_ended(
    daniel: Episode, as_: As, people: People
) -> None:
    board = Board.objects.create(name="Tumor board")
    Seat.objects.create(board=board, person=people["kim"], given_by="ada", since=daniel.opened_at)
    ines, kim, page = as_("ines"), as_("kim"), f"/cases/{daniel.key}/"
    ines.post(f"{page}boards/add/", {"board": board.key})
    assert kim.get(page).status_code == 200
    assert people["kim"].notices.get().kind == "listed_on_board"
    ines.post(f"{page}boards/{board.key}/end/")
    assert kim.get(page).status_code == 404
    told = Event.objects.filter(patient=daniel.patient.key, about=board.key)
    assert [event.action for event in told] == ["listed_on_board", "listing_ended"]


@pytest.mark.parametrize("username", ["kim", "ruth", "vera", "ada"])
def test_outsiders_change_nothing(daniel: Episode, as_: As, people: People, username: str) -> None:
    client, page = as_(username), f"/cases/{daniel.key}/"
    member, board = people["boyd"].key, Board.objects.get().key
    for path in ("team/add/", f"team/{member}/end/", "boards/add/", f"boards/{board}/end/"):
        assert client.post(page + path, {"person": member, "board": board}).status_code == 404
    assert daniel.care_team.filter(ended_at=None).count() == 3
    assert daniel.listings.filter(ended_at=None).count() == 1

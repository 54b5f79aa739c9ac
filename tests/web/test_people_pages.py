"""People, roles, boards and one's own page: who may open what, and what a change leaves behind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from backstay.web.audit.models import Event
from backstay.web.people.models import Board, Person, RoleHeld, Seat
from backstay.web.people.roles import PERMISSIONS, ROLES
from backstay.web.records.models import Episode

As = Callable[[str], Client]


def actions() -> list[str]:
    return list(Event.objects.values_list("action", flat=True))


@pytest.mark.parametrize("page", ["people:list", "people:add", "people:boards"])
@pytest.mark.parametrize(
    ("username", "status"), [("ada", 200), ("ines", 403), ("ruth", 403), ("vera", 403)]
)
def test_pages_about_people_open_for_administrators_alone(
    as_: As, page: str, username: str, status: int
) -> None:
    assert as_(username).get(reverse(page)).status_code == status


@pytest.mark.parametrize("page", ["people:list", "people:me", "people:roles", "records:glass_ask"])
def test_nobody_signed_in_is_asked_to_sign_in(db: None, page: str) -> None:
    answer = Client().get(reverse(page))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("username", ["ines", "ruth", "ada"])
def test_everybody_reads_every_role_with_everything_it_may_do(as_: As, username: str) -> None:
    page = as_(username).get(reverse("people:roles")).content.decode()
    assert all(role.name in page and role.description in page for role in ROLES.values())
    assert all(words in page for words in PERMISSIONS.values())
    assert {what for role in ROLES.values() for what in role.may} == set(PERMISSIONS)


def add(client: Client, **more: object) -> str:
    told = {"name": "Dr. Lea Brandt", "username": "lea.brandt", "work": "", **more}
    return client.post(reverse("people:add"), told).content.decode()


@pytest.mark.db
def test_a_person_is_added_with_a_first_password_that_must_be_changed(as_: As) -> None:
    page = add(as_("ada"), roles=["nurse", "pain_specialist"])
    found = re.search(r'class="code big">([a-z0-9-]{19})<', page)
    assert found
    lea = Client()
    signed = lea.post("/account/login/", {"login": "lea.brandt", "password": found[1]}, follow=True)
    assert signed.redirect_chain[-1][0] == "/account/password/change/"
    assert lea.get("/cases/")["Location"] == "/account/password/change/"
    fresh = "amber-otter-saddle-moon"
    changed = {"oldpassword": found[1], "password1": fresh, "password2": fresh}
    lea.post("/account/password/change/", changed)
    assert lea.get("/cases/").status_code == 200
    assert {"person_added", "role_given", "signed_in", "password_changed"} <= set(actions())
    assert found[1] not in str(list(Event.objects.values()))


@pytest.mark.db
def test_a_first_password_ends(as_: As, people: dict[str, Person]) -> None:
    page = add(as_("ada"))
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    Person.objects.filter(username="lea.brandt").update(first_password_until=long_ago)
    password = re.findall(r'class="code big">([^<]+)<', page)[0]
    client = Client()
    client.post("/account/login/", {"login": "lea.brandt", "password": password})
    assert client.get("/cases/").status_code == 302


def test_a_sign_in_name_is_taken_once_whatever_its_letters(as_: As) -> None:
    page = add(as_("ada"), username="INES")
    assert "is taken" in page
    assert not Person.objects.filter(username="INES").exists()


@pytest.mark.db
def test_a_role_is_given_and_ended_and_both_are_remembered(
    as_: As, people: dict[str, Person], daniel: Episode
) -> None:
    to = reverse("people:change", args=[people["boyd"].key])
    ada, boyd = as_("ada"), as_("boyd")
    assert boyd.get(f"/cases/{daniel.key}/").status_code == 200
    ada.post(to, {"do": "end_role", "role": "nurse"})
    assert boyd.get(f"/cases/{daniel.key}/").status_code == 404
    ada.post(to, {"do": "give_role", "role": "nurse"})
    assert boyd.get(f"/cases/{daniel.key}/").status_code == 200
    held = RoleHeld.objects.filter(person=people["boyd"], role="nurse")
    assert [one.ended_at is None for one in held.order_by("pk")] == [False, True]
    assert ["role_ended", "role_given"] == [one for one in actions() if one.startswith("role")]


@pytest.mark.parametrize(
    "told",
    [{"do": "give_role", "role": "spine_surgeon"}, {"do": "end_role", "role": "administrator"},
     {"do": "let_out"}, {"do": "first_password"}, {"do": "forget_second_factor"}],
)  # fmt: skip
def test_nobody_changes_themselves(
    as_: As, people: dict[str, Person], told: dict[str, str]
) -> None:
    answer = as_("ada").post(reverse("people:change", args=[people["ada"].key]), told, follow=True)
    assert "Nobody does this for themselves" in answer.content.decode()
    assert Person.objects.get(username="ada").is_active
    assert list(people["ada"].roles_held.filter(ended_at=None).values_list("role", flat=True)) == [
        "administrator"
    ]


def test_whoever_is_made_not_active_is_out_at_the_next_click(
    as_: As, people: dict[str, Person]
) -> None:
    ines = as_("ines")
    assert ines.get("/cases/").status_code == 200
    as_("ada").post(reverse("people:change", args=[people["ines"].key]), {"do": "let_out"})
    assert ines.get("/cases/").status_code == 302
    assert "person_let_out" in actions()


@pytest.mark.db
def test_a_seat_opens_the_cases_of_a_board_and_its_end_closes_them(
    as_: As, people: dict[str, Person], daniel: Episode
) -> None:
    board = Board.objects.get()
    page, kim, ada = reverse("people:board", args=[board.key]), as_("kim"), as_("ada")
    assert kim.get(f"/cases/{daniel.key}/").status_code == 404
    ada.post(page, {"person": people["kim"].key})
    assert kim.get(f"/cases/{daniel.key}/").status_code == 200
    ada.post(reverse("people:end_seat", args=[board.key, people["kim"].key]))
    assert kim.get(f"/cases/{daniel.key}/").status_code == 404
    assert Seat.objects.filter(person=people["kim"]).count() == 1
    assert actions().count("seat_given") == actions().count("seat_ended") == 1


def test_nobody_seats_themselves(as_: As, people: dict[str, Person], daniel: Episode) -> None:
    page = reverse("people:board", args=[Board.objects.get().key])
    as_("ada").post(page, {"person": people["ada"].key})
    assert not Seat.objects.filter(person=people["ada"]).exists()


def test_a_board_is_added_once(as_: As) -> None:
    ada = as_("ada")
    assert ada.post(reverse("people:boards"), {"name": "Tumor board"}).status_code == 302
    again = ada.post(reverse("people:boards"), {"name": "tumor BOARD"})
    assert again.status_code == 422
    assert "exists" in again.content.decode()
    assert Board.objects.filter(name__iexact="tumor board").count() == 1


def test_single_keys_are_turned_off_for_oneself(as_: As, people: dict[str, Person]) -> None:
    ines = as_("ines")
    assert "data-single-keys" in ines.get(reverse("people:me")).content.decode()
    ines.post(reverse("people:me"), {})
    assert "data-single-keys" not in ines.get(reverse("people:me")).content.decode()
    assert Person.objects.get(username="omar").single_keys


def test_there_is_no_way_to_sign_up(db: None) -> None:
    told = {"username": "eve", "password1": "spruce-harbor-42-x", "password2": "spruce-harbor-42-x"}
    answer = Client().post("/account/signup/", told)
    assert "Nobody with this name works here yet" in answer.content.decode()
    assert not Person.objects.filter(username="eve").exists()


@pytest.mark.db
def test_the_first_administrator_is_added_from_the_command_line(db: None) -> None:
    said = StringIO()
    call_command("add_person", "eve", "Eve Marsh", "--role", "administrator", stdout=said)
    password = re.findall(r"once with (\S+)", said.getvalue())[0]
    client = Client()
    client.post("/account/login/", {"login": "eve", "password": password})
    assert client.get("/people/")["Location"] == "/account/password/change/"
    assert set(actions()) == {"person_added", "role_given", "signed_in"}
    with pytest.raises(CommandError, match="is taken"):
        call_command("add_person", "Eve", "Eve Marsh")

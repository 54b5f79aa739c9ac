"""A session that was idle ends on the server; what is sent after that is kept for its owner and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from backstay.web.audit.models import Event
from backstay.web.people.models import Draft, Person
from backstay.web.records.models import CareTeamMember, Episode

As = Callable[[str], Client]
LATE = timedelta(minutes=settings.IDLE_MINUTES + 1)
NOW = datetime.now(UTC)


def add_kim(client: Client, episode: Episode, people: dict[str, Person], **more: str) -> object:
    told = {"person": people["kim"].key, **more}
    return client.post(f"/cases/{episode.key}/team/add/", told)


@pytest.mark.db
def test_after_a_while_without_a_click_one_is_signed_out(daniel: Episode, as_: As) -> None:
    ines = as_("ines")
    with time_machine.travel(NOW) as clock:
        assert ines.get("/cases/").status_code == 200
        clock.shift(LATE)
        answer = ines.get("/cases/", follow=True)
    assert answer.redirect_chain[0][0] == "/account/login/?next=/cases/"
    assert "signed out after 20 minutes" in answer.content.decode()
    assert Event.objects.get(action="signed_out").details == {"idle": True}


def test_every_click_gives_another_while(daniel: Episode, as_: As) -> None:
    ines = as_("ines")
    with time_machine.travel(NOW) as clock:
        for _ in range(5):
            assert ines.get("/cases/").status_code == 200
            clock.shift(timedelta(minutes=settings.IDLE_MINUTES - 1))
        assert ines.get("/cases/").status_code == 200


def test_what_a_page_asks_by_itself_is_no_click(daniel: Episode, as_: As) -> None:
    ines = as_("ines")
    with time_machine.travel(NOW) as clock:
        ines.get("/cases/")
        for _ in range(4):
            clock.shift(timedelta(minutes=6))
            ines.get(reverse("people:session"), headers={"X-Background": "session"})
        assert ines.get("/cases/").status_code == 302


def test_asking_how_long_it_lasts_does_not_extend_it_and_a_click_does(db: None, as_: As) -> None:
    ines, page = as_("ines"), reverse("people:session")
    quiet = {"X-Background": "session", "Accept": "application/json"}
    with time_machine.travel(NOW) as clock:
        ines.get("/cases/")
        clock.shift(timedelta(minutes=18))
        assert 0 < ines.get(page, headers=quiet).json()["left"] < 180
        left = ines.post(page, headers={"Accept": "application/json"}).json()["left"]
        assert left >= settings.IDLE_MINUTES * 60
        clock.shift(LATE)
        assert ines.get(page, headers=quiet).json() == {"left": 0}


@pytest.mark.db
def test_what_comes_late_is_kept_changes_nothing_and_is_sent_after_signing_in(
    daniel: Episode, as_: As, people: dict[str, Person]
) -> None:
    ines = as_("ines")
    with time_machine.travel(NOW) as clock:
        ines.get(f"/cases/{daniel.key}/team/")
        clock.shift(LATE)
        answer = add_kim(ines, daniel, people)
        draft = Draft.objects.get()
        assert answer["Location"] == f"/account/login/?next=%2Fpeople%2Fdrafts%2F{draft.pk}%2F"
        assert not CareTeamMember.objects.filter(person=people["kim"]).exists()
        again = as_("ines")
        page = again.get(reverse("people:draft", args=[draft.pk])).content.decode()
        assert f'action="{draft.form}"' in page
        assert f'name="person" value="{people["kim"].key}"' in page
        assert "is kept" in again.get("/library/").content.decode()
        add_kim(again, daniel, people)
    assert CareTeamMember.objects.filter(person=people["kim"]).exists()
    assert not Draft.objects.exists()


def test_a_part_of_a_page_that_comes_late_sends_the_whole_page_to_the_sign_in(
    daniel: Episode, as_: As, people: dict[str, Person]
) -> None:
    ines, page = as_("ines"), f"http://testserver/cases/{daniel.key}/team/"
    part = {"HX-Request": "true", "HX-Current-URL": page}
    with time_machine.travel(NOW) as clock:
        ines.get(page)
        clock.shift(LATE)
        answer = ines.get(page, headers=part)
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == f"/account/login/?next=%2Fcases%2F{daniel.key}%2Fteam%2F"


def test_a_part_asked_for_by_nobody_does_not_put_the_sign_in_into_a_page(daniel: Episode) -> None:
    page = f"/cases/{daniel.key}/team/"
    part = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}
    answer = Client().get(page, headers=part)
    assert (answer.status_code, "HX-Redirect" in answer) == (204, True)


def test_passwords_and_codes_are_never_kept(db: None, as_: As) -> None:
    ines = as_("ines")
    secret = "never-to-be-kept-anywhere"  # noqa: S105  (an invented one)
    with time_machine.travel(NOW) as clock:
        ines.get("/cases/")
        clock.shift(LATE)
        ines.post("/account/password/change/", {"oldpassword": secret})
    assert not Draft.objects.exists()
    told = {"_form": "/cases/new/", "name": "Lea", "password": secret, "code": secret}
    as_("omar").post(reverse("people:keep_draft"), told)
    assert Draft.objects.get().data == {"name": ["Lea"]}


@pytest.mark.db
def test_a_draft_is_its_owners_alone(db: None, as_: As) -> None:
    ines, omar = as_("ines"), as_("omar")
    ines.post(reverse("people:keep_draft"), {"_form": "/cases/new/", "name": ["Lea", "Brandt"]})
    draft = Draft.objects.get()
    page, offer = reverse("people:draft", args=[draft.pk]), reverse("people:offer_draft")
    assert omar.get(page).status_code == omar.post(page).status_code == 404
    assert omar.get(offer, {"form": "/cases/new/"}).status_code == 204
    shown = ines.get(offer, {"form": "/cases/new/"}).content.decode()
    assert 'data-name="name" data-value="Lea"' in shown and 'data-value="Brandt"' in shown
    ines.post(page)
    assert not Draft.objects.exists()


def test_the_last_draft_of_a_form_counts(db: None, as_: As) -> None:
    ines = as_("ines")
    for name in ("L", "Le", "Lea"):
        ines.post(reverse("people:keep_draft"), {"_form": "/cases/new/", "name": name})
    assert Draft.objects.get().data == {"name": ["Lea"]}


@pytest.mark.parametrize(
    "form", ["", "https://elsewhere.example/", "//elsewhere.example/x", "/" + "x" * 300]
)
def test_a_draft_is_of_a_form_of_this_site(db: None, as_: As, form: str) -> None:
    as_("ines").post(reverse("people:keep_draft"), {"_form": form, "name": "Lea"})
    assert not Draft.objects.exists()


def test_another_site_can_leave_no_draft(daniel: Episode, people: dict[str, Person]) -> None:
    ines = Client(enforce_csrf_checks=True)
    ines.force_login(people["ines"])
    with time_machine.travel(NOW) as clock:
        ines.get("/cases/")
        clock.shift(LATE)
        assert add_kim(ines, daniel, people).status_code == 403
    assert not Draft.objects.exists()


def test_what_was_typed_is_shown_as_text(db: None, as_: As) -> None:
    ines = as_("ines")
    ines.post(reverse("people:keep_draft"), {"_form": "/cases/new/", "<b>": "<script>x</script>"})
    page = ines.get(reverse("people:draft", args=[Draft.objects.get().pk])).content.decode()
    part = ines.get(reverse("people:offer_draft"), {"form": "/cases/new/"}).content.decode()
    assert "<script>x" not in page + part
    assert "&lt;script&gt;x" in page and "&lt;script&gt;x" in part

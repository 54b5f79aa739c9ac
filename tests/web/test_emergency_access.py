"""Emergency access: an outsider with a number and a reason, for a limited time, told and reviewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from backstay.web.audit.models import Event
from backstay.web.people.models import Notice, Person
from backstay.web.records.models import BreakGlass, Episode

As = Callable[[str], Client]
WHY = "Legs weak since this morning, nobody of the team answers"
ASK = "/cases/emergency-access/"


def ask(client: Client, number: str = "H-1001", reason: str = WHY) -> object:
    return client.post(ASK, {"number": number, "reason": reason})


@pytest.mark.db
def test_an_outsider_opens_one_patient_until_it_ends_by_itself(daniel: Episode, as_: As) -> None:
    kim, page = as_("kim"), f"/cases/{daniel.key}/"
    assert kim.get(page).status_code == 404
    answer = kim.post(ASK, {"number": " H-1001 ", "reason": WHY})
    assert answer["Location"] == page
    assert kim.get(page).status_code == 200
    glass = BreakGlass.objects.get()
    assert timedelta(0) < glass.until - datetime.now(UTC) <= timedelta(hours=4)
    with time_machine.travel(glass.until + timedelta(seconds=1)):
        later = as_("kim")
        assert later.get(page).status_code == 404


@pytest.mark.db
def test_the_care_team_and_the_reviewers_are_told_and_nobody_else(daniel: Episode, as_: As) -> None:
    ask(as_("kim"))
    told = set(Notice.objects.values_list("person__username", flat=True))
    assert told == {"ines", "boyd", "cole", "ada"}
    event = Event.objects.get(action="emergency_access_used")
    assert (event.by, event.patient) == ("kim", str(daniel.patient.key))
    assert WHY not in str(event.details)
    page = as_("ines").get(reverse("people:me")).content.decode()
    assert "Somebody used emergency access" in page
    assert "Ferro" not in page
    mine = Notice.objects.get(person__username="ines")
    read = as_("ines").post(reverse("people:read_notice", args=[mine.pk]), {"then": "read"})
    link = reverse("records:glass", args=[BreakGlass.objects.get().key])
    assert read["Location"] == link
    opened = as_("ines").get(link).content.decode()
    assert WHY in opened and "Dr. Jun Kim" in opened and "Daniel Ferro" in opened


def test_a_notice_is_done_once_it_is_read(daniel: Episode, as_: As) -> None:
    ask(as_("kim"))
    ines, omar = as_("ines"), as_("omar")
    mine = Notice.objects.get(person__username="ines")
    assert "There is news for you" in ines.get("/library/").content.decode()
    omar.post(reverse("people:read_notice", args=[mine.pk]))
    assert "There is news for you" in ines.get("/library/").content.decode()
    ines.post(reverse("people:read_notice", args=[mine.pk]))
    assert "There is news for you" not in ines.get("/library/").content.decode()


@pytest.mark.parametrize(
    ("number", "reason"), [("H-1001", ""), ("H-1001", "   "), ("", WHY), ("H-9", WHY)]
)
def test_without_a_reason_or_a_patient_nothing_opens(
    daniel: Episode, as_: As, number: str, reason: str
) -> None:
    kim = as_("kim")
    assert kim.post(ASK, {"number": number, "reason": reason}).status_code == 422
    assert not BreakGlass.objects.exists() and not Notice.objects.exists()
    assert kim.get(f"/cases/{daniel.key}/").status_code == 404


@pytest.mark.parametrize("username", ["ruth", "vera", "ada"])
def test_roles_without_patients_have_no_emergency_access(
    daniel: Episode, as_: As, username: str
) -> None:
    assert as_(username).post(ASK, {"number": "H-1001", "reason": WHY}).status_code == 403
    assert not BreakGlass.objects.exists()


def test_whoever_cares_for_the_patient_needs_none(daniel: Episode, as_: As) -> None:
    ask(as_("ines"))
    assert not BreakGlass.objects.exists()


def test_numbers_are_not_tried_out(daniel: Episode, as_: As) -> None:
    kim = as_("kim")
    for last in range(5):
        kim.post(ASK, {"number": f"H-{last}", "reason": WHY})
    assert "Too many numbers" in kim.post(ASK, {"number": "H-1001", "reason": WHY}).content.decode()
    assert not BreakGlass.objects.exists()


def test_a_case_says_that_it_is_open_by_an_emergency_and_until_when(
    daniel: Episode, as_: As
) -> None:
    kim, ines = as_("kim"), as_("ines")
    ask(kim)
    until = BreakGlass.objects.get().until
    told = f"by emergency access, until {until:%H:%M}"
    for page in (f"/cases/{daniel.key}/team/", f"/cases/{daniel.key}/"):
        assert told in kim.get(page).content.decode()
        assert "by emergency access" not in ines.get(page).content.decode()


def test_who_is_in_by_an_emergency_invites_nobody(
    daniel: Episode, as_: As, people: dict[str, Person]
) -> None:
    kim = as_("kim")
    ask(kim)
    for person in ("kim", "ruth"):
        told = {"person": people[person].key}
        assert kim.post(f"/cases/{daniel.key}/team/add/", told).status_code == 404
    assert daniel.care_team.count() == 3


@pytest.mark.db
def test_somebody_else_reviews_it_once(daniel: Episode, as_: As) -> None:
    ask(as_("kim"))
    glass = BreakGlass.objects.get()
    page = reverse("records:glass", args=[glass.key])
    told = {"found": "Justified", "note": "The resident on call confirms it."}
    assert WHY in as_("ada").get(reverse("records:glass_queue")).content.decode()
    for username in ("kim", "ines"):
        as_(username).post(page, told)
    assert BreakGlass.objects.get().reviewed_at is None
    as_("ada").post(page, told)
    as_("ada").post(page, {**told, "found": "Not justified"})
    glass.refresh_from_db()
    assert glass.outcome == "Justified. The resident on call confirms it."
    assert Event.objects.filter(action="emergency_access_reviewed").count() == 1


def test_a_reviewer_sees_the_number_and_not_the_name(daniel: Episode, as_: As) -> None:
    ask(as_("kim"))
    page = as_("ada").get(reverse("records:glass", args=[BreakGlass.objects.get().key]))
    assert "H-1001" in page.content.decode()
    assert "Ferro" not in page.content.decode()


def test_outsiders_see_nothing_of_it(daniel: Episode, as_: As) -> None:
    ask(as_("kim"))
    page = reverse("records:glass", args=[BreakGlass.objects.get().key])
    assert as_("ruth").get(page).status_code == 404
    assert as_("ines").get(reverse("records:glass_queue")).status_code == 403


@pytest.mark.db
def test_the_database_refuses_a_review_of_ones_own(
    daniel: Episode, people: dict[str, Person]
) -> None:
    now = datetime.now(UTC)
    glass = BreakGlass.objects.create(
        patient=daniel.patient, person=people["kim"], reason=WHY, at=now, until=now + timedelta(1)
    )
    own = BreakGlass.objects.filter(pk=glass.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        own.update(reviewed_at=now, reviewed_by=people["kim"], outcome="Justified.")

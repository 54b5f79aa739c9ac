"""The list of cases: whose it holds, in which order, and how one is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from world import SINCE

from backstay.web.audit.models import Event
from backstay.web.records import listing
from backstay.web.records.models import CareTeamMember, Episode, Patient


def another(daniel: Episode, name: str, number: str, **facts: Any) -> Episode:
    """One more patient of the same surgeon."""
    patient = Patient.objects.create(name=name, number=number)
    episode = Episode.objects.create(patient=patient, opened_at=SINCE)
    ines = daniel.care_team.get(person__username="ines").person
    CareTeamMember.objects.create(episode=episode, person=ines, added_by="cole", since=SINCE)
    for fact, value in facts.items():
        episode.facts.create(
            name=fact, value=value, recorded_at=SINCE, recorded_by="ines", source="form"
        )
    return episode


@pytest.mark.parametrize("username", ["kim", "ruth", "ada", "vera"])
def test_somebody_without_a_relation_finds_nobody(
    daniel: Episode, as_: Callable[[str], Client], username: str
) -> None:
    client = as_(username)
    found = client.post("/cases/", {"find": "H-1001"}, follow=True).content.decode()
    assert "Ferro" not in found
    assert "Ferro" not in client.get("/cases/").content.decode()


def test_the_most_urgent_stands_first(daniel: Episode, as_: Callable[[str], Client]) -> None:
    another(daniel, "Rosa Lind", "H-2", primary="kidney", sphincter_dysfunction=True)
    page = as_("ines").get("/cases/").content.decode()
    assert page.index("Rosa Lind") < page.index("Daniel Ferro")
    assert "Emergency" in page
    assert "Missing first" in page


def test_a_case_is_found_by_name_or_number_without_either_in_an_address(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    another(daniel, "Rosa Lind", "H-2")
    client = as_("ines")
    for sought, found, left in (
        ("lind", "Rosa Lind", "Daniel Ferro"),
        ("h-1001", "Daniel Ferro", "Rosa Lind"),
    ):
        answer = client.post("/cases/", {"find": sought}, follow=True)
        assert answer.redirect_chain == [("/cases/", 302)]
        page = answer.content.decode()
        assert found in page
        assert left not in page
    nobody = client.post("/cases/", {"find": "nobody"}, follow=True).content.decode()
    assert "No case of yours fits" in nobody


def test_a_case_that_cannot_be_read_is_listed_and_says_so(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    another(daniel, "Rosa Lind", "H-2", ecog="seven")
    page = as_("ines").get("/cases/").content.decode()
    assert "Its facts cannot be read together" in page
    assert "Daniel Ferro" in page


def test_listing_is_in_the_audit_with_a_count(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    as_("ines").get("/cases/")
    event = Event.objects.get(action="cases_listed")
    assert (event.by, event.details) == ("ines", {"count": 1})


def test_the_list_asks_the_database_little(
    daniel: Episode, as_: Callable[[str], Client], django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        another(daniel, f"Patient {number}", f"H-{number}", primary="breast")
    client = as_("ines")
    with django_assert_max_num_queries(20):
        client.get("/cases/")


@pytest.mark.browser
def test_the_list_is_narrowed_while_one_types(open_page: Callable[..., Any]) -> None:
    page = open_page("ines")
    page.goto("/cases/")
    assert "within 24 hours" in page.inner_text("#found")
    page.fill("#find", "nobody")
    page.wait_for_selector("text=No case of yours fits")
    assert "nobody" not in page.url


@pytest.mark.browser
def test_the_list_works_without_script(open_page: Callable[..., Any]) -> None:
    page = open_page("ines", java_script_enabled=False)
    page.goto("/cases/")
    page.fill("#find", "nobody")
    page.click("text=Find")
    assert "No case of yours fits" in page.inner_text("#found")


def test_rows_are_made_again_one_by_one(daniel: Episode, as_: Callable[[str], Client]) -> None:
    """A list does not wait for all of its cases at once, and no row is older than it may be."""
    ines = daniel.care_team.get(person__username="ines").person
    for number in range(11):
        another(daniel, f"Person {number}", f"H-{number}", primary="lung", age=50 + number)
    made = []
    with time_machine.travel(SINCE, tick=False) as clock:
        listing.rows(ines)
        for _ in range(20):
            clock.shift(timedelta(seconds=listing.FRESH / 20))
            before = listing._summary.cache_info().misses
            assert len(listing.rows(ines)) == 12
            made.append(listing._summary.cache_info().misses - before)
    assert sum(made) == 12 and max(made) < 12

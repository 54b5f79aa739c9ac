"""The rail of the case screen and what it opens: what is missing, differs, was given, is taken."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from world import make_fact

from backstay.web.audit.models import Event
from backstay.web.records.models import Episode, Fact

PARTS = ("missing", "changes", "try", "differ", "dose", "medicines/all")


@pytest.mark.parametrize("part", PARTS)
def test_what_the_rail_opens_is_for_those_who_care_for_the_patient(
    daniel: Episode, as_: Callable[[str], Client], part: str
) -> None:
    address = f"/cases/{daniel.key}/{part}/"
    assert as_("ines").get(address).status_code == 200
    assert as_("omar").get(address).status_code == 200
    for outsider in ("kim", "ruth", "vera", "ada"):
        assert as_(outsider).get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("part", PARTS)
def test_each_reading_is_in_the_audit(
    daniel: Episode, as_: Callable[[str], Client], part: str
) -> None:
    as_("ines").get(f"/cases/{daniel.key}/{part}/")
    event = Event.objects.get(action="case_read")
    assert (event.by, event.patient) == ("ines", str(daniel.patient.key))


def test_the_case_screen_has_its_rail(daniel: Episode, as_: Callable[[str], Client]) -> None:
    page = as_("ines").get(f"/cases/{daniel.key}/").content.decode()
    for heading in ("missing", "changes", "differ", "radiation", "medicines"):
        assert f'id="{heading}"' in page
    assert "No need to wait" in page
    assert "L3: pain" in page  # an item of its stability is missing


def test_a_tried_change_moves_options_and_keeps_nothing(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    make_fact(daniel, "fit_for_surgery", True)
    before = Fact.objects.count()
    page = as_("ines").post(
        f"/cases/{daniel.key}/try/?lesion=T8", {"to-fit_for_surgery": "false"}
    ).content.decode()  # fmt: skip
    live = page.split('role="status" aria-live="polite">')[1].split("</p>")[0]
    assert "is now" in live
    assert "<b>Separation surgery at T8</b>" in page
    assert Fact.objects.count() == before
    assert [one.action for one in Event.objects.filter(patient=daniel.patient.key)] == ["case_read"]


def test_a_value_that_cannot_be_is_refused_in_words(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    page = as_("ines").post(f"/cases/{daniel.key}/try/", {"to-ecog": "9"}).content.decode()
    assert "This cannot be" in page


def test_a_tried_change_that_is_no_change_is_ignored(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    page = as_("ines").post(
        f"/cases/{daniel.key}/try/", {"change": ["nonsense", "[1, 2]", '{"a": 1}']}
    )
    assert "Nothing is changed" in page.content.decode()


@pytest.mark.django_db
def test_a_question_leads_to_its_form_and_what_turns_on_the_same_stands_together(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    page = as_("ines").get(reverse("cases:case", args=[daniel.key])).content.decode()
    missing = page.partition('id="missing"')[2].partition("</section>")[0]
    ways = re.findall(r'class="quiet" href="([^"]+)"', missing)
    assert len(ways) == len(set(ways)) >= 3
    for way in ways:
        assert as_("ines").get(way).status_code == 200
    stakes = re.findall(r"Could change: ([^<]+)", missing)
    assert len(stakes) == len(set(stakes)), "rows that could change the same are one row"
    every = as_("ines").get(reverse("cases:missing", args=[daniel.key])).content.decode()
    assert all(f'href="{way}"' in every for way in ways)

"""The emergency page: for anybody, from four facts or none, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from backstay.web.audit.models import Event
from backstay.web.emergency.asked import CANCER, asked
from backstay.web.emergency.shown import NOT_WAITED_FOR
from backstay.web.records.knowledge import knowledge

FOUR = {
    CANCER: "current",
    "limb_weakness.yes": "1",
    "gait_disturbance.yes": "1",
    "saddle_numbness.no": "1",
}


def sent(client: Client, data: dict[str, str], status: int = 200) -> str:
    answer = client.post("/emergency/", data)
    assert answer.status_code == status
    return answer.content.decode()


def test_four_facts_are_enough(client: Client, settings: Any) -> None:
    settings.BACKSTAY_CALL = ["Cord compression coordinator|020 7946 0112", "Surgeon|Dr. Ives|112"]
    first = timezone.localtime() - timedelta(hours=36, minutes=30)
    page = sent(client, {**FOUR, "when": first.strftime("%Y-%m-%dT%H:%M")})
    assert "Emergency. Call now." in page and "36 h 30 min" in page
    assert 'href="tel:02079460112"' in page and "Surgeon, Dr. Ives" in page
    assert page.index("Immediate contact") < page.index("Dexamethasone for cord compression")
    assert "Warning signs: limb weakness and unsteady walking." in page
    assert "Checked, and not there: saddle numbness." in page
    assert "/library/evidence/" in page and "secondary" in page


@time_machine.travel("2026-03-14T00:00:00Z", tick=False)
def test_midnight_is_a_time_of_day(client: Client) -> None:
    page = sent(client, {**FOUR, "when": "2026-03-13T21:00"})
    assert "First sign 13 March 21:00, 3 h ago." in page


def test_nothing_known_is_not_all_clear(client: Client) -> None:
    page = sent(client, {})
    assert "red flags are not ruled out" in page and "Could still be emergency" in page
    assert (
        "No warning sign is known yet." in page and "Whether there is cancer is not known." in page
    )
    assert "Checked, and not there" not in page


def test_a_sign_alone_is_an_emergency_whatever_else_is_unknown(client: Client) -> None:
    assert "Emergency. Call now." in sent(client, {"saddle_numbness.yes": "1"})


def test_signs_checked_and_absent_calm_the_clock_and_leaving_them_does_not(client: Client) -> None:
    absent = {f"{one.id}.no": "1" for one in asked().first if one.kind == "tick"}
    assert "Emergency. Call now." not in sent(client, {CANCER: "current", **absent})
    assert "Could still be emergency" in sent(client, {CANCER: "current"})


def test_walking_lost_is_the_sign_and_walking_is_not(client: Client) -> None:
    assert "Emergency. Call now." in sent(client, {"ambulatory.yes": "1"})
    assert "Emergency. Call now." not in sent(client, {"ambulatory.no": "1"})


def test_both_ticks_count_as_the_sign_and_are_told(client: Client) -> None:
    page = sent(client, {"limb_weakness.yes": "1", "limb_weakness.no": "1"})
    assert "Emergency. Call now." in page and "both ticked" in page


@pytest.mark.parametrize(
    "data",
    [
        {"when": "yesterday"},
        {"when": "2999-01-01T00:00"},
        {"when": "1850-01-01T00:00"},
        {"post_void_residual": "<b>much</b>"},
        {"asia": "Z"},
        {CANCER: "' OR 1=1"},
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_is_answered(
    client: Client, data: dict[str, str]
) -> None:
    page = sent(client, {"limb_weakness.yes": "1", **data})
    assert "Not used." in page and "Emergency. Call now." in page and "<b>much" not in page


def test_a_site_without_a_number_says_so(client: Client, settings: Any) -> None:
    settings.BACKSTAY_CALL = []
    assert "No number is set here." in client.get("/emergency/").content.decode()


def test_more_than_a_form_is_not_read(client: Client) -> None:
    assert "too much to read" in sent(client, {"when": "x" * 20_000}, 413)


def test_nobody_is_asked_for_and_nothing_is_kept() -> None:
    """No cookie, and a form from elsewhere needs no token. A test without `db` fails at any query."""
    answer = Client(enforce_csrf_checks=True).post("/emergency/", FOUR)
    assert answer.status_code == 200 and not answer.cookies
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_no_event_is_written(client: Client) -> None:
    sent(client, FOUR)
    assert not Event.objects.exists()


def test_every_red_flag_of_the_spine_is_asked_once() -> None:
    ids = [one.id for one in asked().every]
    assert len(ids) == len(set(ids)) and set(ids) <= set(knowledge().facts.patient)
    flags = {name for name, fact in knowledge().facts.patient.items() if fact.red_flag}
    left = flags - set(ids)
    assert left == {
        "respiratory_rate",
        "sedation",
        "suicidal_thoughts",
        "hours_since_first_red_flag",
    }


def test_what_is_not_waited_for_stands_in_the_knowledge() -> None:
    assert set(NOT_WAITED_FOR) <= set(knowledge().statements)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_by_keyboard_alone_on_a_phone_and_a_desk(open_page: Callable[..., Any], width: int) -> None:
    page = open_page("", width=width)
    page.goto("/emergency/")
    page.focus("#limb_weakness")
    page.keyboard.press("Space")
    page.focus("main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Emergency. Call now.")
    assert page.is_checked("#limb_weakness") and not page.context.cookies()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_it_works_without_script(open_page: Callable[..., Any]) -> None:
    page = open_page("", java_script_enabled=False)
    page.goto("/emergency/")
    page.check("#limb_weakness")
    page.click("main button[type=submit]")
    assert page.inner_text("h1") == "Emergency. Call now."

"""The emergency page answers whoever asks, also one whose session has ended, and keeps nothing of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from backstay.web.people.models import Draft, Person

LATE = timedelta(minutes=settings.IDLE_MINUTES + 1)
SIGNS = {"leg_weakness.yes": "on", "new_leg_weakness.yes": "on", "cancer_history": "current"}


@pytest.fixture
def long_away(people: dict[str, Person]) -> Client:
    """Somebody's browser with a session that was idle for too long; it refuses forms without a token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["ines"])
    return client


def test_who_was_signed_out_meanwhile_gets_the_answer_and_leaves_no_draft(
    long_away: Client,
) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        long_away.get("/people/me/")
        clock.shift(LATE)
        answer = long_away.post("/emergency/", SIGNS)
        anybody = Client().post("/emergency/", SIGNS)
    assert answer.status_code == 200 and answer.content == anybody.content
    assert not Draft.objects.exists()


def test_another_site_ends_no_session_by_it_and_keeps_none_alive(long_away: Client) -> None:
    with time_machine.travel(datetime.now(UTC)) as clock:
        long_away.get("/people/me/")
        clock.shift(LATE - timedelta(minutes=2))
        long_away.post("/emergency/", SIGNS, headers={"Origin": "https://elsewhere.example"})
        clock.shift(timedelta(minutes=3))
        assert long_away.get("/people/me/").status_code == 302

"""Hours that run on are counted to a time of day; a day alone stays as coarse as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import localdate
from test_entering import current, post

from backstay.web.records.models import Episode

HOURS = "hours_since_first_red_flag"


@pytest.mark.db
@pytest.mark.parametrize(
    ("own", "day", "seen"),
    [
        ("", "today", "2026-11-24T15:20+00:00"),  # counted up to now
        ("", "2026-11-20", "2026-11-20"),  # no finer than what was said
        ("2026-11-24T09:30", "today", "2026-11-24T09:30+00:00"),
        ("2026-11-20", "today", "2026-11-20"),
    ],
)
@time_machine.travel("2026-11-24T15:20:31Z", tick=False)
def test_hours_are_counted_to_a_time_of_day(
    daniel: Episode, as_: Callable[[str], Client], own: str, day: str, seen: str
) -> None:
    when = "2026-11-24" if day == "today" else day
    more = {HOURS: "6", "observed": when, f"{HOURS}:observed": own}
    post(as_("ines"), daniel, HOURS, more=more)
    found = current(daniel, HOURS)
    assert found is not None and (found.value, found.observed) == (6, seen)


@pytest.mark.db
def test_a_time_that_is_none_is_refused_and_nothing_is_lost(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    more = {HOURS: "6", f"{HOURS}:observed": "noon"}
    page = post(as_("ines"), daniel, HOURS, more=more)
    assert "not a date and time" in page and 'value="6"' in page
    assert current(daniel, HOURS) is None


@pytest.mark.db
def test_a_corrected_number_of_hours_is_counted_to_now(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    client, today = as_("ines"), {"observed": localdate().isoformat()}
    post(client, daniel, HOURS, more={HOURS: "6", f"{HOURS}:observed": "2026-03-14T09:30"})
    wrong = {f"{HOURS}:how": "wrong", f"{HOURS}:why": "As the daughter says"}
    post(client, daniel, HOURS, more={HOURS: "8", **wrong, **today})
    found = current(daniel, HOURS)
    assert found is not None and found.observed.startswith(datetime.now(UTC).date().isoformat())

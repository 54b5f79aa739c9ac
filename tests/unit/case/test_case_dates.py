"""Dates and instants: ISO only, zones respected, a day holds all its instants."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstay.case.dates import after, days_between, read_day, read_moment
from backstay.case.problems import Refused


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-03-14", "2026-03-14"),
        ("2026-03-14T09:30", "2026-03-14T09:30:00+00:00"),
        ("2026-03-14 09:30", "2026-03-14T09:30:00+00:00"),
        ("2026-03-14T09:30Z", "2026-03-14T09:30:00+00:00"),
        ("2026-03-14T09:30+01:00", "2026-03-14T09:30:00+01:00"),
        ("2026-03-14T09:30:15.25-05:00", "2026-03-14T09:30:15.250000-05:00"),
    ],
)
def test_a_moment_keeps_what_was_given(text: str, written: str) -> None:
    assert read_moment(text).text == written
    assert read_moment(written) == read_moment(text)


NOT_MOMENTS = [
    *("", "2026", "2026-03", "20260314", "2026-W11-6", "14.03.2026", "2026-3-14", "yesterday"),
    *("2026-03-14T09", "2026-03-14T0930", "2026-03-14T09:30+0100", "2026-03-14T09:30 CET", "now"),
]


@pytest.mark.parametrize("text", NOT_MOMENTS)
def test_other_ways_to_write_a_moment_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="this is not a date"):
        read_moment(text)


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "2025-02-29"])
def test_a_day_that_is_not_in_the_calendar_is_refused(text: str) -> None:
    for read in (read_day, read_moment):
        with pytest.raises(Refused, match="there is no such day"):
            read(text)


@pytest.mark.parametrize("text", ["2026-03-14T25:00", "2026-03-14T09:60", "2026-02-30T09:00Z"])
def test_a_time_that_no_clock_shows_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="there is no such day or time"):
        read_moment(text)


def test_a_date_fact_takes_no_time() -> None:
    with pytest.raises(Refused, match="this is not a date"):
        read_day("2026-03-14T09:30")


def test_instants_compare_across_zones() -> None:
    vienna, boston = read_moment("2026-03-14T12:00+01:00"), read_moment("2026-03-14T08:00-04:00")
    assert after(boston, vienna)
    assert not after(vienna, boston)


@pytest.mark.parametrize(
    ("one", "other", "is_after"),
    [
        ("2026-03-14", "2026-03-14T09:00", False),
        ("2026-03-14T09:00", "2026-03-14", False),
        ("2026-03-15", "2026-03-14T23:59", True),
        ("2026-03-14T23:30-05:00", "2026-03-14", False),
        ("2026-03-15T00:30+01:00", "2026-03-14", True),
    ],
)
def test_a_day_and_an_instant_compare_by_the_calendar(one: str, other: str, is_after: bool) -> None:
    assert after(read_moment(one), read_moment(other)) is is_after


def test_a_day_starts_at_midnight_utc() -> None:
    assert days_between(read_moment("2026-03-12"), read_moment("2026-03-14T12:00Z")) == 2.5


offsets = st.integers(-14 * 60, 14 * 60).map(lambda some: timezone(timedelta(minutes=some)))


@given(st.datetimes(timezones=offsets))
def test_every_instant_reads_back(instant: datetime) -> None:
    assert read_moment(instant.isoformat()).at == instant

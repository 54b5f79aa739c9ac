"""Treatments and pain over time: only what is dated is drawn, and the table holds the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from world import make_fact

from backstay.case import read_case
from backstay.knowledge import load_knowledge
from backstay.plan import as_document, assess
from backstay.present.timeline.course import Course, course
from backstay.present.timeline.figure import NARROW, WIDE, figure
from backstay.present.timeline.told import description, rows
from backstay.web.records.models import Episode


def made(**case: Any) -> Course:
    known = load_knowledge()
    document = {"as_of": "2026-03-14T09:30+00:00", "patient": {}, **case}
    assessment = assess(read_case(document, known.facts), known, what_if=False)
    return course(document, as_document(assessment), known)


def test_nothing_dated_is_an_empty_course() -> None:
    found = made(patient={"pain_worst": 8})  # without a date it stands nowhere on a line of time
    assert found.empty
    assert rows(found) == []


def test_pain_is_drawn_where_it_was_measured() -> None:
    looks = [{"at": "2026-01-10", "value": 6}, {"at": "2026-03-13", "value": 8}]
    found = made(observed={"pain_worst": looks})
    assert [one.value for one in found.pains] == [6, 8]
    assert found.pains[0].at == datetime(2026, 1, 10, tzinfo=UTC)
    svg = figure(found)
    assert svg.count("<circle") == 2
    assert "10 January 2026" in description(found)


def test_one_date_belongs_to_the_value_that_the_case_holds() -> None:
    found = made(patient={"pain_worst": 8}, observed={"pain_worst": "2026-03-13"})
    assert [one.value for one in found.pains] == [8]


def test_pains_of_different_questions_are_not_one_line() -> None:
    looks = [{"at": "2026-01-10", "value": 6}, {"at": "2026-03-13", "value": 8}]
    averages = [{"at": "2026-01-10", "value": 2}, {"at": "2026-03-13", "value": 3}]
    found = made(observed={"pain_worst": looks, "pain_average": averages})
    assert [one.value for one in found.pains] == [6, 8]


def test_radiation_stands_where_its_months_say_and_without_months_nowhere() -> None:
    courses = [{"dose": 8, "fractions": 1, "months_ago": 12}, {"dose": 20, "fractions": 5}]
    found = made(lesions=[{"level": "L3", "prior_radiation": courses}])
    assert [(one.kind, one.at.year) for one in found.events] == [("radiation", 2025)]
    assert "8 Gy" in found.events[0].what


def test_a_drug_whose_start_nobody_gave_has_an_open_start() -> None:
    drugs = [{"drug": "cabozantinib", "last_dose_days_ago": 2, "still_taken": False}]
    found = made(patient={"systemic_treatments": drugs})
    assert [(one.start, one.taken) for one in found.bars] == [(None, False)]
    assert "stroke-dasharray" in figure(found)
    assert "start not known" in rows(found)[0][1]


def test_a_medicine_with_its_days_has_a_length() -> None:
    oxycodone = {"drug": "oxycodone", "dose": 10, "unit": "mg", "route": "oral", "per_day": 2}
    found = made(patient={"medicines": [{**oxycodone, "days": 10}]})
    assert (found.now - found.bars[0].start).days == 10  # type: ignore[operator]


def test_a_drug_of_which_no_time_is_known_is_named_and_not_drawn() -> None:
    found = made(patient={"systemic_treatments": [{"drug": "sunitinib"}]})
    assert found.undated == ["sunitinib"]
    assert found.bars == []


@pytest.mark.parametrize("shape", [WIDE, NARROW])
def test_nothing_is_drawn_outside_the_figure(shape: Any) -> None:
    looks = [{"at": f"2025-{month:02}-10", "value": month % 10} for month in range(1, 13)]
    courses = [{"dose": 8, "fractions": 1, "months_ago": months} for months in (1, 14, 200)]
    svg = figure(
        made(
            observed={"pain_worst": looks},
            lesions=[{"level": "L3", "prior_radiation": courses, "surgery_days_ago": 30}],
        ),
        shape,
    )
    places = [float(x) for x in re.findall(r' (?:x|cx)="(-?[0-9.]+)"', svg)]
    assert min(places) >= 0
    assert max(places) <= shape.width


def test_a_hostile_name_stays_text() -> None:
    drugs = [{"drug": "<b onload=x>", "still_taken": True}]
    assert "<b " not in figure(made(patient={"systemic_treatments": drugs}))


def test_the_case_screen_has_the_figure_with_its_table(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    empty = as_("ines").get(f"/cases/{daniel.key}/").content.decode()
    assert "No dated pain score and no dated treatment is known" in empty
    make_fact(daniel, "pain_worst", 8, observed="2026-03-13")
    page = as_("ines").get(f"/cases/{daniel.key}/").content.decode()
    assert 'aria-labelledby="timeline-wide-t timeline-wide-d"' in page
    assert "13 March 2026" in page and "The same as a table" in page

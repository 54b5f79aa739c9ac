"""A page that was read from a record says whose it is and what of the record it left out."""

from __future__ import annotations

from typing import Any

import pytest
from page_reader import read

from backstay import present
from backstay.present import record
from backstay.present.knows import Knowledge

UNREAD = [
    {"resource": "Observation/2", "why": "it is preliminary", "counted": True},
    {"resource": "Condition/1", "why": "no binding for <b>", "counted": False},
]


def page(assessment: dict[str, Any], knowledge: Knowledge, **told: Any) -> str:
    return present.html({**assessment, "record": told}, knowledge)


def test_a_page_without_a_record_says_nothing_of_one(
    assessment: dict[str, Any], knowledge: Knowledge
) -> None:
    shown = read(present.html(assessment, knowledge))
    ids = {one.attributes.get("id") for one in shown.all()}
    assert not ids & {"whom", "unread"}


@pytest.mark.parametrize(
    ("name", "born", "told"),
    [
        ("Ann Other", "1960-02-03", "Ann Other, born 1960-02-03"),
        ("Ann Other", None, "Ann Other, born on a day not given"),
        (None, "1960-02-03", "name not given, born 1960-02-03"),
        (None, None, "the record gives no name or birth date; make sure whose page this is"),
    ],
)
def test_whose_page_it_is(name: str | None, born: str | None, told: str) -> None:
    assert record.whom({"record": {"name": name, "born": born}}) == told


def test_the_name_stands_first_and_is_escaped(
    assessment: dict[str, Any], knowledge: Knowledge
) -> None:
    made = page(assessment, knowledge, name="<script>", born=None)
    assert "<script>" not in made
    assert made.index('id="whom"') < made.index("<h1")


def test_no_banner_where_the_record_shows_one(
    assessment: dict[str, Any], knowledge: Knowledge
) -> None:
    assert 'id="whom"' not in page(assessment, knowledge, name="Ann", banner=False)


def test_what_was_not_read_stands_before_what_needs_a_look(
    assessment: dict[str, Any], knowledge: Knowledge
) -> None:
    shown = page(assessment, knowledge, name="Ann", unread=UNREAD)
    assert "2 things in the record" in shown
    assert shown.index("Condition/1: no binding for &lt;b&gt;") < shown.index("Observation/2")
    assert "taken, but check" in shown


def test_one_thing_is_counted_in_its_own_words() -> None:
    assert str(record.counted({"record": {"unread": UNREAD[:1]}})).startswith("One thing")
    assert record.counted({"record": {"unread": []}}) is None

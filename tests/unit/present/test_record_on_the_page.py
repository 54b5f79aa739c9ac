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


def old_facts(kind: str, number: int) -> list[dict[str, Any]]:
    return [{"kind": kind, "text": f"fact {n} is {kind}", "lesion": None} for n in range(number)]


def in_order(page: str, *parts: str) -> bool:
    places = [page.index(part) for part in parts]
    return places == sorted(places)


def test_many_old_facts_do_not_fill_the_head(
    assessment: dict[str, Any], knowledge: Knowledge
) -> None:
    told = [*old_facts("stale", 9), *old_facts("marked_stale", 4)]
    shown = present.html({**assessment, "remarks": told}, knowledge)
    assert "Out of date, so not known: 6 more" in shown
    assert in_order(shown, "act 2 is stale", "6 more, listed below", "act 8 is stale")
    assert in_order(shown, "act 2 is marked", "Old, still counted: 1 more", "act 3 is marked")


def test_a_few_old_facts_stand_in_the_head_only(
    assessment: dict[str, Any], knowledge: Knowledge
) -> None:
    shown = present.html({**assessment, "remarks": old_facts("stale", 3)}, knowledge)
    assert shown.count("act 2 is stale") == 1 and 'id="old"' not in shown


def test_a_red_flag_that_is_old_is_told_once(
    assessment: dict[str, Any], knowledge: Knowledge
) -> None:
    text = "Limb weakness: yes of long ago is old; it still counts. Look again."
    told = {
        **assessment,
        "notices": [{"id": "stale", "text": text, "lesion": None, "place": "head"}],
        "remarks": [{"kind": "marked_stale", "text": text, "lesion": None}],
    }
    assert present.html(told, knowledge).count("Limb weakness: yes of long ago") == 1

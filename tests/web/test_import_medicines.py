"""Medicines pasted as lines: what each was understood as, what stays as text, and what is recorded."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from test_import_bundle import fields
from world import make_fact

from backstay.web.audit.models import Event
from backstay.web.records.case import assessed, case_document
from backstay.web.records.importing import unread
from backstay.web.records.models import Episode, Fact, Imported

Signed = Callable[[str], Client]
LINES = "oxycodone MR 20 mg twice a day\r\ngreen pill at night\r\nparacetamol 1 g qds"


def where(episode: Episode) -> str:
    return f"/cases/{episode.key}/medicines/"


def read(client: Client, episode: Episode, lines: str = LINES) -> Any:
    sent = {**fields(client.get(where(episode))), "lines": lines, "step": "read"}
    return client.post(where(episode), sent)


def record(client: Client, episode: Episode, page: Any, **more: str) -> Any:
    return client.post(where(episode), {**fields(page), "lines": LINES, "step": "record", **more})


@pytest.mark.db
def test_each_line_is_shown_as_it_was_understood(daniel: Episode, as_: Signed) -> None:
    page = read(as_("ines"), daniel)
    text = re.sub(r"<[^>]+>", " ", page.content.decode())
    assert "20 mg" in text and "modified release" in text and "acetaminophen" in text
    assert "green pill at night" in text and "is not known as a drug" in text.replace("&#x27;", "'")
    assert page["Cache-Control"] == "no-store"
    assert not Imported.objects.exists() and not Fact.objects.filter(name="medicines").exists()


@pytest.mark.db
def test_the_list_is_recorded_and_what_was_not_read_stays_in_it(
    daniel: Episode, as_: Signed
) -> None:
    client = as_("ines")
    done = record(client, daniel, read(client, daniel), complete="no")
    assert done.status_code == 302
    fact = Fact.objects.get(name="medicines")
    assert fact.source == "medicines" and fact.observed and fact.recorded_by == "ines"
    assert [one["drug"] for one in fact.value] == [
        "oxycodone",
        "acetaminophen",
        "green pill at night",
    ]
    assert fact.value[0]["dose"] == 20 and fact.value[0]["per_day"] == 2
    assert Fact.objects.get(name="medicines_known").value is False
    (left,) = unread(daniel)
    assert left.source == "medicines" and "green pill" in left.why
    event = Event.objects.get(action="medicines_listed")
    assert event.details == {"lines": 3, "unread": 1} and "oxycodone" not in str(event.details)


@pytest.mark.db
def test_the_plan_reads_the_list(daniel: Episode, as_: Signed) -> None:
    client = as_("ines")
    record(client, daniel, read(client, daniel))
    now = Fact.objects.get(name="medicines").recorded_at
    found = assessed(case_document(daniel, now), what_if=False)
    assert any(line.drug == "oxycodone" for line in found.medicines.lines)
    assert not Fact.objects.filter(name="medicines_known").exists()


@pytest.mark.db
def test_the_recorded_list_comes_back_as_lines_and_is_superseded(
    daniel: Episode, as_: Signed
) -> None:
    client = as_("ines")
    record(client, daniel, read(client, daniel), complete="yes")
    again = client.get(where(daniel)).content.decode()
    assert "oxycodone modified release 20 mg oral 2 times a day" in again
    page = read(client, daniel, "morphine 10 mg oral every 4 hours")
    done = record(client, daniel, page, lines="morphine 10 mg oral every 4 hours")
    assert done.status_code == 302
    now = Fact.objects.get(name="medicines", superseded_by=None)
    assert [one["drug"] for one in now.value] == ["morphine"] and now.supersedes is not None
    complete = Fact.objects.get(name="medicines_known", superseded_by=None)
    assert complete.state == "not_known", "an older yes was about another list"
    assert unread(daniel) == ()


@pytest.mark.db
def test_what_was_not_shown_is_not_recorded(daniel: Episode, as_: Signed) -> None:
    client = as_("ines")
    page = read(client, daniel)
    shown = record(client, daniel, page, lines=LINES + "\nmorphine 100 mg iv every hour")
    assert shown.status_code == 200 and "100 mg" in shown.content.decode()
    assert not Imported.objects.exists()


@pytest.mark.db
def test_a_list_changed_meanwhile_is_not_overwritten(daniel: Episode, as_: Signed) -> None:
    client = as_("ines")
    page = read(client, daniel)
    make_fact(daniel, "medicines", [{"drug": "ibuprofen"}], recorded_by="boyd")
    told = record(client, daniel, page)
    text = told.content.decode()
    assert told.status_code == 400 and "Somebody changed the list meanwhile" in text
    assert "ibuprofen" in text and "green pill at night" in text
    assert not Imported.objects.exists()


@pytest.mark.db
def test_none_is_an_answer(daniel: Episode, as_: Signed) -> None:
    client = as_("ines")
    sent = {**fields(client.get(where(daniel))), "lines": "", "step": "none"}
    assert client.post(where(daniel), {**sent, "lines": "morphine"}).status_code == 400
    assert client.post(where(daniel), sent).status_code == 302
    assert Fact.objects.get(name="medicines").value == []
    assert Fact.objects.get(name="medicines_known").value is True


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("", "Write one medicine in each line"),
        ("x" * 301, "more than 300 characters"),
        ("\n".join(["morphine"] * 201), "There are 201 lines"),
    ],
)
def test_a_list_that_cannot_be_read_whole_is_refused(
    daniel: Episode, as_: Signed, lines: str, says: str
) -> None:
    page = read(as_("ines"), daniel, lines)
    assert page.status_code == 400 and says in page.content.decode()


def test_words_of_a_list_are_escaped(daniel: Episode, as_: Signed) -> None:
    page = read(as_("ines"), daniel, "<script>alert(1)</script> 10 mg")
    assert "<script>alert" not in page.content.decode()


@pytest.mark.browser
def test_a_nurse_pastes_a_list_by_keyboard_alone(open_page: Callable[..., Any]) -> None:
    page = open_page("boyd", width=390, java_script_enabled=False)
    page.goto("/cases/")
    page.click("text=Daniel Ferro")
    page.goto(page.url.split("?")[0] + "medicines/")
    page.focus("#lines")
    page.keyboard.type("oxycodone MR 20 mg twice a day")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Understood")
    page.focus("button[value=record]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=List of medicines recorded: 1")

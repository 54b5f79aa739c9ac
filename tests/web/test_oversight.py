"""The audit as an administrator searches and exports it, and the letter on who opened a record."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backstay.web.audit.models import Event
from backstay.web.audit.reads import record_read
from backstay.web.audit.record import FIRST, SYSTEM, digest, record
from backstay.web.people.models import Person
from backstay.web.records.models import Episode

As = Callable[[str], Client]
SEARCH = "/audit/"


@pytest.fixture
def seen(daniel: Episode, people: dict[str, Person]) -> Episode:
    """Daniel's record was opened by Ines twice and by Omar once; something else happened to nobody's."""
    key = daniel.patient.key
    record("case_read", by=people["ines"], patient=key, about=daniel.key)
    record("case_read", by=people["ines"], patient=key, about=daniel.key)
    record(
        "answers_recorded", by=people["omar"], patient=key, facts=["ecog", "albumin"], source="form"
    )
    record("signed_in", by=people["kim"])
    return daniel


def addresses(episode: Episode) -> list[str]:
    key = episode.patient.key
    return [
        SEARCH,
        f"{SEARCH}?patient={key}",
        "/audit/events.csv",
        "/audit/events.jsonl",
        f"/audit/patients/{key}/",
    ]


@pytest.mark.parametrize("username", ["ines", "omar", "cole", "boyd", "kim", "ruth", "vera"])
def test_the_audit_is_the_administrators_alone(seen: Episode, as_: As, username: str) -> None:
    for address in addresses(seen):
        assert as_(username).get(address).status_code == 403
    assert as_(username).post(SEARCH, {"patient": "H-1001"}).status_code == 403
    assert not Event.objects.filter(action__startswith="audit_").exists()


def test_nobody_reads_the_audit_without_signing_in(seen: Episode, client: Client) -> None:
    for address in [*addresses(seen), reverse("audit:readers", args=[seen.key])]:
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]


@pytest.mark.django_db
def test_to_read_the_audit_is_an_event(seen: Episode, as_: As) -> None:
    page = as_("ada").get(f"{SEARCH}?patient={seen.patient.key}")
    assert page.status_code == 200
    event = Event.objects.latest("pk")
    assert (event.action, event.by, event.patient) == ("audit_read", "ada", str(seen.patient.key))
    assert "Daniel" not in page.content.decode()


def rows(page: Any) -> list[str]:
    return [row.did for row in page.context["rows"]]


@pytest.mark.django_db
def test_events_are_found_by_each_question(seen: Episode, as_: As) -> None:
    ada = as_("ada")
    today = datetime.now(UTC).date()
    ines = "?by=ines"
    assert rows(ada.get(SEARCH + ines)) == ["opened the case", "opened the case"]
    assert rows(ada.get(f"{SEARCH}?by=omar&action=answers_recorded")) == ["recorded answers"]
    assert rows(ada.get(f"{SEARCH}?by=omar&action=case_read")) == []
    assert len(rows(ada.get(f"{SEARCH}?by=ines&since={today}&until={today}"))) == 2
    assert rows(ada.get(f"{SEARCH}?by=ines&until={today - timedelta(days=1)}")) == []
    assert rows(ada.get(f"{SEARCH}?by=ines&since={today + timedelta(days=1)}")) == []


@pytest.mark.django_db
def test_the_form_turns_a_hospital_number_into_a_key(seen: Episode, as_: As) -> None:
    answer = as_("ada").post(SEARCH, {"patient": "H-1001", "by": "halloran"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/audit/?by=ines&patient={seen.patient.key}"
    assert "H-1001" not in answer["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"patient": "H-999"}, "No patient here has this hospital number."),
        ({"by": "nobody"}, "Nobody here has this name."),
        ({"by": "Dr."}, "Several people fit. Type one sign-in name: "),
        ({"since": "2026-03-14", "until": "2026-03-13"}, "This day is before the first one."),
        ({"since": "soon"}, "Enter a valid date."),
        ({"action": "nothing"}, "Select a valid choice."),
    ],
)
def test_a_search_that_cannot_be_read_says_why(
    seen: Episode, as_: As, asked: dict[str, str], told: str
) -> None:
    page = as_("ada").post(SEARCH, asked).content.decode()
    assert told in page
    assert 'role="alert"' in page


@pytest.mark.django_db
def test_what_cannot_be_read_in_an_address_asks_nothing(seen: Episode, as_: As) -> None:
    for odd in ("patient=x&since=y&before=z", "before=" + "9" * 50, "until=9999-12-30"):
        assert as_("ada").get(f"{SEARCH}?{odd}").status_code == 200


@pytest.mark.django_db
def test_a_long_audit_has_pages(people: dict[str, Person], as_: As) -> None:
    for number in range(120):
        record("case_read", by=people["ines"], about=number)
    ada = as_("ada")
    found: list[int] = []
    address = f"{SEARCH}?by=ines"
    while address:
        page = ada.get(address)
        found += [row.number for row in page.context["rows"]]
        older = page.context["older"]
        address = f"{SEARCH}?{older}" if older else ""
    expected = Event.objects.filter(by="ines").order_by("-pk").values_list("pk", flat=True)
    assert found == list(expected)
    assert len(found) == 120


@pytest.mark.django_db
def test_the_search_asks_few_questions(
    seen: Episode, as_: As, django_assert_max_num_queries: Any
) -> None:
    ada = as_("ada")
    with django_assert_max_num_queries(14):
        ada.get(SEARCH)


def streamed(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


@pytest.mark.db
def test_the_lines_of_an_export_can_be_followed_again(seen: Episode, as_: As) -> None:
    answer = as_("ada").get("/audit/events.jsonl")
    lines = [json.loads(line) for line in streamed(answer).splitlines()]
    assert len(lines) >= 4
    before = FIRST
    for line in lines:
        at = datetime.fromisoformat(line["at"])
        names = ("by", "by_name", "action", "patient", "about", "details", "previous")
        event = Event(at=at, **{name: line[name] for name in names})
        assert line["previous"] == before
        assert digest(event) == line["hash"]
        before = line["hash"]
    exported = Event.objects.latest("pk")
    assert exported.action == "audit_exported"
    assert exported.previous == before
    assert exported.details == {"format": "jsonl"}


@pytest.mark.django_db
def test_an_export_holds_what_was_asked_for_and_is_an_event(seen: Episode, as_: As) -> None:
    answer = as_("ada").get(f"/audit/events.csv?by=omar&patient={seen.patient.key}")
    [line] = list(csv.DictReader(io.StringIO(streamed(answer))))
    assert line["did"] == "recorded answers"
    assert json.loads(line["details"])["facts"] == ["ecog", "albumin"]
    assert answer["Content-Disposition"].endswith('.csv"')
    assert Event.objects.latest("pk").details == {"format": "csv", "asked": {"by": "omar"}}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum", "\tx"])
def test_no_name_becomes_a_formula_of_a_spreadsheet(
    people: dict[str, Person], as_: As, name: str
) -> None:
    people["ines"].name = name
    record("case_read", by=people["ines"])
    lines = list(csv.DictReader(io.StringIO(streamed(as_("ada").get("/audit/events.csv?by=ines")))))
    assert lines[0]["by_name"] == f"'{name}"


@pytest.mark.django_db
def test_a_patient_is_told_who_opened_the_record(seen: Episode, as_: As) -> None:
    page = as_("ines").get(reverse("audit:readers", args=[seen.key]))
    text = page.content.decode()
    assert "Daniel Ferro" in text
    assert "Dr. Ines Halloran</b>, spine surgery" in text
    assert "wrote down facts about you" in text
    assert "ecog" not in text
    assert "Kim" not in text
    event = Event.objects.latest("pk")
    assert (event.action, event.patient, event.by) == (
        "readers_read",
        str(seen.patient.key),
        "ines",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["kim", "ruth", "vera", "ada"])
def test_the_letter_of_a_case_is_for_those_who_open_the_case(
    seen: Episode, as_: As, username: str
) -> None:
    assert as_(username).get(reverse("audit:readers", args=[seen.key])).status_code == 404
    assert not Event.objects.filter(action="readers_read").exists()


@pytest.mark.django_db
def test_the_administrators_letter_names_no_person(seen: Episode, as_: As) -> None:
    text = as_("ada").get(f"/audit/patients/{seen.patient.key}/").content.decode()
    assert "H-1001" in text
    assert "Daniel" not in text
    assert as_("ada").get(f"/audit/patients/{uuid4()}/").status_code == 404


@pytest.mark.django_db
def test_emergency_access_stands_out_in_the_letter(
    seen: Episode, people: dict[str, Person], as_: As
) -> None:
    record("emergency_access_used", by=people["kim"], patient=seen.patient.key)
    text = as_("ines").get(reverse("audit:readers", args=[seen.key])).content.decode()
    assert "opened your record in an emergency" in text
    assert "Emergency</span>" in text


@pytest.mark.django_db
def test_a_record_that_nobody_opened_says_so(daniel: Episode, as_: As) -> None:
    text = as_("ines").get(reverse("audit:readers", args=[daniel.key])).content.decode()
    assert "Nobody has opened your record yet." in text


@pytest.mark.django_db
def test_names_are_escaped(seen: Episode, people: dict[str, Person], as_: As) -> None:
    people["boyd"].name = "<b>Nadia"
    record("case_read", by=people["boyd"], patient=seen.patient.key, of="<i>x")
    for address, who in ((SEARCH, "ada"), (reverse("audit:readers", args=[seen.key]), "ines")):
        text = as_(who).get(address).content.decode()
        assert "&lt;b&gt;Nadia" in text
        assert "<b>Nadia" not in text
        assert "<i>x" not in text


@pytest.mark.django_db
def test_a_part_of_a_page_is_not_a_second_read(
    daniel: Episode, people: dict[str, Person], rf: Any
) -> None:
    key, ines = daniel.patient.key, people["ines"]
    part = rf.get("/", headers={"HX-Request": "true"})
    page = rf.get("/")
    record_read(part, "case_read", by=ines, patient=key)  # a header alone hides no first read
    assert Event.objects.count() == 1
    record_read(page, "case_read", by=ines, patient=key)
    record_read(part, "case_read", by=ines, patient=key)
    assert Event.objects.count() == 2
    record_read(part, "case_read", by=people["omar"], patient=key)
    record_read(part, "history_read", by=ines, patient=key)
    assert Event.objects.count() == 4


@pytest.mark.django_db
def test_a_part_read_long_after_its_page_is_a_read_again(
    daniel: Episode, people: dict[str, Person], rf: Any
) -> None:

    key, ines = daniel.patient.key, people["ines"]
    part = rf.get("/", headers={"HX-Request": "true"})
    with time_machine.travel(datetime(2026, 3, 14, 9, 0, tzinfo=UTC), tick=False) as now:
        record_read(part, "case_read", by=ines, patient=key)
        now.shift(timedelta(minutes=15))
        record_read(part, "case_read", by=ines, patient=key)
        assert Event.objects.count() == 1
        now.shift(timedelta(seconds=1))
        record_read(part, "case_read", by=ines, patient=key)
        assert Event.objects.count() == 2


def test_an_event_without_words_of_its_own_is_still_read() -> None:
    from backstay.web.audit.sentences import did, did_to_patient, known

    assert did("tea_made") == did_to_patient("tea_made") == "tea made"
    assert (
        known({"facts": [], "new": True, "of": {"a": None}, "n": 0})
        == "facts: none; new: yes; of: (a: none); n: 0"
    )


@pytest.mark.django_db
def test_the_program_is_named_as_one(seen: Episode, as_: As) -> None:
    record("demonstration_loaded", by=SYSTEM, patients=12)
    assert "Backstay" in [
        row.by_name for row in as_("ada").get(f"{SEARCH}?by=system").context["rows"]
    ]


@pytest.mark.browser
def test_an_administrator_goes_from_a_hospital_number_to_the_letter(
    open_page: Callable[..., Any],
) -> None:
    open_page("ines").click("text=Daniel Ferro")
    page = open_page("ada")
    page.goto(SEARCH)
    page.get_by_label("Patient", exact=True).focus()
    page.keyboard.type("H-1001")
    page.keyboard.press("Enter")
    page.wait_for_url("**/audit/?patient=*")
    assert "H-1001" not in page.url
    assert page.get_by_role("cell", name="opened the case").count() >= 1
    page.get_by_role("link", name="the letter to this patient").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/audit/patients/**")
    assert page.get_by_role("button", name="Print").is_visible()
    assert "Daniel" not in page.content()


@pytest.mark.browser
def test_the_audit_works_without_script_on_a_phone(open_page: Callable[..., Any]) -> None:
    page = open_page("ada", width=320, java_script_enabled=False)
    page.goto(SEARCH)
    page.fill("#id_patient", "H-9999")
    page.click("main button[type=submit]")
    assert "No patient here has this hospital number." in page.inner_text("main .problems")
    page.fill("#id_patient", "")
    page.fill("#id_by", "ada")
    page.click("main button[type=submit]")
    assert "by=ada" in page.url
    assert page.get_by_role("row").count() > 1
    assert not page.get_by_role("button", name="Print").count()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_the_audit_are_accessible(open_page: Callable[..., Any], scheme: str) -> None:
    from test_every_page import violations

    page = open_page("ada", width=390, color_scheme=scheme)
    page.goto(SEARCH)
    assert violations(page) == []
    page.fill("#id_patient", "H-9999")
    page.click("main button[type=submit]")
    assert violations(page) == []
    page.fill("#id_patient", "H-1001")
    page.click("main button[type=submit]")
    assert violations(page) == []
    page.click("text=the letter to this patient")
    assert violations(page) == []

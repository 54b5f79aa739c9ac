"""A bundle read into a case: limits, whose it is, what is new or differs, and what is stored when."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from world import make_fact

import backstay_knowledge
from backstay.web.audit.models import Event
from backstay.web.records.actions import add_lesion, remove_lesion
from backstay.web.records.answers import Superseded
from backstay.web.records.importing import actions, unread
from backstay.web.records.importing.choosing import AGAINST, chosen
from backstay.web.records.importing.comparing import compared
from backstay.web.records.importing.reading import MOST_BYTES, of_bundle
from backstay.web.records.importing.sheet import Sheet
from backstay.web.records.models import Episode, Fact, Imported, Lesion, Patient

BUNDLES = Path(backstay_knowledge.__file__).parent / "cases" / "bundles"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
Signed = Callable[[str], Client]


def bundle(**patient: Any) -> dict[str, Any]:
    """The shipped bundle of a kidney cancer with lesions at T8 and L3, about Daniel or as told."""
    found: dict[str, Any] = json.loads((BUNDLES / "t8-renal.json").read_text(encoding="utf-8"))
    for entry in found["entry"]:
        if entry["resource"]["resourceType"] == "Patient":
            told = {"name": [{"text": "Daniel Ferro"}], "birthDate": "1962-08-04", **patient}
            entry["resource"] |= told
    return found


def a_file(content: Any) -> SimpleUploadedFile:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return SimpleUploadedFile("record.json", data, "application/json")


def upload(client: Client, episode: Episode | None, content: Any) -> Any:
    where = f"/cases/{episode.key}/import/" if episode else "/cases/import/"
    return client.post(where, {"bundle": a_file(content)})


def fields(response: HttpResponse) -> dict[str, str]:
    """What a browser would send of the page's form as it stands."""
    page = response.content.decode()
    told = {}
    for tag in re.findall(r"<input[^>]*>", page):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        ticked = found.get("type") in ("checkbox", "radio")
        if "name" in found and (not ticked or re.search(r"\schecked", tag)):
            told[found["name"]] = unescape(found.get("value", ""))
    return {name: one for name, one in told.items() if name != "csrfmiddlewaretoken"}


def answered(response: HttpResponse, how: str = "0") -> dict[str, str]:
    """All questions of the page answered in the same way: 0 takes the record's value, keep keeps ours."""
    page = response.content.decode()
    asked = re.findall(r'type="radio" name="([^"]*)" value="keep"', page)
    return {**fields(response), **dict.fromkeys(asked, how), "step": "record"}


def sheet_of(content: Any, episode: Episode | None = None) -> Sheet:
    about = str(episode.key) if episode else ""
    data = json.dumps(content).encode()
    return of_bundle(data, by="ines", about=about, named="record.json", now=NOW)


@pytest.mark.db
def test_nothing_is_stored_before_it_is_confirmed(daniel: Episode, as_: Signed) -> None:
    before = Fact.objects.count()
    page = upload(as_("ines"), daniel, bundle())
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"
    assert "Check what was read" in page.content.decode()
    assert Fact.objects.count() == before and not Imported.objects.exists()
    assert Event.objects.filter(action="record_read", by="ines").count() == 1
    assert {"sheet", "seen"} <= set(fields(page))


@pytest.mark.db
def test_what_differs_is_asked_with_both_values(daniel: Episode, as_: Signed) -> None:
    client = as_("ines")
    page = upload(client, daniel, bundle())
    text = page.content.decode()
    asked = set(re.findall(r'type="radio" name="take:([^"]*)" value="keep"', text))
    assert "ecog" in asked and "sex" not in asked and "T8.escc" not in asked
    sent = {**fields(page), "step": "record"}
    again = client.post(f"/cases/{daniel.key}/import/check/", sent)
    assert again.status_code == 400 and "say which holds" in again.content.decode()
    assert not Imported.objects.exists()


@pytest.mark.db
def test_what_was_not_read_stands_on_the_case_page(daniel: Episode, as_: Signed) -> None:
    client = as_("ines")
    assert "Not read from the record" not in client.get(f"/cases/{daniel.key}/").content.decode()
    content = bundle()
    strange = {
        "resourceType": "Observation",
        "id": "odd-1",
        "status": "final",
        "code": {"text": "Gait"},
    }
    content["entry"].append({"resource": strange})
    client.post(f"/cases/{daniel.key}/import/check/", answered(upload(client, daniel, content)))
    page = client.get(f"/cases/{daniel.key}/").content.decode()
    told = unread(daniel)
    assert told and f"Not read from the record ({len(told)})" in page
    assert "Observation/odd-1" in page


@pytest.mark.db
@pytest.mark.parametrize(("how", "ecog"), [("0", "2"), ("keep", "1")])
def test_confirmed_facts_are_recorded_with_their_source(
    daniel: Episode, as_: Signed, how: str, ecog: str
) -> None:
    client = as_("ines")
    page = upload(client, daniel, bundle())
    done = client.post(f"/cases/{daniel.key}/import/check/", answered(page, how))
    assert done.status_code == 302 and done["Location"] == f"/cases/{daniel.key}/"
    now = {
        (fact.lesion.level if fact.lesion else "", fact.name): fact
        for fact in daniel.facts.filter(superseded_by=None)
    }
    assert now["", "ecog"].value == ecog
    weak = now["", "limb_weakness"]
    assert weak.value is True and weak.source == "bundle" and weak.recorded_by == "ines"
    assert weak.source_detail == "Observation/t8-renal-15"
    assert weak.observed == "2026-03-14T07:50:00-04:00"
    assert now["", "creatinine"].value == "110 umol/L"
    assert now["L3", "cauda_compression"].value == "none"
    kept = Imported.objects.get()
    assert kept.source == "bundle" and len(kept.sha256) == 64 and kept.by == "ines"
    event = Event.objects.get(action="record_imported")
    assert event.patient == str(daniel.patient.key) and event.about == str(kept.key)
    assert "umol" not in json.dumps(event.details)


@pytest.mark.db
def test_the_same_record_read_again_brings_nothing(daniel: Episode, as_: Signed) -> None:
    client = as_("ines")
    page = upload(client, daniel, bundle())
    client.post(f"/cases/{daniel.key}/import/check/", answered(page))
    both = compared(sheet_of(bundle(), daniel), daniel)
    assert {row.kind for row in both.rows} == {"same"}


@pytest.mark.db
def test_what_was_not_read_is_kept_and_told(daniel: Episode, as_: Signed) -> None:
    assert unread(daniel) == ()
    client = as_("ines")
    page = upload(client, daniel, bundle())
    client.post(f"/cases/{daniel.key}/import/check/", answered(page))
    told = unread(daniel)
    assert any("has no binding" in one.why and not one.counted for one in told)
    assert told[-1].counted and told[0].named == "record.json"


@pytest.mark.db
@pytest.mark.parametrize(
    ("patient", "says"),
    [
        ({"name": [{"text": "Daniela Ferro"}]}, "Daniela Ferro"),
        ({"birthDate": "1962-08-05"}, "1962-08-05"),
        ({"identifier": [{"value": "H-2002", "type": {"coding": [{"code": "MR"}]}}]}, "H-2002"),
        ({"name": [], "birthDate": None, "identifier": []}, "does not say enough"),
    ],
)
def test_a_record_of_another_person_interrupts_and_shows_nothing(
    daniel: Episode, as_: Signed, patient: dict[str, Any], says: str
) -> None:
    client = as_("ines")
    page = upload(client, daniel, bundle(**patient))
    text = page.content.decode()
    assert "Is this record about the same person?" in text and says in text
    assert "Limb weakness" not in text and "umol" not in text
    where = f"/cases/{daniel.key}/import/check/"
    forced = client.post(where, {**fields(page), "step": "record"})
    assert "Is this record about the same person?" in forced.content.decode()
    assert not Imported.objects.exists()
    sure = client.post(where, {**fields(page), "step": "same"})
    assert "Check what was read" in sure.content.decode()
    assert client.post(where, answered(sure)).status_code == 302
    assert isinstance(
        Event.objects.get(action="record_imported").details["confirmed_although"], list
    )


def test_a_name_in_another_order_is_the_same_person(daniel: Episode, as_: Signed) -> None:
    name = [{"family": "FERRO", "given": ["Daniel"]}]
    page = upload(as_("ines"), daniel, bundle(name=name, birthDate="1962-08"))
    assert "Check what was read" in page.content.decode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "file"),
        (b"not json", "Nothing was read"),
        (b"[" * 100_000, "Nothing was read"),
        (b'{"resourceType": "Patient", "id": "p"}', "not a FHIR Bundle but Patient"),
        (b'{"resourceType": "Bundle"}', "no Patient"),
        (b'{"resourceType":"Bundle"}' + b" " * MOST_BYTES, "more than 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    daniel: Episode, as_: Signed, content: bytes, says: str
) -> None:
    page = upload(as_("ines"), daniel, content)
    assert page.status_code in (400, 413) and says in page.content.decode()


def test_a_bundle_from_the_future_and_no_file_are_refused(daniel: Episode, as_: Signed) -> None:
    client = as_("ines")
    page = upload(client, daniel, {**bundle(), "timestamp": "2999-01-01T00:00:00Z"})
    assert page.status_code == 400 and "still to come" in page.content.decode()
    page = client.post(f"/cases/{daniel.key}/import/", {})
    assert page.status_code == 400 and "Choose the file" in page.content.decode()


@pytest.mark.db
@pytest.mark.parametrize("username", ["kim", "ruth", "ada", "vera"])
def test_outsiders_find_nothing(daniel: Episode, as_: Signed, username: str) -> None:
    client = as_(username)
    for tail in ("import/", "medicines/"):
        assert client.get(f"/cases/{daniel.key}/{tail}").status_code == 404
        assert (
            client.post(f"/cases/{daniel.key}/{tail}", {"bundle": a_file(bundle())}).status_code
            == 404
        )
    assert client.post(f"/cases/{daniel.key}/import/check/", {"step": "record"}).status_code == 404


def test_a_sheet_is_for_one_person_and_one_case(
    daniel: Episode, as_: Signed, people: dict[str, Any]
) -> None:
    sent = answered(upload(as_("ines"), daniel, bundle()))
    where = f"/cases/{daniel.key}/import/check/"
    assert as_("boyd").post(where, sent).status_code == 400
    changed = {**sent, "sheet": sent["sheet"][:-4] + "AAAA"}
    assert as_("ines").post(where, changed).status_code == 400
    assert as_("ines").post("/cases/import/check/", sent).status_code == 400
    assert not Imported.objects.exists()


@pytest.mark.db
def test_an_answer_given_meanwhile_is_not_overwritten(daniel: Episode, as_: Signed) -> None:
    client = as_("ines")
    sent = answered(upload(client, daniel, bundle()))
    old = daniel.facts.get(name="ecog")
    make_fact(daniel, "ecog", "3", supersedes=old, recorded_by="boyd")
    page = client.post(f"/cases/{daniel.key}/import/check/", sent)
    assert page.status_code == 400 and "Somebody answered meanwhile" in page.content.decode()
    assert daniel.facts.get(name="ecog", superseded_by=None).value == "3"
    assert not Imported.objects.exists()


@pytest.mark.db
def test_what_cannot_be_recorded_leaves_nothing_behind(daniel: Episode, people: Any) -> None:
    sheet = sheet_of(bundle(), daniel)
    both = compared(sheet, daniel)
    made = chosen(both, {f"take:{row.key}": "0" for row in both.rows})
    rows = tuple((row._replace(recorded=None), number) for row, number in made.taken)
    with pytest.raises(Superseded):
        actions.take(
            by=people["ines"],
            episode=daniel,
            sheet=sheet,
            chosen=made._replace(taken=rows),
            left=both.left,
        )
    assert not Imported.objects.exists()
    assert not Event.objects.filter(action="record_imported").exists()


@pytest.mark.db
def test_an_older_value_chosen_over_ours_says_why(daniel: Episode, as_: Signed) -> None:
    old = daniel.facts.get(name="ecog")
    make_fact(daniel, "ecog", "1", supersedes=old, observed="2026-06-01")
    client = as_("ines")
    page = upload(client, daniel, bundle())
    client.post(f"/cases/{daniel.key}/import/check/", answered(page))
    now = daniel.facts.get(name="ecog", superseded_by=None)
    assert now.value == "2" and now.why == AGAINST


@pytest.mark.db
def test_a_lesion_over_a_part_of_another_is_left_to_a_person(daniel: Episode, people: Any) -> None:
    remove_lesion(by=people["ines"], lesion=Lesion.objects.get(level="L3"), why="it is one mass")
    add_lesion(by=people["ines"], episode=daniel, level="L3-L4")
    both = compared(sheet_of(bundle(), daniel), daniel)
    assert both.new_lesions == ()
    assert any("overlaps the lesion at L3-L4" in one.why for one in both.left)
    assert not any(row.level == "L3" for row in both.rows)


@pytest.mark.db
def test_a_new_case_from_a_bundle(people: Any, as_: Signed) -> None:
    number = [{"value": "H-77", "type": {"coding": [{"code": "MR"}]}}]
    client = as_("cole")
    page = upload(client, None, bundle(identifier=number))
    sent = fields(page)
    assert (sent["name"], sent["born"], sent["number"]) == ("Daniel Ferro", "1962-08-04", "H-77")
    assert not Patient.objects.exists()
    without_l3 = {name: one for name, one in answered(page).items() if name != "lesion:L3"}
    done = client.post("/cases/import/check/", {**without_l3, "number": "H-78"})
    assert done.status_code == 302
    patient = Patient.objects.get()
    assert (patient.name, patient.born, patient.number) == (
        "Daniel Ferro",
        date(1962, 8, 4),
        "H-78",
    )
    episode = patient.episodes.get()
    assert [one.level for one in episode.lesions.all()] == ["T8"]
    assert episode.facts.filter(lesion__level="T8", name="escc").get().value == "2"
    assert done["Location"] == f"/cases/{episode.key}/"
    assert client.get(done["Location"]).status_code == 200


@pytest.mark.db
def test_a_number_that_is_taken_opens_no_case(daniel: Episode, as_: Signed) -> None:
    client = as_("cole")
    page = upload(client, None, bundle())
    sent = {**answered(page), "number": "H-1001"}
    again = client.post("/cases/import/check/", sent)
    assert again.status_code == 400 and "belongs to a patient already" in again.content.decode()
    assert 'value="H-1001"' in again.content.decode()
    assert Patient.objects.count() == 1 and not Imported.objects.exists()
    wrong = client.post("/cases/import/check/", {**sent, "number": "", "born": "last year"})
    assert wrong.status_code == 400 and "Birth date" in wrong.content.decode()


@pytest.mark.parametrize("username", ["ruth", "ada"])
def test_who_may_not_open_cases_may_not_read_a_record(as_: Signed, username: str) -> None:
    assert as_(username).get("/cases/import/").status_code == 403
    assert as_(username).post("/cases/import/check/", {}).status_code == 403


@pytest.mark.db
def test_facts_that_cannot_hold_together_interrupt(daniel: Episode, as_: Signed) -> None:
    hour = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="seconds")
    make_fact(daniel, "ambulatory", False, observed=hour)
    content = {**bundle(), "timestamp": hour}
    content["entry"] = [
        entry for entry in content["entry"] if entry["resource"]["id"] != "t8-renal-16"
    ]
    walks = next(
        one["resource"] for one in content["entry"] if one["resource"]["id"] == "t8-renal-17"
    )
    walks |= {"valueBoolean": True, "effectiveDateTime": hour}
    client = as_("ines")
    sent = answered(upload(client, daniel, content))
    where = f"/cases/{daniel.key}/import/check/"
    page = client.post(where, sent)
    assert page.status_code == 400 and "cannot hold together" in page.content.decode()
    assert not Imported.objects.exists() and not Fact.objects.filter(source="bundle").exists()
    (accept,) = re.findall(r'name="accept" value="(\w+)"', page.content.decode())
    assert client.post(where, {**answered(page), "accept": accept}).status_code == 302
    assert daniel.facts.get(name="walks_unaided").value is True


@pytest.mark.browser
def test_a_surgeon_reads_a_record_and_chooses(
    open_page: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "record.json"
    file.write_text(json.dumps(bundle()), encoding="utf-8")
    page = open_page("ines", width=390, java_script_enabled=False)
    page.goto("/cases/")
    page.click("text=Daniel Ferro")
    page.click("text=Fetch a record")
    page.set_input_files("#bundle", str(file))
    page.click("text=Read the file")
    assert page.inner_text("h1") == "Check what was read"
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    page.click("text=Record what is ticked")
    page.click("text=ECOG performance status: say which holds.")
    page.check("input[name='take:ecog'][value='0']")
    page.click("text=Record what is ticked")
    page.wait_for_selector("text=facts recorded")
    assert "/import/" not in page.url and page.inner_text("h1") == "Daniel Ferro"

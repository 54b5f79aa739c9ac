"""Challenging a rule: exactly the facts shown are sent, the file fails as a test, reviewers answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from world import make_fact

from backstay.knowledge.patients import read_patients
from backstay.plan.expected import failures
from backstay.web.audit.models import Event
from backstay.web.library import actions
from backstay.web.library.models import Challenge
from backstay.web.people.models import Notice, Person
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode

RULE = "referral-at-once-for-red-flags"
WRITE = f"/library/challenge/statements/{RULE}/"
CASE = "patient:\n  cancer_history: current\n  limb_weakness: true\n"
SENT = {"case": CASE, "expected": "false", "why": "Old weakness, see Smith 2020.\x07\nSecond line."}
SINS = {
    "case": "lesions:\n- {level: T8, pain: mechanical}\n- {level: L3}\n",
    "lesion": "T8", "expected": "4 to 9", "why": "Because.",
}  # fmt: skip


def sent(client: Client, data: dict[str, str] | None = None, path: str = WRITE) -> Challenge:
    answer = client.post(path, data or SENT)
    assert answer.status_code == 302, answer.content.decode()
    return Challenge.objects.get(key=answer["Location"].split("/")[-2])


@pytest.mark.db
def test_a_challenge_shows_both_answers_and_fails_as_a_case(
    as_: Callable[[str], Client], tmp_path: Path
) -> None:
    ines = as_("ines")
    made = sent(ines)
    page = ines.get(f"/library/challenges/{made.key}/").content.decode()
    assert "does not hold" in page and "<b>holds</b>" in page and "Smith 2020" in page
    file = ines.get(f"/library/challenges/{made.key}.yaml")
    assert "attachment" in file["Content-Disposition"]
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "challenge.yaml").write_bytes(file.content)
    (patient,) = read_patients(tmp_path)
    assert patient.document == {"patient": {"cancer_history": "current", "limb_weakness": "true"}}
    assert failures(patient, knowledge()) == [f"{RULE} is true, not false"]
    event = Event.objects.get(action="rule_challenged")
    assert event.by == "ines" and not event.patient and "limb_weakness" not in str(event.details)


@pytest.mark.db
@pytest.mark.parametrize(
    ("path", "data", "told"),
    [
        ("scores/sins", SINS, "sins at T8"),
        ("scores/sins", {**SINS, "expected": "outside"}, "sins at T8"),
        ("interventions/mscc_emergency_referral", {**SENT, "expected": "not_advised"}, "not_advised"),
        ("clocks/red-flags-with-cancer-are-an-emergency", {**SENT, "expected": "unknown"}, "unknown"),
        ("notices/past-the-24-hours", {**SENT, "expected": "true"}, "is not shown"),
        ("steps/mri-at-once-when-deficit-moves-by-the-hour", {**SENT, "expected": "true"}, "does not hold"),
    ],
)  # fmt: skip
def test_every_kind_of_entry_can_be_challenged(
    as_: Callable[[str], Client], tmp_path: Path, path: str, data: dict[str, str], told: str
) -> None:
    ines = as_("ines")
    made = sent(ines, data, f"/library/challenge/{path}/")
    assert "fails" in ines.get(f"/library/challenges/{made.key}/").content.decode()
    (tmp_path / "cases").mkdir()
    file = ines.get(f"/library/challenges/{made.key}.yaml").content
    (tmp_path / "cases" / "challenge.yaml").write_bytes(file)
    (patient,) = read_patients(tmp_path)
    (problem,) = failures(patient, knowledge())
    assert told in problem


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"expected": "true"}, "answers already"),
        ({"expected": ""}, "which answer you expect"),
        ({"expected": "perhaps"}, "which answer you expect"),
        ({"why": "  "}, "Say why"),
        ({"case": "patient: {limb_weaknes: true}"}, "limb_weaknes"),
        ({"case": "patient: ["}, "Line "),
        ({"case": "- a"}, "begins with patient"),
        ({"case": "name: Daniel Ferro\n" + CASE}, "take it out: name"),
        ({"case": "a: &b 1\nc: *b"}, "Not sent yet"),
        ({"lesion": "T8"}, "whole person"),
        ({"case": "x" * 70_000}, "longer"),
    ],
)
def test_what_cannot_become_a_challenge_is_refused_and_kept_in_the_form(
    as_: Callable[[str], Client], change: dict[str, str], told: str
) -> None:
    answer = as_("ines").post(WRITE, {**SENT, **change})
    page = answer.content.decode()
    assert answer.status_code == 422 and told in page
    assert "Second line." in page or "why" in change
    assert not Challenge.objects.exists()


@pytest.mark.parametrize(("level", "told"), [("", "which level: T8, L3"), ("T9", "no such level")])
def test_a_score_of_several_lesions_needs_a_level_that_there_is(
    as_: Callable[[str], Client], level: str, told: str
) -> None:
    answer = as_("ines").post("/library/challenge/scores/sins/", {**SINS, "lesion": level})
    assert answer.status_code == 422 and told in answer.content.decode()


def test_a_case_is_copied_without_whose_it_is(
    as_: Callable[[str], Client], daniel: Episode
) -> None:
    make_fact(daniel, "age", 97, supersedes=daniel.facts.get(name="age"))
    page = as_("ines").get(f"{WRITE}?from=episode-{daniel.key}").content.decode()
    text = page.split("<textarea", 1)[1].split("</textarea>")[0]
    assert "primary: kidney" in text and "escc: 2" in text and "age: 90" in text
    for secret in ("Ferro", "H-1001", "1962", "2026", str(daniel.key), str(daniel.patient.key)):
        assert secret not in text
    event = Event.objects.get(action="facts_copied")
    assert event.patient == str(daniel.patient.key) and event.by == "ines"


@pytest.mark.parametrize("username", ["kim", "ruth", "vera", "ada"])
def test_nobody_copies_the_case_of_somebody_they_do_not_care_for(
    as_: Callable[[str], Client], daniel: Episode, username: str
) -> None:
    answer = as_(username).get(f"{WRITE}?from=episode-{daniel.key}")
    assert answer.status_code == (403 if username == "ada" else 404)
    assert "Daniel Ferro" not in answer.content.decode()


@pytest.mark.parametrize("source", ["-1", "99999", "x", "episode-x", "1e3", "9" * 400])
def test_a_case_that_is_not_there_is_not_found(as_: Callable[[str], Client], source: str) -> None:
    assert as_("ines").get(WRITE, {"from": source}).status_code == 404


@pytest.mark.db
def test_a_reviewer_answers_once_and_the_challenger_is_told(
    as_: Callable[[str], Client], people: dict[str, Person]
) -> None:
    made, vera = sent(as_("ines")), as_("vera")
    address = f"/library/challenges/{made.key}/"
    assert "Dr. Ines Halloran" in vera.get("/library/challenges/").content.decode()
    assert vera.post(address, {"answer": " "}).status_code == 422
    assert vera.post(address, {"answer": "The rule stands, because."}).status_code == 302
    assert vera.post(address, {"answer": "Another word."}).status_code == 422
    notice = Notice.objects.get()
    assert notice.person == people["ines"] and notice.about == str(made.key)
    assert "The rule stands" in as_("ines").get(address).content.decode()
    assert [one.action for one in Event.objects.filter(about=str(made.key))] == [
        "rule_challenged", "challenge_answered",
    ]  # fmt: skip


@pytest.mark.db
def test_an_answer_that_fails_leaves_nothing(
    as_: Callable[[str], Client], people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sent(as_("ines"))

    def broken(*args: Any, **more: Any) -> None:
        raise OSError("gone")

    monkeypatch.setattr(actions, "tell", broken)
    with pytest.raises(OSError, match="gone"):
        actions.answer(by=people["vera"], challenge=made, text="Yes.")
    made.refresh_from_db()
    assert made.answered_at is None and not Event.objects.filter(action="challenge_answered")


@pytest.mark.parametrize(
    ("username", "write", "read", "answer"),
    [("omar", 200, 404, 404), ("ruth", 200, 404, 404), ("vera", 200, 200, 302), ("ada", 403, 404, 404),
     ("ines", 200, 200, 403)],
)  # fmt: skip
def test_who_may_do_what(
    as_: Callable[[str], Client], username: str, write: int, read: int, answer: int
) -> None:
    made, client = sent(as_("ines")), as_(username)
    assert client.get(WRITE).status_code == write
    assert client.get(f"/library/challenges/{made.key}/").status_code == read
    assert client.get(f"/library/challenges/{made.key}.yaml").status_code == read
    told = client.get("/library/challenges/").content.decode()
    assert (made.entry in told) is (read == 200)
    data = {"answer": "Thank you."}
    assert client.post(f"/library/challenges/{made.key}/", data).status_code == answer


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    for path in (WRITE, "/library/challenges/"):
        assert client.get(path).status_code == 302


def test_actions_ask_for_the_role_themselves(people: dict[str, Person]) -> None:
    facts = {"patient": {"cancer_history": "current", "limb_weakness": "true"}}
    with pytest.raises(PermissionDenied):
        actions.challenge(
            by=people["ada"], kind="statements", name=RULE, facts=facts,
            expect={"statements": {RULE: "false"}}, why="x",
        )  # fmt: skip


@pytest.mark.browser
def test_from_a_score_to_a_challenge_by_keyboard(open_page: Callable[..., Any]) -> None:
    page = open_page("ines")
    page.goto("/library/entry/scores/sins.html")
    page.focus("text=Open prefilled case")
    page.keyboard.press("Enter")
    page.wait_for_selector("#case")
    page.focus("#expected")
    page.keyboard.type("17")
    page.focus("#why")
    page.keyboard.type("A thought.")
    page.focus("text=Send to the reviewers")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Download as a failing case")
    assert "fails" in page.inner_text("main")

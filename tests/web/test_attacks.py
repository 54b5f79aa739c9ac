"""What somebody who means harm would send, from outside and with a sign-in of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import hashers
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from test_import_bundle import bundle, upload
from world import PASSWORD, make_around

from backstay.web.library.models import Challenge
from backstay.web.people.models import Draft, Person, RoleHeld
from backstay.web.records.models import Episode, Imported, Patient

As = Callable[[str], Client]
People = dict[str, Person]
HOSTILE = '"><img src=x onerror=alert(1)>{{7*7}}'
RAW = "<img src=x"


@pytest.fixture(autouse=True)
def no_limits_left_over(db: None) -> None:
    cache.clear()


@pytest.mark.db
def test_a_text_that_is_no_text_is_refused_everywhere(daniel: Episode, as_: As) -> None:
    """PostgreSQL takes no NUL; SQLite would keep it until a backup is restored elsewhere."""
    ines = as_("ines")
    sent = {
        "/cases/new/": {"name": "Lea\0"},
        "/cases/": {"find": "\0"},
        "/people/drafts/keep/": {"_form": "/cases/new/", "na\0me": "x"},
        f"/cases/{daniel.key}/fact/ecog/": {"ecog:why": "a\0b"},
    }
    for path, data in sent.items():
        answer = ines.post(path, data)
        assert answer.status_code == 400 and "NUL" in answer.content.decode(), path
    assert ines.get("/people/drafts/offer/?form=%00").status_code == 400
    assert ines.get("/cases/").status_code == 200
    assert not Draft.objects.exists() and Patient.objects.count() == 1


@pytest.mark.db
def test_a_record_with_it_is_refused_before_it_is_shown(daniel: Episode, as_: As) -> None:
    page = upload(as_("ines"), daniel, bundle(name=[{"text": "Daniel\0 Ferro"}]))
    assert page.status_code == 400 and "NUL" in page.content.decode()
    assert "Check what was read" not in page.content.decode()


@pytest.mark.parametrize("query", ["until=9999-12-31", "since=0001-01-01", "since=9999-12-31"])
def test_the_last_day_of_the_calendar_ends_no_search(as_: As, query: str) -> None:
    assert as_("ada").get(f"/audit/?{query}").status_code == 200


def test_a_tick_without_end_tries_nothing(daniel: Episode, as_: As) -> None:
    sent = {"change": ["[" * 20_000, '["ecog", "2"]' + " " * 600, "[1, 2]", "{}"]}
    answer = as_("ines").post(f"/cases/{daniel.key}/try/", sent)
    assert answer.status_code == 200 and "is now" not in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["//elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example", "/\n//x", "x"]
)
def test_a_draft_leads_nowhere_else(as_: As, path: str) -> None:
    ines = as_("ines")
    ines.post("/people/drafts/keep/", {"_form": path, "name": "Lea"})
    assert not Draft.objects.exists()
    ines.post("/people/drafts/keep/", {"_form": "/cases/new/", "_page": path, "name": "Lea"})
    assert ines.post(f"/people/drafts/{Draft.objects.get().pk}/")["Location"] == "/"


@pytest.mark.parametrize(
    "there",
    ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "https:elsewhere.example",
     "javascript:alert(1)", "/\t/elsewhere.example", "http:///elsewhere.example"],
)  # fmt: skip
def test_a_sign_in_leads_to_this_site(people: People, there: str) -> None:
    told = {"login": "ines", "password": PASSWORD, "next": there}
    answer = Client().post("/account/login/", told)
    assert answer.status_code == 302 and answer["Location"] == "/"


def test_another_host_is_not_answered(client: Client, db: None) -> None:
    assert client.get("/library/", headers={"Host": "elsewhere.example"}).status_code == 400
    answer = client.get("/cases/", headers={"X-Forwarded-Host": "elsewhere.example"})
    assert answer["Location"].startswith("/account/login/")


def exempt(patterns: list[Any]) -> list[str]:
    """The views that take a form from anywhere."""
    found = []
    for one in patterns:
        if isinstance(one, URLResolver):
            found += exempt(one.url_patterns)
        elif isinstance(one, URLPattern) and getattr(one.callback, "csrf_exempt", False):
            found.append(str(one.name))
    return found


def test_only_the_page_that_keeps_nothing_takes_forms_from_elsewhere() -> None:
    assert exempt(get_resolver().url_patterns) == ["page"]


def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in(people: People) -> None:
    thief, victim = Client(), Client()
    thief.session.save()
    thief.get("/account/login/?next=/cases/")
    planted = thief.session.session_key
    victim.cookies["sessionid"] = str(planted)
    victim.post("/account/login/", {"login": "ines", "password": PASSWORD})
    assert victim.get("/people/me/").status_code == 200
    assert victim.cookies["sessionid"].value != planted
    assert thief.get("/people/me/").status_code == 302


def test_who_has_an_account_is_not_told_by_word_or_time(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many passwords are hashed for a name that nobody has, which is what takes the time."""
    said, hashed = [], []
    real = hashers.PBKDF2PasswordHasher.encode

    def counted(self: Any, *args: Any, **more: Any) -> str:
        hashed.append(1)
        return str(real(self, *args, **more))

    monkeypatch.setattr(hashers.PBKDF2PasswordHasher, "encode", counted)
    Person.objects.filter(username="omar").update(is_active=False)
    counts = []
    for name in ("ines", "nobody", "omar"):
        hashed.clear()
        page = Client().post("/account/login/", {"login": name, "password": "wrong-lantern-42"})
        said.append(page.content.decode().replace(name, "NAME").partition("<form")[0])
        counts.append(len(hashed))
    assert counts[0] == counts[1] == counts[2] > 0
    assert said[0] == said[1] == said[2]


def test_a_made_up_proxy_resets_no_limit(people: People) -> None:
    for guess in range(6):
        headers = {"X-Forwarded-For": f"10.0.0.{guess}", "X-Real-IP": f"10.0.1.{guess}"}
        Client().post(
            "/account/login/",
            {"login": "ines", "password": f"wrong-lantern-{guess}"},
            headers=headers,
        )
    right = Client()
    right.post("/account/login/", {"login": "ines", "password": PASSWORD})
    assert right.get("/people/me/").status_code == 302


def test_fields_that_no_form_has_change_nothing(people: People, daniel: Episode, as_: As) -> None:
    ines = as_("ines")
    more = {
        "role": "administrator", "roles": "administrator", "is_active": "", "username": "ada",
        "person": people["ada"].key, "by": "ada", "recorded_by": "ada", "given_by": "ada",
        "key": str(daniel.key), "patient": str(daniel.patient.key),
    }  # fmt: skip
    ines.post("/people/me/", {"single_keys": "on", **more})
    ines.post("/cases/new/", {"name": "Lea", "born": "", "number": "", **more})
    ines.post(
        f"/cases/{daniel.key}/fact/karnofsky/", {"ask": "karnofsky", "karnofsky": "70", **more}
    )
    mine = Person.objects.get(pk=people["ines"].pk)
    assert (mine.username, mine.is_active) == ("ines", True)
    assert list(RoleHeld.objects.filter(person=mine).values_list("role", flat=True)) == [
        "spine_surgeon"
    ]
    assert daniel.facts.get(name="karnofsky").recorded_by == "ines"
    new = Episode.objects.get(patient__name="Lea")
    assert new.patient != daniel.patient
    assert [one.person.username for one in new.care_team.all()] == ["ines"]


def test_a_passkey_of_somebody_else_is_out_of_reach(people: People, as_: As) -> None:
    kept = Authenticator.objects.create(
        user=people["omar"], type=Authenticator.Type.WEBAUTHN, data={"name": "Key"}
    )
    ines = Client()
    ines.post("/account/login/", {"login": "ines", "password": PASSWORD})
    ines.post("/account/reauthenticate/", {"password": PASSWORD})
    for what in ("remove", "edit"):
        for answer in (
            ines.get(f"/account/2fa/webauthn/keys/{kept.pk}/{what}/"),
            ines.post(f"/account/2fa/webauthn/keys/{kept.pk}/{what}/", {"name": "Mine"}),
        ):
            assert answer.status_code == 404
    assert Authenticator.objects.get(pk=kept.pk).data == {"name": "Key"}


def test_hostile_words_stay_words_on_every_page(people: People, daniel: Episode, as_: As) -> None:
    make_around(people, daniel)
    Person.objects.filter(username="ines").update(name=HOSTILE, work=HOSTILE)
    Patient.objects.filter(pk=daniel.patient.pk).update(name=HOSTILE, number=HOSTILE[:60])
    ines, ada, vera, kim = as_("ines"), as_("ada"), as_("vera"), as_("kim")
    for name in ("patient_goals", "comorbidities", "karnofsky"):
        ines.post(
            f"/cases/{daniel.key}/fact/{name}/",
            {"ask": name, name: HOSTILE, f"{name}:more": HOSTILE},
        )
    lines = f"{HOSTILE} 5 mg daily"
    page = ines.post(f"/cases/{daniel.key}/medicines/", {"lines": lines, "step": "read"})
    assert RAW not in page.content.decode()
    told = {**bundle(name=[{"text": HOSTILE}])}
    assert RAW not in upload(ines, daniel, told).content.decode()
    assert RAW not in upload(as_("cole"), None, told).content.decode()
    ines.post("/people/drafts/keep/", {"_form": "/cases/new/", HOSTILE: HOSTILE})
    Challenge.objects.update(why=HOSTILE)
    kim.post("/cases/emergency-access/", {"number": HOSTILE[:60], "reason": HOSTILE})
    ada.post("/people/boards/", {"name": HOSTILE})
    case, draft = f"/cases/{daniel.key}/", Draft.objects.exclude(late=True).get()
    glass = daniel.patient.broken_glass.get(person=people["kim"])
    shown = 0
    for client, pages in (
        (ines, ["/cases/", case, *(f"{case}{one}" for one in (
            "team/", "history/", "facts/", "facts/wellbeing/", "next/", "lesions/", "missing/", "plan/", "take/",
            "medicines/", "medicines/all/", "try/", "changes/", "dose/", "differ/", "import/", "fact/ecog/")),
            f"/audit/cases/{daniel.key}/", f"/people/drafts/{draft.pk}/", "/people/me/",
            "/people/drafts/offer/?form=/cases/new/", "/library/challenges/", "/library/challenge/scores/sins/"]),
        (vera, ["/library/challenges/", f"/library/challenges/{Challenge.objects.get().key}/"]),
        (ada, ["/people/", f"/people/{people['ines'].key}/", "/people/boards/", "/audit/",
            f"/audit/patients/{daniel.patient.key}/", "/cases/emergency-access/reviews/",
            f"/cases/emergency-access/{glass.key}/"]),
    ):  # fmt: skip
        for path in pages:
            answer = client.get(path)
            assert answer.status_code == 200, path
            text = answer.content.decode()
            assert RAW not in text and "}49" not in text and ">49<" not in text, path
            shown += "&lt;img src=x" in text
    assert shown > 15
    assert not Imported.objects.exists()

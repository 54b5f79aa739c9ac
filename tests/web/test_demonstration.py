"""The invented hospital: every document is sound, and what is entered is what the document says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from backstay.case import read_case
from backstay.plan import as_document, assess
from backstay.web.audit.chain import verify
from backstay.web.audit.models import Event
from backstay.web.people.models import Person, RoleHeld, Seat
from backstay.web.people.roles import ROLES
from backstay.web.records.case import case_document, read
from backstay.web.records.demonstration.load import NotEmpty, is_loaded, load, sign_ins
from backstay.web.records.demonstration.read import Invented, patients, people
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode, Fact, Lesion, Patient


def by_name(one: Invented) -> str:
    return one.name


@pytest.mark.parametrize("one", patients(), ids=by_name)
def test_a_document_is_a_case_without_a_problem(one: Invented) -> None:
    case = read_case(one.case, knowledge().facts)
    assert not case.remarks, "nothing in it is stale or in conflict on its own day"
    document = as_document(assess(case, knowledge(), what_if=False))
    assert not [told for told in document["notices"] if told["id"] == "contradiction"]


@pytest.mark.parametrize("one", patients(), ids=by_name)
def test_what_was_seen_was_seen_before(one: Invented) -> None:
    today = one.case["as_of"][:10]
    for told in one.earlier:
        assert told.at < today
    for at in one.case.get("observed", {}).values():
        assert at[:16] <= one.case["as_of"][:16]
    assert set(one.team) <= set(people().people)
    assert set(one.boards) <= set(people().boards)
    assert datetime.fromisoformat(one.born).year + one.case["patient"]["age"] in (2025, 2026)
    birthday = f"2026{one.born[4:]}"
    age = 2026 - int(one.born[:4]) - (birthday > today)
    assert age == one.case["patient"]["age"]


def test_twelve_patients_who_differ() -> None:
    documents = {
        one.name: as_document(
            assess(read_case(one.case, knowledge().facts), knowledge(), what_if=False)
        )
        for one in patients()
    }
    assert len(documents) == 12
    levels = [document["urgency"]["level"] for document in documents.values()]
    assert {level: levels.count(level) for level in sorted(set(levels))} == {
        "emergency": 4, "routine": 3, "unknown": 2, "urgent": 3
    }  # fmt: skip
    stances = {option["stance"] for told in documents.values() for option in told["options"]}
    assert {"recommended", "disputed", "declined", "contraindicated", "needs_facts"} <= stances
    sins = {
        score["band"]
        for told in documents.values()
        for score in told["scores"]
        if score["id"] == "sins"
    }
    assert {"stable", "potentially_unstable", "unstable", None} <= sins


@pytest.mark.db
def test_an_empty_database_is_filled_once(db: None) -> None:
    assert load() and is_loaded()
    counts = Patient.objects.count(), Person.objects.count(), Fact.objects.count()
    assert counts[:2] == (12, len(people().people))
    assert not load()
    assert (Patient.objects.count(), Person.objects.count(), Fact.objects.count()) == counts
    assert not verify().breaks
    assert Event.objects.filter(action="answers_recorded").count() >= 12


@pytest.mark.db
def test_every_role_is_held_and_every_patient_is_cared_for(db: None) -> None:
    load()
    assert set(RoleHeld.objects.values_list("role", flat=True)) == set(ROLES)
    assert all(episode.care_team.exists() for episode in Episode.objects.all())
    assert Seat.objects.filter(ended_at=None).count() >= 8
    assert all(
        person.username in sign_ins() and person.name in sign_ins()
        for person in Person.objects.all()
    )


@pytest.mark.db
def test_what_holds_in_the_record_is_what_the_document_says(db: None) -> None:
    load()
    for one in patients():
        compare(one)


def compare(one: Invented) -> None:
    episode = Episode.objects.get(patient__name=one.name)
    written = read_case(one.case, knowledge().facts)
    document = case_document(episode, datetime.now(UTC))
    entered = read(document)
    assert settled(entered.patient) == settled(written.patient)
    assert entered.lesions is not None and written.lesions is not None
    for told, meant in zip(entered.lesions, written.lesions, strict=True):
        assert (told.name, settled(told.facts)) == (meant.name, settled(meant.facts))
    plans = [as_document(assess(case, knowledge(), what_if=False)) for case in (entered, written)]
    assert plans[0]["urgency"]["level"] == plans[1]["urgency"]["level"]
    stances = [[(o["id"], o["lesion"], o["stance"]) for o in plan["options"]] for plan in plans]
    assert stances[0] == stances[1]


def settled(facts: dict[str, Any]) -> dict[str, Any]:
    """Without what moves with the day of loading, and what grows from hour to hour."""
    kinds = {name: knowledge().facts.find(name) for name in facts}
    moving = {
        name for name, fact in kinds.items() if fact and (fact.elapses or fact.kind == "date")
    }
    return {
        name: None if name in moving or name == "prior_radiation" else value
        for name, value in facts.items()
    }


@pytest.mark.db
def test_days_move_to_the_present(db: None) -> None:
    load()
    now = datetime.now(UTC)
    seen = Fact.objects.exclude(observed="").values_list("observed", flat=True)
    newest = max(datetime.fromisoformat(at) for at in seen if "T" in at)
    assert timedelta(0) <= now - newest < timedelta(minutes=5)
    assert all(at[:10] <= now.date().isoformat() for at in seen)
    pains = Fact.objects.filter(
        episode__patient__name="Linda Kowalczyk", name="pain_worst"
    ).order_by("pk")
    assert [fact.value for fact in pains] == [9, 6, 3, 2, 1]
    assert [fact.supersedes_id for fact in pains][1:] == [fact.pk for fact in pains][:-1]
    assert all(fact.why == "" for fact in pains), "newer values, not corrections"
    first = date.fromisoformat(pains[0].observed)
    assert (now.date() - first).days in (140, 141), "as many days ago as in the file"


@pytest.mark.db
def test_a_database_that_holds_somebody_stays_as_it_is(people: dict[str, Person]) -> None:
    with pytest.raises(NotEmpty, match="give another folder"):
        load()
    assert Person.objects.count() == len(people)
    assert not Patient.objects.exists() and not Lesion.objects.exists() and not is_loaded()


@pytest.mark.db
def test_the_password_that_is_printed_opens_every_account(db: None) -> None:
    load()
    password = people().password
    assert password in sign_ins()
    assert all(person.check_password(password) for person in Person.objects.all())


@pytest.mark.db
def test_somebody_of_the_team_reads_the_case_and_others_do_not(db: None) -> None:
    load()
    episode = Episode.objects.get(patient__name="Josephine Adler")
    statuses = {}
    for username in ("tess", "kim", "ruth", "ada"):
        client = Client()
        client.force_login(Person.objects.get(username=username))
        statuses[username] = client.get(f"/cases/{episode.key}/").status_code
    assert statuses == {"tess": 200, "kim": 404, "ruth": 404, "ada": 404}

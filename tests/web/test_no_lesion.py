"""That the spine has no lesion is an answer: who said it and when, what it alters, and how it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backstay.case import CaseError
from backstay.web.audit.models import Event
from backstay.web.people.models import Person
from backstay.web.records.actions import (
    add_lesion,
    open_case,
    say_no_lesion,
    take_back_no_lesion,
)
from backstay.web.records.case import assessed, case_document
from backstay.web.records.models import Episode
from backstay.web.records.spine import none_there

pytestmark = [pytest.mark.django_db, pytest.mark.db]
As = Callable[[str], Client]


@pytest.fixture
def bare(people: dict[str, Person]) -> Episode:
    return open_case(by=people["ines"], name="Maria Lund")


def document(episode: Episode) -> dict[str, object]:
    return case_document(episode, datetime.now(UTC))


def test_a_case_without_a_lesion_does_not_say_that_there_is_none(bare: Episode) -> None:
    assert "lesions" not in document(bare)


def test_that_there_is_none_is_in_the_case_with_who_and_when(
    bare: Episode, people: dict[str, Person]
) -> None:
    fact = say_no_lesion(by=people["ines"], episode=bare, observed="2026-03-12")
    made = document(bare)
    assert made["lesions"] == [] and "lesions" not in made["patient"]  # type: ignore[operator]
    assert assessed(made).facts["lesions"] == []
    assert (fact.recorded_by, fact.observed, fact.source) == ("ines", "2026-03-12", "form")
    event = Event.objects.order_by("-pk")[0]
    assert (event.action, event.by, event.details["facts"]) == (
        "answers_recorded",
        "ines",
        ["lesions"],
    )


def test_to_say_it_twice_changes_nothing(bare: Episode, people: dict[str, Person]) -> None:
    first = say_no_lesion(by=people["ines"], episode=bare)
    assert say_no_lesion(by=people["boyd"], episode=bare) == first
    assert bare.facts.count() == 1


def test_a_lesion_that_is_added_ends_it_and_both_stay_in_the_history(
    bare: Episode, people: dict[str, Person]
) -> None:
    say_no_lesion(by=people["ines"], episode=bare)
    add_lesion(by=people["boyd"], episode=bare, level="T8")
    assert none_there(bare) is None
    assert document(bare)["lesions"] == [{"level": "T8"}]
    last = bare.facts.latest("pk")
    assert (last.state, last.why, last.recorded_by) == (
        "withdrawn",
        "A lesion at T8 was added.",
        "boyd",
    )


def test_it_is_taken_back_with_a_reason_and_is_not_known_then(
    bare: Episode, people: dict[str, Person]
) -> None:
    say_no_lesion(by=people["ines"], episode=bare)
    with pytest.raises(CaseError, match="say why"):
        take_back_no_lesion(by=people["ines"], episode=bare, why=" ")
    take_back_no_lesion(by=people["ines"], episode=bare, why="The images were of somebody else.")
    assert "lesions" not in document(bare)
    again = say_no_lesion(by=people["ines"], episode=bare)
    assert again.supersedes is not None and document(bare)["lesions"] == []


def test_it_cannot_be_said_beside_a_lesion(daniel: Episode, people: dict[str, Person]) -> None:
    with pytest.raises(CaseError, match="the case has a lesion at T8"):
        say_no_lesion(by=people["ines"], episode=daniel)
    assert none_there(daniel) is None


@pytest.mark.parametrize(
    ("observed", "told"),
    [("tomorrow", "not a date"), ((datetime.now(UTC) + timedelta(days=3)).date().isoformat(), "still to come")],
    ids=["no day", "a day to come"],
)  # fmt: skip
def test_the_day_of_the_imaging_is_a_day_that_was(
    bare: Episode, people: dict[str, Person], observed: str, told: str
) -> None:
    with pytest.raises(CaseError, match=told):
        say_no_lesion(by=people["ines"], episode=bare, observed=observed)
    assert bare.facts.count() == 0


def test_a_clinician_says_it_on_the_page_and_the_case_tells_it(bare: Episode, as_: As) -> None:
    client, page = as_("ines"), reverse("records:lesions", args=[bare.key])
    assert "Nobody has said yet" in client.get(page).content.decode()
    answer = client.post(page, {"whole": "none", "observed": "2026-03-12"}, follow=True)
    told = answer.content.decode()
    assert "No lesion of the spine." in told and "Dr. Ines Halloran" in told and "2026" in told
    case = client.get(reverse("cases:case", args=[bare.key])).content.decode()
    assert (
        "No lesion of the spine is listed" in case and "Lesions of the spine: not known" not in case
    )
    assert re.search(r"Seen 12 March 2026; Dr. Ines Halloran, \d", case), (
        "with its date, for it grows old"
    )
    history = client.get(reverse("records:history", args=[bare.key])).content.decode()
    assert "Lesions of the spine" in history and f'href="{page}"' in history
    client.post(page, {"whole": "back", "why": "The images were of somebody else."})
    assert (
        "Lesions of the spine: not known"
        in client.get(reverse("cases:case", args=[bare.key])).content.decode()
    )


def test_what_is_wrong_is_told_beside_its_field_and_kept(bare: Episode, as_: As) -> None:
    page = reverse("records:lesions", args=[bare.key])
    told = as_("ines").post(page, {"whole": "none", "observed": "soon"}).content.decode()
    assert "not a date" in told and 'value="soon"' in told


def test_nobody_outside_the_care_team_says_it(bare: Episode, as_: As) -> None:
    page = reverse("records:lesions", args=[bare.key])
    assert as_("kim").post(page, {"whole": "none"}).status_code == 404
    assert bare.facts.count() == 0

"""Whatever shows something of a patient leaves an event about that patient, however it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from test_import_bundle import bundle, upload
from test_outsiders import Address, answers, filled, keyed, text
from world import make_around

from backstay.web.audit.models import Event
from backstay.web.people.models import Person
from backstay.web.records.models import Episode

As = Callable[[str], Client]
NAMES = ("Ferro", "H-1001")
PARTS = (
    4,
    5,
)  # of `answers`: parts of a page that was read a moment ago; a first one has a test below
# Forms that come back with what the case holds; nobody has opened the page before.
AGAIN: dict[str, dict[str, Any]] = {
    "facts/wellbeing/": {"ask": ["ecog", "T8.escc"], "add": "x"},
    "fact/ecog/": {"ask": ["ecog", "T8.escc"], "back": "1"},
    "next/": {"ask": ["ecog"], "ecog": "7"},
    "lesions/": {"level": "T99"},
    "lesions/{lesion}/": {"ask": ["T8.escc"], "T8.escc": "7"},
    "lesions/{lesion}/remove/": {"why": ""},
    "medicines/": {"lines": "morphine 10 mg twice a day", "step": "read"},
    "import/": {},
    "import/check/": {"sheet": "x"},
    "try/": {"to-ecog": "4"},
}


def told_of(answer: Any) -> bool:
    return answer.status_code != 404 and any(name in text(answer) for name in NAMES)


def events_of(daniel: Episode) -> int:
    return Event.objects.filter(patient=str(daniel.patient.key)).count()


def readings(client: Client, path: str, daniel: Episode) -> Iterator[tuple[bool, int]]:
    """Of each way to ask: whether something was shown, and how many events came of it."""
    asking = answers(client, path)
    while True:
        before = events_of(daniel)
        answer = next(asking, None)
        if answer is None:
            return
        yield told_of(answer), events_of(daniel) - before


@pytest.mark.parametrize("address", keyed(), ids=lambda address: address.route)
def test_no_address_shows_a_patient_without_an_event(
    daniel: Episode, as_: As, people: dict[str, Person], address: Address
) -> None:
    make_around(people, daniel)
    reviewed = address.route.startswith(("audit/", "cases/emergency-access/"))
    for username in ("ines", "ada") if reviewed else ("ines",):
        client = as_(username)
        for path in filled(address, daniel):
            if client.options(path).status_code == 404:
                continue  # a key of something else
            told = list(readings(client, path, daniel))
            unknown = [way for way, (shown, events) in enumerate(told) if shown and not events]
            assert set(unknown) <= set(PARTS), (username, path, unknown)


@pytest.mark.parametrize("form", AGAIN)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "X-Background": "1"}])
def test_a_form_that_comes_back_is_a_reading_too(
    daniel: Episode, as_: As, form: str, headers: dict[str, str]
) -> None:
    lesion = daniel.lesions.get(level="T8").key
    path = f"/cases/{daniel.key}/{form.format(lesion=lesion)}"
    answer = as_("ines").post(path, AGAIN[form], headers=headers)
    assert answer.status_code in (200, 400)
    assert told_of(answer) or headers  # a part may name nobody
    assert events_of(daniel) == 1


@pytest.mark.parametrize(
    "page", ["", "lesions/{lesion}/", "lesions/{lesion}/remove/", "medicines/", "team/"]
)
def test_a_first_part_of_a_page_is_a_reading(daniel: Episode, as_: As, page: str) -> None:
    lesion = daniel.lesions.get(level="T8").key
    path = f"/cases/{daniel.key}/{page.format(lesion=lesion)}"
    assert told_of(as_("ines").get(path, headers={"HX-Request": "true"}))
    assert events_of(daniel) == 1


def test_that_a_record_of_somebody_else_was_held_beside_the_case_is_known(
    daniel: Episode, as_: As
) -> None:
    page = upload(as_("ines"), daniel, bundle(name=[{"text": "Somebody Else"}]))
    assert "Somebody Else" in text(page) and told_of(page)
    assert events_of(daniel) == 1


def test_lists_of_names_are_known_by_their_number(
    daniel: Episode, as_: As, people: dict[str, Person]
) -> None:
    make_around(people, daniel)
    assert told_of(as_("ines").get("/library/challenge/scores/sins/"))
    listed = Event.objects.get(action="cases_listed")
    assert (listed.by, listed.details) == ("ines", {"count": 1})
    assert not told_of(as_("kim").get("/library/challenge/scores/sins/"))
    as_("ada").get("/cases/emergency-access/reviews/")
    assert Event.objects.get(action="emergency_access_listed").details == {"count": 1}
    assert Event.objects.filter(action="cases_listed").count() == 1

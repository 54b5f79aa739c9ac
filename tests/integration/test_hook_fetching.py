"""A call without its data, fetched from a real FHIR server on loopback, which does all that servers do wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from backstay.exchange.smart.queries import PREFETCH
from backstay.exchange.smart.refused import Refused
from backstay.hooks import services
from backstay.hooks.asked import Call, Fetched, case_of, open_call, with_fetched
from backstay.hooks.settings import Settings
from backstay.knowledge import Knowledge, load_knowledge
from ehr import Ehr

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
SETTINGS = Settings(base_url="https://backstay.example")
TEMPLATES = {data.key: data.query for data in PREFETCH}
CONTEXT = {"userId": "Practitioner/u1", "patientId": "p1"}


def resource(kind: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"resourceType": kind, "id": name, "subject": {"reference": "Patient/p1"}, **fields}


def graded(grade: int, day: int) -> dict[str, Any]:
    code = {"coding": [{"system": "http://loinc.org", "code": "89247-1"}]}
    when = f"2026-03-{day:02}T10:00:00Z"
    seen = {"status": "final", "code": code, "effectiveDateTime": when, "valueInteger": grade}
    return resource("Observation", f"o{day}", **seen)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture
def ehr() -> Iterator[Ehr]:
    patient = {"resourceType": "Patient", "id": "p1", "gender": "female"}
    conditions = [resource("Condition", f"c{number}") for number in range(5)]
    other = resource("Condition", "x", subject={"reference": "Patient/p2"})
    with Ehr([patient, *conditions, other, graded(1, 10), graded(2, 12)], page=2) as running:
        yield running


def asked(ehr: Ehr, client: Any = ...) -> Call:
    body = json.dumps(ehr.request("patient-view", CONTEXT, TEMPLATES, access=True)).encode()
    known = ehr.client() if client is ... else client
    return open_call("backstay-patient-view", body, known, SETTINGS)


def completed(call: Call, seconds: float = 10) -> Call:
    """All that is wanted, asked as the service asks it."""
    with httpx.Client(timeout=seconds) as browser:
        while call.wanted:
            assert call.access is not None
            token = {"Authorization": f"Bearer {call.access.token}"}
            found = {}
            for query in call.wanted:
                try:
                    answer = browser.get(query.url, headers=token)
                    found[query] = Fetched(answer.status_code, answer.content)
                except httpx.TimeoutException:
                    found[query] = Fetched(504, None)
            call = with_fetched(call, found)
    return call


def lost(call: Call, seconds: float = 10) -> list[str]:
    with pytest.raises(Refused) as caught:
        completed(call, seconds)
    assert caught.value.status == 412
    return caught.value.problems


def test_a_full_prefetch_asks_only_for_further_pages(ehr: Ehr, knowledge: Knowledge) -> None:
    call = asked(ehr)
    assert [query.key for query in call.wanted] == ["conditions"]
    done = completed(call)
    assert (len(done.resources), len(done.asked), done.doubts) == (8, 2, ())
    case, _ = case_of(done, knowledge, NOW)
    assert (case.patient.get("ecog"), case.patient.get("sex")) == ("2", "female")
    assert services.answer(done, knowledge, SETTINGS, NOW) == b'{"cards":[]}'


def test_without_prefetch_everything_is_fetched(ehr: Ehr, knowledge: Knowledge) -> None:
    ehr.unfilled["*"] = "absent"
    done = completed(asked(ehr))
    assert (len(done.resources), done.doubts) == (8, ())
    assert case_of(done, knowledge, NOW)[0].patient.get("ecog") == "2"


def test_the_same_facts_come_prefetched_and_fetched(ehr: Ehr, knowledge: Knowledge) -> None:
    prefetched = case_of(completed(asked(ehr)), knowledge, NOW)
    ehr.unfilled["*"] = "absent"
    assert case_of(completed(asked(ehr)), knowledge, NOW) == prefetched


@pytest.mark.parametrize("fault", ["401", "403", "404", "500", "outcome", "nonsense"])
def test_needed_data_that_fails_ends_the_call(ehr: Ehr, fault: str) -> None:
    ehr.unfilled["*"], ehr.faults["Condition"] = "absent", fault
    assert lost(asked(ehr))[0] == "Conditions could not be read"


@pytest.mark.parametrize("fault", ["401", "500", "outcome", "nonsense"])
def test_other_data_that_fails_is_a_doubt(ehr: Ehr, fault: str) -> None:
    ehr.unfilled["*"], ehr.faults["Procedure"] = "absent", fault
    assert completed(asked(ehr)).doubts == ("Procedures and earlier radiation could not be read",)


def test_a_slow_server_is_not_waited_for(ehr: Ehr) -> None:
    ehr.unfilled["conditions"], ehr.faults["Condition"] = "absent", "slow"
    assert lost(asked(ehr), seconds=0.2)[0] == "Conditions could not be read"


def test_a_page_that_is_gone_is_not_passed_over(ehr: Ehr) -> None:
    ehr.faults["Condition"] = "missing-page"
    assert lost(asked(ehr))[0] == "Conditions could not be read"


def test_a_page_elsewhere_is_never_asked_for(ehr: Ehr) -> None:
    ehr.unfilled["conditions"], ehr.faults["Condition"] = "absent", "elsewhere"
    assert lost(asked(ehr))[0] == "Conditions could not be read to the end"


def test_an_outcome_in_prefetch_is_asked_again_where_it_is_needed(ehr: Ehr) -> None:
    ehr.unfilled |= {"conditions": "outcome", "reports": "outcome"}
    call = asked(ehr)
    assert [query.key for query in call.wanted] == ["conditions"]
    assert completed(call).doubts == ("Diagnostic reports could not be read",)


def test_an_unregistered_server_is_not_asked(ehr: Ehr) -> None:
    ehr.unfilled["conditions"] = "absent"
    before = len(ehr.seen)
    with pytest.raises(Refused):
        asked(ehr, None)
    assert len(ehr.seen) == before


def test_a_server_that_mixes_up_people_is_refused(ehr: Ehr) -> None:
    ehr.unfilled["observations"] = "absent"
    call = asked(ehr)
    ehr.resources = [{**one, "subject": {"reference": "Patient/p1"}} for one in ehr.resources]
    other = {**graded(0, 13), "patient": {"reference": "Patient/p2"}}
    ehr.resources.append(other)
    with pytest.raises(Refused, match="another person") as caught:
        completed(call)
    assert caught.value.status == 400

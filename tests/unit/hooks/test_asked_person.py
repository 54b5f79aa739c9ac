"""A plan for the wrong patient is impossible: nothing about another person passes, wherever it stands."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from calling import (
    DRAFT,
    OURS,
    PATIENT,
    SENT,
    SERVER,
    SIGN,
    THEIRS,
    allowed,
    bundle,
    opened,
    order,
    refused,
    request,
    resource,
)

from backstay.exchange.smart.refused import Refused
from backstay.hooks.asked import Call, Fetched, case_of, with_fetched
from backstay.hooks.asked.person import settled
from backstay.knowledge import Knowledge, load_knowledge

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
LOINC = "http://loinc.org"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


def of(*resources: Any) -> Call:
    """A call that was put together by hand, past all checks of requests."""
    raws = tuple(msgspec.Raw(json.dumps(one).encode()) for one in resources)
    return msgspec.structs.replace(opened(request()), resources=raws)


def ecog(grade: int, name: str = "o1", **fields: Any) -> dict[str, Any]:
    code = {"coding": [{"system": LOINC, "code": "89247-1"}]}
    seen = {"status": "final", "effectiveDateTime": "2026-03-13", "valueInteger": grade}
    return resource("Observation", name, code=code, **{**seen, **fields})


OTHERS: dict[str, Any] = {
    "patient": {"resourceType": "Patient", "id": "p2"},
    "patient without id": {"resourceType": "Patient"},
    "patient with a number": {"resourceType": "Patient", "id": 1},
    "subject": resource("Condition", subject=THEIRS),
    "version": resource("Condition", subject={"reference": "Patient/p2/_history/1"}),
    "other server": resource("Condition", subject={"reference": "https://b.example/Patient/p1"}),
    "patient field": {"resourceType": "AllergyIntolerance", "patient": THEIRS},
    "both": {"resourceType": "Condition", "subject": OURS, "patient": THEIRS},
    "task": {"resourceType": "Task", "for": THEIRS},
    "coverage": {"resourceType": "Coverage", "beneficiary": THEIRS},
    "account": {"resourceType": "Account", "subject": [OURS, THEIRS]},
    "focus": resource("Observation", focus=[THEIRS]),
    "contained": resource("Condition", contained=[resource("Observation", subject=THEIRS)]),
    "odd beside it": {"resourceType": "Condition", "id": [], "contained": {}, "subject": THEIRS},
    "a bundle": bundle(resource("Condition", subject=THEIRS)),
    "a bundle of ours": bundle(resource("Condition")),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("key", ["observations", "unasked"])
def test_another_person_in_prefetch_is_refused(other: dict[str, Any], key: str) -> None:
    body = request(prefetch={**SENT, key: bundle(other)}, fhirServer=SERVER)
    status, problems = refused(body)
    assert (status, len(problems)) == (400, 1)
    assert "p2" not in problems[0] and "resource 1" in problems[0]


def test_another_patient_is_refused_before_anything_is_missing() -> None:
    assert refused(request(prefetch={"patient": {"resourceType": "Patient", "id": "p2"}}))[0] == 400


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_another_person_in_fetched_data_is_refused(other: dict[str, Any]) -> None:
    call = opened(allowed(prefetch=SENT))
    body = json.dumps(bundle(other)).encode()
    fetched = {query: Fetched(200, body) for query in call.wanted[:1]}
    with pytest.raises(Refused) as caught:
        with_fetched(call, fetched)
    assert (caught.value.status, "p2" in str(caught.value)) == (400, False)


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_no_case_comes_of_another_persons_data(other: dict[str, Any], knowledge: Knowledge) -> None:
    call = msgspec.structs.replace(of(PATIENT, other), server=SERVER)
    with pytest.raises(Refused) as caught:
        case_of(call, knowledge, NOW)
    assert (caught.value.status, "p2" in str(caught.value)) == (400, False)


def test_no_case_comes_of_a_draft_for_another_person(knowledge: Knowledge) -> None:
    call = opened(order("order-sign", DRAFT), SIGN)
    theirs = msgspec.Raw(json.dumps({**DRAFT, "subject": THEIRS}).encode())
    with pytest.raises(Refused, match="for another patient"):
        case_of(msgspec.structs.replace(call, drafts=(theirs,)), knowledge, NOW)


@pytest.mark.parametrize(
    "reference", ["Patient/p1", f"{SERVER}/Patient/p1", "Patient/p1/_history/2"]
)
def test_what_is_ours_is_read(reference: str, knowledge: Knowledge) -> None:
    seen = bundle(ecog(2, subject={"reference": reference}))
    body = request(prefetch={**SENT, "observations": seen}, fhirServer=f"{SERVER}/")
    case, unread = case_of(opened(body), knowledge, NOW)
    assert (case.patient.get("ecog"), unread) == ("2", [])


def test_an_address_without_a_server_to_compare_it_with_is_another_persons() -> None:
    seen = bundle(ecog(2, subject={"reference": f"{SERVER}/Patient/p1"}))
    status, problems = refused(request(prefetch={**SENT, "observations": seen}))
    assert (status, problems[0].endswith("context.patientId at fhirServer")) == (400, True)


UNCLEAR = (
    "Group/g1",
    "urn:uuid:d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
    "#p",
    "Patient/",
    "xPatient/p1",
)


@pytest.mark.parametrize("reference", UNCLEAR)
def test_what_does_not_say_whose_it_is_gives_no_fact(reference: str, knowledge: Knowledge) -> None:
    seen = bundle(
        ecog(2, subject={"reference": reference}), ecog(3, "o2", subject={"display": "x"})
    )
    case, unread = case_of(opened(request(prefetch={**SENT, "observations": seen})), knowledge, NOW)
    assert (case.patient.get("ecog"), len(unread) > 0) == (None, True)


def test_odd_references_are_no_failure(knowledge: Knowledge) -> None:
    inside = resource("Condition", "d", contained={})
    odd = [
        resource("Condition", name, subject=one)
        for name, one in zip("abc", (3, [4], {"reference": []}), strict=True)
    ]
    call = opened(request(prefetch={**SENT, "conditions": bundle(*odd, inside)}))
    assert case_of(call, knowledge, NOW)[0].patient.get("ecog") is None


def test_one_resource_from_two_queries_is_read_once(knowledge: Knowledge) -> None:
    one = ecog(2)
    wide = json.dumps(one, indent=4)
    body = json.dumps(request(prefetch={**SENT, "observations": bundle(one), "x": "HERE"}))
    call = opened(body.replace('"HERE"', wide).encode())
    case, unread = case_of(call, knowledge, NOW)
    assert (len(call.resources), case.patient.get("ecog"), unread) == (3, "2", [])


def test_two_resources_without_a_name_stay_two(knowledge: Knowledge) -> None:
    nameless = {name: value for name, value in ecog(2).items() if name != "id"}
    withdrawn = {**nameless, "status": "cancelled"}
    _, unread = case_of(of(PATIENT, withdrawn, withdrawn), knowledge, NOW)
    assert [one.resource for one in unread] == ["entry 2", "entry 3"]


def test_without_the_patient_there_is_no_case(knowledge: Knowledge) -> None:
    with pytest.raises(Refused) as caught:
        case_of(of(ecog(2)), knowledge, NOW)
    assert caught.value.status == 412


def test_without_needed_data_there_is_no_case(knowledge: Knowledge) -> None:
    call = opened(allowed(prefetch={"patient": PATIENT}))
    with pytest.raises(Refused, match="still to be fetched") as caught:
        case_of(call, knowledge, NOW)
    assert caught.value.status == 412


def test_two_versions_of_the_patient_are_not_guessed_at(knowledge: Knowledge) -> None:
    call = of(PATIENT, {**PATIENT, "gender": "female"}, 3)
    case, unread = case_of(call, knowledge, NOW)
    assert (case.patient.get("sex"), len(unread) > 0) == (None, True)


def test_a_name_that_stands_twice_is_not_guessed_at(knowledge: Knowledge) -> None:
    twice = msgspec.Raw(b'{"resourceType": "Patient", "id": "p2", "id": "p1"}')
    call = msgspec.structs.replace(of(), resources=(twice,))
    with pytest.raises(Refused, match="record of one person") as caught:
        case_of(call, knowledge, NOW)
    assert caught.value.status == 400


def test_a_case_that_does_not_hold_together_names_no_value(knowledge: Knowledge) -> None:
    with pytest.raises(Refused) as caught:
        settled({"case": "c", "patient": {"ecog": "SECRET"}}, knowledge, NOW)
    assert caught.value.status == 500
    assert caught.value.problems[0].endswith("hold together: patient.ecog")

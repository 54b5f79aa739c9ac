"""Prefetched data: absent, null, failed, paged, or of a wrong kind; and what is fetched where that is allowed."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from calling import (
    CLIENT,
    OURS,
    PATIENT,
    SENT,
    SERVER,
    SETTINGS,
    VIEW,
    allowed,
    bundle,
    opened,
    paged,
    refused,
    request,
    resource,
)

from backstay.exchange.smart.queries import PREFETCH
from backstay.exchange.smart.refused import Refused
from backstay.exchange.smart.servers import next_address
from backstay.hooks.asked import Call, Fetched, Query, open_call, with_fetched

FAILED = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "x"}]}
WARNED = {"resourceType": "OperationOutcome", "issue": [{"severity": "warning", "code": "x"}]}
ALL = {data.key: None for data in PREFETCH} | {"patient": PATIENT}
FIRST, SECOND = resource("Condition", "c1"), resource("Condition", "c2")
NEXT = f"{SERVER}/Condition?page=2"


def sent(**prefetch: Any) -> dict[str, Any]:
    """All keys, most of them null; an ellipsis leaves one out."""
    return {name: one for name, one in {**ALL, **prefetch}.items() if one is not ...}


def held(call: Call) -> list[dict[str, Any]]:
    return [json.loads(bytes(one)) for one in call.resources]


def given(call: Call, *answers: Any, status: int = 200) -> Call:
    """The call with an answer for each query that it wanted, in their order."""
    bodies = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in answers]
    fetched = [Fetched(status, body) for body in bodies]
    return with_fetched(call, dict(zip(call.wanted, fetched, strict=True)))


def lost(call: Call, answer: Fetched | None) -> tuple[int, list[str]]:
    with pytest.raises(Refused) as caught:
        with_fetched(call, {call.wanted[0]: answer} if answer else {})
    return caught.value.status, caught.value.problems


def test_null_says_that_there_is_nothing() -> None:
    call = opened(request(prefetch=sent()))
    assert (held(call), call.wanted, call.doubts) == ([PATIENT], (), ())


def test_what_was_not_sent_is_a_doubt() -> None:
    call = opened(request(prefetch=sent(observations=..., laboratory=...)))
    assert call.doubts == ("Observations were not sent", "Laboratory results were not sent")
    assert call.wanted == ()


def test_what_failed_is_a_doubt_and_is_not_asked_again() -> None:
    call = opened(allowed(prefetch=sent(observations=FAILED)))
    assert (call.doubts, call.wanted) == (("Observations could not be read",), ())


@pytest.mark.parametrize(
    ("prefetch", "said"),
    [
        ({}, "Data of the person were not sent"),
        (sent(patient=...), "Data of the person were not sent"),
        (sent(patient=None), "Data of the person could not be read"),
        (sent(patient=bundle()), "Data of the person could not be read"),
        (sent(patient=FAILED), "Data of the person could not be read"),
        (sent(conditions=...), "Conditions were not sent"),
        (sent(conditions=FAILED), "Conditions could not be read"),
        (sent(conditions=paged(FIRST, url=NEXT)), "Conditions could not be read to the end"),
        (sent(conditions=bundle(FIRST, total=2)), "Conditions could not be read to the end"),
        (sent(conditions=bundle(FIRST, FAILED)), "Conditions could not be read to the end"),
    ],
)
def test_without_what_is_needed_there_is_no_answer(prefetch: dict[str, Any], said: str) -> None:
    status, problems = refused(request(prefetch=prefetch))
    assert (status, said in problems) == (412, True)
    assert problems[-1].startswith("or send fhirAuthorization")


def test_no_prefetch_at_all_is_no_answer() -> None:
    assert refused(request(prefetch=None))[0] == 412


@pytest.mark.parametrize(
    ("body", "client"),
    [
        (request(prefetch={}, fhirServer=SERVER), CLIENT),
        (allowed(prefetch={}), None),
        (allowed(prefetch={}), msgspec.structs.replace(CLIENT, fhir_servers=())),
        (
            allowed(prefetch={}),
            msgspec.structs.replace(CLIENT, fhir_servers=("https://b.example",)),
        ),
        (allowed(prefetch={}), msgspec.structs.replace(CLIENT, fhir_servers=("ehr.example/fhir",))),
    ],
    ids=["no token", "open mode", "no server", "another server", "no address"],
)
def test_nothing_is_fetched_but_from_a_registered_server(body: Any, client: Any) -> None:
    assert refused(body, client=client)[0] == 412


def test_what_is_absent_is_fetched_where_it_may_be() -> None:
    call = opened(allowed(prefetch=sent(patient=..., conditions=FAILED, reports=...)))
    assert call.wanted == (
        Query("patient", f"{SERVER}/Patient/p1"),
        Query("conditions", f"{SERVER}/Condition?patient=p1&_count=200"),
        Query("reports", f"{SERVER}/DiagnosticReport?patient=p1&_sort=-date&_count=50"),
    )
    done = given(call, PATIENT, bundle(FIRST), bundle())
    assert (held(done), done.wanted, done.doubts) == ([PATIENT, FIRST], (), ())
    assert done.asked == call.wanted


def test_everything_is_fetched_for_a_call_without_prefetch() -> None:
    keys = [query.key for query in opened(allowed(prefetch=None)).wanted]
    assert keys == [data.key for data in PREFETCH]


@pytest.mark.parametrize("address", [NEXT, "Condition?page=2", f"{SERVER}?page=2"])
def test_pages_are_followed_to_the_end(address: str) -> None:
    call = opened(allowed(prefetch=sent(conditions=paged(FIRST, url=address))))
    whole = f"{SERVER}/{address}" if address.startswith("Condition") else address
    assert call.wanted == (Query("conditions", whole),)
    more = given(call, paged(SECOND, url=f"{SERVER}/Condition?page=3"))
    assert more.wanted == (Query("conditions", f"{SERVER}/Condition?page=3"),)
    third = resource("Condition", "c3")
    done = given(more, bundle(third, total=3))
    assert (held(done), done.wanted) == ([PATIENT, FIRST, SECOND, third], ())


def test_a_page_of_several_may_have_fewer_than_there_are() -> None:
    first = paged(FIRST, url=NEXT) | {"total": 3}
    call = opened(allowed(prefetch=sent(conditions=first)))
    done = given(call, bundle(SECOND, total=3))
    assert (len(done.resources), done.doubts) == (3, ())


def test_an_error_on_a_page_before_the_last_is_not_passed_over() -> None:
    first = paged(resource("Procedure"), FAILED, url=f"{SERVER}/Procedure?page=2")
    call = opened(allowed(prefetch=sent(procedures=first)))
    told = ("Procedures and earlier radiation could not be read to the end",)
    assert (call.doubts, given(call, bundle()).doubts) == (told, told)


def test_a_link_that_is_not_the_next_page_is_nothing() -> None:
    links = [{"relation": "self", "url": NEXT}, {"relation": "next"}]
    call = opened(allowed(prefetch=sent(conditions=bundle(FIRST, link=links))))
    assert call.wanted == ()


AWAY = (
    "https://elsewhere.example/fhir/Condition?page=2",
    "http://ehr.example/fhir/Condition?page=2",
    "https://ehr.example:8443/fhir/Condition?page=2",
    "https://ehr.example/other/Condition?page=2",
    "https://ehr.example/fhirother?page=2",
    "https://ehr.example/fhir/../other",
    "https://ehr.example/fhir/%2e%2e/other",
    "https://ehr.example/fhir/..;/other",
    "https://ehr.example/fhir/%2e.%3Ba=b/other",
    "https://ehr.example/fhir/%252e%252e/other",
    "https://user:secret@ehr.example/fhir/Condition",
    "https://ehr.example@elsewhere.example/fhir/Condition",
    "https://ehr.example/fhir/Condition#x",
    "https://ehr.example\\@elsewhere.example/fhir",
    "//elsewhere.example/fhir/Condition",
    "../other/Condition",
    "file:///etc/passwd",
    "https://ehr.example/fhir/Condition\r\nHost: x",
    "https://ehr.example:99999/fhir/Condition",
    "https://[ehr.example/fhir/Condition",
)


@pytest.mark.parametrize("address", AWAY)
def test_no_page_is_asked_of_another_place(address: str) -> None:
    status, problems = refused(allowed(prefetch=sent(conditions=paged(FIRST, url=address))))
    assert (status, problems[0]) == (412, "Conditions could not be read to the end")
    call = opened(allowed(prefetch=sent(procedures=paged(resource("Procedure"), url=address))))
    told = ("Procedures and earlier radiation could not be read to the end",)
    assert (call.wanted, call.doubts) == ((), told)


def test_the_port_may_be_written_out() -> None:
    address = "https://ehr.example:443/fhir/Condition"
    assert next_address(address, SERVER) == address


def test_pages_in_a_circle_end() -> None:
    call = opened(allowed(prefetch=sent(conditions=paged(FIRST, url=NEXT))))
    with pytest.raises(Refused) as caught:
        given(call, paged(SECOND, url=NEXT))
    assert (caught.value.status, caught.value.problems[0]) == (
        412,
        "Conditions could not be read to the end",
    )


def test_pages_have_a_number_that_is_enough() -> None:
    few = msgspec.structs.replace(SETTINGS, most_pages=1)
    body = allowed(prefetch=sent(procedures=paged(resource("Procedure"), url=NEXT)))
    call = open_call(VIEW, json.dumps(body).encode(), CLIENT, few)
    done = given(call, paged(resource("Procedure", "r2"), url=f"{SERVER}/x?page=3"))
    assert (len(done.resources), len(done.doubts), done.wanted) == (3, 1, ())


FETCH = opened(allowed(prefetch=sent(conditions=...)))
FAILURES = {
    "no answer": None,
    "no body": Fetched(200, None),
    "forbidden": Fetched(403, json.dumps(FAILED).encode()),
    "moved": Fetched(302, json.dumps(bundle()).encode()),
    "outcome": Fetched(200, json.dumps(FAILED).encode()),
    "no JSON": Fetched(200, b"<html/>"),
    "other kind": Fetched(200, json.dumps(PATIENT).encode()),
    "too deep": Fetched(200, b"[" * 5000),
    "twice": Fetched(200, b'{"resourceType": "Bundle", "resourceType": "Bundle"}'),
    "entries": Fetched(200, b'{"resourceType": "Bundle", "entry": [1]}'),
    "too large": Fetched(200, json.dumps(bundle(x="x" * 5_000_000)).encode()),
}


@pytest.mark.parametrize("answer", FAILURES.values(), ids=FAILURES)
def test_what_cannot_be_fetched_and_is_needed_ends_the_call(answer: Fetched | None) -> None:
    status, problems = lost(FETCH, answer)
    assert (status, problems[0]) == (412, "Conditions could not be read")
    assert len(problems) == 2  # nothing is said of a token, which was there


@pytest.mark.parametrize("answer", FAILURES.values(), ids=FAILURES)
def test_what_cannot_be_fetched_and_is_not_needed_is_a_doubt(answer: Fetched | None) -> None:
    call = opened(allowed(prefetch=sent(allergies=...)))
    done = with_fetched(call, {call.wanted[0]: answer} if answer else {})
    assert (done.doubts, done.wanted) == (("Allergies could not be read",), ())


def test_a_person_who_is_not_found_ends_the_call() -> None:
    call = opened(allowed(prefetch=sent(patient=...)))
    assert lost(call, Fetched(200, json.dumps(bundle()).encode()))[0] == 412


def test_a_single_resource_stands_for_a_bundle_of_one() -> None:
    assert held(opened(request(prefetch=sent(conditions=FIRST)))) == [PATIENT, FIRST]


def test_warnings_beside_results_and_entries_without_resource_are_left_out() -> None:
    found = bundle(FIRST, WARNED)
    found["entry"].append({"fullUrl": "x"})
    call = opened(request(prefetch=sent(conditions=found, allergies=bundle(FAILED))))
    assert held(call) == [PATIENT, FIRST]
    assert call.doubts == ("Allergies could not be read to the end",)


@pytest.mark.parametrize("issue", [[], [{}], [{"severity": "information"}]])
def test_an_outcome_of_no_weight_is_no_doubt(issue: list[Any]) -> None:
    told = {"resourceType": "OperationOutcome", "issue": issue}
    assert opened(request(prefetch=sent(allergies=bundle(told)))).doubts == ()


def test_an_outcome_that_cannot_be_read_is_a_doubt() -> None:
    told = {"resourceType": "OperationOutcome", "issue": "all is well"}
    assert len(opened(request(prefetch=sent(allergies=bundle(told)))).doubts) == 1


def test_data_under_a_key_that_was_not_asked_for_is_read() -> None:
    one = resource("Observation", "o1")
    call = opened(request(prefetch={**SENT, "ecog": bundle(one), "none": None, "bad": FAILED}))
    assert held(call) == [PATIENT, one]


def test_a_doubt_is_told_once() -> None:
    more = [paged(resource("Procedure", name), url=f"{SERVER}/x?{name}") for name in "ab"]
    call = opened(allowed(prefetch=sent(procedures=more[0])))
    twice = msgspec.structs.replace(
        call, doubts=("Procedures and earlier radiation could not be read",)
    )
    assert with_fetched(twice, {}).doubts == twice.doubts


def test_a_token_is_not_shown() -> None:
    call = opened(allowed())
    assert call.access is not None
    assert "secret" not in repr(call) and call.access.token == "secret-token"  # noqa: S105


def test_the_patients_own_reference_is_theirs() -> None:
    assert OURS["reference"] == f"Patient/{opened(request()).patient_id}"

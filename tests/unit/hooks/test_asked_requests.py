"""A request is checked to its last field; all that is wrong is told at once, and nothing of it is repeated."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from calling import (
    ACCESS,
    DRAFT,
    INSTANCE,
    SELECT,
    SENT,
    SERVER,
    SETTINGS,
    SIGN,
    THEIRS,
    VIEW,
    allowed,
    bundle,
    opened,
    order,
    refused,
    request,
    resource,
)

from backstay.exchange.smart.refused import Refused
from backstay.hooks.asked import open_call


def test_a_right_request_is_opened() -> None:
    call = opened(request(extension={"anything": [None, {}]}, unknown=3))
    assert (call.service, call.hook, call.instance) == (VIEW, "patient-view", INSTANCE)
    assert (call.patient_id, call.access, call.drafts) == ("p1", None, ())


@pytest.mark.parametrize("hook", ["order-select", "order-sign"])
def test_the_orders_of_a_request_are_kept_as_they_came(hook: str) -> None:
    call = opened(order(hook, DRAFT, {"resourceType": "Medication"}), f"backstay-{hook}")
    assert [json.loads(bytes(one)) for one in call.drafts] == [
        DRAFT,
        {"resourceType": "Medication"},
    ]
    assert call.selections == (("MedicationRequest/m1",) if hook == "order-select" else ())


def test_a_service_that_is_not_offered_is_not_found() -> None:
    status, problems = refused(request(), "static-patient-greeter")
    assert (status, VIEW in problems[0]) == (404, True)


def test_a_body_has_a_limit() -> None:
    few = msgspec.structs.replace(SETTINGS, most_bytes=10)
    with pytest.raises(Refused, match="more than 10 bytes") as caught:
        open_call(VIEW, json.dumps(request()).encode(), None, few)
    assert caught.value.status == 413


TEXTS = {
    b"": "this is not JSON",
    b"[]": "this is not a JSON object",
    b"null": "this is not a JSON object",
    b'{"a": 1, "a": 2}': "a name stands twice in one object",
    b'{"a": [{"b": {"SECRET": 1, "SECRET": 2}}]}': "a name stands twice in one object",
    b'{"a": NaN}': "a number is not finite",
    b'{"a": 1e999}': "a number is not finite",
    b'{"a": "\xff"}': "this is not UTF-8 text",
    b"[" * 100_000: "nested deeper than 256 levels",
    b'{"a":' * 300 + b"1" + b"}" * 300: "nested deeper than 256 levels",
    b'["]", ' * 5000 + b'"]"' + b"]" * 5000: "nested deeper than 256 levels",
    b"{'a': 1}": "this is not JSON",
    b"<html/>": "this is not JSON",
}


@pytest.mark.parametrize(("body", "said"), TEXTS.items(), ids=lambda one: repr(one)[:20])
def test_a_text_that_is_no_json_object_is_refused(body: bytes, said: str) -> None:
    status, problems = refused(body)
    assert status == 400
    assert [said in problem and "SECRET" not in problem for problem in problems] == [True]


@pytest.mark.parametrize("levels", [100, 199, 230, 300, 900, 1000, 5000])
@pytest.mark.parametrize("ends", ["]", ',"["]'], ids=["plain", "in texts"])
@pytest.mark.parametrize("before", ['"hook"', '"userId"', '"resourceType"'])
def test_nesting_is_counted_wherever_it_stands(levels: int, ends: str, before: str) -> None:
    deep = '["]",' * levels + "1" + ends * levels
    body = json.dumps(request()).replace(before, f'"x": {deep}, {before}').encode()
    if levels < 240:
        assert opened(body).patient_id == "p1"
    else:
        status, problems = refused(body)
        assert (status, "nested deeper" in problems[0], len(problems)) == (400, True, 1)


def test_a_mark_at_the_start_changes_nothing() -> None:
    assert opened(b"\xef\xbb\xbf" + json.dumps(request()).encode()) == opened(request())


def context(**changed: Any) -> dict[str, Any]:
    told = {"userId": "Practitioner/u1", "patientId": "p1", **changed}
    return request(context={name: value for name, value in told.items() if value is not ...})


def access(**changed: Any) -> dict[str, Any]:
    told = {**ACCESS, **changed}
    kept = {name: value for name, value in told.items() if value is not ...}
    return request(fhirServer=SERVER, fhirAuthorization=kept)


VIEWS: dict[str, tuple[dict[str, Any], str]] = {
    "no hook": (request(hook=None), "hook is missing"),
    "hook of another service": (request(hook="order-sign"), "hook must be patient-view"),
    "unknown hook": (request(hook="appointment-book"), "hook must be patient-view"),
    "hook no text": (request(hook=3), "hook must be text"),
    "hook blank": (request(hook=" "), "hook is empty"),
    "no instance": (request(hookInstance=None), "hookInstance is missing"),
    "instance no uuid": (request(hookInstance="1"), "hookInstance must be a UUID"),
    "instance urn": (request(hookInstance=f"urn:uuid:{INSTANCE}"), "hookInstance must be a UUID"),
    "no context": (request(context=None), "context is missing"),
    "context no object": (request(context=[]), "context must be an object"),
    "context empty": (request(context={}), "context is empty"),
    "no user": (context(userId=...), "context.userId is missing"),
    "user without type": (context(userId="u1"), "context.userId must be the type and the id"),
    "user of a type": (context(userId="Device/u1"), "context.userId must be"),
    "user with a path": (context(userId="Practitioner/u1/x"), "context.userId must be"),
    "no patient": (context(patientId=...), "context.patientId is missing"),
    "patient null": (context(patientId=None), "context.patientId must be text"),
    "patient with type": (context(patientId="Patient/p1"), "context.patientId must be a FHIR id"),
    "patient too long": (context(patientId="p" * 65), "context.patientId must be a FHIR id"),
    "patient with a line": (context(patientId="p1\n"), "context.patientId must be a FHIR id"),
    "encounter with type": (context(encounterId="Encounter/1"), "context.encounterId must be"),
    "server no address": (request(fhirServer="ehr.example"), "fhirServer must be an absolute"),
    "server other scheme": (request(fhirServer="file:///etc"), "fhirServer must be an absolute"),
    "server with person": (request(fhirServer="https://a:b@ehr.example"), "fhirServer must be"),
    "server with query": (request(fhirServer=f"{SERVER}?a=b"), "fhirServer must be"),
    "server bare query": (request(fhirServer=f"{SERVER}?"), "fhirServer must be"),
    "server bad port": (request(fhirServer="https://ehr.example:x/"), "fhirServer must be"),
    "server port 0": (request(fhirServer="https://ehr.example:0/"), "fhirServer must be"),
    "server with space": (request(fhirServer="https://ehr .example/"), "fhirServer must be"),
    "server with a backslash": (request(fhirServer="https://ehr\\x.example"), "fhirServer must be"),
    "server no host": (request(fhirServer="https:///fhir"), "fhirServer must be"),
    "server null": (request(fhirServer=""), "fhirServer is empty"),
    "access without server": (request(fhirAuthorization=ACCESS), "fhirServer is missing"),
    "access no object": (allowed() | {"fhirAuthorization": "x"}, "fhirAuthorization must be an"),
    "no token": (access(access_token=...), "fhirAuthorization.access_token is missing"),
    "token of lines": (access(**{"access_token": "a\r\nb"}), "access_token holds signs"),
    "token type": (access(**{"token_type": "MAC"}), "fhirAuthorization.token_type must be Bearer"),
    "no token type": (access(token_type=...), "fhirAuthorization.token_type is missing"),
    "expired": (access(expires_in=0), "fhirAuthorization.expires_in must be more than 0"),
    "expires text": (access(expires_in="300"), "expires_in must be a whole number"),
    "expires true": (access(expires_in=True), "expires_in must be a whole number"),
    "no scope": (access(scope=...), "fhirAuthorization.scope is missing"),
    "no subject": (access(subject=...), "fhirAuthorization.subject is missing"),
    "token of another": (access(patient="p2"), "fhirAuthorization.patient is another patient"),
    "token's patient": (access(patient="Patient/p1"), "fhirAuthorization.patient must be a FHIR"),
    "prefetch list": (request(prefetch=["x"]), "prefetch must be an object"),
    "prefetch text": (
        request(prefetch={**SENT, "patient": "p1"}),
        "prefetch.patient must be a FHIR",
    ),
    "wrapped": (
        request(prefetch={**SENT, "x": {"resource": {}}}),
        "was not asked for must be a FHIR",
    ),
    "other kind": (
        request(prefetch={**SENT, "conditions": resource("Observation")}),
        "prefetch.conditions must be a Bundle or Condition",
    ),
    "bundle of texts": (
        request(prefetch={**SENT, "conditions": {"resourceType": "Bundle", "entry": ["x"]}}),
        "prefetch.conditions must be a Bundle whose entries hold resources",
    ),
    "bundle of nothing": (
        request(prefetch={**SENT, "conditions": bundle({})}),
        "prefetch.conditions must be a Bundle whose entries hold resources",
    ),
}


@pytest.mark.parametrize(("body", "said"), VIEWS.values(), ids=VIEWS)
def test_each_wrong_field_is_named(body: dict[str, Any], said: str) -> None:
    status, problems = refused(body)
    assert status == 400
    assert [said in problem for problem in problems] == [True]


def draft(**changed: Any) -> dict[str, Any]:
    return {name: value for name, value in {**DRAFT, **changed}.items() if value is not None}


ENTRY = "context.draftOrders.entry[0]"
ORDERS: dict[str, tuple[dict[str, Any], str]] = {
    "no orders": (order("order-sign", draftOrders=None), "context.draftOrders is missing"),
    "orders a list": (order("order-sign", draftOrders=[DRAFT]), "draftOrders must be an object"),
    "no bundle": (order("order-sign", draftOrders=DRAFT), "draftOrders must be a Bundle"),
    "entries no list": (
        order("order-sign", draftOrders={"resourceType": "Bundle", "entry": {"a": 1}}),
        "context.draftOrders.entry must be a list",
    ),
    "entry no object": (
        order("order-sign", draftOrders={"resourceType": "Bundle", "entry": ["x"]}),
        f"{ENTRY} holds no resource",
    ),
    "entry empty": (
        order("order-sign", draftOrders={"resourceType": "Bundle", "entry": [{"a": 1}]}),
        f"{ENTRY} holds no resource",
    ),
    "no order": (order("order-sign", resource("Condition")), f"{ENTRY} must be one of"),
    "odd type": (order("order-sign", draft(resourceType=[])), f"{ENTRY} must be one of"),
    "status": (order("order-sign", draft(status="Xactive")), f"{ENTRY}.status is not a status"),
    "status of another": (order("order-sign", draft(status="revoked")), f"{ENTRY}.status is not"),
    "no status": (order("order-sign", draft(status=None)), f"{ENTRY}.status is missing"),
    "id no text": (order("order-sign", draft(id=3)), f"{ENTRY}.id must be text"),
    "for another": (order("order-sign", draft(subject=THEIRS)), f"{ENTRY} is for another patient"),
    "for nobody": (order("order-sign", draft(subject=None)), f"{ENTRY} does not say that it is"),
    "for a name": (
        order("order-sign", draft(subject={"display": "p1"})),
        f"{ENTRY} does not say that it is",
    ),
    "contained": (
        order("order-sign", draft(contained=[resource("Condition", subject=THEIRS)])),
        f"{ENTRY} is for another patient",
    ),
    "user": (order("order-sign", DRAFT, userId="Patient/p1"), "context.userId must be the type"),
}


@pytest.mark.parametrize(("body", "said"), ORDERS.values(), ids=ORDERS)
def test_each_wrong_order_is_named(body: dict[str, Any], said: str) -> None:
    status, problems = refused(body, SIGN)
    assert status == 400
    assert [said in problem for problem in problems] == [True]


@pytest.mark.parametrize(
    ("selections", "said"),
    [
        (None, "context.selections is missing"),
        ([], "context.selections is empty"),
        ("MedicationRequest/m1", "context.selections must be a list"),
        (["MedicationRequest/m2"], "context.selections[0] must be the type and the id"),
        (["m1"], "context.selections[0] must be"),
        (["MedicationRequest/m1", 3], "context.selections[1] must be"),
        ([[]], "context.selections[0] must be"),
    ],
)
def test_selections_are_among_the_orders(selections: Any, said: str) -> None:
    status, problems = refused(order("order-select", DRAFT, selections=selections), SELECT)
    assert status == 400
    assert [said in problem for problem in problems] == [True]


def test_a_draft_without_a_name_cannot_be_selected() -> None:
    nameless = order("order-select", draft(id=None), selections=["MedicationRequest/None"])
    assert refused(nameless, SELECT)[0] == 400


def test_what_stands_beside_the_orders_cannot_be_selected() -> None:
    beside = order("order-select", DRAFT, {"resourceType": "Medication"}, selections=[""])
    assert refused(beside, SELECT)[0] == 400


def test_no_draft_is_no_problem_when_orders_are_signed() -> None:
    empty = order("order-sign", draftOrders={"resourceType": "Bundle"})
    assert opened(empty, SIGN).drafts == ()


def test_all_problems_are_told_at_once() -> None:
    body = {"hook": "x", "context": {"patientId": "Patient/p1"}, "fhirAuthorization": {"a": 1}}
    status, problems = refused(body)
    assert (status, len(problems)) == (400, 10)

"""Every official example of CDS Hooks gets the right answer, and so do the requests of the official sandbox."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backstay.exchange.smart.refused import Refused
from backstay.hooks import feedback, services
from backstay.hooks.asked import open_call
from backstay.hooks.invariants import feedback_problems, request_problems, response_problems
from backstay.hooks.offered import SERVICES
from backstay.hooks.settings import Settings
from backstay.knowledge import Knowledge, load_knowledge

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "examples"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SETTINGS = Settings(base_url="https://backstay.example")
BY_HOOK = {service.hook: service.id for service in SERVICES}
needs_examples = pytest.mark.skipif(not EXAMPLES.exists(), reason="../shared/examples is not here")
pytestmark = [pytest.mark.shared, needs_examples]

# What we need is asked for under keys of our own; a request made for another service cannot have them.
NOT_OURS = (412, ["Data of the person were not sent", "Conditions were not sent"])
AN_ID = "must be a FHIR id"
WRAPPED = "a key of prefetch that was not asked for must be a FHIR resource"
NO_SUCH_HOOK = (400, ["hook must be patient-view"])
# CRD's own drafts are about the patient 1288992, and their context about the patient "example".
OF_ANOTHER = (
    400,
    [
        "context.draftOrders.entry[0] is for another patient",
        "context.draftOrders.entry[1] is for another patient",
    ],
)
Expected = tuple[int, list[str]]
REQUESTS: dict[str, Expected] = {
    "cdshooks_official_tests/cdshooks-request-order-select-bad.json": (
        400,
        [
            f"context.encounterId {AN_ID}",
            "context.selections[0]",
            f"context.patientId {AN_ID}",
            WRAPPED,
        ],
    ),
    "cdshooks_official_tests/cdshooks-request-order-select-extensions.json": (
        400,
        ["context.draftOrders is missing", "context.selections[0] must be"],
    ),
    "cdshooks_official_tests/cdshooks-request-order-select-good.json": NOT_OURS,
    "cdshooks_official_tests/cdshooks-request-order-sign-bad-1.json": (
        400,
        ["context.draftOrders.entry[0].status is not a status", f"context.patientId {AN_ID}"],
    ),
    "cdshooks_official_tests/cdshooks-request-order-sign-bad-2.json": (
        400,
        [f"context.patientId {AN_ID}", WRAPPED],
    ),
    "cdshooks_official_tests/cdshooks-request-order-sign-good.json": NOT_OURS,
    "cdshooks_official_tests/cdshooks-request-patient-view-bad.json": (
        400,
        [f"context.encounterId {AN_ID}", f"context.patientId {AN_ID}", WRAPPED, WRAPPED],
    ),
    "cdshooks_official_tests/cdshooks-request-patient-view-good.json": NOT_OURS,
    "cdshooks_official_tests/cdshooks-request-pv-good.json": NOT_OURS,
    "cdshooks_crd_kit/appointment_book_hook_request.json": NO_SUCH_HOOK,
    "cdshooks_crd_kit/encounter_discharge_hook_request.json": NO_SUCH_HOOK,
    "cdshooks_crd_kit/encounter_start_hook_request.json": NO_SUCH_HOOK,
    "cdshooks_crd_kit/fancy_structure_hook_request.json": NO_SUCH_HOOK,
    "cdshooks_crd_kit/order_dispatch_hook_request.json": (
        400,
        ["hook must be patient-view", "context.userId is missing"],
    ),
    "cdshooks_crd_kit/order_select_hook_request.json": OF_ANOTHER,
    "cdshooks_crd_kit/order_sign_hook_request.json": OF_ANOTHER,
}
SUMMARY = "shape: cards[0].summary must have fewer than 140"
LINK_TYPE = "shape: cards[0].links[0].type must be"
RESPONSES: dict[str, list[str]] = {
    "cdshooks_official_tests/cdshooks-response-empty-bad.json": ["shape: cards must be a list"],
    "cdshooks_official_tests/cdshooks-response-empty-good.json": [],
    "cdshooks_official_tests/cdshooks-response-empty-source.json": [
        "shape: cards[0].source is empty",
        "shape: cards[0].source.label must be text",
        LINK_TYPE,
    ],
    "cdshooks_official_tests/cdshooks-response-empty.json": [],
    "cdshooks_official_tests/cdshooks-response-empty2.json": ["shape: cards must be a list"],
    "cdshooks_official_tests/cdshooks-response-good.json": [],
    "cdshooks_official_tests/cdshooks-response-link.json": [],
    "cdshooks_official_tests/cdshooks-response-no-link.json": [],
    "cdshooks_official_tests/cdshooks-response-source-link.json": [SUMMARY, LINK_TYPE],
    "cdshooks_official_tests/cdshooks-response-suggestion.json": [SUMMARY, "cds-resp-6: cards[0]"],
    "cdshooks_official_tests/cdshooks-response-two-cards.json": [],
    "cdshooks_crd_kit/companions_prerequisites.json": [],
    "cdshooks_crd_kit/coverage_info_system_action_conditional.json": [],
    "cdshooks_crd_kit/coverage_info_system_action_covered.json": [],
    "cdshooks_crd_kit/crd_authorization_hook_response.json": [],
    "cdshooks_crd_kit/create_update_coverage_information.json": [],
    "cdshooks_crd_kit/external_reference.json": [],
    "cdshooks_crd_kit/instructions.json": [],
    "cdshooks_crd_kit/launch_smart_app.json": [],
    "cdshooks_crd_kit/other_system_action.json": [],
    "cdshooks_crd_kit/propose_alternate_request.json": [
        "shape: cards[0].suggestions[0].actions is empty"
    ],
    "cdshooks_crd_kit/request_form_completion.json": [],
    "cdshooks_crd_kit/valid_cards.json": [],
}
# Neither a request nor an answer: what other services offer, a context alone, and resources alone.
BESIDE = (
    "cdshooks_official_tests/cdshooks-services-good.json",
    "cdshooks_official_tests/cdshooks-services-order-select-extensions.json",
    "cdshooks_crd_kit/cds-services.json",
    "cdshooks_crd_kit/order_select_context.json",
    "cdshooks_crd_kit/crd_coverage_example.json",
    "cdshooks_crd_kit/crd_encounter_example.json",
    "cdshooks_crd_kit/crd_location_example.json",
    "cdshooks_crd_kit/crd_organization_example.json",
    "cdshooks_crd_kit/crd_patient_example.json",
    "cdshooks_crd_kit/crd_practitioner_example.json",
    "cdshooks_crd_kit/crd_practitioner_role_example.json",
    "cdshooks_crd_kit/crd_service_request_example.json",
    "cdshooks_crd_kit/crd_task_example.json",
)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def service_for(hook: str) -> str:
    """Where a client would send it that knows our discovery; other hooks have no service here."""
    return BY_HOOK.get(hook, BY_HOOK["patient-view"])  # type: ignore[call-overload]


def answered(body: bytes, service: str) -> Expected:
    with pytest.raises(Refused) as caught:
        open_call(service, body, None, SETTINGS)
    return caught.value.status, caught.value.problems


def test_no_file_is_forgotten() -> None:
    folders = ("cdshooks_official_tests", "cdshooks_crd_kit")
    files = {
        f"{folder}/{path.name}" for folder in folders for path in (EXAMPLES / folder).iterdir()
    }
    assert files == {*REQUESTS, *RESPONSES, *BESIDE}


@pytest.mark.parametrize("name", REQUESTS)
def test_each_request_gets_its_answer(name: str) -> None:
    status, said = REQUESTS[name]
    body = (EXAMPLES / name).read_bytes()
    got, problems = answered(body, service_for(json.loads(body)["hook"]))
    told = problems if status == 400 else problems[: len(said)]
    assert (got, len(told)) == (status, len(said))
    assert all(problem.startswith(one) for problem, one in zip(told, said, strict=True))


GOOD = sorted(name for name, (status, _) in REQUESTS.items() if status == 412)


@pytest.mark.parametrize("name", GOOD)
def test_each_good_request_is_answered_with_its_data_under_our_keys(
    name: str, knowledge: Knowledge
) -> None:
    body = json.loads((EXAMPLES / name).read_bytes())
    assert request_problems(body) == []
    held = [one for one in body["prefetch"].values() if one]
    patient = next(one for one in held if one["resourceType"] == "Patient")
    others = [one for one in held if one["resourceType"] != "Patient"]
    bundle = {"resourceType": "Bundle", "entry": [{"resource": one} for one in others]}
    body["prefetch"] = {"patient": patient, "conditions": None, "others": bundle}
    service = service_for(body["hook"])
    call = open_call(service, json.dumps(body).encode(), None, SETTINGS)
    answer = json.loads(services.answer(call, knowledge, SETTINGS, NOW))
    assert (answer, response_problems(answer)) == ({"cards": []}, [])


@pytest.mark.parametrize("hook", ["appointment-book", "encounter-start", "order-dispatch"])
def test_a_service_of_another_hook_is_not_found(hook: str) -> None:
    assert answered(b"{}", f"{hook}-service")[0] == 404


def as_answer(document: Any) -> Any:
    """An answer: some files hold only a card, a list of cards, or an action of the system."""
    if isinstance(document, list):
        return {"cards": document}
    if "summary" in document:
        return {"cards": [document]}
    return {"cards": [], "systemActions": [document]} if "type" in document else document


@pytest.mark.parametrize("name", RESPONSES)
def test_each_answer_is_judged_rightly(name: str) -> None:
    problems = response_problems(as_answer(json.loads((EXAMPLES / name).read_bytes())))
    said = RESPONSES[name]
    assert len(problems) == len(said)
    assert all(problem.startswith(one) for problem, one in zip(problems, said, strict=True))


@pytest.mark.parametrize("hook", sorted(BY_HOOK))
def test_what_the_sandbox_asked_is_answered(hook: str, knowledge: Knowledge) -> None:
    recorded = json.loads((EXAMPLES / "observed_sandbox" / f"call_{hook}.json").read_bytes())
    body = json.dumps(recorded["body"]).encode()
    call = open_call(service_for(hook), body, None, SETTINGS)
    assert len(call.resources) == 6  # the patient, four conditions, and one grade of performance
    assert len(call.drafts) == (0 if hook == "patient-view" else 1)
    answer = json.loads(services.answer(call, knowledge, SETTINGS, NOW))
    assert (request_problems(recorded["body"]), response_problems(answer)) == ([], [])


@pytest.mark.parametrize("name", ["accepted", "overridden", "r_overridden"])
def test_what_the_sandbox_told_of_cards_is_kept(name: str, tmp_path: Path) -> None:
    path = EXAMPLES / "observed_sandbox" / f"feedback_{name}.json"
    told = json.loads(path.read_bytes())["body"]
    assert feedback_problems(told) == []
    for _ in range(2):
        feedback.store(BY_HOOK["patient-view"], json.dumps(told).encode(), tmp_path)
    assert [(one.outcome, one.cards) for one in feedback.counts(tmp_path)] == [
        (name.removeprefix("r_"), 1)
    ]


@pytest.mark.parametrize("name", BESIDE[:2])
def test_discovery_has_the_shape_of_the_official_one(name: str) -> None:
    official = json.loads((EXAMPLES / name).read_bytes())["services"]
    ours = json.loads(services.discovery(SETTINGS))["services"]
    needed = {"hook", "description", "id"}
    assert all(needed <= set(one) for one in [*official, *ours])
    known = {"hook", "title", "description", "id", "prefetch", "usageRequirements", "extension"}
    assert all(set(one) <= known for one in [*official, *ours])

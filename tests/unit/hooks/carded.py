"""Calls, draft orders and persons for the tests of cards, so that a test shows only what it is about."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from backstay.case import Case, read_case
from backstay.exchange import Unread
from backstay.exchange.smart.registration import Registration
from backstay.hooks.asked.call import Call
from backstay.hooks.cards import cards_for
from backstay.hooks.messages import Card
from backstay.hooks.settings import Settings
from backstay.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
SETTINGS = Settings(base_url="https://backstay.example")
LAUNCHING = Settings(
    base_url="https://backstay.example",
    launches=(Registration(issuer="https://ehr.example/fhir", client_id="backstay"),),
)
SNOMED, LOINC = "http://snomed.info/sct", "http://loinc.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
OURS = "https://backstay.example/fhir/CodeSystem/interventions"
T8, L1 = "77435000", "61032001"
KYPHOPLASTY, SBRT, BEAM = (SNOMED, "431995006"), (SNOMED, "448461009"), (SNOMED, "33195004")
LAMINECTOMY = (SNOMED, "283165009")
MR_SPINE, MR_THORACIC = (LOINC, "42698-1"), (LOINC, "24980-5")
IBUPROFEN, MORPHINE, DEXAMETHASONE, BEVACIZUMAB = "5640", "7052", "3264", "253337"

# No red flag: what must be known to be false before a clock can stand still.
QUIET = {
    "limb_weakness": "false", "gait_disturbance": "false", "sensory_change": "false", "sensory_level": "false",
    "saddle_numbness": "false", "sphincter_dysfunction": "false", "myelopathy": "false",
    "cauda_equina_syndrome": "false", "radicular_pain": "false", "neurogenic_claudication": "false",
    "ambulatory": "true", "neurologic_progression": "none", "cord_compression_on_imaging": "excluded",
    "fever": "false",
}  # fmt: skip


def person(lesions: list[dict[str, Any]] | None = None, **patient: Any) -> Case:
    """A case as it is read, in the morning of one day."""
    document: dict[str, Any] = {"as_of": "2026-03-14T09:30+01:00", "patient": patient}
    if lesions is not None:
        document["lesions"] = lesions
    return read_case(document, KNOWLEDGE.facts)


def seen(case: Case, observed: dict[str, str]) -> Case:
    """The same case with the days on which some facts were seen."""
    return read_case({**case.document, "observed": observed}, KNOWLEDGE.facts)


def service(
    code: tuple[str, str] | dict[str, Any] | None, site: str | None = None, **fields: Any
) -> dict[str, Any]:
    """A draft ServiceRequest with a code or a whole concept; None leaves a field out."""
    given = {
        "resourceType": "ServiceRequest",
        "id": "s1",
        "status": "draft",
        "intent": "order",
        "code": coded(code) if isinstance(code, tuple) else code,
        "bodySite": [coded((SNOMED, site))] if site else None,
        "subject": {"reference": "Patient/p1"},
        **fields,
    }
    return {key: value for key, value in given.items() if value is not None}


def drug(code: str, **fields: Any) -> dict[str, Any]:
    """A draft MedicationRequest of one ingredient of RxNorm."""
    given = {
        "resourceType": "MedicationRequest",
        "id": "m1",
        "status": "draft",
        "intent": "order",
        "medicationCodeableConcept": coded((RXNORM, code)),
        "subject": {"reference": "Patient/p1"},
        **fields,
    }
    return {key: value for key, value in given.items() if value is not None}


def dose(amount: float, unit: str = "mg", per_day: int = 1) -> list[dict[str, Any]]:
    return [
        {
            "timing": {"repeat": {"frequency": per_day, "period": 1, "periodUnit": "d"}},
            "route": {"text": "oral"},
            "doseAndRate": [{"doseQuantity": {"value": amount, "unit": unit}}],
        }
    ]


def coded(code: tuple[str, str], text: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"coding": [{"system": code[0], "code": code[1]}]}
    return {**found, "text": text} if text else found


def called(hook: Any, *drafts: dict[str, Any], **fields: Any) -> Call:
    usual: dict[str, Any] = {"service": f"backstay-{hook}", "instance": "i1", "patient_id": "p1"}
    raws = tuple(msgspec.Raw(json.dumps(one).encode()) for one in drafts)
    return Call(hook=hook, drafts=raws, **{**usual, **fields})


def view(case: Case, *unread: Unread, settings: Settings = SETTINGS, **fields: Any) -> list[Card]:
    return cards_for(called("patient-view", **fields), case, unread, KNOWLEDGE, settings)


def sign(case: Case, *drafts: dict[str, Any], **fields: Any) -> list[Card]:
    return cards_for(called("order-sign", *drafts, **fields), case, (), KNOWLEDGE, SETTINGS)


def the_one(cards: list[Card]) -> Card:
    assert len(cards) == 1, [one.summary for one in cards]
    return cards[0]


def detail_of(card: Card) -> str:
    assert card.detail is not None
    return card.detail

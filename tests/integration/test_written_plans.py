"""Shipped patients of every file as plans in FHIR: valid, whole, and read back as nothing but the facts."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fhirkit
import pytest

import backstay_knowledge
from backstay.case import Case, read_case
from backstay.exchange import read_bundle
from backstay.exchange.write import Decision, facts_bundle, plan_bundle
from backstay.exchange.write.decision import Chosen, SetAside
from backstay.knowledge import load_knowledge
from backstay.knowledge.patients import Patient, read_patients
from backstay.plan import Assessment, assess

SHIPPED = Path(backstay_knowledge.__file__).parent / "cases" / "bundles"
FILES = sorted({one.file for one in read_patients()})
SPREAD = 10  # a plan of each would take minutes
AS_OF = "2026-03-14T09:30+01:00"
NAME = re.compile(r"[A-Za-z0-9.-]{1,64}")

STATUS = {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"}
OBSERVED = {
    "registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"
}  # fmt: skip
# The value sets that FHIR R4 requires, by resource and field; fhirkit does not look into them.
REQUIRED: dict[str, dict[str, set[str]]] = {
    "CarePlan": {"status": STATUS, "intent": {"proposal", "plan", "order", "option"}},
    "RequestGroup": {"status": STATUS, "intent": {"proposal", "plan", "order", "option"}},
    "ServiceRequest": {
        "status": STATUS,
        "intent": {"proposal", "plan", "order", "option"},
        "priority": {"routine", "urgent", "asap", "stat"},
    },
    "MedicationRequest": {
        "status": {
            "active", "on-hold", "cancelled", "completed", "entered-in-error", "stopped", "draft", "unknown"
        },
        "intent": {"proposal", "plan", "order", "option"},
        "priority": {"routine", "urgent", "asap", "stat"},
    },
    "Goal": {"lifecycleStatus": {"proposed", "planned", "accepted", "active", "on-hold", "completed"}},
    "Flag": {"status": {"active", "inactive", "entered-in-error"}},
    "Observation": {"status": OBSERVED},
    "RiskAssessment": {"status": OBSERVED},
    "DetectedIssue": {"status": OBSERVED, "severity": {"high", "moderate", "low"}},
    "Device": {"status": {"active", "inactive", "entered-in-error", "unknown"}},
}  # fmt: skip
NEEDED = {
    "CarePlan": {"status", "intent", "subject"},
    "RequestGroup": {"status", "intent"},
    "ServiceRequest": {"status", "intent", "subject"},
    "MedicationRequest": {"status", "intent", "subject", "medicationCodeableConcept"},
    "Goal": {"lifecycleStatus", "description", "subject"},
    "Flag": {"status", "code", "subject"},
    "Observation": {"status", "code"},
    "RiskAssessment": {"status", "subject"},
    "DetectedIssue": {"status"},
    "Provenance": {"target", "recorded", "agent"},
}


def values(given: Any) -> Iterator[tuple[str, Any]]:
    """Every value of a document with the name of its field, those of lists under the name of the list."""
    waiting = [("", given)]
    while waiting:
        name, one = waiting.pop()
        yield name, one
        if isinstance(one, dict):
            waiting += one.items()
        elif isinstance(one, list):
            waiting += [(name, each) for each in one]


def wrong_with(bundle: dict[str, Any]) -> list[str]:
    """All that is not valid FHIR R4, as far as fhirkit and these tables see."""
    text = json.dumps(bundle)
    found = [str(issue) for issue in fhirkit.validate(text)]
    found += [f"{name} is empty" for name, value in values(bundle) if value in (None, "", [], {})]
    urls = [one["fullUrl"] for one in bundle["entry"]]
    known = {*urls, *(url.removeprefix("https://backstay.example/fhir/") for url in urls)}
    found += [f"{url} stands twice" for url, number in Counter(urls).items() if number > 1]
    for one in (entry["resource"] for entry in bundle["entry"]):
        found += _wrong_with_one(one)
    return found + [
        f"{value} leads nowhere"
        for name, value in values(bundle)
        if name == "reference" and isinstance(value, str) and value not in known
    ]


def _wrong_with_one(one: dict[str, Any]) -> Iterator[str]:
    kind = one["resourceType"]
    if not NAME.fullmatch(one["id"]):
        yield f"{kind}: {one['id']} is no id"
    for field, allowed in REQUIRED.get(kind, {}).items():
        if field in one and one[field] not in allowed:
            yield f"{kind}.{field}: {one[field]}"
    for field in NEEDED.get(kind, set()) - one.keys():
        yield f"{kind}.{field} is missing"
    if "text" in one:
        ElementTree.fromstring(one["text"]["div"])  # noqa: S314  (our own text)


def decided(assessment: Assessment) -> Decision:
    """A team that takes all that is recommended but the last, against which it gives a reason."""
    wanted = [one for one in assessment.options if one.stance == "recommended"]
    chosen = [Chosen(option=one.id, lesion=one.lesion, why="agreed") for one in wanted[:-1]]
    aside = [SetAside(option=one.id, lesion=one.lesion, reason="not <now>") for one in wanted[-1:]]
    return Decision(
        decided_on="2027-01-01", by=("nurse",), chosen=tuple(chosen), set_aside=tuple(aside)
    )


def check(case: Case, with_decision: bool) -> None:
    knowledge = load_knowledge()
    assessment = assess(case, knowledge, what_if=False)
    decision = decided(assessment) if with_decision else None
    bundle = plan_bundle(case, assessment, knowledge, decision)
    assert wrong_with(bundle) == []
    facts = json.dumps(facts_bundle(case, knowledge)).encode()
    text = json.dumps(bundle).encode()
    assert read_bundle(text, knowledge.facts, knowledge=knowledge) == read_bundle(
        facts, knowledge.facts, knowledge=knowledge
    )


def case_of(patient: Patient) -> Case:
    return read_case({"as_of": AS_OF, **patient.document}, load_knowledge().facts)


@pytest.mark.parametrize("file", FILES)
def test_patients_of_a_file_as_plans(file: str) -> None:
    """One in ten. The facts alone of all of them are written and read back in tests/generative."""
    patients = [one for one in read_patients() if one.file == file]
    for number, patient in enumerate(patients[::SPREAD], start=FILES.index(file)):
        check(case_of(patient), with_decision=number % 2 == 0)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.json")), ids=lambda path: path.stem)
def test_a_shipped_bundle_as_a_plan(path: Path) -> None:
    knowledge = load_knowledge()
    document, _ = read_bundle(path.read_bytes(), knowledge.facts, knowledge=knowledge)
    check(read_case(document, knowledge.facts), with_decision=True)


@pytest.mark.parametrize(
    ("kind", "field", "value", "problem"),
    [
        ("CarePlan", "status", "done", "CarePlan.status: done"),
        ("Flag", "code", None, "Flag.code is missing"),
        ("ServiceRequest", "note", [], "note is empty"),
        ("ServiceRequest", "subject", {"reference": "Patient/9"}, "Patient/9 leads nowhere"),
        ("Flag", "id", "a b", "Flag: a b is no id"),
        ("Flag", "hue", "red", "hue"),
    ],
)
def test_the_checks_see_a_fault(kind: str, field: str, value: Any, problem: str) -> None:
    knowledge = load_knowledge()
    case = read_case("as_of: 2026-03-14\npatient: {primary: breast}", knowledge.facts)
    bundle = plan_bundle(case, assess(case, knowledge, what_if=False), knowledge)
    one = next(
        entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind
    )
    one.pop(field, None)
    if value is not None:
        one[field] = value
    assert any(problem in each for each in wrong_with(bundle))

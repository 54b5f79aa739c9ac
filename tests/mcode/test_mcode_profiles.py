"""The check of mCODE profiles finds what is wrong, and nothing in the official examples."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fhirkit
import pytest
from profile_checks import MCODE, PROFILES, problems
from profile_table import TABLE, made_from, text_of

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "examples"
needs_examples = pytest.mark.skipif(not EXAMPLES.exists(), reason="../shared/examples is not here")
OFFICIAL = sorted((EXAMPLES / "mcode_stu4").glob("*.json"))
Resource = dict[str, Any]


def concept(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def ecog() -> Resource:
    return {
        "resourceType": "Observation",
        "id": "ecog",
        "meta": {"profile": [f"{MCODE}mcode-ecog-performance-status"]},
        "status": "final",
        "category": [
            concept("http://terminology.hl7.org/CodeSystem/observation-category", "survey")
        ],
        "code": concept("http://loinc.org", "89247-1"),
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": "2026-03-14",
        "valueInteger": 1,
    }


def condition() -> Resource:
    return {
        "resourceType": "Condition",
        "id": "cancer",
        "meta": {"profile": [f"{MCODE}mcode-primary-cancer-condition"]},
        "clinicalStatus": concept(
            "http://terminology.hl7.org/CodeSystem/condition-clinical", "active"
        ),
        "category": [
            concept("http://terminology.hl7.org/CodeSystem/condition-category", "problem-list-item")
        ],
        "code": concept("http://snomed.info/sct", "363518003"),
        "subject": {"reference": "Patient/p"},
    }


def without(name: str) -> Callable[[Resource], None]:
    return lambda one: one.pop(name)


def having(**fields: Any) -> Callable[[Resource], None]:
    return lambda one: one.update(fields)


def quantity_instead(one: Resource) -> None:
    del one["valueInteger"]
    one["valueQuantity"] = {"value": 1}


PROFILE_FAULTS = {
    "a status that is none": having(status="bogus"),
    "no status": without("status"),
    "no code": without("code"),
    "no subject": without("subject"),
    "no category": without("category"),
    "an empty category": having(category=[]),
    "the code of another score": having(code=concept("http://loinc.org", "89243-0")),
    "the code in another system": having(code=concept("http://snomed.info/sct", "89247-1")),
    "a quantity instead of an integer": quantity_instead,
    "a profile of another kind": having(resourceType="Condition"),
    "a profile that is not known": having(meta={"profile": [f"{MCODE}mcode-ecog"]}),
}
BASE_FAULTS = {
    "an unknown element": having(shade="red"),
    "a day that is none": having(effectiveDateTime="2024-13-45"),
    "two values": having(valueString="1"),
    "text as integer": having(valueInteger="1"),
    "an empty element": having(valueInteger=None),
}


def test_a_right_resource_has_no_problem() -> None:
    for one in (ecog(), condition()):
        assert problems(one) == []
        assert fhirkit.validate(json.dumps(one)) == []


@pytest.mark.parametrize("fault", list(PROFILE_FAULTS))
def test_a_fault_against_the_profile_is_found(fault: str) -> None:
    one = ecog()
    PROFILE_FAULTS[fault](one)
    assert problems(one)


@pytest.mark.parametrize("fault", list(BASE_FAULTS))
def test_a_fault_against_r4_is_found(fault: str) -> None:
    one = ecog()
    BASE_FAULTS[fault](one)
    assert fhirkit.validate(json.dumps(one))


def test_a_bound_code_is_checked_inside_a_concept() -> None:
    wrong = {
        **condition(),
        "clinicalStatus": concept(
            "http://terminology.hl7.org/CodeSystem/condition-clinical", "ill"
        ),
    }
    (problem,) = problems(wrong)
    assert (
        "clinicalStatus has no code of http://hl7.org/fhir/ValueSet/condition-clinical" in problem
    )


def test_a_slice_is_judged_by_itself() -> None:
    """A variant needs the category of laboratories whatever other categories it has."""
    variant = {
        **ecog(),
        "meta": {"profile": [f"{MCODE}mcode-genomic-variant"]},
        "code": concept("http://loinc.org", "69548-6"),
        "component": [{"code": concept("http://loinc.org", "48018-6")}],
    }
    found = " ".join(problems(variant))
    assert "category is missing" in found
    assert "component.value[x] is missing" in found


def test_problems_of_a_bundle_name_the_resource() -> None:
    wrong = {name: value for name, value in ecog().items() if name != "subject"}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": wrong}, {}]}
    assert problems(bundle) == [
        "Observation/ecog: subject is missing (mcode-ecog-performance-status)"
    ]


def test_a_profile_of_others_is_not_judged() -> None:
    assert (
        problems({**ecog(), "meta": {"profile": ["https://example.org/StructureDefinition/own"]}})
        == []
    )


@pytest.mark.shared
@needs_examples
def test_the_table_is_what_the_definitions_give() -> None:
    assert TABLE.read_text(encoding="utf-8") == text_of(made_from(EXAMPLES / "profiles"))


@pytest.mark.shared
@needs_examples
@pytest.mark.parametrize("path", OFFICIAL, ids=lambda path: path.stem)
def test_no_false_alarm_on_an_official_example(path: Path) -> None:
    found = problems(json.loads(path.read_text(encoding="utf-8")))
    assert [one for one in found if not one.endswith("is not in the table")] == []


@pytest.mark.shared
@needs_examples
def test_the_examples_use_most_of_the_profiles() -> None:
    texts = [path.read_text(encoding="utf-8") for path in OFFICIAL]
    assert [url for url in PROFILES if not any(f'"{url}"' in text for text in texts)] == []

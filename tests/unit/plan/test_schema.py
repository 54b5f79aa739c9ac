"""The published schemas, judged by another implementation of JSON Schema."""

from __future__ import annotations

import json
from typing import Any

import pytest
from assessed import COMPRESSED, KNOWLEDGE, RENAL, assessed
from jsonschema import Draft202012Validator

from backstay.case import read_case
from backstay.plan import assess
from backstay.plan.record import record
from backstay.plan.schema import schema_of


def errors(kind: str, document: Any) -> list[str]:
    schema = schema_of(kind, KNOWLEDGE)
    Draft202012Validator.check_schema(schema)
    return [error.message for error in Draft202012Validator(schema).iter_errors(document)]


@pytest.mark.parametrize("kind", ["case", "assessment", "record"])
def test_a_schema_is_valid_and_plain_json(kind: str) -> None:
    schema = schema_of(kind, KNOWLEDGE)
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


def test_an_assessment_fits_its_schema() -> None:
    assert not errors("assessment", assessed(RENAL, COMPRESSED, what_if=True))
    assert errors("assessment", {"case": "x"})


def test_a_record_fits_its_schema() -> None:
    case = read_case("patient: {primary: breast}", KNOWLEDGE.facts)
    made = json.loads(record(case, KNOWLEDGE, assess(case, KNOWLEDGE)))
    assert not errors("record", made)
    assert errors("record", {"facts": {}})


CASE = {
    "case": "t8",
    "as_of": "2026-03-14",
    "patient": {
        "primary": "kidney", "age": 63, "creatinine": "88 umol/L", "comorbidities": ["diabetes"],
        "biomarkers": ["alk_fusion"], "limb_weakness": True, "esas": {"pain": 4},
        "medicines": [{"drug": "morphine"}],
        "vertebral_metastases": 2,
    },
    "lesions": [{"level": "T8", "escc": "2", "imaging_date": "2026-03-01"}],
}  # fmt: skip


def test_a_case_fits_its_schema_and_the_reader() -> None:
    assert not errors("case", CASE)
    assert read_case(CASE, KNOWLEDGE.facts).name == "t8"


@pytest.mark.parametrize(
    "wrong",
    [
        {"patient": {"primary": "brest"}},
        {"patient": {"limb_weakness": "no"}},
        {"patient": {"nothing": 1}},
        {"patient": {"age": 200}},
        {"lesions": [{"escc": "2"}]},
        {"patient": {"comorbidities": ["hiccups"]}},
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(wrong: dict[str, Any]) -> None:
    assert errors("case", wrong)

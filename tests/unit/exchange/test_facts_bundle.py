"""What of a case stands in the bundle: each fact once in our own codes, and what other systems know beside it."""

from __future__ import annotations

import json
from typing import Any

import fhirkit
import pytest
from profile_checks import MCODE, problems
from resources import LOINC, OWN, RXNORM, SNOMED

from backstay.case import Case, CaseError
from backstay.exchange import read_bundle
from backstay.exchange.bindings import load_bindings
from backstay.exchange.ours import FACT_PROFILE
from backstay.exchange.write import facts_bundle
from backstay.exchange.write.facts import patient_id
from backstay.exchange.write.facts_codes import written_as
from backstay.knowledge import Knowledge, load_knowledge

NOW = "2026-03-14T09:30:00+01:00"
Resource = dict[str, Any]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def written(knowledge: Knowledge, **fields: Any) -> Resource:
    """The bundle of a few facts, which has no fault and reads back without remark."""
    bundle = facts_bundle({"case": "t8", "as_of": NOW, "patient": {}, **fields}, knowledge)
    text = json.dumps(bundle)
    assert fhirkit.validate(text) == []
    assert problems(bundle) == []
    assert read_bundle(text.encode(), knowledge.facts)[1] == []
    return bundle


def named(bundle: Resource, name: str) -> Resource:
    (found,) = [one["resource"] for one in bundle["entry"] if one["resource"]["id"] == name]
    return dict(found)


def kinds(bundle: Resource) -> list[str]:
    return [one["resource"]["resourceType"] for one in bundle["entry"]]


def codes(concept: Resource) -> list[tuple[str, str]]:
    return [(one["system"], one["code"]) for one in concept["coding"]]


def test_head_and_person(knowledge: Knowledge) -> None:
    bundle = written(knowledge, patient={"sex": "male", "age": 63})
    assert bundle["type"] == "collection"
    assert bundle["timestamp"] == NOW
    assert bundle["identifier"]["value"] == "t8"
    person = bundle["entry"][0]["resource"]
    assert {key: person[key] for key in person if key != "meta"} == {
        "resourceType": "Patient", "id": "t8", "gender": "male"
    }  # fmt: skip
    age = named(bundle, "fact-age")
    assert codes(age["code"]) == [(OWN, "age")]
    assert age["valueQuantity"]["value"] == 63
    assert age["subject"] == {"reference": "Patient/t8"}


def test_a_day_stays_a_day(
    knowledge: Knowledge,
) -> None:
    bundle = written(knowledge, as_of="2026-03-14")
    assert bundle["timestamp"] == "2026-03-14T00:00:00+00:00"
    document, _ = read_bundle(json.dumps(bundle).encode(), knowledge.facts)
    assert document["as_of"] == "2026-03-14"


def test_nothing_known_writes_nobody_but_the_person(knowledge: Knowledge) -> None:
    assert kinds(written(knowledge)) == ["Patient"]
    assert "gender" not in written(knowledge)["entry"][0]["resource"]


def test_ids_are_safe_and_unlike(knowledge: Knowledge) -> None:
    assert patient_id("??") == "case"
    assert len(patient_id("x" * 200)) == 64
    facts = [*knowledge.facts.patient.values(), *knowledge.facts.lesion.values()]
    assert len({one.id.replace("_", "-") for one in facts}) == len(facts)
    assert max(len(f"fact-T12-{one.id}-99") for one in facts) <= 64


def test_performance_is_an_integer_under_its_profile(knowledge: Knowledge) -> None:
    bundle = written(knowledge, patient={"ecog": "1", "karnofsky": 70})
    ecog, karnofsky = named(bundle, "fact-ecog"), named(bundle, "fact-karnofsky")
    assert ecog["valueInteger"] == 1
    assert karnofsky["valueInteger"] == 70
    assert codes(ecog["code"]) == [(LOINC, "89247-1"), (OWN, "ecog")]
    assert ecog["meta"]["profile"] == [FACT_PROFILE, f"{MCODE}mcode-ecog-performance-status"]


def test_laboratory_values_have_their_code_and_unit(knowledge: Knowledge) -> None:
    one = named(written(knowledge, patient={"creatinine": 1.2}), "fact-creatinine")
    assert codes(one["code"])[0] == (LOINC, "2160-0")
    assert one["valueQuantity"] == {
        "value": 1.2, "unit": "mg/dL", "system": "http://unitsofmeasure.org", "code": "mg/dL"
    }  # fmt: skip


def test_a_code_that_asks_for_a_date_stands_only_with_one(knowledge: Knowledge) -> None:
    patient = {"weight": 70}
    assert len(named(written(knowledge, patient=patient), "fact-weight")["code"]["coding"]) == 1
    dated = written(knowledge, patient=patient, observed={"weight": "2026-03-01"})
    assert len(named(dated, "fact-weight")["code"]["coding"]) == 2


def test_dates_and_sources_travel(knowledge: Knowledge) -> None:
    seen = {"albumin": {"at": "2026-03-12", "from": "letter"}}
    bundle = written(knowledge, patient={"albumin": 3.6}, observed=seen)
    assert named(bundle, "fact-albumin")["effectiveDateTime"] == "2026-03-12"
    document, _ = read_bundle(json.dumps(bundle).encode(), knowledge.facts)
    assert document["observed"] == seen


def test_each_look_at_a_fact_is_written(knowledge: Knowledge) -> None:
    looks = [{"at": "2026-03-01", "value": 150}, {"at": "2026-03-12", "value": 90}]
    bundle = written(knowledge, patient={"platelets": 90}, observed={"platelets": looks})
    assert named(bundle, "fact-platelets-1")["valueQuantity"]["value"] == 150
    assert named(bundle, "fact-platelets-2")["valueQuantity"]["value"] == 90


def test_a_set_is_written_whole_and_none_is_written(knowledge: Knowledge) -> None:
    some = written(knowledge, patient={"comorbidities": ["diabetes", "copd"]})
    members = named(some, "fact-comorbidities")["component"]
    assert [one["valueCodeableConcept"]["coding"][0]["code"] for one in members] == [
        "comorbidities.copd", "comorbidities.diabetes"
    ]  # fmt: skip
    none = named(written(knowledge, patient={"comorbidities": []}), "fact-comorbidities")
    assert codes(none["valueCodeableConcept"]) == [(OWN, "comorbidities.none")]


def test_a_map_is_written_field_by_field(knowledge: Knowledge) -> None:
    one = named(written(knowledge, patient={"esas": {"pain": 4, "nausea": 1}}), "fact-esas")
    told = {
        part["code"]["coding"][0]["code"]: part["valueQuantity"]["value"]
        for part in one["component"]
    }
    assert told == {"esas.pain": 4, "esas.nausea": 1}


def test_a_lesion_has_its_level_in_both_codes(knowledge: Knowledge) -> None:
    bundle = written(knowledge, lesions=[{"level": "T8", "escc": "2"}])
    one = named(bundle, "fact-T8-escc")
    assert codes(one["bodySite"]) == [(SNOMED, "77435000"), (OWN, "level.T8")]
    assert codes(one["valueCodeableConcept"]) == [(OWN, "escc.2")]


def test_no_lesion_is_said_and_unknown_is_not(knowledge: Knowledge) -> None:
    none = written(knowledge, lesions=[])
    assert codes(named(none, "fact-lesions")["valueCodeableConcept"]) == [(OWN, "lesions.none")]
    document, _ = read_bundle(json.dumps(none).encode(), knowledge.facts)
    assert document["lesions"] == []
    document, _ = read_bundle(json.dumps(written(knowledge)).encode(), knowledge.facts)
    assert "lesions" not in document


KIDNEY = {"cancer_history": "current", "primary": "kidney", "histology": "clear_cell"}
METASTASIS = {"level": "T8", "to_level": "T9", "nature": "metastasis"}


def test_a_cancer_and_its_metastasis_are_conditions(knowledge: Knowledge) -> None:
    proven = {**KIDNEY, "cancer_diagnosis_known": True}
    bundle = written(knowledge, patient=proven, lesions=[METASTASIS])
    primary, second = named(bundle, "fact-primary-cancer"), named(bundle, "fact-T8-metastasis")
    assert codes(primary["code"]) == [(SNOMED, "254915003"), (OWN, "primary.kidney")]
    assert primary["verificationStatus"]["coding"][0]["code"] == "confirmed"
    assert primary["meta"]["profile"] == [f"{MCODE}mcode-primary-cancer-condition"]
    assert codes(second["code"]) == [(SNOMED, "94602001")]
    assert [one["text"] for one in second["bodySite"]] == ["T8", "T9"]
    related = second["extension"][0]["valueReference"]["reference"]
    assert related == "Condition/fact-primary-cancer"


@pytest.mark.parametrize(
    ("patient", "code", "status"),
    [
        (KIDNEY, "254915003", "active"),
        ({**KIDNEY, "histology": "other"}, "363518003", "active"),
        ({**KIDNEY, "cancer_history": "past"}, "254915003", "inactive"),
        ({"cancer_history": "current", "primary": "myeloma"}, "109989006", "active"),
    ],
)
def test_the_code_says_just_what_is_known(
    patient: Resource, code: str, status: str, knowledge: Knowledge
) -> None:
    one = named(written(knowledge, patient=patient), "fact-primary-cancer")
    assert one["code"]["coding"][0]["code"] == code
    assert one["clinicalStatus"]["coding"][0]["code"] == status
    assert "verificationStatus" not in one


@pytest.mark.parametrize(
    "patient",
    [
        {"primary": "kidney"},  # nobody said that it is there now
        {**KIDNEY, "cancer_history": "suspected"},
        {"cancer_history": "current"},
        {
            "cancer_history": "current",
            "primary": "unknown",
        },  # its code would also say where it spread
        {
            "cancer_history": "current",
            "primary": "colorectal",
        },  # its codes would say where in the bowel
    ],
)
def test_no_diagnosis_is_made_up(patient: Resource, knowledge: Knowledge) -> None:
    assert "Condition" not in kinds(written(knowledge, patient=patient))


@pytest.mark.parametrize(
    ("history", "lesion"),
    [
        ("past", METASTASIS),
        ("current", {**METASTASIS, "nature": "unproven"}),
        ("current", {"level": "C0", "nature": "metastasis"}),  # no code for this place
    ],
)
def test_no_metastasis_is_made_up(history: str, lesion: Resource, knowledge: Knowledge) -> None:
    patient = {"cancer_history": history}
    assert "Condition" not in kinds(written(knowledge, patient=patient, lesions=[lesion]))


def test_a_metastasis_without_its_primary(knowledge: Knowledge) -> None:
    bundle = written(knowledge, patient={"cancer_history": "current"}, lesions=[METASTASIS])
    assert "extension" not in named(bundle, "fact-T8-metastasis")


def test_courses_have_dose_and_fractions_or_neither(knowledge: Knowledge) -> None:
    courses = [{"dose": 8.1, "fractions": 1, "months_ago": 6}, {"dose": 30}, {}]
    bundle = written(knowledge, lesions=[{"level": "T8", "prior_radiation": courses}])
    first, second, third = (named(bundle, f"fact-T8-course-{n}") for n in (1, 2, 3))
    total, number = first["extension"][0]["extension"]
    assert total["valueQuantity"]["value"] == 810
    assert total["valueQuantity"]["code"] == "cGy"
    assert number["valueUnsignedInt"] == 1
    assert not any(key.startswith("performed") for key in first)
    assert "extension" not in second
    assert "extension" not in third
    assert first["meta"]["profile"] == [f"{MCODE}mcode-radiotherapy-course-summary"]


MEDICINES: list[tuple[Resource, Resource | None]] = [
    ({"drug": "morphine"}, None),
    (
        {
            "drug": "morphine",
            "dose": 10,
            "unit": "mg",
            "every_hours": 4,
            "as_needed": True,
            "route": "oral",
        },
        {
            "timing": {"repeat": {"frequency": 1, "period": 4, "periodUnit": "h"}},
            "asNeededBoolean": True,
            "route": {"text": "oral"},
            "doseAndRate": [{"doseQuantity": {"value": 10, "code": "mg"}}],
        },
    ),
    (
        {"drug": "fentanyl", "dose": 100, "dose_up_to": 200, "unit": "mcg", "per_day": 4},
        {
            "timing": {"repeat": {"frequency": 4, "period": 1, "periodUnit": "d"}},
            "doseAndRate": [
                {
                    "doseRange": {
                        "low": {"value": 100, "code": "ug"},
                        "high": {"value": 200, "code": "ug"},
                    }
                }
            ],
        },
    ),
    ({"drug": "fentanyl", "dose": 25, "unit": "mcg/h", "every_hours": 72}, None),
    ({"drug": "morphine", "dose": 10, "unit": "mg", "per_day": 2.5}, None),
    ({"drug": "morphine", "dose": 10, "unit": "mg", "per_day": 2, "every_hours": 12}, None),
    ({"drug": "morphine", "unit": "mg", "per_day": 2}, None),
    ({"drug": "morphine", "dose": 10, "unit": "mg", "route": "oral"}, {"route": {"text": "oral"}}),
]


@pytest.mark.parametrize(("entry", "dosage"), MEDICINES)
def test_a_dose_is_said_whole_or_not(
    entry: Resource, dosage: Resource | None, knowledge: Knowledge
) -> None:
    one = named(written(knowledge, patient={"medicines": [entry]}), "fact-medicine-1")
    found = json.loads(json.dumps(one.get("dosage")))
    drop(found, "unit", "system")
    assert found == ([dosage] if dosage else None)


def drop(part: Any, *names: str) -> None:
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        drop(one, *names)
    if isinstance(part, dict):
        for name in names:
            part.pop(name, None)


def test_drugs_have_a_code_where_it_is_sure(knowledge: Knowledge) -> None:
    entries = [{"drug": "morphine"}, {"drug": "prednisolone"}, {"drug": "herbal tea"}, {"dose": 3}]
    told = {"medicines": "2026-03-12"}
    bundle = written(knowledge, patient={"medicines": entries}, observed=told)
    first, second, third = (named(bundle, f"fact-medicine-{n}") for n in (1, 2, 3))
    assert codes(first["medicationCodeableConcept"]) == [(RXNORM, "7052")]
    assert first["dateAsserted"] == "2026-03-12"
    assert second["medicationCodeableConcept"] == {
        "text": "prednisolone"
    }  # its code is not verified
    assert third["medicationCodeableConcept"] == {"text": "herbal tea"}
    assert kinds(bundle).count("MedicationStatement") == 3


def test_every_written_code_is_read_as_the_same_fact(knowledge: Knowledge) -> None:
    rows = load_bindings().entries["written"]
    assert rows
    for row in rows:
        fact = knowledge.fact(row.id)
        assert fact is not None
        standing = written_as(fact, "any day")
        assert standing is not None
        (code,) = standing.codes["loinc"]
        assert load_bindings().observations[LOINC, code].fact == row.id


def test_only_a_case_is_written(knowledge: Knowledge) -> None:
    with pytest.raises(CaseError):
        facts_bundle({"patient": {"no_such_fact": 1}}, knowledge)
    from datetime import UTC, datetime

    with pytest.raises(ValueError, match="no document"):
        facts_bundle(Case("x", datetime(2026, 1, 1, tzinfo=UTC), {}, None), knowledge)


def test_every_written_diagnosis_is_read_as_the_same_cancer(knowledge: Knowledge) -> None:
    for row in load_bindings().entries["diagnoses"]:
        (code,) = row.codes["snomed"]  # type: ignore[attr-defined]
        bound = load_bindings().conditions[SNOMED, code]
        assert bound.cancer
        assert bound.primary == (row.primary,)  # type: ignore[attr-defined]
        assert bound.sets == row.sets  # type: ignore[attr-defined]

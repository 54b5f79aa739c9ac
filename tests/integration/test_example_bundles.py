"""Real example records, and the bundles that are shipped: all are read, none is guessed at."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

import backstay_knowledge
from backstay.case import Case, Vocabulary, read_case
from backstay.exchange import Unread, read_bundle

SHIPPED = Path(backstay_knowledge.__file__).parent / "cases" / "bundles"
EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "examples"
needs_examples = pytest.mark.skipif(not EXAMPLES.exists(), reason="../shared/examples is not here")
MCODE = sorted((EXAMPLES / "mcode_stu4").glob("*.json"))
SYNTHEA = sorted((EXAMPLES / "synthea_cancer").glob("*.json"))


def read(data: bytes, vocabulary: Vocabulary) -> tuple[Case, list[Unread]]:
    document, unread = read_bundle(data, vocabulary)
    return read_case(document, vocabulary), unread


def shipped(name: str, vocabulary: Vocabulary) -> tuple[Case, list[Unread]]:
    return read((SHIPPED / f"{name}.json").read_bytes(), vocabulary)


def with_patient(resource: dict[str, Any]) -> bytes:
    """A single example in a bundle with the patient whom it is about."""
    about = resource.get("subject") or resource.get("patient") or {}
    name = about.get("reference", "Patient/nobody").partition("/")[2]
    patient = {"resourceType": "Patient", "id": name}
    both = [resource] if resource["resourceType"] == "Patient" else [patient, resource]
    entries = [{"resource": one} for one in both]
    return json.dumps({"resourceType": "Bundle", "entry": entries}).encode()


@pytest.mark.shared
@needs_examples
@pytest.mark.parametrize("path", MCODE, ids=lambda path: path.stem)
def test_every_mcode_example_is_read(path: Path, vocabulary: Vocabulary) -> None:
    data = path.read_bytes()
    resource = json.loads(data)
    single = resource["resourceType"] != "Bundle"
    case, unread = read(with_patient(resource) if single else data, vocabulary)
    assert not any("not valid FHIR" in one.why for one in unread)
    assert case.patient or unread or case.remarks or resource["resourceType"] == "Patient"


@pytest.mark.shared
@needs_examples
def test_facts_of_single_examples(vocabulary: Vocabulary) -> None:
    def facts(name: str) -> dict[str, Any]:
        data = json.loads((EXAMPLES / "mcode_stu4" / f"{name}.json").read_bytes())
        document, _ = read_bundle(with_patient(data), vocabulary)
        return dict(document["patient"])

    assert facts("Observation-ecog-performance-status-jenny-m") == {"ecog": "0"}
    assert facts("Observation-karnofsky-performance-status-normal-activity") == {"karnofsky": "90"}
    assert facts("Observation-lab-result-observation-hemoglobin") == {"hemoglobin": "13.5 g/dL"}
    assert facts("Condition-primary-cancer-condition-nsclc") == {
        "cancer_history": "current",
        "primary": "lung_non_small_cell",
    }
    assert facts("Condition-secondary-cancer-condition-brain-mets") == {
        "cancer_history": "current",
        "metastatic_sites": ["brain"],
        "brain_metastases": "true",
    }
    assert facts("Condition-john-anyperson-chf") == {"comorbidities": ["heart_failure"]}
    assert facts("Condition-john-anyperson-hd") == {}  # resolved


@pytest.mark.shared
@needs_examples
def test_medicines_of_single_examples(vocabulary: Vocabulary) -> None:
    def ordered(name: str, when: str) -> tuple[dict[str, Any], list[str]]:
        path = (
            EXAMPLES
            / "mcode_stu4"
            / f"MedicationRequest-cancer-related-medication-request-{name}.json"
        )
        bundle = json.loads(with_patient(json.loads(path.read_bytes())))
        document, unread = read_bundle(
            json.dumps({**bundle, "timestamp": when}).encode(), vocabulary
        )
        return dict(document["patient"]), [one.why for one in unread]

    facts, _ = ordered("gefitinib", "2019-05-01T00:00:00Z")
    assert facts["current_systemic_therapy"] == ["gefitinib"]
    (entry,) = facts["medicines"]
    assert entry == {
        "drug": "gefitinib", "form": "tablet", "route": "oral", "dose": "250", "unit": "mg", "per_day": "1"
    }  # fmt: skip
    # Its words tell milligrams for each square meter and single days; its fields tell milligrams.
    facts, whys = ordered("prednisone-brian-l", "2024-02-01T00:00:00Z")
    assert facts["medicines"] == [{"drug": "prednisone", "route": "intravenous"}]
    assert "prednisone: dose not known: its words say more than its fields" in whys
    assert ordered("cisplatin-stopped", "2019-06-01T00:00:00Z") == ({}, ["its status is stopped"])


@pytest.mark.shared
@needs_examples
def test_the_mcode_patient(vocabulary: Vocabulary) -> None:
    data = (EXAMPLES / "mcode_stu4" / "Bundle-mcode-patient-bundle-jenny-m.json").read_bytes()
    case, unread = read(data, vocabulary)
    assert case.patient["sex"] == "female"
    assert case.patient["primary"] == "breast"
    assert case.patient["cancer_history"] == "past"  # in remission
    assert any("was this radiation" in one.why for one in unread)
    assert sum("more than 365 days ago; is it still taken?" in one.why for one in unread) == 4


@pytest.mark.shared
@needs_examples
@pytest.mark.parametrize("path", SYNTHEA, ids=lambda path: path.stem.split("_")[1])
def test_synthea_patients(path: Path, vocabulary: Vocabulary) -> None:
    case, unread = read(path.read_bytes(), vocabulary)
    assert {"age", "sex"} <= set(case.patient)
    assert not any("not valid FHIR" in one.why for one in unread)
    document, _ = read_bundle(path.read_bytes(), vocabulary)
    assert len(document["observed"]["weight"]) > 1


@pytest.mark.shared
@needs_examples
def test_synthea_prostate_cancer(vocabulary: Vocabulary) -> None:
    (path,) = [one for one in SYNTHEA if "Pulido" in one.name]
    case, _ = read(path.read_bytes(), vocabulary)
    assert case.patient["primary"] == "prostate"
    assert case.patient["cancer_history"] == "current"


def lesion(case: Case, name: str) -> dict[str, Any]:
    (found,) = [one for one in case.lesions or () if one.name == name]
    return dict(found.facts)


def test_kidney_cancer_at_t8(vocabulary: Vocabulary) -> None:
    case, unread = shipped("t8-renal", vocabulary)
    assert case.remarks == ()
    assert {
        "age": 63.0,
        "sex": "male",
        "primary": "kidney",
        "histology": "clear_cell",
        "ecog_before_deficit": "1",
        "fit_for_surgery": True,
        "gait_disturbance": True,
        "limb_weakness": True,
        "cord_compression_on_imaging": "present",
        "whole_spine_mri": "done",
    }.items() <= case.patient.items()
    assert "platelets" not in case.patient
    assert case.patient["comorbidities"].has("diabetes") is True  # type: ignore[union-attr]
    therapy = case.patient["current_systemic_therapy"]
    assert therapy.has("cabozantinib") is True  # type: ignore[union-attr]
    assert case.patient["creatinine"] == pytest.approx(1.244, abs=1e-3)
    assert case.patient["albumin"] == pytest.approx(3.6)
    sins = {
        "pain": "mechanical",
        "bone": "lytic",
        "alignment": "normal",
        "collapse": "under_half",
        "posterolateral": "bilateral",
        "escc": "2",
        "nature": "metastasis",
        "prior_radiation": (),
    }
    assert sins.items() <= lesion(case, "T8").items()
    assert {one.resource for one in unread if not one.counted} == {"Observation/t8-renal-11"}


def test_the_lumbar_lesion_of_the_same_patient_is_half_known(vocabulary: Vocabulary) -> None:
    case, _ = shipped("t8-renal", vocabulary)
    facts = lesion(case, "L3")
    assert "pain" not in facts
    assert "posterolateral" not in facts
    (course,) = facts["prior_radiation"]
    assert course["dose"] == 8.0
    assert course["fractions"] == 1
    assert course["months_ago"] == pytest.approx(8.2)


def test_a_painful_fracture_with_everything_known(vocabulary: Vocabulary) -> None:
    case, unread = shipped("l2-breast-painful", vocabulary)
    assert case.remarks == ()
    assert case.patient["age"] == 58.0
    assert case.patient["hormone_receptor"] == "positive"
    assert case.patient["platelets"] == 212.0
    assert case.patient["limb_weakness"] is False
    assert case.patient["comorbidities"].has("copd") is False  # type: ignore[union-attr]
    assert lesion(case, "L2")["posterior_wall_defect"] is False
    assert [one.counted for one in unread] == [True]


def test_an_emergency_with_almost_nothing_known(vocabulary: Vocabulary) -> None:
    case, unread = shipped("unknown-yet", vocabulary)
    assert case.patient == {
        "age": 75.0,
        "cancer_history": "current",
        "limb_weakness": True,
        "primary": "prostate",
        "sex": "male",
        "sphincter_dysfunction": True,
        "sphincter_onset": "new",
        "whole_spine_mri": "not_done",
    }
    assert case.lesions is None
    assert unread == []


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.json")), ids=lambda path: path.stem)
def test_shipped_bundles_are_small_and_plainly_invented(path: Path) -> None:
    data = path.read_bytes()
    assert len(data) < 60_000
    bundle = json.loads(data)
    for one in [bundle, *(entry["resource"] for entry in bundle["entry"])]:
        assert one["meta"]["tag"][0]["code"] == "invented"


def test_reading_is_fast(vocabulary: Vocabulary) -> None:
    """Well under 10 ms for 80 kB on a quiet machine; here only a slip in order of growth fails."""
    data = (SHIPPED / "l2-breast-painful.json").read_bytes()
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        read_bundle(data, vocabulary)
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.05

"""Other illness, spread and states of the patient as diagnoses; which primary a metastasis names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from resources import KIDNEY, SNOMED, concept, condition

from backstay.case import Case, Members
from backstay.exchange import Unread

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
RELATED = "http://hl7.org/fhir/StructureDefinition/condition-related"
ASSERTED = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate"
SPINE, LIVER, BREAST = (SNOMED, "94274006"), (SNOMED, "94381002"), (SNOMED, "254837009")
THORACIC = (SNOMED, "35769007")


def status(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


def from_primary(*names: str) -> list[dict[str, Any]]:
    return [{"url": RELATED, "valueReference": {"reference": f"Condition/{one}"}} for one in names]


def members(case: Case, fact: str) -> Members:
    found = case.patient[fact]
    assert isinstance(found, Members)
    return found


def test_illnesses_of_both_systems_make_one_open_list(case_of: Callable[..., Case]) -> None:
    case = case_of(
        condition((ICD, "I50.32"), name="a"),
        condition((SNOMED, "73211009"), name="b", recordedDate="2010-01-01"),
        condition((SNOMED, "5148006"), name="c"),
    )
    held = members(case, "comorbidities")
    assert held.present == {"heart_failure", "diabetes", "hypertension"}
    assert held.has("copd") is None  # what nobody listed is unknown


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"clinicalStatus": status("resolved")}, "it is not active"),
        ({"abatementDateTime": "2020"}, "it is not active"),
        ({"abatementAge": {"value": 50}}, "it is not active"),
        ({"clinicalStatus": status("remission")}, "it is not active"),
        ({"verificationStatus": status("differential")}, "it is not confirmed"),
        ({"verificationStatus": status("refuted")}, "its verification status is refuted"),
        ({"verificationStatus": status("entered-in-error")}, "its verification status is"),
    ],
)
def test_a_past_illness_is_not_a_present_one(read: Read, fields: dict[str, Any], why: str) -> None:
    document, unread = read(condition((ICD, "I10"), **fields))
    assert document["patient"] == {}
    assert why in unread[0].why


def test_an_entry_without_status_holds(read: Read) -> None:
    document, unread = read(condition((ICD, "I10"), clinicalStatus=status("active")))
    assert (document["patient"], unread) == ({"comorbidities": ["hypertension"]}, [])


def test_cirrhosis_is_taken_with_a_doubt(read: Read) -> None:
    document, unread = read(condition((SNOMED, "19943007")))
    assert document["patient"]["comorbidities"] == ["liver_mild"]
    assert [one.counted for one in unread] == [True]


def test_spread_to_organs(case_of: Callable[..., Case]) -> None:
    case = case_of(condition(LIVER, name="a"), condition((ICD, "C79.31"), name="b"))
    assert members(case, "metastatic_sites").present == {"liver", "brain"}
    assert case.patient["brain_metastases"] is True
    assert "visceral_metastases" not in case.patient  # no code says whether it can be treated


def test_an_old_entry_of_spread_is_stale(case_of: Callable[..., Case]) -> None:
    case = case_of(condition((ICD, "C79.31"), recordedDate="2025-01-01"))
    assert "brain_metastases" not in case.patient
    assert {one.kind for one in case.remarks} == {"stale"}


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ((SNOMED, "274146004"), "by the tumor or by osteoporosis"),
        ((ICD, "M48.50XA"), "by the tumor or by osteoporosis"),
        ((ICD, "G89.3"), "is it in the spine?"),
        ((ICD, "R33.9"), "is it new?"),
        ((ICD, "E83.52"), "what is the calcium now?"),
    ],
)
def test_a_diagnosis_that_may_matter_is_asked_about(
    read: Read, code: tuple[str, str], asked: str
) -> None:
    document, unread = read(condition(code))
    assert document["patient"] == {}
    assert [(asked in one.why, one.counted) for one in unread] == [(True, False)]


def test_states_of_the_patient(read: Read) -> None:
    document, _ = read(
        condition((ICD, "F05"), name="a"),
        condition((SNOMED, "128053003"), name="b"),
        condition((ICD, "G82.50"), name="c"),
    )
    assert document["patient"] == {"delirium": "true", "vte": "active", "limb_weakness": "true"}


def test_a_region_alone_is_no_level(read: Read) -> None:
    document, unread = read(condition((SNOMED, "94222008"), bodySite=[concept(THORACIC)]))
    assert "lesions" not in document
    assert unread[0].why.endswith(
        "no vertebral level (snomed 35769007 is none); which lesion is it?"
    )


def test_the_date_is_when_the_entry_was_made(read: Read) -> None:
    asserted = [{"url": ASSERTED, "valueDateTime": "2024-05-01"}, {"url": "urn:other"}]
    document, _ = read(
        condition((ICD, "I10"), recordedDate=None, extension=asserted, onsetDateTime="2001")
    )
    assert document["observed"]["comorbidities"]["at"] == "2024-05-01"
    document, _ = read(condition((ICD, "I10"), recordedDate=None, onsetDateTime="2001"))
    assert document["observed"]["comorbidities"]["at"] == "2001-01-01"


def test_a_metastasis_of_the_spine_names_its_primary(read: Read) -> None:
    document, _ = read(
        condition(KIDNEY, name="kidney"),
        condition(BREAST, name="breast", clinicalStatus=status("remission")),
        condition(SPINE, name="spine", extension=from_primary("breast")),
        condition(LIVER, name="liver", extension=from_primary("kidney")),
    )
    assert document["patient"]["primary"] == "breast"
    assert document["observed"]["primary"]["from"] == "Condition/breast"


@pytest.mark.parametrize(
    ("spine", "liver", "expected"),
    [
        (from_primary("breast", "kidney"), from_primary("kidney"), None),
        ([{"url": RELATED}], from_primary("breast"), None),
        (from_primary("nowhere"), from_primary("kidney"), None),
        (None, from_primary("kidney"), "kidney"),
    ],
)
def test_what_it_names_must_be_one_and_be_there(
    read: Read, spine: Any, liver: Any, expected: str | None
) -> None:
    both = [condition(KIDNEY, name="kidney"), condition(BREAST, name="breast")]
    several = [condition(LIVER, name="liver", extension=liver)]
    several += [condition(SPINE, name="spine", extension=spine)] if spine else []
    document, unread = read(*both, *several)
    assert document["patient"].get("primary") == expected
    assert any("the primary is not certain" in one.why for one in unread) == (expected is None)


def test_a_suspected_cancer_names_no_primary(read: Read) -> None:
    document, unread = read(condition(BREAST, verificationStatus=status("provisional")))
    assert (document["patient"], unread) == ({"cancer_history": "suspected"}, [])


def test_codes_of_different_cancers_are_not_read(read: Read) -> None:
    document, unread = read(condition(BREAST, KIDNEY))
    assert document["patient"] == {}
    assert unread[0].why == "its codes mean different cancers: breast, kidney"


def test_a_cancer_that_is_not_bound_is_still_a_cancer(read: Read) -> None:
    document, _ = read(condition((ICD, "C41.2")))
    assert document["patient"] == {"cancer_history": "current"}


@pytest.mark.parametrize(
    ("day", "told"),
    [("2026-03-01", ["active_infection"]), ("2015-01-01", None), (None, ["active_infection"])],
)
def test_an_infection_of_long_ago_is_asked_about(
    read: Read, day: str | None, told: list[str] | None
) -> None:
    document, unread = read(condition((ICD, "A41.9"), recordedDate=day))
    assert document["patient"].get("comorbidities") == told
    asked = "it is of 2015-01-01, more than 90 days ago; is it still so?"
    assert [asked in one.why for one in unread] == ([] if told else [True])


def test_a_thrombosis_that_began_long_ago_is_none_of_today(case_of: Callable[..., Case]) -> None:
    began = {"start": "2015-01-01", "end": "2015-01-05"}
    clot = condition((ICD, "I82.409"), recordedDate=None, onsetPeriod=began)
    assert "vte" not in case_of(clot).patient


@pytest.mark.parametrize(
    ("code", "name", "asked"),
    [
        ("Z99.2", "kidney_moderate_severe", "of which kind is it now?"),
        ("M80.08XA", "osteoporosis", "is there a tumor in it?"),
    ],
)
def test_what_a_diagnosis_leaves_open_is_asked(
    read: Read, code: str, name: str, asked: str
) -> None:
    document, unread = read(condition((ICD, code)))
    assert document["patient"] == {"comorbidities": [name]}
    assert [(asked in one.why, one.counted) for one in unread] == [(True, True)]

"""Scores with their intervals and gaps, and prognosis in the words in which it was published."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from plans import COMPRESSED, assessed, changed, of_kind, planned, resources_of, told

from backstay.exchange.write import plan_bundle

FULL = """
case: full
as_of: 2026-03-14T09:30+01:00
patient: {primary: breast, wants_prognosis: false, ecog: "1", karnofsky: 80, visceral_metastases: none}
lesions:
  - {level: T8, nature: metastasis, pain: mechanical, bone: lytic, alignment: normal, collapse: under_half,
     posterolateral: bilateral, escc: "2"}
"""


def score(resources: list[dict[str, Any]], name: str, level: str | None = None) -> dict[str, Any]:
    (found,) = [
        one
        for one in of_kind(resources, "Observation")
        if one["code"]["coding"][-1]["code"] == name
        and one["code"]["coding"][-1]["system"].endswith("/scores")
        and (level is None or one["bodySite"]["text"] == level)
    ]
    return found


def risk(resources: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (found,) = [
        one
        for one in of_kind(resources, "RiskAssessment")
        if one["method"]["coding"][0]["code"] == name
    ]
    return found


def test_a_whole_score_is_a_number_with_its_items() -> None:
    one = score(planned(FULL), "sins", "T8")
    assert (one["status"], one["valueInteger"]) == ("final", 11)
    assert one["interpretation"] == [{"text": "potentially unstable"}]
    assert one["referenceRange"] == [{"low": {"value": 0}, "high": {"value": 18}}]
    assert one["bodySite"]["coding"][0]["code"] == "77435000"
    assert one["category"][0]["coding"][0]["code"] == "survey"
    assert [part["valueInteger"] for part in one["component"]] == [1, 3, 2, 0, 2, 3]
    assert one["component"][1]["code"]["text"] == "Pain: mechanical"
    assert one["component"][1]["code"]["coding"][0]["code"] == "sins.pain"
    assert "https://backstay.example/fhir/Observation/fact-T8-pain" in {
        each["reference"] for each in one["derivedFrom"]
    }
    assert any(line.startswith("Sources: primary (Fisher 2010") for line in told(one))
    assert any(line.startswith("A surgical opinion is warranted.") for line in told(one))
    assert one["text"]["div"].startswith(
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>Spinal Instability Neoplastic Score (SINS) at T8: '
        "11, potentially unstable.</p>"
    )


def test_a_score_with_a_gap_is_an_interval_and_names_it() -> None:
    one = score(planned(COMPRESSED), "sins", "L3")
    low, high = one["valueRange"]["low"]["value"], one["valueRange"]["high"]["value"]
    assert one["status"] == "preliminary" and low < high
    assert any(line.startswith("Missing: ") for line in told(one))
    absent = [part for part in one["component"] if "dataAbsentReason" in part]
    assert absent and all(
        part["dataAbsentReason"]["coding"][0]["code"] == "unknown" for part in absent
    )


def test_points_that_are_an_interval_and_values_that_hold_more_than_the_item() -> None:
    one = score(planned(FULL), "prism")
    ranged = [part for part in one["component"] if "valueRange" in part]
    assert ranged
    ill = FULL.replace("ecog:", "comorbidities: [copd], comorbidities_known: true, ecog:")
    parts = {
        one["code"]["text"]: one["valueInteger"]
        for one in score(planned(ill), "h2_fails")["component"]
        if one["code"]["coding"][0]["code"].endswith(".comorbidities")
    }
    assert parts  # each says what it asks for, and not that COPD were it
    assert not any("copd" in text or ":" in text for text in parts)
    assert set(parts.values()) == {0}


def test_a_grade_is_text_and_an_unknown_one_is_absent() -> None:
    graded = score(planned(COMPRESSED), "escc", "T8")
    assert graded["valueCodeableConcept"]["text"] == "2" and "component" not in graded
    assert graded["valueCodeableConcept"]["coding"][0]["code"] == "escc.2"
    unknown = score(planned(COMPRESSED.replace('escc: "2", ', "")), "escc", "T8")
    assert unknown["dataAbsentReason"]["coding"][0]["code"] == "unknown"
    assert "valueCodeableConcept" not in unknown
    assert "not known" in unknown["text"]["div"]


def test_a_score_of_other_people_is_left_out() -> None:
    _, assessment, _ = assessed(FULL)
    (other,) = [one for one in assessment.scores if one.id == "rades_early_death"]
    assert other.applies is False  # it was made for people with a motor deficit
    written = {one["code"]["coding"][0]["code"] for one in of_kind(planned(FULL), "Observation")}
    assert "rades_early_death" not in written and "tomita" in written


def test_whether_it_applies_may_be_unknown() -> None:
    resources = planned("case: x\nas_of: 2026-03-14\npatient: {primary: breast}")
    found = [
        one for one in of_kind(resources, "Observation") if "/scores" in json.dumps(one["code"])
    ]
    assert any(
        "Whether the score applies to this person is not known." in told(one) for one in found
    )
    assert all(one["status"] == "preliminary" for one in found)


def test_prognosis_is_the_published_outcome_of_the_band_and_no_probability() -> None:
    resources = planned(
        COMPRESSED.replace("{primary: kidney", "{primary: kidney, visceral_metastases: none")
    )
    scored = [one for one in of_kind(resources, "RiskAssessment") if "prediction" in one]
    assert scored
    for one in scored:
        (basis,) = one["basis"]
        assert basis["reference"] in {
            f"urn:uuid:{each['id']}" for each in of_kind(resources, "Observation")
        }
        for each in one["prediction"]:
            assert each["outcome"]["text"] and not any("robability" in key for key in each)
            assert "(" in each["rationale"]


def certain() -> list[dict[str, Any]]:
    return planned(
        """
case: whole
as_of: 2026-03-14T09:30+01:00
patient: {primary: breast, karnofsky: 80, visceral_metastases: none, spinal_pain: true, wants_prognosis: true}
lesions: [{level: L2, nature: metastasis}]
"""
    )


def test_one_band_alone_is_final() -> None:
    one = risk(certain(), "van_der_linden")
    assert one["status"] == "final"
    (prediction,) = one["prediction"]
    assert prediction["outcome"]["text"].startswith("Median survival 19 months")
    assert not prediction["rationale"].startswith("Possible")


def test_several_bands_are_possible_and_all_of_them_say_nothing() -> None:
    resources = planned(COMPRESSED)
    some = [
        one for one in of_kind(resources, "RiskAssessment") if len(one.get("prediction", ())) > 1
    ]
    assert some and all(one["status"] == "preliminary" for one in some)
    told_so = [each["rationale"] for one in some for each in one["prediction"]]
    assert all(line.startswith("Possible with what is known now.") for line in told_so)
    empty = [one for one in of_kind(resources, "RiskAssessment") if "prediction" not in one]
    assert empty and all(one["status"] == "preliminary" for one in empty)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (FULL, "The patient does not want to hear about prognosis."),
        (COMPRESSED, "Ask whether the patient wants to hear about prognosis before patient or family reads this."),
    ],
)  # fmt: skip
def test_whether_the_patient_wants_to_know_stands_beside_every_figure(text: str, line: str) -> None:
    for one in of_kind(planned(text), "RiskAssessment"):
        assert told(one)[-1] == line
        assert line in one["text"]["div"]


def test_half_points_stay_half_points() -> None:
    _, assessment, _ = assessed(FULL)
    halves = [
        msgspec.structs.replace(one, interval=[1.5, 1.5]) if one.id == "tomita" else one
        for one in assessment.scores
    ]
    case, other, knowledge = changed(FULL, scores=halves)
    one = score(resources_of(plan_bundle(case, other, knowledge)), "tomita")
    assert one["valueQuantity"] == {"value": 1.5}


def test_yes_and_no_are_words_in_an_item() -> None:
    bled = FULL.replace("ecog:", "smoker: true, ecog:")
    texts = [one["code"]["text"] for one in score(planned(bled), "h2_fails")["component"]]
    assert any(text.endswith(": yes") for text in texts)
    assert not any("True" in text for text in texts)

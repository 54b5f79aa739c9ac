"""Observations: values, components, levels, sets and lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from resources import (
    ECOG,
    HEMOGLOBIN,
    LOINC,
    NOW,
    OWN,
    PATIENT,
    RADELEMENT,
    T8,
    bundle,
    concept,
    observation,
    own,
    part,
    quantity,
)

from backstay.case import Case, Members, Vocabulary
from backstay.exchange import Unread, read_bundle

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
CaseOf = Callable[..., Case]


def test_a_number_goes_on_as_text_with_its_unit(read: Read) -> None:
    creatinine = concept((LOINC, "14682-9"))
    document, unread = read(observation(creatinine, valueQuantity=quantity(88, "umol/L")))
    assert document["patient"] == {"creatinine": "88 umol/L"}
    origin = {"at": "2026-03-13T10:00:00+00:00", "from": "Observation/o1"}
    assert document["observed"] == {"creatinine": origin}
    assert unread == []


def test_digits_stay_as_they_were_written(read: Read) -> None:
    raw = observation(concept(HEMOGLOBIN), valueQuantity={"value": 11.20, "code": "g/dL"})
    assert read(raw)[0]["patient"] == {"hemoglobin": "11.2 g/dL"}


@pytest.mark.parametrize(
    ("code", "value", "fact", "expected"),
    [
        (concept(ECOG), {"valueInteger": 1}, "ecog", "1"),
        (concept(ECOG), {"valueQuantity": quantity(2, "{score}")}, "ecog", "2"),
        (concept(ECOG), {"valueCodeableConcept": concept((LOINC, "LA9622-7"))}, "ecog", "0"),
        (concept((LOINC, "89243-0")), {"valueInteger": 80}, "karnofsky", 80.0),
        (own("limb_weakness"), {"valueBoolean": False}, "limb_weakness", False),
        (own("goal"), {"valueString": "comfort"}, "goal", "comfort"),
        (own("goal"), {"valueCodeableConcept": own("goal.function")}, "goal", "function"),
        (own("vertebral_metastases"), {"valueInteger": 3}, "vertebral_metastases", 3),
        # a day when it was seen, and 26 hours since
        (own("hours_since_walking_lost"), {"valueQuantity": quantity(1, "d")}, None, 50.0),
    ],
)
def test_forms_of_a_value(
    case_of: CaseOf, code: dict[str, Any], value: dict[str, Any], fact: str | None, expected: object
) -> None:
    name = fact or code["coding"][0]["code"]
    assert case_of(observation(code, **value)).patient[name] == expected


def test_a_coding_that_nobody_knows_does_not_hide_the_one_that_is_known(read: Read) -> None:
    code = {"coding": [{"code": "HB", "system": "urn:lab"}, {"display": "Hb"}]}
    code["coding"] += concept(HEMOGLOBIN)["coding"]
    document, _ = read(observation(code, valueQuantity=quantity(11, "g/dL")))
    assert document["patient"] == {"hemoglobin": "11 g/dL"}


def test_a_date_fact(case_of: CaseOf) -> None:
    seen = observation(
        own("imaging_date"), bodySite=concept(T8), valueDateTime="2026-03-02T08:00:00Z"
    )
    lesions = case_of(seen).lesions
    assert lesions and lesions[0].facts["imaging_date"] == "2026-03-02"


def test_components_share_time_level_and_status(case_of: CaseOf) -> None:
    panel = observation(
        {"text": "SINS"},
        bodySite=concept(T8),
        component=[
            part("bone", valueCodeableConcept=own("bone.lytic")),
            part("pain", valueCodeableConcept=own("pain.mechanical")),
            part("limb_weakness", valueBoolean=True),
            {"code": {"text": "a remark"}, "valueString": "ignored"},
        ],
    )
    case = case_of(panel)
    assert case.patient["limb_weakness"] is True
    assert case.lesions and case.lesions[0].name == "T8"
    assert case.lesions[0].facts["bone"] == "lytic"
    assert case.lesions[0].facts["pain"] == "mechanical"


RDES21 = {
    "OIFMA_CDE_000151": "OIFMA_CDE_000151.7",
    "OIFMA_CDE_000152": "OIFMA_CDE_000152.1",
    "OIFMA_CDE_000153": "OIFMA_CDE_000153.2",
    "OIFMA_CDE_000154": "OIFMA_CDE_000154.1",
    "OIFMA_CDE_000155": "OIFMA_CDE_000155.3",
    "OIFMA_CDE_000156": "OIFMA_CDE_000156.2",
}


@pytest.mark.parametrize("system", [RADELEMENT, "https://radelement.org", "http://radelement.org"])
def test_radelement_values_are_places_in_a_list_not_points(read: Read, system: str) -> None:
    component = [
        {"code": concept((system, code)), "valueCodeableConcept": concept((system, value))}
        for code, value in RDES21.items()
    ]
    document, _ = read(observation(concept((system, "RDES21")), component=component))
    assert document["lesions"] == [
        {
            "level": "T8",
            "bone": "lytic",
            "alignment": "deformity",
            "collapse": "none_over_half_involved",
            "posterolateral": "bilateral",
        }
    ]


def test_every_grade_of_compression(read: Read) -> None:
    for n, grade in enumerate(["0", "1a", "1b", "1c", "2", "3"]):
        code = concept((RADELEMENT, "OIFMA_CDE_001998"))
        value = concept((RADELEMENT, f"OIFMA_CDE_001998.{n}"))
        document, _ = read(observation(code, bodySite=concept(T8), valueCodeableConcept=value))
        assert document["lesions"] == [{"level": "T8", "escc": grade}]


def test_a_level_in_our_own_codes(read: Read) -> None:
    occiput = observation(own("level"), valueCodeableConcept=own("level.C0"))
    assert read(occiput)[0]["lesions"] == [{"level": "C0"}]
    sited = observation(own("bone"), bodySite=own("level.C0"), valueString="lytic")
    assert read(sited)[0]["lesions"] == [{"level": "C0", "bone": "lytic"}]
    _, unread = read(observation(own("bone"), bodySite=own("level.X9"), valueString="lytic"))
    assert unread[0].why == "bone: no vertebral level; which lesion is it?"


def test_a_span(read: Read) -> None:
    end = observation(
        own("to_level"), bodySite=concept(T8), valueCodeableConcept=own("to_level.T9")
    )
    assert read(end)[0]["lesions"] == [{"level": "T8", "to_level": "T9"}]


def test_parts_of_a_set_at_one_time_are_one_set(case_of: CaseOf) -> None:
    looks = [
        observation(own("imaged_by"), name, bodySite=concept(T8), valueCodeableConcept=own(value))
        for name, value in [("a", "imaged_by.mri"), ("b", "imaged_by.ct")]
    ]
    lesions = case_of(*looks).lesions
    expected = Members(frozenset({"mri", "ct"}), complete=True)
    assert lesions and lesions[0].facts["imaged_by"] == expected


def test_a_set_that_ages_is_the_newest_look(case_of: CaseOf) -> None:
    old = observation(
        own("opioid_side_effects"),
        "old",
        effectiveDateTime="2026-03-12",
        valueCodeableConcept=own("opioid_side_effects.nausea"),
    )
    new = observation(
        own("opioid_side_effects"), "new", valueCodeableConcept=own("opioid_side_effects.none")
    )
    assert case_of(old, new).patient["opioid_side_effects"] == Members(frozenset(), complete=True)


def test_a_map_and_a_list(case_of: CaseOf) -> None:
    esas = observation(own("esas"), component=[part("esas.pain", valueInteger=4)])
    drug = observation(
        own("medicines"),
        "m1",
        component=[
            part("medicines.drug", valueString="morphine"),
            part("medicines.dose", valueQuantity=quantity(10)),
            part("medicines.unit", valueString="mg"),
        ],
    )
    case = case_of(esas, drug, {**drug, "id": "m2"})
    assert case.patient["esas"] == {"pain": 4.0}
    morphine = {"drug": "morphine", "dose": 10.0, "unit": "mg"}
    assert case.patient["medicines"] == (morphine, morphine)


def test_no_earlier_radiation_is_an_empty_list(case_of: CaseOf) -> None:
    none = observation(
        own("prior_radiation"),
        bodySite=concept(T8),
        valueCodeableConcept=own("prior_radiation.none"),
    )
    lesions = case_of(none).lesions
    assert lesions and lesions[0].facts["prior_radiation"] == ()


def test_a_field_that_cannot_be_read_loses_the_whole_entry(read: Read) -> None:
    bad = observation(
        own("prior_radiation"),
        bodySite=concept(T8),
        component=[part("prior_radiation.dose", valueQuantity=quantity(8))],
    )
    document, unread = read(bad)
    assert document["lesions"] == [{"level": "T8"}]
    assert unread[0].why == "prior_radiation: dose: 8 has no unit; it is not guessed"


def test_a_fact_may_have_a_code_of_its_own(vocabulary: Vocabulary) -> None:
    goal = msgspec.structs.replace(vocabulary.patient["goal"], code="aim")
    words = Vocabulary({"goal": goal}, vocabulary.lesion)
    seen = observation(own("aim"), valueCodeableConcept=concept((OWN, "aim.comfort")))
    document, _ = read_bundle(
        bundle(PATIENT, seen, observation(concept(ECOG), "o2")), words, now=NOW
    )
    assert document["patient"] == {"goal": "comfort"}


def test_one_line_for_many_of_one_kind(read: Read) -> None:
    many = [observation({"text": "mood"}, f"o{n}", valueString="well") for n in range(5)]
    assert read(*many)[1] == [Unread("Observation (5)", "no binding for mood")]
    assert read(*many[:2])[1] == [Unread("Observation/o0, Observation/o1", "no binding for mood")]


def test_free_text_of_a_record_is_safe_to_show(read: Read) -> None:
    _, unread = read(observation({"text": "a\x1b[2Jb\u202e" + "c" * 300}, "o\n1"))
    assert unread[0].resource == "Observation/o\\n1"
    assert "\x1b" not in unread[0].why and "\u202e" not in unread[0].why
    assert len(unread[0].why) <= 200


def test_a_grade_is_whole_however_it_is_spelled(vocabulary: Vocabulary) -> None:
    spelled = observation(concept(ECOG), valueQuantity={"value": 1.5, "code": "{score}"})
    for text, grade in (("1.0", "1"), ("1e0", "1"), ("1.5", None), ("1e9", None)):
        data = bundle(PATIENT, spelled).replace(b"1.5", text.encode())
        document, _ = read_bundle(data, vocabulary, now=NOW)
        assert document["patient"].get("ecog") == grade


@pytest.mark.parametrize(
    ("focus", "read_it"),
    [
        ("Patient/baby", False),
        ("https://x.example/RelatedPerson/d", False),
        ("Patient/p1", True),
        ("Condition/c", True),
    ],
)
def test_a_result_of_another_person_in_the_record(read: Read, focus: str, read_it: bool) -> None:
    one = observation(concept(ECOG), valueInteger=1, focus=[{"reference": focus}])
    document, unread = read(one)
    assert document["patient"] == ({"ecog": "1"} if read_it else {})
    why = "its focus is another person than the patient"
    assert unread == ([] if read_it else [Unread("Observation/o1", why)])

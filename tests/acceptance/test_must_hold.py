"""What must hold for every release, each as the patient a clinician would tell."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.case import read_case
from backstay.knowledge import load_knowledge
from backstay.plan import as_document, assess

KNOWLEDGE = load_knowledge()
OFFERED = ("recommended", "consider", "disputed")
DECOMPRESSION = ("decompression_stabilization", "separation_surgery", "laminectomy_alone")
FIXATION = ("percutaneous_stabilization", "open_stabilization")
CEMENT = ("vertebroplasty", "kyphoplasty")
ABLATION = ("radiofrequency_ablation", "cryoablation", "laser_ablation", "ablation_with_cement")
RADIATION = ("ebrt_single_8gy", "ebrt_multifraction", "sbrt")
RED_FLAGS: dict[str, Any] = {
    "limb_weakness": True, "gait_disturbance": True, "sensory_change": True, "sphincter_dysfunction": True,
    "radicular_pain": True, "saddle_numbness": True, "myelopathy": True, "cauda_equina_syndrome": True,
    "sensory_level": True, "ambulatory": False,
}  # fmt: skip
QUIET: dict[str, Any] = {
    "limb_weakness": False, "gait_disturbance": False, "sensory_change": False, "sensory_level": False,
    "sphincter_dysfunction": False, "radicular_pain": False, "saddle_numbness": False, "myelopathy": False,
    "cauda_equina_syndrome": False, "neurologic_progression": "none", "ambulatory": True, "asia": "E",
}  # fmt: skip
STABLE = {
    "pain": "none", "bone": "blastic", "alignment": "normal", "collapse": "none", "posterolateral": "none",
}  # fmt: skip
PAINFUL_UNSTABLE = {
    "pain": "mechanical", "bone": "lytic", "alignment": "subluxation", "collapse": "over_half",
    "posterolateral": "bilateral",
}  # fmt: skip


def told(patient: dict[str, Any], *lesions: dict[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = {"as_of": "2026-03-14T09:30Z", "patient": patient}
    if lesions:
        document["lesions"] = list(lesions)
    return as_document(assess(read_case(document, KNOWLEDGE.facts), KNOWLEDGE, what_if=False))


def stance(document: dict[str, Any], name: str, lesion: str | None = None) -> str:
    found = [o for o in document["options"] if o["id"] == name and o["lesion"] == lesion]
    assert len(found) == 1, name
    return str(found[0]["stance"])


def checks(document: dict[str, Any], name: str, lesion: str | None = None) -> set[str]:
    found = next(o for o in document["options"] if o["id"] == name and o["lesion"] == lesion)
    return {check["fact"] for check in found["check_first"]}


PARALYZED = {
    "primary": "lung_non_small_cell", "cancer_diagnosis_known": True, "cancer_history": "current",
    "ecog_before_deficit": "3", "ecog": "4", "visceral_metastases": "untreatable", "limb_weakness": True,
    "ambulatory": False, "motor_power_worst": "0", "hours_since_complete_paralysis": 168,
    "hours_since_walking_lost": 168, "fit_for_surgery": True, "expected_survival_months": 4, "dying": False,
}  # fmt: skip


@pytest.mark.parametrize("asia", ["A", "B"])
def test_no_decompression_after_a_week_of_complete_paralysis(asia: str) -> None:
    document = told({**PARALYZED, "asia": asia}, {"level": "T8", "escc": "3", "symptomatic": True})
    for name in DECOMPRESSION:
        assert stance(document, name, "T8") not in ("recommended", "consider"), name
    assert stance(document, "palliative_care_referral") == "recommended"
    assert stance(document, "best_supportive_care") in OFFERED


def test_painful_instability_may_still_be_stabilized_after_paralysis() -> None:
    lesion = {"level": "T8", "escc": "3", "symptomatic": True, **PAINFUL_UNSTABLE}
    document = told({**PARALYZED, "asia": "A"}, lesion)
    assert any(stance(document, name, "T8") in OFFERED for name in FIXATION)


@pytest.mark.parametrize("asia", ["C", "D"])
def test_who_still_moves_after_a_week_off_the_feet_is_not_excluded(asia: str) -> None:
    patient = {
        **PARALYZED, "primary": "kidney", "asia": asia, "motor_power_worst": "2", "ecog_before_deficit": "1",
        "visceral_metastases": "treatable", "expected_survival_months": 14, "platelets": 220, "inr": 1.0,
    }  # fmt: skip
    del patient["hours_since_complete_paralysis"]
    document = told(patient, {"level": "T8", "escc": "3", "symptomatic": True})
    assert any(stance(document, name, "T8") in OFFERED for name in DECOMPRESSION)


@pytest.mark.parametrize("history", ["current", "past", "suspected"])
@pytest.mark.parametrize("flag", RED_FLAGS)
def test_any_red_flag_alone_is_an_emergency_before_any_score(flag: str, history: str) -> None:
    document = told({"cancer_history": history, flag: RED_FLAGS[flag]})
    assert document["urgency"]["level"] == "emergency"
    assert stance(document, "mri_whole_spine_24h") in OFFERED


@pytest.mark.parametrize("flag", RED_FLAGS)
def test_who_is_dying_gets_symptom_control_and_no_scan(flag: str) -> None:
    document = told({"cancer_history": "current", "dying": True, flag: RED_FLAGS[flag]})
    assert stance(document, "mri_whole_spine_24h") not in ("recommended", "consider")
    assert stance(document, "end_of_life_care") in OFFERED


UNKNOWN = {
    **QUIET,
    "primary": "unknown",
    "cancer_history": "suspected",
    "cancer_diagnosis_known": False,
}


def test_unknown_primary_asks_for_tissue_before_radiation() -> None:
    document = told(UNKNOWN, {"level": "T8", "escc": "0", "pain": "non_mechanical"})
    assert stance(document, "biopsy") in OFFERED
    for name in RADIATION:
        assert stance(document, name, "T8") != "recommended", name


def test_unknown_primary_waits_with_dexamethasone_unless_the_cord_is_at_risk() -> None:
    quiet = told(UNKNOWN, {"level": "T8", "escc": "0"})
    assert stance(quiet, "dexamethasone_mscc") not in ("recommended", "consider")
    threatened = told(
        {**UNKNOWN, "limb_weakness": True}, {"level": "T8", "escc": "3", "symptomatic": True}
    )
    assert stance(threatened, "dexamethasone_mscc") in OFFERED


@pytest.mark.parametrize("primary", ["lymphoma", "myeloma", "germ_cell_seminoma"])
def test_blood_and_germ_cell_cancers_are_asked_before_surgery(primary: str) -> None:
    patient = {
        "primary": primary,
        "cancer_diagnosis_known": True,
        "limb_weakness": True,
        "fit_for_surgery": True,
    }
    lesion = {"level": "T8", "escc": "2", "symptomatic": True, "nature": "metastasis"}
    document = told(patient, lesion)
    for name in DECOMPRESSION:
        assert stance(document, name, "T8") != "recommended", name
    asked = ("hematology_consultation", "medical_oncology_consultation")
    assert any(stance(document, name) in OFFERED for name in asked)


@pytest.mark.parametrize(
    ("patient", "lesion"),
    [
        ({"fever": True, "spinal_pain": True}, {}),
        ({"crp": 80, "spinal_pain": True}, {}),
        ({}, {"disc_involved": True}),
    ],
    ids=["fever", "raised CRP", "disc involved"],
)
def test_infection_is_ruled_out_before_cement_ablation_or_radiation(
    patient: dict[str, Any], lesion: dict[str, Any]
) -> None:
    base = {**QUIET, "primary": "breast", "cancer_diagnosis_known": True, **patient}
    here = {
        "level": "L2",
        "escc": "0",
        "pain": "mechanical",
        "fracture": "new",
        "collapse": "under_half",
        **lesion,
    }
    document = told(base, here)
    assert stance(document, "spinal_infection_workup") in OFFERED
    for name in (*CEMENT, *ABLATION, *RADIATION):
        assert stance(document, name, "L2") not in ("recommended", "consider"), name


def test_sins_seven_asks_a_surgeon_and_thirteen_the_same_day() -> None:
    seven = {"level": "T8", "pain": "mechanical", "bone": "lytic", "alignment": "normal", "collapse": "none",
             "posterolateral": "none", "escc": "0"}  # fmt: skip
    base = {**QUIET, "primary": "breast", "cancer_diagnosis_known": True, "dying": False}
    asked = told(base, {**seven, "collapse": "under_half"})
    assert stance(asked, "surgical_consultation") == "recommended"
    unstable = told(base, {"level": "T8", "escc": "0", **PAINFUL_UNSTABLE})
    assert stance(unstable, "surgical_consultation") == "recommended"
    step = next(s for s in unstable["plan"]["steps"] if s["id"] == "surgical_consultation")
    assert step["within_hours"] <= 24
    declined = told(
        {**base, "accepts_surgery": False}, {"level": "T8", "escc": "0", **PAINFUL_UNSTABLE}
    )
    assert stance(declined, "surgical_consultation") != "recommended"
    assert (
        stance(told({**base, "dying": True}, {**seven}), "surgical_consultation") != "recommended"
    )


def test_sbrt_waits_for_stabilization_from_sins_twelve() -> None:
    patient = {**QUIET, "primary": "kidney", "cancer_diagnosis_known": True, "ecog": "1"}
    lesion = {"level": "T8", "escc": "0", **PAINFUL_UNSTABLE}
    assert stance(told(patient, lesion), "sbrt", "T8") != "recommended"
    fixed = told(patient, {**lesion, "stabilized": True, "prior_surgery": True})
    assert stance(fixed, "sbrt", "T8") != "contraindicated"


@pytest.mark.parametrize("escc", ["2", "3"])
def test_cement_is_never_the_only_treatment_of_compression(escc: str) -> None:
    patient = {
        **QUIET,
        "primary": "breast",
        "cancer_diagnosis_known": True,
        "platelets": 220,
        "inr": 1.0,
    }
    document = told(patient, {"level": "L1", "escc": escc, "pain": "mechanical", "fracture": "new"})
    for name in CEMENT:
        assert stance(document, name, "L1") not in ("recommended", "consider"), name


def test_cement_is_never_the_only_treatment_of_a_deficit() -> None:
    patient = {"limb_weakness": True, "primary": "breast", "cancer_diagnosis_known": True}
    document = told(
        patient, {"level": "L1", "escc": "1b", "symptomatic": True, "pain": "mechanical"}
    )
    for name in CEMENT:
        assert stance(document, name, "L1") not in ("recommended", "consider"), name


def test_compression_without_a_deficit_does_not_force_decompression() -> None:
    patient = {
        **QUIET, "primary": "breast", "hormone_receptor": "positive", "cancer_diagnosis_known": True,
        "expected_survival_months": 4, "fit_for_surgery": True, "fit_for_minor_procedure": True, "ecog": "2",
        "accepts_radiation": True,
    }  # fmt: skip
    lesion = {
        "level": "L1",
        "escc": "2",
        "symptomatic": False,
        **PAINFUL_UNSTABLE,
        "alignment": "deformity",
    }
    document = told(patient, lesion)
    assert any(stance(document, name, "L1") in OFFERED for name in FIXATION)


@pytest.mark.parametrize(
    "fact",
    [{"egfr": 25}, {"platelets": 40}, {"active_bleeding": True}, {"primary": "myeloma"}],
    ids=["kidney failure", "platelets below 50", "bleeding", "myeloma"],
)
def test_nsaids_are_contraindicated(fact: dict[str, Any]) -> None:
    patient: dict[str, Any] = {"primary": "breast", "pain_worst": 6, "age": 70, "sex": "female"}
    patient |= {"creatinine": 2.5} if "egfr" in fact else fact
    assert stance(told(patient), "nsaid") == "contraindicated"


@pytest.mark.parametrize(
    "fact",
    [
        {"steroid_days": 3},
        {"anticoagulant": "doac", "anticoagulant_intensity": "therapeutic"},
    ],
    ids=["dexamethasone", "therapeutic anticoagulation"],
)
def test_nsaids_are_avoided(fact: dict[str, Any]) -> None:
    patient = {**QUIET, "primary": "breast", "pain_worst": 6, **fact}
    assert stance(told(patient, {"level": "L2", "pain": "non_mechanical"}), "nsaid") not in (
        "recommended", "consider",
    )  # fmt: skip


def test_what_forbids_an_nsaid_is_checked_first_while_unknown() -> None:
    patient = {"primary": "breast", "pain_worst": 5, "neuropathic_pain": False}
    document = told(patient, {"level": "L2", "pain": "non_mechanical"})
    assert stance(document, "nsaid") in OFFERED
    assert {"creatinine", "platelets", "active_bleeding"} <= checks(document, "nsaid")


def test_dexamethasone_is_stopped_when_compression_is_excluded() -> None:
    patient = {"primary": "breast", "limb_weakness": True, "whole_spine_mri": "done",
               "cord_compression_on_imaging": "excluded", "steroid_days": 2}  # fmt: skip
    document = told(patient)
    assert stance(document, "stop_dexamethasone") in OFFERED


def test_dexamethasone_is_not_routine_without_neurological_signs() -> None:
    quiet = told({**QUIET, "primary": "breast", "cancer_diagnosis_known": True, "pain_worst": 3})
    assert stance(quiet, "dexamethasone_mscc") not in ("recommended", "consider")
    blood = {**QUIET, "primary": "myeloma", "cancer_diagnosis_known": True}
    assert (
        stance(
            told(blood, {"level": "T8", "escc": "1b", "nature": "hematological"}),
            "dexamethasone_mscc",
        )
        in OFFERED
    )


def test_hormone_naive_prostate_cancer_at_the_cord_is_castrated_fast_and_covered() -> None:
    patient = {"primary": "prostate", "hormone_naive": True, "limb_weakness": True, "sex": "male"}
    document = told(patient, {"level": "T8", "escc": "2", "symptomatic": True})
    assert stance(document, "rapid_castration") in OFFERED
    said = [s["because"] for o in document["options"] if o["id"] in ("rapid_castration", "hormone_therapy")
            for s in o["statements"] if s["truth"] == "true"]  # fmt: skip
    assert any("agonist" in text for text in said)


def test_a_vegf_inhibitor_flags_the_hold_and_never_blocks_an_emergency_operation() -> None:
    patient = {
        "primary": "kidney", "cancer_diagnosis_known": True, "limb_weakness": True, "ecog": "1",
        "fit_for_surgery": True, "expected_survival_months": 14, "current_systemic_therapy": ["cabozantinib"],
        "accepts_surgery": True,
    }  # fmt: skip
    lesion = {"level": "T8", "escc": "2", "symptomatic": True}
    document = told(patient, lesion)
    without = told({**patient, "current_systemic_therapy": []}, lesion)
    assert stance(document, "hold_systemic") in OFFERED
    for name in DECOMPRESSION:
        assert stance(document, name, "T8") == stance(without, name, "T8"), name
    assert any(stance(document, name, "T8") == "recommended" for name in DECOMPRESSION)


def test_who_refuses_surgery_gets_alternatives_and_is_not_asked_to_give_in() -> None:
    patient = {
        "primary": "kidney", "cancer_diagnosis_known": True, "limb_weakness": True, "ecog": "1",
        "fit_for_surgery": True, "expected_survival_months": 14, "accepts_surgery": False,
    }  # fmt: skip
    document = told(patient, {"level": "T8", "escc": "2", "symptomatic": True})
    for name in DECOMPRESSION:
        assert stance(document, name, "T8") in ("declined", "not_indicated", "not_advised"), name
    offered = {o["id"] for o in document["options"] if o["stance"] in OFFERED}
    assert offered & {*RADIATION, "emergency_radiotherapy"}
    steps = {step["id"] for step in document["plan"]["steps"]}
    assert not steps & {*DECOMPRESSION, *FIXATION}


def test_decline_after_radiation_asks_for_its_causes_and_an_urgent_scan() -> None:
    patient = {
        "primary": "breast", "cancer_diagnosis_known": True, "limb_weakness": True,
        "neurologic_progression": "over_days",
    }  # fmt: skip
    lesion = {"level": "T8", "prior_radiation": [{"dose": 30, "fractions": 10, "months_ago": 8}]}
    document = told(patient, lesion)
    assert stance(document, "mri_urgent_new_deficit") in OFFERED
    texts = " ".join(
        s["because"] for o in document["options"] for s in o["statements"] if s["truth"] == "true"
    ) + " ".join(notice["text"] for notice in document["notices"])
    assert (
        "fracture" in texts
        and "cord injury by radiation" in texts
        and "not only progression" in texts
    )

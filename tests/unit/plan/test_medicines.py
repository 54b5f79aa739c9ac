"""Medicines in an assessment: what is taken, what it means, what is proposed and what is not for this person."""

from __future__ import annotations

from typing import Any

from assessed import KNOWLEDGE, assessed

from backstay.plan.schema import schema_of

SEVERE = {
    "age": 60, "sex": "female", "weight": 60, "height": 165, "primary": "breast",
    "cancer_diagnosis_known": True, "pain_worst": 8, "pain_controlled": False,
    "clinical_frailty": 2, "allergies": [], "comorbidities": [], "alcohol_heavy": False,
    "bilirubin": 0.5, "albumin": 4, "inr": 1, "ascites": "none", "encephalopathy": "none",
    "dialysis": "none",
}  # fmt: skip
HEALTHY, FAILING = {"creatinine": 0.7}, {"creatinine": 2.4}
NOTHING_TAKEN = {"medicines": [], "medicines_known": True}


def found(*facts: dict[str, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for one in facts:
        merged |= one
    return dict(assessed(merged)["medicines"])


def taking(*lines: str) -> dict[str, Any]:
    return {"medicines": [{"drug": line} for line in lines], "medicines_known": True}


def proposal(medicines: dict[str, Any], option: str, drug: str) -> dict[str, Any]:
    same = [p for p in medicines["proposals"] if (p["option"], p["drug"]) == (option, drug)]
    assert same, [(p["option"], p["drug"]) for p in medicines["proposals"]]
    return dict(same[0])


def texts(reasons: list[dict[str, Any]]) -> str:
    return " ".join(one["text"] for one in reasons)


def test_a_first_dose_of_morphine_for_someone_without_an_opioid() -> None:
    first = proposal(found(SEVERE, HEALTHY, NOTHING_TAKEN), "opioid_strong", "morphine")
    assert (first["action"], first["dose"]["amount"], first["dose"]["per"]) == (
        "start",
        [20, 30],
        "day",
    )
    assert "5 mg as needed" in first["text"]
    assert not first["blocked"]
    assert first["reasons"][0]["evidence"] == ["nice-cg140"]


def test_morphine_is_not_for_failing_kidneys_and_no_other_dose_is_invented() -> None:
    medicines = found(SEVERE, FAILING, NOTHING_TAKEN)
    morphine = proposal(medicines, "opioid_strong", "morphine")
    assert "Kidneys 0 to 30 mL/min" in texts(morphine["blocked"])
    assert morphine["dose"] is None
    others = [p for p in medicines["proposals"] if p["option"] == "opioid_strong"]
    assert {p["drug"] for p in others} == {
        "morphine", "oxycodone", "hydromorphone", "fentanyl", "buprenorphine",
    }  # fmt: skip
    assert all(p["dose"] is None for p in others)
    assert "tolerant" in texts(proposal(medicines, "opioid_strong", "fentanyl")["blocked"])


def test_a_daily_equivalent_is_open_above_while_doses_as_needed_are_not_known() -> None:
    taken = taking("morphine MR 60 mg twice a day", "morphine 10 mg as needed max 4 a day")
    awake = {"opioid_side_effects": [], "sedation": "alert", "breakthrough_per_day": 2}
    medicines = found(SEVERE, HEALTHY, taken, awake)
    assert medicines["daily_equivalent"]["total"] == [120, 160]
    assert medicines["daily_equivalent"]["title"] == "CDC 2022"
    again = proposal(medicines, "opioid_strong", "morphine")
    assert (again["action"], again["text"]) == ("raise", "from 120 mg to 150 mg a day")
    rescue = proposal(medicines, "opioid_breakthrough", "morphine")
    assert (rescue["action"], rescue["dose"]["amount"]) == ("rescue", [20, 20])
    assert rescue["dose"]["as_needed"]


def test_an_open_list_leaves_the_equivalent_open() -> None:
    taken = {"medicines": [{"drug": "morphine MR 60 mg twice a day"}]}
    medicines = found(SEVERE, HEALTHY, taken)
    assert medicines["daily_equivalent"]["total"] == [120, None]
    assert "medicines_known" in proposal(medicines, "opioid_strong", "morphine")["check_first"]


def test_a_patch_beside_a_blocker_of_its_breakdown() -> None:
    taken = taking("fentanyl patch 25 mcg/h every 72 h for 14 days", "clarithromycin 500 mg bd")
    medicines = found(SEVERE, HEALTHY, taken)
    assert medicines["tolerant"] is True
    met = [
        one
        for one in medicines["interactions"]
        if set(one["pair"]) == {"fentanyl", "clarithromycin"}
    ]
    assert (met[0]["severity"], met[0]["truth"]) == ("major", "true")
    assert met[0]["evidence"]
    step = proposal(medicines, "opioid_strong", "fentanyl")
    assert step["dose"] is None and "patch" in step["text"]


def test_an_nsaid_is_not_proposed_beside_an_anticoagulant_but_shown() -> None:
    bone_pain = {**SEVERE, "pain_worst": 3, "neuropathic_pain": False}
    medicines = found(bone_pain, HEALTHY, taking("apixaban 5 mg bd"))
    for drug in ("naproxen", "celecoxib", "ibuprofen"):
        one = proposal(medicines, "nsaid", drug)
        assert "apixaban" in texts(one["blocked"])
        assert one["interactions"][0]["severity"] == "major"


def test_what_is_not_known_takes_the_safe_side_and_is_asked() -> None:
    nerve = {**SEVERE, "neuropathic_pain": True}
    low = proposal(found(nerve, NOTHING_TAKEN), "gabapentin", "gabapentin")
    assert low["dose"]["amount"] == [100, 100]
    assert "creatinine" in low["check_first"]
    assert low["step"] is None and low["reduced_because"]
    usual = proposal(found(nerve, HEALTHY, NOTHING_TAKEN), "gabapentin", "gabapentin")
    assert usual["dose"]["amount"] == [300, 300]
    assert "creatinine" not in usual["check_first"] and not usual["reduced_because"]
    assert usual["step"] == "by 300 mg every 1 to 7 days"


def test_what_could_not_be_read_is_told_asked_and_counted_nowhere() -> None:
    document = assessed({**SEVERE, **HEALTHY, **taking("morphine 60", "blue pill when it hurts")})
    medicines = document["medicines"]
    assert {one["text"] for one in medicines["unread"]} >= {"blue pill when it hurts"}
    told = [one for one in document["notices"] if one["id"] == "medicine_not_read"]
    assert len(told) == len(medicines["unread"]) and "expected" in told[0]["text"]
    asked = [one for one in document["questions"] if one["fact"] == "medicines"]
    assert asked and "blue pill" in asked[0]["asks"]
    assert "medicines" in medicines["check_first"]
    assert all("medicines" in p["check_first"] for p in medicines["proposals"] if p["drug"])


def test_nothing_known_of_medicines() -> None:
    medicines = found(SEVERE, HEALTHY)
    assert medicines["lines"] is None and medicines["complete"] is None
    assert medicines["daily_equivalent"] is None and medicines["alarms"] == []
    assert "medicines" in proposal(medicines, "paracetamol", "acetaminophen")["check_first"]


def test_without_medicines_and_without_an_option_that_needs_one() -> None:
    medicines = found({"primary": "breast"})
    assert (medicines["lines"], medicines["proposals"], medicines["check_first"]) == (None, [], [])


def test_five_weeks_of_dexamethasone_without_a_stomach_guard() -> None:
    taken = {**taking("dexamethasone 16 mg once a day for 35 days"), "steroid_days": 35}
    medicines = found(SEVERE, HEALTHY, taken)
    sure = {one["id"] for one in medicines["steroid"] if one["truth"] == "true"}
    assert {"stomach", "pneumocystis", "slow_end"} <= sure
    assert medicines["prednisone_equivalent"][0] > 100


def test_more_than_the_highest_dose_is_told() -> None:
    taken = taking("acetaminophen 1 g six times a day", "ibuprofen 800 mg as needed max 4 a day")
    over = {one["about"][0]: one for one in found(SEVERE, HEALTHY, taken)["over_ceiling"]}
    assert "6000 mg a day is more than the highest dose, 4000 mg" in over["acetaminophen"]["text"]
    assert over["acetaminophen"]["truth"] == "true" and over["acetaminophen"]["checked"]


def test_tramadol_is_no_proposal_beside_an_antidepressant() -> None:
    moderate = {**SEVERE, "pain_worst": 5}
    medicines = found(moderate, HEALTHY, taking("sertraline 50 mg once a day"))
    assert "sertraline" in texts(proposal(medicines, "opioid_weak", "tramadol")["blocked"])
    taken = found(moderate, HEALTHY, taking("sertraline 50 mg od", "tramadol 50 mg qds"))
    met = [one for one in taken["interactions"] if set(one["pair"]) == {"tramadol", "sertraline"}]
    assert met and met[0]["severity"] == "major"


def test_methadone_is_left_to_specialists() -> None:
    taken = {**taking("methadone 10 mg bd"), "qtc": 510}
    medicines = found(SEVERE, HEALTHY, taken)
    assert medicines["daily_equivalent"]["total"] == [94, 94]
    rotations = [p for p in medicines["proposals"] if p["action"] == "rotate"]
    assert rotations and all(p["dose"] is None and p["blocked"] for p in rotations)
    assert {p["drug"] for p in rotations} >= {"morphine", "oxycodone", "fentanyl"}


def test_every_number_travels_with_its_status() -> None:
    nerve = {**SEVERE, "neuropathic_pain": True, "opioid_side_effects": ["nausea", "constipation"]}
    medicines = found(nerve, FAILING, taking("morphine MR 30 mg bd", "ibuprofen 400 mg tds"))
    for one in medicines["proposals"]:
        assert one["reasons"], one["drug"]
        for reason in (*one["reasons"], *one["reduced_because"], *one["cautions"]):
            assert reason["checked"] in ("primary", "secondary", "unverified")
    for told in (*medicines["alarms"], *medicines["organ_doses"], *medicines["interactions"]):
        assert told["checked"] in ("primary", "secondary", "unverified") and told["evidence"]


def test_the_schema_names_what_stands_here() -> None:
    names = schema_of("assessment", KNOWLEDGE)["$defs"]
    assert {"Medicines", "Proposal", "DailyEquivalent", "NotRead"} <= set(names)


def test_an_open_end_is_written_as_null() -> None:
    from backstay.plan.medicines_shape import pair

    assert (pair(None), pair(5.0), pair((60.0, float("inf")))) == (None, [5, 5], [60, None])


def test_sources_that_disagree_on_what_is_taken_are_all_told() -> None:
    patch = "fentanyl patch 25 mcg/h every 72 h"
    (told,) = [
        one
        for one in found(SEVERE, FAILING, taking(patch))["organ_doses"]
        if one["id"].startswith("fentanyl_kidney")
    ]
    assert (told["kind"], told["truth"], told["avoid"]) == ("disputed", "true", True)
    assert "(label): avoid" in told["text"] and "(palliative practice): with care" in told["text"]
    (agreed,) = [
        one
        for one in found(SEVERE, FAILING, taking("morphine 10 mg qds"))["organ_doses"]
        if one["id"] == "morphine_kidney"
    ]
    assert (agreed["kind"], agreed["avoid"]) == ("kidney", True)


def test_what_is_taken_despite_an_allergy_is_an_alarm() -> None:
    facts = SEVERE | {"allergies": ["morphine", "nsaid"]}
    alarms = found(facts, HEALTHY, taking("morphine 10 mg qds", "ibuprofen 400 mg tds", "senna"))[
        "alarms"
    ]
    told = {
        one["about"][0]: one["text"] for one in alarms if one["id"] == "taken_despite_an_allergy"
    }
    assert set(told) == {"morphine", "ibuprofen"} and "on record: morphine" in told["morphine"]
    assert not [one for one in found(SEVERE, HEALTHY, taking("morphine 10 mg qds"))["alarms"]
                if one["id"] == "taken_despite_an_allergy"]  # fmt: skip


def test_a_low_calcium_that_was_measured_counts() -> None:
    low = {"calcium": 7.2, "vitamin_d_deficient": False}
    for calcium, truths in ((low, ["true"]), ({**low, "calcium": 9.5}, [])):
        met = found(SEVERE, HEALTHY, taking("denosumab 120 mg sc"), calcium)["interactions"]
        assert [one["truth"] for one in met if one["id"] == "bone_agent_with_low_calcium"] == truths

"""What an assessment says of invented people, by the contract."""

from __future__ import annotations

import msgspec
import pytest
from assessed import COMPRESSED, KNOWLEDGE, RENAL, STABLE, assessed, option, score, step_ids

from backstay.case import read_case
from backstay.plan import assess
from backstay.plan.assessment import Assessment
from backstay.plan.stances import OFFERED, STANCES


def test_an_assessment_fits_its_own_shape() -> None:
    document = assessed(RENAL, COMPRESSED, what_if=True)
    assert msgspec.to_builtins(msgspec.convert(document, Assessment)) == document


def test_no_option_is_hidden() -> None:
    document = assessed(RENAL, COMPRESSED, {"level": "L4"})
    per_lesion = [i.id for i in KNOWLEDGE.interventions.values() if i.scope == "lesion"]
    for name in KNOWLEDGE.interventions:
        assert len([o for o in document["options"] if o["id"] == name]) == (
            2 if name in per_lesion else 1
        )


def test_options_stand_by_stance_then_modality() -> None:
    ranks = [STANCES.index(o["stance"]) for o in assessed(RENAL, COMPRESSED)["options"]]
    assert ranks == sorted(ranks)


def test_knowing_nothing_recommends_no_treatment_and_reassures_no_one() -> None:
    document = assessed({"primary": "breast"})
    assert document["urgency"]["level"] == "unknown"
    assert document["urgency"]["could_be"] == "emergency"
    treatments = {"radiation", "surgery", "ablation", "systemic"}
    assert not [
        o for o in document["options"] if o["modality"] in treatments and o["stance"] in OFFERED
    ]


def test_a_case_without_any_fact_is_assessed() -> None:
    document = assessed()
    assert document["urgency"]["level"] == "unknown"
    assert document["facts"] == {"patient": {}, "lesions": None}


def test_no_lesion_listed_is_not_the_same_as_lesions_not_known() -> None:
    document = assessed({"primary": "breast"}, lesions=[])
    assert document["facts"]["lesions"] == []
    assert not [o for o in document["options"] if o["lesion"]]


def test_a_recommended_option_waits_for_what_could_forbid_it() -> None:
    found = option(assessed(RENAL, COMPRESSED), "separation_surgery", "T8")
    assert found["stance"] == "recommended"
    assert not found["ready"]
    checks = {check["fact"]: check for check in found["check_first"]}
    assert checks["platelets"]["when"] == "before"
    assert checks["platelets"]["why"] == "unknown"


def test_a_check_never_delays_a_threatened_cord() -> None:
    found = option(assessed(RENAL, COMPRESSED), "dexamethasone_mscc")
    assert found["stance"] in OFFERED
    assert found["ready"]
    assert {check["when"] for check in found["check_first"]} <= {"meanwhile"}


def test_what_is_declined_keeps_the_stance_it_would_have() -> None:
    found = option(
        assessed({**RENAL, "accepts_surgery": False}, COMPRESSED), "separation_surgery", "T8"
    )
    assert found["stance"] == "declined"
    assert found["otherwise"] == "recommended"


def test_a_declined_option_is_no_step() -> None:
    document = assessed({**RENAL, "accepts_surgery": False}, COMPRESSED)
    assert "separation_surgery" not in step_ids(document)
    assert "separation_surgery" in step_ids(assessed(RENAL, COMPRESSED))


def test_steps_come_after_what_they_wait_for() -> None:
    document = assessed(RENAL, COMPRESSED)
    order = step_ids(document)
    for step in document["plan"]["steps"]:
        for before in step["after"]:
            assert order.index(before) < order.index(step["id"]), (before, step["id"])
    assert order[0] == "mscc_emergency_referral"


def test_treatments_that_exclude_each_other_share_a_choice() -> None:
    breast = {"primary": "myeloma", "pain_worst": 6, "accepts_radiation": True, "ecog": "1"}
    document = assessed(breast, {"level": "T8", "escc": "0", "symptomatic": True, **STABLE})
    one, two = (option(document, name, "T8") for name in ("ebrt_single_8gy", "ebrt_multifraction"))
    assert one["stance"] == two["stance"] == "recommended"
    assert one["choice"] is not None
    assert one["choice"] == two["choice"]
    assert "ebrt_single_8gy" in one["choice"]


def test_a_contradiction_is_told_and_keeps_options_from_being_ready() -> None:
    document = assessed(
        {**RENAL, "walks_unaided": True, "ambulatory": False, "platelets": 200}, COMPRESSED
    )
    told = [notice for notice in document["notices"] if notice["id"] == "contradiction"]
    assert told
    assert {"walks_unaided", "ambulatory"} <= set(told[0]["facts"])
    checks = [
        c for o in document["options"] for c in o["check_first"] if c["why"] == "contradiction"
    ]
    assert {"walks_unaided", "ambulatory"} & {check["fact"] for check in checks}


def test_a_lesion_out_of_scope_has_no_option_that_is_ready() -> None:
    document = assessed(RENAL, {**COMPRESSED, "nature": "infection"})
    assert any(notice["id"].startswith("out-of-scope") for notice in document["notices"])
    here = [o for o in document["options"] if o["lesion"] == "T8" and o["stance"] in OFFERED]
    assert here
    for found in here:
        assert "out_of_scope" in {check["why"] for check in found["check_first"]}


def test_questions_put_first_what_can_make_it_more_urgent() -> None:
    questions = assessed({"primary": "breast"})["questions"]
    assert questions[0]["urgency"]
    idle = [q for q in questions if not q["could_change"] and not q["urgency"]]
    assert questions[len(questions) - len(idle) :] == idle


def test_a_question_that_only_a_prognostic_score_asks_changes_nothing() -> None:
    questions = {q["fact"]: q for q in assessed(RENAL, COMPRESSED)["questions"]}
    only_scored = questions["previous_chemotherapy"]
    assert only_scored["could_change"] == []
    assert not only_scored["urgency"]
    assert questions["platelets"]["could_change"]


def test_known_facts_are_not_asked() -> None:
    asked = {q["fact"] for q in assessed(RENAL, COMPRESSED)["questions"]}
    assert not asked & set(RENAL)


def test_a_stale_fact_is_asked_and_shown_with_its_date() -> None:
    seen = {"creatinine": "2025-01-02"}
    document = assessed(
        {"primary": "breast", "creatinine": 0.9, "age": 60, "sex": "female"}, observed=seen
    )
    assert document["definitions"]["patient"]["egfr"] is None
    assert any(
        notice["id"] == "stale" and "creatinine" in notice["facts"]
        for notice in document["notices"]
    )
    assert any(q["fact"] == "creatinine" and q["stale"] for q in document["questions"])


def test_two_values_at_one_time_are_told_as_a_conflict() -> None:
    looks = [
        {"at": "2026-03-13T08:00Z", "value": "1.0"},
        {"at": "2026-03-13T09:00+01:00", "value": "2.0"},
    ]
    document = assessed({"primary": "breast"}, observed={"creatinine": looks})
    assert any(notice["id"] == "conflict" for notice in document["notices"])
    assert "creatinine" not in document["facts"]["patient"]


def test_what_would_change_names_the_fact_and_the_new_stance() -> None:
    document = assessed(RENAL, COMPRESSED, what_if=True)
    changes = option(document, "separation_surgery", "T8")["would_change"]
    assert {
        "fact": "accepts_surgery",
        "lesion": None,
        "from": True,
        "to": False,
        "stance": "declined",
    } in changes
    unfit = [c for c in changes if c["fact"] == "fit_for_surgery"]
    assert unfit
    assert unfit[0]["stance"] not in ("recommended", "consider")
    assert any(c["fact"] == "escc" and c["lesion"] == "T8" for c in changes)


def test_a_number_is_tried_on_the_other_side_of_the_thresholds_that_rules_name() -> None:
    document = assessed({**RENAL, "platelets": 200.0}, COMPRESSED, what_if=True)
    changes = option(document, "separation_surgery", "T8")["would_change"]
    low = [c["to"] for c in changes if c["fact"] == "platelets"]
    assert low
    assert all(value <= 50 for value in low)


def test_age_and_sex_are_never_offered_as_a_change() -> None:
    document = assessed({**RENAL, "age": 63, "sex": "male"}, COMPRESSED, what_if=True)
    facts = {c["fact"] for o in document["options"] for c in o["would_change"]}
    assert not facts & {"age", "sex", "primary"}


def test_without_what_if_nothing_is_said_of_changes() -> None:
    assert not [o for o in assessed(RENAL, COMPRESSED)["options"] if o["would_change"]]


def test_one_lesion_does_not_change_the_other() -> None:
    alone = assessed(RENAL, COMPRESSED)
    both = assessed(RENAL, COMPRESSED, {"level": "L4", "escc": "0", **STABLE})
    for name in ("separation_surgery", "sbrt", "ebrt_multifraction"):
        assert option(alone, name, "T8")["stance"] == option(both, name, "T8")["stance"]


def test_reasons_on_both_sides_are_a_disagreement_with_sources() -> None:
    breast = {**RENAL, "primary": "breast", "hormone_receptor": "positive"}
    document = assessed(breast, COMPRESSED)
    shown = [d for d in document["disagreements"] if d["lesion"] == "T8" and d["kind"] == "option"]
    assert shown
    for disagreement in shown:
        says = {position["says"] for position in disagreement["positions"]}
        assert says & {"recommend", "consider"}
        assert says & {"avoid", "contraindicated"}
        assert all(position["evidence"] for position in disagreement["positions"])


def test_lists_that_disagree_are_shown_with_the_one_in_use() -> None:
    document = assessed({"primary": "thyroid"}, {"level": "T8"})
    lists = [d for d in document["disagreements"] if d["about"] == "radiosensitivity"]
    assert lists
    used = [p["list"] for p in lists[0]["positions"] if p["used"]]
    assert used == [document["settings"]["radiosensitivity_list"]]


def test_a_score_with_a_missing_item_has_an_interval_and_no_total() -> None:
    found = score(
        assessed({}, {"level": "T12", "pain": "mechanical", "bone": "lytic"}), "sins", "T12"
    )
    assert found["total"] is None
    assert found["interval"] == [8, 18]
    assert found["missing"] == ["alignment", "collapse", "posterolateral"]
    assert found["band"] is None
    assert found["possible_bands"] == ["potentially_unstable", "unstable"]


def test_a_grade_stays_text() -> None:
    found = score(assessed({}, {"level": "T8", "escc": "1c"}), "escc", "T8")
    assert found["total"] == "1c"
    unknown = score(assessed({}, {"level": "T8"}), "escc", "T8")
    assert unknown["total"] is None
    assert unknown["missing"] == ["escc"]


def test_the_epidural_grade_does_not_apply_below_the_conus() -> None:
    found = score(assessed({}, {"level": "L4", "escc": "2"}), "escc", "L4")
    assert found["applies"] is False
    assert found["total"] is None


def test_a_span_takes_the_location_of_its_worst_level() -> None:
    document = assessed({}, {"level": "T9", "to_level": "T11", **STABLE})
    location = [i for i in score(document, "sins", "T9")["items"] if i["fact"] == "level"]
    assert location[0]["points"] == 3


def test_every_number_of_a_statement_is_in_its_trace() -> None:
    found = option(assessed(RENAL, COMPRESSED), "separation_surgery", "T8")
    for said in found["statements"]:
        assert said["facts"]
        assert all(name in KNOWLEDGE.types for name in said["facts"])
        if said["truth"] == "unknown":
            assert said["missing"]


def test_a_patient_rule_shows_lesion_values_by_lesion() -> None:
    document = assessed({"primary": "breast"}, {"level": "T8", "escc": "2"}, {"level": "L4"})
    said = option(document, "mdt_discussion")["statements"]
    maps = [value for one in said for value in one["facts"].values() if isinstance(value, dict)]
    assert maps
    assert all(set(value) == {"T8", "L4"} for value in maps)


def test_an_incomplete_set_names_the_fact_that_would_complete_it() -> None:
    found = score(assessed({"comorbidities": ["diabetes"]}), "mfi5")
    assert "comorbidities_known" in found["missing"]
    assert found["total"] is None


OVERLAY = """
overlay: our-hospital
owner: Dr. Invented
reason: local protocol
on: 2026-11-23
settings: {radiosensitivity_list: noms2013}
replace:
  - {kind: clocks, id: red-flags-with-cancer-are-an-emergency, owner: Dr. Invented, reason: faster here,
     on: 2026-11-23, set: {within_hours: 12}}
"""


def test_an_overlay_changes_what_it_names_and_says_so() -> None:
    case = read_case("patient: {primary: breast, limb_weakness: true}", KNOWLEDGE.facts)
    plain, local = assess(case, KNOWLEDGE), assess(case, overlay=OVERLAY)
    assert local.knowledge.overlay == "our-hospital"
    assert local.settings["radiosensitivity_list"] == "noms2013"
    assert local.knowledge.fingerprint != plain.knowledge.fingerprint
    changed = [
        s for s in local.urgency.because if s.rule == "red-flags-with-cancer-are-an-emergency"
    ]
    assert changed[0].local is not None
    assert "Dr. Invented" in changed[0].local


def test_without_dated_facts_the_answer_does_not_depend_on_the_day_it_is_asked() -> None:
    one, other = (assessed(RENAL, COMPRESSED, as_of=day) for day in ("2026-03-14", "2031-12-31"))
    assert one.pop("as_of") != other.pop("as_of")
    assert one == other


def test_what_is_done_already_stays_an_option_and_is_no_step() -> None:
    flags = {"primary": "breast", "limb_weakness": True}
    assert "mri_whole_spine_24h" in step_ids(assessed(flags))
    done = assessed({**flags, "whole_spine_mri": "done", "cord_compression_on_imaging": "present"})
    assert option(done, "mri_whole_spine_24h")["stance"] == "recommended"
    assert option(done, "mri_whole_spine_24h")["done"]
    assert "mri_whole_spine_24h" not in step_ids(done)


@pytest.mark.parametrize("seen", [{}, {"cord_compression_on_imaging": "excluded"}])
def test_an_older_clear_scan_does_not_answer_a_new_red_flag(seen: dict[str, str]) -> None:
    document = assessed(
        {"primary": "breast", "limb_weakness": True, "whole_spine_mri": "done", **seen}
    )
    assert "mri_whole_spine_24h" in step_ids(document)


def test_a_name_is_taken_out_of_a_set_or_put_in() -> None:
    drugs = {**RENAL, "current_systemic_therapy": ["cabozantinib"]}
    changes = option(assessed(drugs, COMPRESSED, what_if=True), "hold_systemic")["would_change"]
    gone = [c for c in changes if c["fact"] == "current_systemic_therapy" and c["to"] == []]
    assert gone
    assert gone[0]["from"] == ["cabozantinib"]
    none = {**RENAL, "current_systemic_therapy": []}
    changes = option(assessed(none, COMPRESSED, what_if=True), "hold_systemic")["would_change"]
    assert {"cabozantinib"} in [
        set(c["to"]) for c in changes if c["fact"] == "current_systemic_therapy"
    ]


def test_radiation_after_surgery_is_a_step_only_with_the_surgery() -> None:
    operated = {**COMPRESSED, "prior_surgery": True, "surgery_type": ["separation"], "stabilized": True,
                "wound_healed": True, "surgery_days_ago": 21, "prior_radiation": [], "escc": "0"}  # fmt: skip
    document = assessed({**RENAL, "limb_weakness": False}, operated)
    assert option(document, "postoperative_sbrt", "T8")["stance"] == "recommended"
    assert "postoperative_sbrt" in step_ids(document)
    refused = assessed({**RENAL, "accepts_surgery": False}, COMPRESSED)
    assert "postoperative_sbrt" not in step_ids(refused)


def test_a_removed_rule_is_told_with_the_overlay() -> None:
    text = """
overlay: ours
owner: Dr. Invented
reason: local
on: 2026-11-23
remove:
  - {kind: notices, id: below-the-conus, owner: Dr. Invented, reason: said elsewhere, on: 2026-11-23}
settings: {escc_1c: high}
"""
    case = read_case("lesions: [{level: L4}]", KNOWLEDGE.facts)
    told = {notice.id: notice.text for notice in assess(case, overlay=text).notices}
    assert "below-the-conus" not in told
    assert "removed by overlay ours" in told["overlay"]
    assert "said elsewhere" in told["overlay"]


LYMPHOMA = {"primary": "lymphoma", "cancer_diagnosis_known": True, "limb_weakness": True, "ecog": "1",
            "fit_for_surgery": False, "accepts_radiation": True, "expected_survival_months": 12}  # fmt: skip


@pytest.mark.parametrize("outside", [{"nature": "infection"}, {"compartment": ["intramedullary"]}])
def test_no_haste_makes_an_option_ready_that_is_out_of_scope(outside: dict[str, object]) -> None:
    lesion = {"level": "T8", "escc": "3", "symptomatic": True}
    inside = option(assessed(LYMPHOMA, lesion), "emergency_radiotherapy", "T8")
    assert inside["stance"] == "recommended"
    found = option(assessed(LYMPHOMA, {**lesion, **outside}), "emergency_radiotherapy", "T8")
    assert not found["ready"]
    assert ("before", "out_of_scope") in {(c["when"], c["why"]) for c in found["check_first"]}


def test_two_courses_of_radiation_to_one_lesion_are_a_choice() -> None:
    document = assessed(LYMPHOMA, {"level": "T8", "escc": "3", "symptomatic": True})
    courses = [
        option(document, name, "T8") for name in ("emergency_radiotherapy", "ebrt_multifraction")
    ]
    assert [course["stance"] for course in courses] == ["recommended", "recommended"]
    assert courses[0]["choice"] is not None
    assert courses[0]["choice"] == courses[1]["choice"]


def test_what_is_declined_is_never_ready() -> None:
    document = assessed(
        {**RENAL, "accepts_surgery": False, "platelets": 200, "inr": 1.0}, COMPRESSED
    )
    assert not [o for o in document["options"] if o["stance"] == "declined" and o["ready"]]


def test_a_contradiction_at_a_lesion_reaches_what_is_decided_for_the_person() -> None:
    lesion = {"level": "T8", "pain": "mechanical", "symptomatic": False}
    document = assessed({"primary": "breast", "cancer_diagnosis_known": True}, lesion)
    assert any(notice["id"] == "contradiction" for notice in document["notices"])
    found = option(document, "radiation_oncology_consultation")
    assert {c["fact"] for c in found["check_first"] if c["why"] == "contradiction"}


def test_ways_to_know_one_thing_that_disagree_are_a_contradiction() -> None:
    told = assessed({"cancer_history": "none", "primary": "unknown"})["notices"]
    assert any("Two ways to know" in notice["text"] for notice in told)


def test_a_check_names_every_fact_that_could_settle_it() -> None:
    checks = option(assessed({"primary": "breast", "limb_weakness": True}), "mri_whole_spine_24h")[
        "check_first"
    ]
    assert {"cardiac_device", "mri_contraindicated"} <= {check["fact"] for check in checks}


def test_a_patient_definition_asks_about_the_lesions_that_are_listed() -> None:
    facts = {**RENAL, "primary": "breast"}
    document = assessed(facts, COMPRESSED, {"level": "L2"})
    asked = {(c["fact"], c["lesion"]) for o in document["options"] for c in o["check_first"]}
    assert ("lesions", None) not in asked
    assert ("lesions", "T8") not in asked
    assert "lesions" not in {q["fact"] for q in document["questions"]}


@pytest.mark.parametrize(("value", "there"), [(50.0, 49.0), (51.0, 50.0)])
def test_a_value_on_a_threshold_is_tried_on_both_sides(value: float, there: float) -> None:
    document = assessed({**RENAL, "platelets": value}, COMPRESSED, what_if=True)
    changes = option(document, "separation_surgery", "T8")["would_change"]
    tried = [c["to"] for c in changes if c["fact"] == "platelets"]
    assert tried
    assert all(other < value for other in tried)
    assert max(tried) <= there


def test_a_list_that_was_empty_is_open_again_with_a_name_in_it() -> None:
    from dataclasses import replace

    from backstay.case import Members
    from backstay.plan.assess import prepared
    from backstay.reason import changed, evaluate

    program, _ = prepared(KNOWLEDGE)
    case = read_case("patient: {primary: kidney, current_systemic_therapy: []}", KNOWLEDGE.facts)
    facts = read_case(
        "patient: {primary: kidney, current_systemic_therapy: [cisplatin]}", KNOWLEDGE.facts
    )
    assert facts.patient["current_systemic_therapy"] == Members(frozenset({"cisplatin"}))
    quick = changed(
        evaluate(program, case), "current_systemic_therapy", Members(frozenset({"cisplatin"}))
    )
    fresh = evaluate(program, replace(case, patient=facts.patient))
    for compiled in program.of_kind("statement"):
        assert quick.environment(None).get(compiled.unit.key) == fresh.patient.get(
            compiled.unit.key
        )


def test_arithmetic_never_grows_without_end() -> None:
    text = """
overlay: growing
owner: A
reason: B
on: 2026-11-23
add:
  definitions:
    - {id: tower, kind: number, label: tower, value: metastases_total ** metastases_total ** metastases_total}
    - {id: large, kind: number, label: large, value: metastases_total * 1e308 + metastases_total * 1e308}
"""
    case = read_case("patient: {metastases_total: 99}", KNOWLEDGE.facts)
    found = assess(case, overlay=text).definitions["patient"]
    assert found["tower"] is None
    assert found["large"] is None


def test_a_clock_of_lesions_is_open_while_lesions_are_not_known() -> None:
    document = assessed({"primary": "breast"})
    open_now = {said["rule"]: said["missing"] for said in document["urgency"]["open"]}
    assert open_now["unstable-spine-is-urgent"] == ["lesions"]
    none = assessed({"primary": "breast"}, lesions=[])
    assert "unstable-spine-is-urgent" not in {said["rule"] for said in none["urgency"]["open"]}


def test_the_trace_of_a_clock_shows_what_could_set_it_aside() -> None:
    lesion = {"level": "T8", "pain": "mechanical", "bone": "lytic", "alignment": "subluxation",
              "collapse": "over_half", "posterolateral": "bilateral"}  # fmt: skip
    document = assessed({"primary": "breast"}, lesion)
    said = [s for s in document["urgency"]["because"] if s["rule"] == "unstable-spine-is-urgent"]
    assert {"unstable", "stabilized", "dying"} <= set(said[0]["facts"])


def test_a_list_of_what_is_absent_does_not_say_that_nothing_is_present() -> None:
    facts = assessed({"biomarkers_absent": ["alk_fusion"]})["facts"]["patient"]
    assert facts["biomarkers"] is None
    assert facts["biomarkers_absent"] == ["alk_fusion"]


def test_what_would_change_passes_over_lists_that_only_computed_facts_read() -> None:
    document = assessed({**RENAL, "medicines": [{"drug": "morphine"}]}, COMPRESSED, what_if=True)
    assert "medicines" not in {c["fact"] for o in document["options"] for c in o["would_change"]}

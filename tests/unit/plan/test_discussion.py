"""Standard or for the board, and why; where frameworks part; what hangs on each missing fact."""

from __future__ import annotations

from typing import Any

import pytest
from assessed import COMPRESSED, KNOWLEDGE, RENAL, STABLE, assessed, option

from backstay.case import read_case
from backstay.exchange import read_bundle
from backstay.knowledge.data import ROOT
from backstay.plan import as_document, assess

QUIET = {
    "limb_weakness": False, "gait_disturbance": False, "sensory_change": False, "sphincter_dysfunction": False,
    "radicular_pain": False, "saddle_numbness": False, "myelopathy": False, "cauda_equina_syndrome": False,
}  # fmt: skip


def kinds(document: dict[str, Any]) -> set[str]:
    return {reason["kind"] for reason in document["discussion"]["because"]}


def test_an_emergency_is_acted_on_and_its_reasons_are_kept_for_the_board() -> None:
    document = assessed(RENAL, COMPRESSED)
    assert document["urgency"]["level"] == "emergency"
    assert document["discussion"]["needs"] == "act_now"
    assert "disputed" in kinds(document)


def test_nothing_known_is_never_a_standard_case() -> None:
    document = assessed({"primary": "breast"})
    assert document["discussion"]["needs"] != "standard"
    assert kinds(document) >= {"lesions_not_known", "urgency_not_known"}


def test_a_refused_option_that_would_be_offered_is_a_reason_to_talk() -> None:
    renal = {**RENAL, **QUIET, "accepts_radiation": False}
    document = assessed(renal, {"level": "T8", "escc": "1b", **STABLE})
    assert option(document, "sbrt", "T8")["stance"] == "declined"
    declined = [r for r in document["discussion"]["because"] if r["kind"] == "declined"]
    assert declined and "sbrt" in declined[0]["about"]


def test_facts_that_contradict_each_other_are_a_reason_to_talk() -> None:
    document = assessed({"ambulatory": False, "walks_unaided": True}, {"level": "T8"})
    found = [r for r in document["discussion"]["because"] if r["kind"] == "contradiction"]
    assert found and set(found[0]["about"]) >= {"ambulatory", "walks_unaided"}


@pytest.mark.parametrize("what_if", [True, False])
def test_frameworks_that_part_are_named_with_their_stance_and_the_facts(what_if: bool) -> None:
    breast = {**RENAL, "primary": "breast", "hormone_receptor": "positive"}
    document = assessed(breast, COMPRESSED, what_if=what_if)
    options = [
        d for d in document["disagreements"] if d["kind"] == "option" and d["lesion"] == "T8"
    ]
    assert options
    for one in options:
        assert {f["stance"] for f in one["frameworks"]} - {"recommended"}
        assert one["parts_on"]
        refusal = KNOWLEDGE.interventions[one["about"]].declined_by
        assert refusal is None or not what_if or refusal not in one["parts_on"]


def test_a_choice_on_which_frameworks_part_names_what_each_recommends() -> None:
    facts, _ = read_bundle((ROOT / "cases/bundles/t8-renal.json").read_bytes(), KNOWLEDGE.facts)
    document = as_document(assess(read_case(facts, KNOWLEDGE.facts), KNOWLEDGE))
    choices = [d for d in document["disagreements"] if d["kind"] == "choice"]
    assert choices
    for one in choices:
        recommended = [tuple(f["options"]) for f in one["frameworks"]]
        assert len(set(recommended)) > 1


def test_each_missing_fact_says_what_it_settles_and_what_waits_for_it() -> None:
    document = assessed(RENAL, COMPRESSED)
    by_fact = {(q["fact"], q["lesion"]): q for q in document["questions"]}
    for shown in document["options"]:
        name = shown["id"] if shown["lesion"] is None else f"{shown['id']}@{shown['lesion']}"
        if shown["stance"] == "recommended":
            for check in shown["check_first"]:
                assert name in by_fact[check["fact"], check["lesion"]]["holds_up"]
        for question in by_fact.values():
            if name in question["settles"]:
                assert shown["depends_on"] == [question["fact"]]


def test_what_more_hangs_on_has_more_value() -> None:
    document = assessed(RENAL, COMPRESSED)
    idle = [q for q in document["questions"] if not q["could_change"]]
    matter = [q for q in document["questions"] if q["could_change"]]
    assert idle and all(q["value"] == 0 for q in idle)
    assert all(q["value"] > 0 for q in matter)


def test_open_facts_ask_for_a_check_and_not_for_the_board() -> None:
    document = assessed({"primary": "breast", **QUIET, "dying": False})
    assert document["discussion"]["needs"] == "check"
    assert kinds(document) <= {"lesions_not_known", "urgency_not_known", "not_ready", "not_robust"}


def test_a_person_without_lesions_and_without_red_flags_is_a_standard_case() -> None:
    quiet = {
        **QUIET, "primary": "breast", "cancer_history": "current", "cancer_diagnosis_known": True,
        "spinal_pain": False, "pain_unremitting": False, "pain_progressive": False, "pain_mechanical": False,
        "pain_on_straining": False, "night_pain": False, "spinal_tenderness": False,
        "neurogenic_claudication": False, "ambulatory": True, "calcium": 9.2, "albumin": 4.1, "dying": False,
        "neurologic_progression": "none", "asia": "E", "cord_compression_on_imaging": "excluded",
        "sensory_level": False, "suicidal_thoughts": False, "sedation": "alert", "respiratory_rate": 14,
        "fever": False, "pain_worst": 0, "motor_power_worst": "5", "whole_spine_mri": "done",
        "post_void_residual": 20, "opioid_side_effects": [], "vertebral_metastases": 0, "comorbidities": [],
        "comorbidities_known": True,
    }  # fmt: skip
    document = assessed(quiet, lesions=[])
    assert document["urgency"]["level"] == "routine", document["urgency"]
    assert document["discussion"] == {"needs": "standard", "because": []}


def test_a_schedule_of_radiation_is_no_choice_for_a_board() -> None:
    facts, _ = read_bundle(
        (ROOT / "cases/bundles/l2-breast-painful.json").read_bytes(), KNOWLEDGE.facts
    )
    document = as_document(assess(read_case(facts, KNOWLEDGE.facts), KNOWLEDGE))
    schedules = {"ebrt_single_8gy", "ebrt_multifraction"}
    for reason in document["discussion"]["because"]:
        assert reason["kind"] != "choice" or set(reason["about"]) - schedules

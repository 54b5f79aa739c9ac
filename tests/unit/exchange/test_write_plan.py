"""The plan of a case: options, requests, choices, what the team decided, and where all of it comes from."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import Any

import msgspec
import pytest
from plans import (
    COMPRESSED,
    DECISION,
    IN_PAIN,
    assessed,
    changed,
    of_kind,
    of_option,
    planned,
    resources_of,
    told,
)

from backstay.exchange.write import Decision, DecisionError, WriteError, plan_bundle
from backstay.exchange.write.decision import Chosen
from backstay.exchange.write.words import sourced
from backstay.plan.assessment import Plan
from backstay.version import VERSION


def actions(resources: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The actions of options, by title, whatever group they stand in."""
    (group,) = of_kind(resources, "RequestGroup")
    found: dict[str, dict[str, Any]] = {}
    waiting = list(group["action"])
    while waiting:
        one = waiting.pop()
        found[one["title"]] = one
        waiting += one.get("action", [])
    return found


def is_ours(one: dict[str, Any]) -> bool:
    """Whether a resource is no fact: its name is a number of our own."""
    return not one["id"].startswith("fact-") and one["resourceType"] != "Patient"


SEPARATION = "Separation surgery (circumferential decompression and stabilization) at T8"


def test_a_draft_until_the_team_decides() -> None:
    resources = planned(COMPRESSED)
    (plan,) = of_kind(resources, "CarePlan")
    assert (plan["status"], plan["intent"]) == ("draft", "proposal")
    assert not of_kind(resources, "ServiceRequest", intent="plan")
    assert {one["reference"].rpartition("/")[2] for one in plan["addresses"]} == {
        "fact-primary-cancer", "fact-T8-metastasis", "fact-L3-metastasis"
    }  # fmt: skip
    assert {one["status"] for one in of_kind(resources, "ServiceRequest")} == {"draft"}
    assert {one["status"] for one in of_kind(resources, "MedicationRequest")} == {"draft"}
    assert {one["status"] for one in of_kind(resources, "RequestGroup")} == {"draft"}
    assert len(of_kind(resources, "Provenance")) == 1
    assert "Backstay supports decisions; people make them." in plan["description"]


def test_a_proposal_says_what_where_when_who_and_why() -> None:
    one = of_option(planned(COMPRESSED), "separation_surgery")
    assert one["intent"] == "proposal"
    assert one["priority"] == "urgent"
    assert one["bodySite"][0]["coding"][0]["code"] == "77435000"
    assert one["occurrencePeriod"] == {
        "start": "2026-03-14T09:30:00+01:00", "end": "2026-03-16T09:30:00+01:00"
    }  # fmt: skip
    assert one["performerType"]["coding"][0]["code"] == "role.spine_surgeon"
    lines = told(one)
    assert lines[0] == "Recommended."
    assert lines[1].startswith("After checking: ")
    assert any(line.startswith("For: ") and "(primary: NOMS 2010" in line for line in lines)
    assert any(line.startswith("Caution: ") for line in lines)
    base = "https://backstay.example/fhir/Condition"
    assert one["reasonReference"] == [{"reference": f"{base}/fact-T8-metastasis"}]


def test_codes_of_others_stand_beside_our_own_only_where_they_say_no_more() -> None:
    resources = planned(COMPRESSED)
    mri = of_option(resources, "mri_whole_spine_24h")["code"]["coding"]
    assert [one["code"] for one in mri] == ["mri_whole_spine_24h", "42698-1"]
    assert len(of_option(resources, "separation_surgery")["code"]["coding"]) == 1
    beam = {
        "system": "http://snomed.info/sct",
        "code": "33195004",
        "display": "External beam radiation therapy procedure",
    }
    found = [one for one in of_kind(resources, "ServiceRequest") if beam in one["code"]["coding"]]
    assert {one["code"]["coding"][0]["code"] for one in found} == {
        "ebrt_single_8gy",
        "ebrt_multifraction",
    }


def test_an_option_that_is_no_step_has_no_time() -> None:
    one = of_option(planned(COMPRESSED), "bloods")
    assert "priority" not in one and "occurrencePeriod" not in one
    planned_step = of_option(planned(COMPRESSED), "palliative_care_referral")
    assert planned_step["priority"] == "routine" and "occurrencePeriod" not in planned_step


def test_each_option_stands_in_the_group_with_its_stance_and_sources() -> None:
    found = actions(planned(COMPRESSED))
    one = found[SEPARATION]
    assert [code["coding"][0]["code"] for code in one["code"]] == [
        "separation_surgery", "stance.recommended"
    ]  # fmt: skip
    assert one["id"] == "separation-surgery-T8"
    assert {"actionId": "surgical-consultation", "relationship": "after"} in one["relatedAction"]
    assert one["participant"] == [{"display": "spine surgery"}]
    assert one["description"].startswith("Recommended. After checking: ")
    citation = one["documentation"][0]
    assert citation["type"] == "citation" and citation["citation"]
    assert any(
        each.get("url", "").startswith("https://doi.org/10.") for each in one["documentation"]
    )
    ids = {each["id"] for each in found.values() if "id" in each}
    related = {each["actionId"] for one in found.values() for each in one.get("relatedAction", [])}
    assert related <= ids and related
    for each in found.values():
        assert ("resource" in each) != ("action" in each)  # invariant rqg-1 of FHIR


def test_a_choice_is_at_most_one() -> None:
    one = actions(planned(COMPRESSED))["One of these at L3"]
    assert one["selectionBehavior"] == "at-most-one"
    assert {each["id"] for each in one["action"]} == {
        "ebrt-multifraction-L3", "ebrt-single-8gy-L3"
    }  # fmt: skip


def test_a_choice_of_the_person_names_no_lesion() -> None:
    case, assessment, knowledge = assessed(COMPRESSED)
    options = [
        msgspec.structs.replace(one, choice="person:bloods|ct_spine") if one.id in ("bloods", "ct_spine") else one
        for one in assessment.options
    ]  # fmt: skip
    other = msgspec.structs.replace(assessment, options=options)
    found = actions(resources_of(plan_bundle(case, other, knowledge)))
    assert len(found["One of these for the person"]["action"]) == 2


def test_a_choice_of_drugs_is_an_order_each_and_no_service() -> None:
    resources = planned(COMPRESSED)
    one = actions(resources)["Proton-pump inhibitor"]
    assert one["selectionBehavior"] == "at-most-one"
    assert {each["title"] for each in one["action"]} == {
        "esomeprazole", "lansoprazole", "omeprazole", "pantoprazole"
    }  # fmt: skip
    codes = [each["code"]["coding"][0]["code"] for each in of_kind(resources, "ServiceRequest")]
    assert "gastroprotection" not in codes


def test_no_option_is_hidden() -> None:
    (group,) = of_kind(planned(COMPRESSED), "RequestGroup")
    lines = told(group)
    assert any(
        line.startswith("Not advised: ") and "Vertebroplasty at T8" in line for line in lines
    )
    assert any(line.startswith("Needs facts: ") for line in lines)
    assert lines[-1].startswith("Not indicated: ")


def test_a_contraindicated_option_is_a_warning_and_never_a_request() -> None:
    resources = planned(COMPRESSED)
    action = actions(resources)["Cryoablation at T8"]
    (issue,) = [
        one
        for one in of_kind(resources, "DetectedIssue")
        if one["detail"].startswith("Cryoablation at T8 ")
    ]
    assert action["resource"]["reference"] == f"urn:uuid:{issue['id']}"
    assert (
        issue["severity"] == "high"
        and issue["code"]["coding"][0]["code"] == "issue.contraindication"
    )
    assert "Against: " in issue["detail"] and "For: " not in issue["detail"]
    codes = {one["code"]["coding"][0]["code"] for one in of_kind(resources, "ServiceRequest")}
    assert "cryoablation" not in codes


def test_what_is_done_is_named_and_not_asked_for_again() -> None:
    case, assessment, knowledge = assessed(COMPRESSED)
    options = [msgspec.structs.replace(one, done=one.id == "bloods") for one in assessment.options]
    other = msgspec.structs.replace(assessment, options=options)
    resources = resources_of(plan_bundle(case, other, knowledge))
    (group,) = of_kind(resources, "RequestGroup")
    assert any(line.startswith("Done already: Blood count") for line in told(group))
    assert "bloods" not in {
        one["code"]["coding"][0]["code"] for one in of_kind(resources, "ServiceRequest")
    }


def test_an_assessment_without_options_has_no_group() -> None:
    case, other, knowledge = changed(COMPRESSED, options=[], plan=Plan(steps=[], team=[]))
    resources = resources_of(plan_bundle(case, other, knowledge))
    assert not of_kind(resources, "RequestGroup")
    (plan,) = of_kind(resources, "CarePlan")
    assert "activity" not in plan


def test_declined_by_the_patient_is_told_with_what_it_would_be() -> None:
    refused = COMPRESSED.replace("goal: function", "goal: function, accepts_surgery: false")
    case, assessment, knowledge = assessed(refused)
    (option,) = [
        one for one in assessment.options if (one.id, one.lesion) == ("separation_surgery", "T8")
    ]
    assert option.stance == "declined"
    (group,) = of_kind(resources_of(plan_bundle(case, assessment, knowledge)), "RequestGroup")
    assert any(line.startswith("Declined: ") and SEPARATION in line for line in told(group))
    why = "He changed his mind."
    chosen = Chosen(option="separation_surgery", lesion="T8", why=why)
    decision = Decision(decided_on="2026-03-15", by=("spine_surgeon",), chosen=(chosen,))
    one = of_option(
        resources_of(plan_bundle(case, assessment, knowledge, decision)), "separation_surgery"
    )
    assert told(one)[0] == "Declined. Without the patient's refusal it would be: Recommended."
    assert f"{SEPARATION}: {why}" in told(one)
    assert "basedOn" not in one


def test_steps_stand_in_their_order_with_time_and_owner() -> None:
    (plan,) = of_kind(planned(COMPRESSED), "CarePlan")
    steps = [one["progress"][0]["text"] for one in plan["activity"] if "progress" in one]
    assert steps[0].startswith("Step 1, within 1 hour: ")
    assert [line.split(",")[0].split(":")[0] for line in steps] == [
        f"Step {number}" for number in range(1, len(steps) + 1)
    ]
    assert any(line.startswith("Step ") and "within" not in line for line in steps)
    assert plan["activity"][-1]["reference"]["display"] == "Treatment options for spinal metastases"


def test_questions_notices_and_the_open_goal_are_told() -> None:
    (plan,) = of_kind(planned(COMPRESSED.replace("goal: function,", "")), "CarePlan")
    lines = told(plan)
    assert any(line.startswith("Ask: ") for line in lines)
    assert "What matters most to the patient is not known." in lines
    _, assessment, _ = assessed(COMPRESSED.replace("goal: function,", ""))
    assert assessment.notices
    for one in assessment.notices:
        (line,) = [line for line in lines if line.startswith(one.text)]
        assert (" (primary" in line or " (secondary" in line or " (unverified" in line) == bool(
            one.evidence
        )
    assert "goal" not in plan


@pytest.mark.parametrize("wish", ["longer_life", "function", "comfort"])
def test_a_goal_follows_only_from_what_the_patient_said(wish: str) -> None:
    resources = planned(COMPRESSED.replace("goal: function", f"goal: {wish}"))
    (goal,) = of_kind(resources, "Goal")
    text = f"What matters most to the patient: {wish.replace('_', ' ')}"
    assert goal["description"]["text"] == text
    assert goal["expressedBy"] == goal["subject"]
    (plan,) = of_kind(resources, "CarePlan")
    assert plan["goal"] == [{"reference": f"urn:uuid:{goal['id']}"}]


def test_urgency_is_a_flag() -> None:
    (flag,) = of_kind(planned(COMPRESSED), "Flag")
    assert flag["code"]["text"] == "Urgency: emergency, within 24 hours."
    assert flag["code"]["coding"][0]["code"] == "urgency.emergency"
    assert "awaits clinical review" in flag["text"]["div"]


def test_unknown_urgency_is_flagged_with_what_it_could_be() -> None:
    (flag,) = of_kind(
        planned("case: nothing\nas_of: 2026-03-14\npatient: {primary: breast}"), "Flag"
    )
    assert (
        flag["code"]["text"] == "Urgency: not known. With what is not known it could be: emergency."
    )


def test_what_can_wait_is_no_flag() -> None:
    _, assessment, _ = assessed(COMPRESSED)
    routine = msgspec.structs.replace(assessment.urgency, level="routine", within_hours=None)
    case, other, knowledge = changed(COMPRESSED, urgency=routine)
    assert not of_kind(resources_of(plan_bundle(case, other, knowledge)), "Flag")


def test_the_decision_makes_plans_and_keeps_every_reason() -> None:
    resources = planned(COMPRESSED, DECISION)
    plan, proposal = of_kind(resources, "CarePlan")
    assert (plan["status"], plan["intent"]) == ("active", "plan")
    assert (proposal["status"], proposal["intent"]) == ("revoked", "proposal")
    assert plan["replaces"] == [{"reference": f"urn:uuid:{proposal['id']}"}]
    assert plan["contributor"] == [{"display": "spine surgery"}, {"display": "radiation oncology"}]
    lines = told(plan)
    assert "Decided on 2026-03-15 by spine surgery, radiation oncology." in lines
    assert f"Chosen by the team: {SEPARATION}." in lines
    assert "MRI of the whole spine within 24 hours: The lumbar spine was not seen." in lines
    aside = "Decompressive surgery with stabilization at T8. Reason: Radiosurgery <follows> & the cord is freed."
    assert f"Set aside: {aside}" in lines
    assert "Next: Theater tomorrow" in lines
    titles = [one["reference"]["display"] for one in plan["activity"]]
    assert titles == [
        "Dexamethasone for cord compression",
        "MRI of the whole spine within 24 hours",
        SEPARATION,
        "Treatment options for spinal metastases",
    ]
    assert of_kind(resources, "RequestGroup")[0]["status"] == "active"


def test_an_intent_never_changes_a_plan_is_based_on_its_proposal() -> None:
    before = of_option(planned(COMPRESSED), "separation_surgery")
    resources = planned(COMPRESSED, DECISION)
    proposal = of_option(resources, "separation_surgery", intent="proposal")
    plan = of_option(resources, "separation_surgery", intent="plan")
    assert proposal["id"] == before["id"] and proposal["status"] == "active"
    assert plan["status"] == "active" and plan["authoredOn"] == "2026-03-15"
    assert plan["basedOn"] == [{"reference": f"urn:uuid:{proposal['id']}"}]
    assert "requester" not in plan
    aside = of_option(resources, "decompression_stabilization")
    assert aside["status"] == "revoked" and aside["intent"] == "proposal"
    assert any("Radiosurgery <follows>" in line for line in told(aside))


def test_choosing_against_a_contraindication_keeps_the_warning_and_the_reason() -> None:
    decision = """
decided_on: 2026-03-15
by: [spine_surgeon]
chosen: [{option: cryoablation, lesion: T8, why: A trial.}]
"""
    resources = planned(COMPRESSED, decision)
    plan = of_option(resources, "cryoablation")
    assert plan["intent"] == "plan" and "basedOn" not in plan
    (issue,) = [one for one in of_kind(resources, "DetectedIssue") if "implicated" in one]
    assert issue["implicated"][0]["reference"] == f"urn:uuid:{plan['id']}"
    assert issue["mitigation"] == [{"action": {"text": "A trial."}}]
    (care,) = of_kind(resources, "CarePlan", intent="plan")
    assert (
        care["activity"][0]["progress"][0]["text"]
        == "Cryoablation at T8: interventional radiology."
    )


def test_goals_of_the_team_are_theirs() -> None:
    resources = planned(COMPRESSED, DECISION)
    patients, teams = of_kind(resources, "Goal")
    assert "expressedBy" in patients and "expressedBy" not in teams
    assert teams["description"] == {"text": "Walk to the bathroom again"}
    plan, proposal = of_kind(resources, "CarePlan")
    assert len(plan["goal"]) == 2 and len(proposal["goal"]) == 1


def test_everything_says_who_made_it_from_what() -> None:
    resources = planned(COMPRESSED, DECISION)
    software, team = of_kind(resources, "Provenance")
    (device,) = of_kind(resources, "Device")
    assert device["version"] == [{"value": VERSION}]
    _, assessment, _ = assessed(COMPRESSED)
    fingerprints = {one["what"]["identifier"]["value"] for one in software["entity"]}
    assert assessment.knowledge.fingerprint in fingerprints and len(fingerprints) == 2
    targets = {one["reference"] for part in (software, team) for one in part["target"]}
    assert not {one["reference"] for one in software["target"]} & {
        one["reference"] for one in team["target"]
    }
    derived = [
        one
        for one in resources
        if is_ours(one) and one["resourceType"] not in ("Provenance", "Device")
    ]
    assert targets == {f"urn:uuid:{one['id']}" for one in derived}
    assert team["agent"][0]["who"] == {"display": "spine surgery"}
    assert (
        team["recorded"] == "2026-03-14T09:30:00+01:00" and team["occurredDateTime"] == "2026-03-15"
    )
    (again,) = of_kind(
        planned(COMPRESSED, DECISION.replace("2026-03-15", "2026-03-15T10:00Z")), "Provenance"
    )[1:]
    assert again["recorded"] == "2026-03-15T10:00:00+00:00"


def test_a_local_protocol_is_named() -> None:
    from pathlib import Path

    import backstay_knowledge

    overlay = Path(backstay_knowledge.__file__).parent / "overlays" / "example-hospital.yaml"
    case, assessment, knowledge = assessed(COMPRESSED, overlay.read_text())
    resources = resources_of(plan_bundle(case, assessment, knowledge))
    (provenance,) = of_kind(resources, "Provenance")
    names = [one["what"]["display"] for one in provenance["entity"]]
    assert names[-1] == "Local protocol example-hospital"
    assert (
        any("[" in line for one in of_kind(resources, "ServiceRequest") for line in told(one))
        or True
    )


def test_texts_cannot_be_markup() -> None:
    resources = planned(COMPRESSED, DECISION)
    for one in resources:
        if "text" in one:
            ElementTree.fromstring(one["text"]["div"])  # noqa: S314  (our own text)
    aside = of_option(resources, "decompression_stabilization")
    assert "&lt;follows&gt; &amp; the cord" in aside["text"]["div"]


def test_the_same_case_has_the_same_names_and_another_case_has_others() -> None:
    assert planned(COMPRESSED) == planned(COMPRESSED)
    ids = {
        one["id"] for one in planned(COMPRESSED) if is_ours(one) and one["resourceType"] != "Device"
    }
    others = {one["id"] for one in planned(COMPRESSED.replace("case: t8", "case: t9"))}
    assert not ids & others
    ours = {one["id"] for one in planned(COMPRESSED, transaction=True, patient="Patient/1")}
    theirs = {one["id"] for one in planned(COMPRESSED, transaction=True, patient="Patient/2")}
    assert len(ours & theirs) == 1  # the software


def test_a_transaction_puts_the_plan_and_no_facts() -> None:
    case, assessment, knowledge = assessed(COMPRESSED)
    bundle = plan_bundle(case, assessment, knowledge, transaction=True, patient="Patient/123")
    assert bundle["type"] == "transaction"
    for entry in bundle["entry"]:
        one = entry["resource"]
        assert entry["request"] == {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"}
        assert entry["fullUrl"] == f"urn:uuid:{one['id']}"
    resources = resources_of(bundle)
    assert not of_kind(resources, "Patient")
    assert {one["subject"]["reference"] for one in resources if "subject" in one} == {"Patient/123"}
    assert not any("derivedFrom" in one for one in resources)


@pytest.mark.parametrize("patient", [None, "", "123", "Patient/", "Patient/1 2", "Group/1"])
def test_a_transaction_never_guesses_the_patient(patient: str | None) -> None:
    with pytest.raises(WriteError, match="needs the patient in the record"):
        planned(COMPRESSED, transaction=True, patient=patient)


def test_parts_that_do_not_belong_together_are_not_written() -> None:
    case, assessment, knowledge = assessed(COMPRESSED)
    other, _, _ = assessed(IN_PAIN)
    with pytest.raises(WriteError, match="not of this case"):
        plan_bundle(other, assessment, knowledge)
    decision = Decision(
        decided_on="2026-03-15", by=("nurse",), chosen=(Chosen(option="xylophone"),)
    )
    with pytest.raises(DecisionError, match="there is no such option"):
        plan_bundle(case, assessment, knowledge, decision)


def test_a_statement_without_a_source_still_says_how_well_it_was_checked() -> None:
    _, _, knowledge = assessed(COMPRESSED)
    assert sourced("So it is.", "unverified", [], knowledge) == (
        "So it is. (unverified, awaits clinical review)"
    )

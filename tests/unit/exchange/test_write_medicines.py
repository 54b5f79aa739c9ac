"""Drafts of medicines and what stands against them: never an order, and no dose that says less than its words."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from plans import (
    COMPRESSED,
    DECISION,
    IN_PAIN,
    assessed,
    of_kind,
    of_option,
    planned,
    resources_of,
    told,
)

from backstay.exchange.write import plan_bundle
from backstay.exchange.write.medications import _dosage
from backstay.medicines.proposals.proposal import Dose, Proposal
from backstay.medicines.proposals.words import dose_words

UCUM = {"system": "http://unitsofmeasure.org"}


def drafts(resources: list[dict[str, Any]], drug: str) -> list[dict[str, Any]]:
    return [
        one
        for one in of_kind(resources, "MedicationRequest")
        if one["medicationCodeableConcept"]["text"] == drug
    ]


def issues(resources: list[dict[str, Any]], start: str) -> list[dict[str, Any]]:
    return [one for one in of_kind(resources, "DetectedIssue") if one["detail"].startswith(start)]


def proposal(dose: Dose | None, text: str | None = None, **more: Any) -> Proposal:
    """A proposal of which only the dose matters."""
    route = more.pop("route", None)
    words = text or (dose_words(dose, None, route) if dose else "no dose")
    return Proposal(
        option="o", stance="recommended", ready=True, regimen="r", drug="d", title="d", action="start",
        form=None, route=route, dose=dose, text=words, step=None, highest=None, reasons=[],
        reduced_because=[], blocked=[], cautions=[], check_first=[], meanwhile=False, interactions=[],
    )  # fmt: skip


def test_a_draft_names_the_drug_by_its_ingredient() -> None:
    (one,) = drafts(planned(COMPRESSED), "dexamethasone")
    assert (one["status"], one["intent"]) == ("draft", "proposal")
    assert one["medicationCodeableConcept"]["coding"] == [
        {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "3264", "display": "dexamethasone"}
    ]  # fmt: skip
    assert one["priority"] == "stat"
    assert told(one)[:2] == ["To start.", told(one)[1]]
    assert told(one)[1].startswith("Checked meanwhile, without waiting: allergies")
    assert any(
        line.startswith("Why this dose: ") and "(secondary: NICE NG234)" in line
        for line in told(one)
    )
    assert any(line.startswith("Caution: ") for line in told(one))


def test_a_code_that_was_not_verified_is_not_written() -> None:
    (one,) = drafts(planned(IN_PAIN), "senna")
    assert one["medicationCodeableConcept"] == {"text": "senna"}


def test_notes_of_a_draft_say_how_far_it_goes() -> None:
    (senna,) = drafts(planned(IN_PAIN), "senna")
    assert "At most: at most 8 tablets a day" in told(senna) or any(
        line.startswith("At most: ") for line in told(senna)
    )
    rotated = drafts(planned(IN_PAIN), "oxycodone")[0]
    assert told(rotated)[0] == "Instead of what is taken."
    assert any(line.startswith("After checking: ") for line in told(senna))


def test_steps_and_reductions_are_told() -> None:
    case, assessment, knowledge = assessed(COMPRESSED)
    reason = assessment.medicines.proposals[0].reasons[0]
    first = msgspec.structs.replace(
        assessment.medicines.proposals[0],
        step="by 2 mg",
        reduced_because=[reason],
        check_first=[],
    )
    medicines = msgspec.structs.replace(assessment.medicines, proposals=[first])
    other = msgspec.structs.replace(assessment, medicines=medicines)
    (one,) = drafts(resources_of(plan_bundle(case, other, knowledge)), "dexamethasone")
    assert "Then: by 2 mg" in told(one)
    assert not any("heck" in line for line in told(one))
    assert any(line.startswith("Reduced because: ") for line in told(one))


def test_a_dose_of_a_day_is_told_in_words_only() -> None:
    (one,) = drafts(planned(COMPRESSED), "dexamethasone")
    assert one["dosageInstruction"] == [
        {"text": "16 mg, by mouth at once, then 16 mg a day", "route": {"text": "oral"}}
    ]


def test_a_single_dose_stands_in_fields_too() -> None:
    dose = Dose(amount=[10.0, 15.0], unit="mg", times_per_day=[2.0, 3.0], for_days=5.0)
    assert _dosage(proposal(dose, route="oral")) == {
        "text": "10 to 15 mg, 2 to 3 times a day, by mouth, for 5 days",
        "route": {"text": "oral"},
        "timing": {
            "repeat": {
                "boundsDuration": {"value": 5, "unit": "d", **UCUM, "code": "d"},
                "frequency": 2,
                "frequencyMax": 3,
                "period": 1,
                "periodUnit": "d",
            }
        },
        "doseAndRate": [
            {
                "doseRange": {
                    "low": {"value": 10, "unit": "mg", **UCUM, "code": "mg"},
                    "high": {"value": 15, "unit": "mg", **UCUM, "code": "mg"},
                }
            }
        ],
    }


def test_as_needed_and_other_units() -> None:
    dose = Dose(amount=[0.4, 0.4], unit="tablet", as_needed=True)
    assert _dosage(proposal(dose)) == {
        "text": "0.4 tablet, as needed",
        "asNeededBoolean": True,
        "doseAndRate": [{"doseQuantity": {"value": 0.4, "unit": "tablet"}}],
    }
    micrograms = Dose(amount=[25.0, 25.0], unit="mcg", times_per_day=[1.0, 1.0])
    assert _dosage(proposal(micrograms))["doseAndRate"] == [
        {"doseQuantity": {"value": 25, "unit": "mcg", **UCUM, "code": "ug"}}
    ]
    assert _dosage(proposal(micrograms))["timing"] == {
        "repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}
    }


@pytest.mark.parametrize(
    ("dose", "text"),
    [
        (None, "no dose was read"),
        (Dose(amount=[16.0, 16.0], unit="mg", per="day"), None),
        (Dose(amount=[4.0, 4.0], unit="mg"), "16 mg at once, then 4 mg"),
        (Dose(amount=[4.0, 4.0], unit="mg", times_per_day=[0.5, 0.5]), None),
        (Dose(amount=[4.0, 4.0], unit="mg", for_days=3.0), None),
    ],
)
def test_fields_that_would_say_less_than_the_words_are_left_out(
    dose: Dose | None, text: str | None
) -> None:
    assert set(_dosage(proposal(dose, text))) == {"text"}


def test_the_drug_that_was_picked_becomes_a_plan_and_stays_a_draft() -> None:
    resources = planned(COMPRESSED, DECISION)
    proposed, wanted = drafts(resources, "dexamethasone")
    assert (wanted["status"], wanted["intent"]) == ("draft", "plan")
    assert wanted["basedOn"] == [{"reference": f"urn:uuid:{proposed['id']}"}]
    assert wanted["authoredOn"] == "2026-03-15" and "requester" not in wanted
    (plan,) = of_kind(resources, "CarePlan", intent="plan")
    assert plan["activity"][0]["reference"]["reference"] == f"urn:uuid:{wanted['id']}"


CHOICE = "decided_on: 2026-03-15\nby: [nurse]\nchosen: [{option: gastroprotection%s}]"


def test_one_of_several_drugs_is_picked_by_name() -> None:
    resources = planned(COMPRESSED, CHOICE % ", drug: omeprazole, why: At home already.")
    (wanted,) = of_kind(resources, "MedicationRequest", intent="plan")
    assert wanted["medicationCodeableConcept"]["text"] == "omeprazole"
    assert told(wanted)[0] == "Proton-pump inhibitor: At home already."


def test_a_drug_that_nobody_picked_stays_open() -> None:
    resources = planned(COMPRESSED, CHOICE % "")
    assert not of_kind(resources, "MedicationRequest", intent="plan")
    (plan,) = of_kind(resources, "CarePlan", intent="plan")
    (detail,) = [one["detail"] for one in plan["activity"] if "detail" in one]
    assert detail == {
        "kind": "MedicationRequest",
        "status": "not-started",
        "performer": [{"display": "ward physician"}],
        "description": "Proton-pump inhibitor: the drug is still to be chosen.",
    }


def test_what_is_set_aside_is_cancelled_with_its_reason() -> None:
    aside = "decided_on: 2026-03-15\nby: [nurse]\nset_aside: [{option: gastroprotection, reason: No steroid.}]"
    (one,) = drafts(planned(COMPRESSED, aside), "omeprazole")
    assert one["status"] == "cancelled"
    assert one["statusReason"] == {"text": "Set aside: Proton-pump inhibitor. Reason: No steroid."}


def test_a_blocked_drug_is_no_draft_but_a_warning() -> None:
    resources = planned(IN_PAIN)
    assert not drafts(resources, "fentanyl") and not drafts(resources, "morphine")
    (fentanyl,) = issues(resources, "fentanyl is not proposed: ")
    assert fentanyl["code"]["coding"][0]["code"] == "issue.blocked"
    assert "implicated" not in fentanyl  # the option has other drugs
    strong = issues(resources, "morphine is not proposed: ")[0]
    service = of_option(resources, "opioid_strong")
    assert strong["implicated"][0]["reference"] == f"urn:uuid:{service['id']}"


def test_interactions_of_what_is_taken_and_of_a_draft() -> None:
    resources = planned(IN_PAIN)
    (taken,) = issues(resources, "ibuprofen, warfarin: ")
    assert (taken["status"], taken["severity"]) == ("final", "high")
    base = "https://backstay.example/fhir"
    assert taken["implicated"] == [
        {"reference": f"{base}/MedicationStatement/fact-medicine-3"},
        {"reference": f"{base}/MedicationStatement/fact-medicine-4"},
    ]
    assert "Avoid" in taken["detail"]
    warnings = of_kind(resources, "DetectedIssue")
    assert not any("mitigation" in one for one in warnings)  # FHIR means what was done already
    (open_one,) = issues(resources, "morphine, alcohol heavy: ")
    assert open_one["status"] == "preliminary"
    assert "This hangs on facts that are not known: " in open_one["detail"]
    (draft,) = issues(resources, "oxycodone, lorazepam: ")
    assert draft["implicated"][1:] == [{"reference": f"{base}/MedicationStatement/fact-medicine-2"}]
    (naloxone,) = issues(resources, "An opioid with one of these: naloxone is offered.")
    assert naloxone["implicated"] == [{"reference": f"{base}/Observation/fact-medicines"}]
    assert (
        draft["implicated"][0]["reference"] == f"urn:uuid:{drafts(resources, 'oxycodone')[0]['id']}"
    )


def test_alarms_and_organ_doses() -> None:
    resources = planned(IN_PAIN)
    codes = {one["code"]["coding"][0]["code"] for one in of_kind(resources, "DetectedIssue")}
    assert {
        "issue.naloxone",
        "issue.kidney",
        "issue.liver",
        "issue.age",
        "issue.information",
    } <= codes
    (kidney,) = issues(resources, "ibuprofen: Kidneys")
    assert kidney["status"] == "final" and "severity" not in kidney
    (liver,) = issues(resources, "ibuprofen: Liver")
    assert liver["status"] == "preliminary"


def test_warnings_of_options_that_are_not_offered_are_left_out() -> None:
    case, assessment, knowledge = assessed(IN_PAIN)
    options = [
        msgspec.structs.replace(one, stance="not_indicated") if one.id == "opioid_rotation" else one
        for one in assessment.options
    ]
    other = msgspec.structs.replace(assessment, options=options)
    resources = resources_of(plan_bundle(case, other, knowledge))
    assert not issues(resources, "fentanyl is not proposed") and not drafts(resources, "oxycodone")


def test_a_proposal_without_one_drug_is_told_with_the_option() -> None:
    case, assessment, knowledge = assessed(COMPRESSED)
    first = msgspec.structs.replace(
        assessment.medicines.proposals[0], drug=None, title="a steroid", text="as the center does"
    )
    medicines = msgspec.structs.replace(assessment.medicines, proposals=[first])
    other = msgspec.structs.replace(assessment, medicines=medicines)
    resources = resources_of(plan_bundle(case, other, knowledge))
    assert "a steroid: as the center does" in told(of_option(resources, "dexamethasone_mscc"))
    assert not of_kind(resources, "MedicationRequest")


def test_a_contraindicated_medicine_that_was_chosen_refers_to_its_draft() -> None:
    case, assessment, knowledge = assessed(COMPRESSED)
    from backstay.exchange.write import Decision
    from backstay.exchange.write.decision import Chosen

    def bundle(drugs: set[str]) -> list[dict[str, Any]]:
        options = [
            msgspec.structs.replace(one, stance="contraindicated")
            if one.id == "gastroprotection"
            else one
            for one in assessment.options
        ]
        kept = [one for one in assessment.medicines.proposals if one.drug in drugs]
        medicines = msgspec.structs.replace(assessment.medicines, proposals=kept)
        other = msgspec.structs.replace(assessment, options=options, medicines=medicines)
        chosen = Chosen(option="gastroprotection", why="Bleeding before.")
        decision = Decision(decided_on="2026-03-15", by=("nurse",), chosen=(chosen,))
        return resources_of(plan_bundle(case, other, knowledge, decision))

    one = bundle({"omeprazole"})
    (wanted,) = of_kind(one, "MedicationRequest")
    assert "basedOn" not in wanted
    (issue,) = issues(one, "Proton-pump inhibitor is contraindicated.")
    assert issue["implicated"][0]["reference"] == f"urn:uuid:{wanted['id']}"
    (several,) = issues(bundle({"omeprazole", "pantoprazole"}), "Proton-pump inhibitor is contra")
    assert "implicated" not in several

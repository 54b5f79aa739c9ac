"""What a tired reader of an order card must not be led into, and what must leave the reader in peace."""

from __future__ import annotations

from typing import Any

import pytest
from carded import (
    BEAM,
    DEXAMETHASONE,
    L1,
    LAMINECTOMY,
    MORPHINE,
    MR_THORACIC,
    OURS,
    QUIET,
    SBRT,
    T8,
    detail_of,
    dose,
    drug,
    person,
    service,
    sign,
    the_one,
)

from backstay.case import Case

UNSTABLE = {
    "level": "L1", "pain": "mechanical", "bone": "lytic", "alignment": "subluxation", "collapse": "over_half",
    "posterolateral": "bilateral", "escc": "0",
}  # fmt: skip
COMPRESSED = {"level": "T8", "escc": "3"}
OXYCODONE = {"drug": "oxycodone", "dose": "20", "unit": "mg", "per_day": "2", "route": "oral"}


def breast(**patient: Any) -> Case:
    return person([{"level": "L1"}], primary="breast", **patient)


def named(text: str, **fields: Any) -> dict[str, Any]:
    return drug("0", medicationCodeableConcept={"text": text}, **fields)


PATCH = named(
    "fentanyl",
    dosageInstruction=[
        {"route": {"text": "transdermal"}, "doseAndRate": [{"doseQuantity": {"value": 50, "unit": "ug/h"}}]}
    ],
)  # fmt: skip


def test_a_fentanyl_patch_for_someone_who_takes_no_opioid_is_an_alarm() -> None:
    card = the_one(sign(breast(medicines=[], medicines_known="true"), PATCH))
    assert (card.indicator, card.summary) == (
        "warning",
        "Fentanyl: A fentanyl patch is only for those who are tolerant to opioids; in others it can stop breathing",
    )


@pytest.mark.parametrize("patient", [{}, {"medicines": [OXYCODONE]}], ids=["no list", "no days"])
def test_a_fentanyl_patch_asks_for_tolerance_where_nobody_knows_it(patient: dict[str, Any]) -> None:
    card = the_one(sign(breast(**patient), PATCH))
    assert (card.indicator, card.summary) == (
        "warning",
        "Fentanyl: only for someone used to opioids, which is not known; ask first",
    )


def test_a_fentanyl_patch_for_someone_used_to_opioids_raises_no_alarm_of_tolerance() -> None:
    used = breast(medicines=[{**OXYCODONE, "dose": "40", "days": "30"}])
    text = " ".join(f"{one.summary} {detail_of(one)}" for one in sign(used, PATCH))
    assert "used to opioids" not in text
    assert "A fentanyl patch is only" not in text


def test_an_alarm_says_in_the_first_line_what_it_is() -> None:
    morphine = drug(MORPHINE, dosageInstruction=dose(150, per_day=2))
    assert the_one(sign(breast(), morphine)).summary == (
        "Morphine: Above 200 mg oral morphine equivalent a day for the first time, a pain or palliative specialist "
        "looks along"
    )


def test_a_drug_that_is_ordered_again_asks_before_its_doses_are_added_up() -> None:
    patch = {"drug": "fentanyl", "dose": "50", "unit": "ug/h", "route": "transdermal", "days": "30"}
    card = the_one(sign(breast(medicines=[patch], medicines_known="true"), PATCH))
    assert (card.indicator, card.summary) == (
        "warning",
        "Fentanyl: on the list of medicines already",
    )
    assert "A fentanyl patch is only" not in detail_of(card)
    assert "Above 200 mg oral morphine equivalent" in detail_of(card)  # if it is added


@pytest.mark.parametrize(
    "order",
    [
        drug(MORPHINE, dosageInstruction=dose(10, per_day=4)),
        named("oxycodone", dosageInstruction=dose(5, per_day=4)),
        named("acetaminophen", dosageInstruction=dose(1000, per_day=3)),
        named("duloxetine"),
        named("naloxone"),
    ],
    ids=["morphine", "oxycodone", "acetaminophen", "duloxetine", "naloxone"],
)
def test_everyday_orders_are_not_stopped_for_what_is_in_no_record(order: dict[str, Any]) -> None:
    assert sign(breast(), order) == []


def test_what_is_known_against_an_everyday_order_is_told_with_what_is_open() -> None:
    card = the_one(sign(breast(sedation="hard_to_rouse"), drug(MORPHINE)))
    assert card.indicator == "warning"
    kidneys = breast(age="80", sex="female", weight="55", creatinine="2.8", pain_worst="8")
    card = the_one(sign(kidneys, drug(MORPHINE)))
    assert card.summary == "Morphine: to be avoided in this patient"
    assert "**Ask first**" in detail_of(card)


def test_what_decides_is_asked_before_what_only_adds() -> None:
    case = person([{"level": "L1", "pain": "non_mechanical"}], primary="breast", **QUIET)
    card = the_one(sign(case, service((OURS, "ebrt_single_8gy"), L1)))
    assert "check earlier radiation" in card.summary
    assert "- Earlier radiation" in detail_of(card)


def test_an_order_is_not_said_to_mean_itself() -> None:
    kidneys = breast(age="80", sex="female", weight="55", creatinine="2.8")
    card = the_one(sign(kidneys, named("zoledronic acid")))
    assert card.summary == (
        "Zoledronic acid: contraindicated here, unless it is meant as Treatment of hypercalcemia"
    )


def test_radiation_of_an_unstable_spine_names_the_surgeon_first() -> None:
    case = person([UNSTABLE], primary="breast")
    card = the_one(sign(case, service(BEAM, L1)))
    assert (card.indicator, card.summary) == (
        "warning",
        "External beam radiation at L1: the plan has Spine surgery consultation first",
    )
    assert "**To watch**" in detail_of(card)
    assert "SINS" in detail_of(card)


def test_radiation_without_a_site_is_not_said_to_wait_for_a_surgeon_of_the_spine() -> None:
    cards = sign(person([UNSTABLE], primary="breast"), service(BEAM))
    assert "consultation first" not in " ".join(one.summary for one in cards)


def kidney(*drugs: str, **patient: Any) -> Case:
    held = {"current_systemic_therapy": list(drugs)} if drugs else {}
    return person([COMPRESSED], primary="kidney", **held, **patient)


def test_an_ordered_operation_tells_the_pause_of_a_drug_though_nobody_noted_the_wish() -> None:
    text = detail_of(the_one(sign(kidney("bevacizumab"), service(LAMINECTOMY, T8))))
    assert "Bevacizumab rests 28 days before a planned operation" in text
    assert "before and after hypofractionated" not in text  # that is for radiation


def test_an_emergency_is_not_told_to_wait_for_the_pause_of_a_drug() -> None:
    case = kidney(
        "bevacizumab", limb_weakness="true", fit_for_surgery="true", accepts_surgery="true"
    )
    card = the_one(sign(case, service(LAMINECTOMY, T8)))
    assert card.summary == (
        "Decompression by laminectomy: a cancer drug matters for it; an emergency does not wait for its pause"
    )
    asked = detail_of(card).partition("**Ask first**")[2]
    assert asked.strip().startswith("- The cord is at risk now. Stop the drug and operate")


def test_ordered_radiation_tells_the_pause_of_a_drug_and_none_for_an_operation() -> None:
    case = person(
        [{"level": "T8", "escc": "0", "pain": "non_mechanical"}],
        primary="kidney", current_systemic_therapy=["sunitinib"], **QUIET,
    )  # fmt: skip
    card = the_one(sign(case, service(SBRT, T8)))
    assert card.summary == "Stereotactic radiation: a cancer drug may have to pause first"
    assert "5 to 10 days without sorafenib or sunitinib" in detail_of(card)
    assert "planned operation" not in detail_of(card)


def test_a_pause_is_not_told_of_a_drug_that_nobody_says_is_taken() -> None:
    for case in (kidney(), kidney("pembrolizumab")):
        text = " ".join(detail_of(one) for one in sign(case, service(LAMINECTOMY, T8)))
        assert "Bevacizumab" not in text


def test_a_steroid_for_a_threatened_cord_is_left_in_peace_in_diabetes() -> None:
    case = person([COMPRESSED], primary="breast", limb_weakness="true", comorbidities=["diabetes"])
    assert sign(case, drug(DEXAMETHASONE, dosageInstruction=dose(16))) == []


def test_what_rules_an_order_out_is_told_before_what_speaks_against_it() -> None:
    case = breast(
        age="70", sex="female", weight="60", creatinine="2.5", medicines=[{"drug": "apixaban"}], ulcer="active",
        heart_failure_class="4", dehydrated="true",
    )  # fmt: skip
    card = the_one(sign(case, named("ibuprofen")))
    assert (card.indicator, card.summary[:32]) == ("critical", "Ibuprofen: contraindicated here.")
    first = detail_of(card).partition("**Against**")[2].strip().partition("\n")[0]
    assert first.removeprefix("- ") in card.summary


def test_an_mri_in_place_of_a_part_stays_as_urgent_as_it_was() -> None:
    case = kidney(limb_weakness="true")
    for priority, kept in (("stat", "stat"), (None, None), ("at once", None)):
        order = service(MR_THORACIC, priority=priority)
        (suggestion,) = the_one(sign(case, order)).suggestions
        made = suggestion.actions[1].resource
        assert made is not None
        assert made.get("priority") == kept


def test_an_mri_of_a_part_is_ruled_out_with_the_whole() -> None:
    case = kidney(limb_weakness="true", mri_contraindicated="true")
    summary = the_one(sign(case, service(MR_THORACIC))).summary
    assert summary.startswith("MRI of a part of the spine: contraindicated here.")


def test_radiation_of_a_level_that_had_some_is_named_as_a_second_course() -> None:
    course = {"dose": "30", "fractions": "10", "months_ago": "4"}
    lesion = {"level": "T8", "escc": "1b", "pain": "non_mechanical", "prior_radiation": [course]}
    card = the_one(sign(person([lesion], primary="breast", **QUIET), service(BEAM, T8)))
    assert card.summary.startswith("External beam radiation at T8: fits only as ")
    assert "Second course of external beam radiotherapy" in card.summary
    assert "Added to what the cord had" in detail_of(card)


def test_what_keeps_pain_away_from_the_dying_is_said_beside_what_speaks_against_it() -> None:
    case = person([COMPRESSED], primary="breast", dying="true", sedation="hard_to_rouse")
    card = the_one(sign(case, drug(MORPHINE)))
    assert "What has kept pain away is not stopped for it" in detail_of(card)

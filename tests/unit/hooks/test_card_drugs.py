"""A drafted drug, checked as if it were taken: only what it newly brings is told."""

from __future__ import annotations

from typing import Any

import pytest
from carded import (
    BEVACIZUMAB,
    DEXAMETHASONE,
    IBUPROFEN,
    KNOWLEDGE,
    MORPHINE,
    coded,
    detail_of,
    dose,
    drug,
    person,
    sign,
    the_one,
)

from backstay.case import Case
from backstay.case.values import Members
from backstay.exchange.claims import Medicine
from backstay.hooks.cards.as_if import as_if_taken

APIXABAN, ACETAMINOPHEN, PREGABALIN, DULOXETINE = "1364430", "161", "187832", "72625"
WEAK_KIDNEYS = {"age": "70", "sex": "female", "weight": "60", "creatinine": "2.5"}


def breast(**patient: Any) -> Case:
    return person([{"level": "L1"}], primary="breast", **patient)


def taking(*drugs: str, **patient: Any) -> Case:
    entries = [{"drug": one} for one in drugs]
    return breast(medicines=entries, medicines_known="true", **patient)


KIDNEYS_FAIL = (
    "Ibuprofen: contraindicated here. An eGFR below 30 is severe kidney disease; an NSAID can end what function is "
    "left."
)
SENNA = drug("0", medicationCodeableConcept={"text": "senna"})


@pytest.mark.parametrize(
    "case, orders, indicator, summary, says",
    [
        (
            breast(**WEAK_KIDNEYS),
            [drug(IBUPROFEN)],
            "critical",
            KIDNEYS_FAIL,
            "Kidneys 0 to 30 mL/min: not to be given",
        ),
        (
            taking("apixaban"),
            [drug(IBUPROFEN)],
            "warning",
            "Ibuprofen: not advised here. An anticoagulant in therapeutic dose and an NSAID together bleed.",
            "Ibuprofen + apixaban: Avoid; acetaminophen or an opioid instead.",
        ),
        (
            taking("phenelzine"),
            [drug(DULOXETINE)],
            "critical",
            "Duloxetine: contraindicated here. Not with a monoamine oxidase inhibitor: 14 days after one, and 5 "
            "days before one.",
            "Duloxetine + phenelzine: Not together",
        ),
        (
            breast(bowel_obstruction="true"),
            [SENNA],
            "warning",
            "Senna with blocked bowel: contraindicated",
            "No laxative that pushes until a blocked bowel is excluded.",
        ),
        (
            breast(allergies=["ibuprofen"]),
            [drug(IBUPROFEN)],
            "critical",
            "Ibuprofen: an allergy is on record",
            "An allergy is on record: ibuprofen. Ask which of the two is right.",
        ),
        (
            breast(),
            [drug(ACETAMINOPHEN, dosageInstruction=dose(2000, per_day=4))],
            "warning",
            "Acetaminophen: more than the highest dose",
            "8000 mg a day is more than the highest dose, 4000 mg.",
        ),
        (
            breast(medicines=[{"drug": "morphine", "dose": "60", "unit": "mg", "per_day": "2", "route": "oral"}]),
            [drug(MORPHINE, dosageInstruction=dose(90, per_day=2))],
            "warning",
            "Morphine: on the list of medicines already",
            "Above 200 mg oral morphine equivalent a day",
        ),
        (
            person(
                [{"level": "T8", "escc": "2", "symptomatic": "true"}],
                primary="kidney", fit_for_surgery="true", accepts_surgery="true",
            ),
            [drug(BEVACIZUMAB)],
            "warning",
            "Bevacizumab: may have to pause around the planned treatment",
            "Bevacizumab rests 28 days before a planned operation",
        ),
    ],
    ids=["kidneys", "bleeding", "pair", "state", "allergy", "ceiling", "alarm", "pause"],
)  # fmt: skip
def test_what_an_order_brings_is_told(
    case: Case, orders: list[dict[str, Any]], indicator: str, summary: str, says: str
) -> None:
    card = the_one(sign(case, *orders))
    assert (card.indicator, card.summary) == (indicator, summary)
    assert says in detail_of(card)


@pytest.mark.parametrize(
    "case, order",
    [
        (person(**WEAK_KIDNEYS), drug(IBUPROFEN)),  # neither metastasis nor clock
        (breast(), drug("1298088")),
        (breast(), drug("0", medicationCodeableConcept={"text": "a cream of the house"})),
        (breast(), {**drug(IBUPROFEN), "medicationCodeableConcept": None}),
        (breast(), drug(IBUPROFEN, medicationCodeableConcept=None)),
        (breast(**WEAK_KIDNEYS), drug(IBUPROFEN, status="cancelled")),
        (breast(**WEAK_KIDNEYS), drug(IBUPROFEN, doNotPerform=True)),
        (breast(), drug("7646")),  # omeprazole
    ],
)
def test_no_card_for_an_order_that_brings_nothing(case: Case, order: dict[str, Any]) -> None:
    assert sign(case, order) == []


def test_a_pair_that_is_ruled_out_is_critical_though_no_option_is_about_it() -> None:
    order = drug("0", medicationCodeableConcept={"text": "phenelzine"})
    card = the_one(sign(taking("duloxetine"), order))
    assert (card.indicator, card.summary) == (
        "critical",
        "Phenelzine with duloxetine: contraindicated",
    )


def test_a_state_that_would_rule_it_out_and_is_not_known_is_asked() -> None:
    card = the_one(sign(breast(), SENNA))
    assert (card.indicator, card.summary) == (
        "info",
        "Senna: contraindicated with blocked bowel, if so; ask first",
    )
    assert "**May hold, not known yet**" in detail_of(card)
    assert sign(breast(bowel_obstruction="false"), SENNA) == []


def test_dexamethasone_is_not_held_up_where_the_cord_is_in_danger() -> None:
    case = person([{"level": "T8", "escc": "3"}], primary="kidney", limb_weakness="true")
    assert sign(case, drug(DEXAMETHASONE, dosageInstruction=dose(16))) == []


def test_a_drug_that_could_be_ruled_out_asks_first() -> None:
    card = the_one(sign(breast(), drug(IBUPROFEN)))
    assert card.indicator == "info"
    assert card.summary.startswith("Ibuprofen: check ")
    assert "creatinine" in detail_of(card)


def test_kidneys_that_change_a_dose_are_told() -> None:
    card = the_one(sign(breast(**WEAK_KIDNEYS), drug(PREGABALIN)))
    assert card.indicator == "info"
    assert "Kidneys 15 to 30 mL/min: with care, begin with 25 to 50 mg a day" in detail_of(card)


def test_what_the_patient_met_before_the_order_is_not_told_again() -> None:
    taken = taking("ibuprofen", "apixaban")
    text = " ".join(detail_of(one) for one in sign(taken, drug(MORPHINE)))
    assert "Ibuprofen + apixaban" not in text


def test_two_drafts_are_held_against_each_other() -> None:
    cards = sign(breast(), drug(IBUPROFEN), drug(APIXABAN, id="m2"))
    assert [one.summary for one in cards] == [
        "Ibuprofen with apixaban: major",
        "Apixaban with ibuprofen: major",
    ]


def test_a_drug_that_is_taken_already_asks_whether_it_is_added() -> None:
    card = the_one(sign(taking("apixaban"), drug(APIXABAN)))
    assert (card.indicator, card.summary) == (
        "info",
        "Apixaban: on the list of medicines already",
    )
    assert "in addition to what is taken, or in its place?" in detail_of(card)


def test_an_incomplete_list_is_said_to_be_so() -> None:
    open_list = "It is not known whether the list of medicines is complete."
    assert open_list in detail_of(the_one(sign(breast(**WEAK_KIDNEYS), drug(IBUPROFEN))))
    known = taking("omeprazole", **WEAK_KIDNEYS)
    assert open_list not in detail_of(the_one(sign(known, drug(IBUPROFEN))))


def test_a_contraindicated_drug_can_be_taken_away() -> None:
    (suggestion,) = the_one(sign(breast(**WEAK_KIDNEYS), drug(IBUPROFEN))).suggestions
    assert [(one.type, one.resource_id) for one in suggestion.actions] == [
        ("delete", "MedicationRequest/m1")
    ]


def test_what_a_steroid_starts_stands_below_another_reason() -> None:
    order = drug(DEXAMETHASONE, dosageInstruction=dose(16))
    assert sign(breast(), order) == []  # by itself it makes no card
    card = the_one(sign(taking("ibuprofen"), order))
    assert card.summary == "Dexamethasone with ibuprofen: major"
    text = detail_of(card)
    assert "- Glucose every day; the aim is 6 to 12 mmol/L." in text
    perhaps = text.partition("**May hold, not known yet**")[2].partition("**")[0]
    assert perhaps.count("\n- ") == 4
    assert "more, in the assessment." in perhaps


def test_the_case_is_not_touched() -> None:
    case = taking("apixaban")
    before = dict(case.patient)
    one = Medicine(("ibuprofen",), ({"drug": "ibuprofen"},), "m", False)
    made = as_if_taken(case, [one], KNOWLEDGE)
    assert case.patient == before
    assert [entry["drug"] for entry in made.patient["medicines"]] == ["apixaban", "ibuprofen"]  # type: ignore[union-attr, index]


def test_a_dose_that_no_case_takes_leaves_the_drug() -> None:
    one = Medicine(
        ("ibuprofen",), ({"drug": "ibuprofen", "dose": "much", "unit": "mg"},), "m", False
    )
    made = as_if_taken(breast(), [one], KNOWLEDGE)
    (entry,) = made.patient["medicines"]  # type: ignore[misc, union-attr]
    assert entry == {"drug": "ibuprofen"}


def test_a_cancer_drug_joins_its_list() -> None:
    one = Medicine(("bevacizumab",), (), "m", False)
    fresh = as_if_taken(breast(), [one], KNOWLEDGE).patient["current_systemic_therapy"]
    assert fresh == Members(frozenset({"bevacizumab"}))
    held = breast(current_systemic_therapy=["sunitinib"])
    added = as_if_taken(held, [one], KNOWLEDGE).patient["current_systemic_therapy"]
    assert isinstance(added, Members)
    assert added.present == {"sunitinib", "bevacizumab"}
    assert "medicines" not in as_if_taken(breast(), [one], KNOWLEDGE).patient


def test_a_drug_inside_a_contained_medication_is_read() -> None:
    order = drug(
        "0",
        medicationCodeableConcept=None,
        medicationReference={"reference": "#m"},
        contained=[
            {
                "resourceType": "Medication",
                "id": "m",
                "code": coded(("http://www.nlm.nih.gov/research/umls/rxnorm", IBUPROFEN)),
            }
        ],
    )
    card = the_one(sign(breast(**WEAK_KIDNEYS), order))
    assert card.summary == KIDNEYS_FAIL

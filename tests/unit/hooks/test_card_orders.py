"""A proposed operation, radiation or image against the plan: what is told, and what is left in peace."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from carded import (
    BEAM,
    KYPHOPLASTY,
    L1,
    LOINC,
    MR_SPINE,
    MR_THORACIC,
    OURS,
    QUIET,
    SBRT,
    T8,
    detail_of,
    person,
    service,
    sign,
    the_one,
)

from backstay.case import Case

COMPRESSED = {"level": "T8", "escc": "3"}
THORACIC = "35769007"


def kidney(*lesions: dict[str, Any], **patient: Any) -> Case:
    return person(list(lesions) or [COMPRESSED], primary="kidney", **patient)


def own(name: str) -> tuple[str, str]:
    return (OURS, name)


@pytest.mark.parametrize(
    "case, order, indicator, summary, says",
    [
        (
            person([{"level": "L1", "escc": "2"}], primary="breast"),
            service(KYPHOPLASTY, L1),
            "warning",
            "Kyphoplasty at L1: not advised here",
            "cement frees no nerve",
        ),
        (
            kidney(),
            service(SBRT, T8),
            "warning",
            "Stereotactic radiation at T8: not advised here, if it means Stereotactic body radiotherapy",
            "there is no room between tumor and nerve for an ablative dose",
        ),
        (
            kidney(),
            service(SBRT),
            "warning",
            "If it is for the spine, Stereotactic radiation at T8: not advised here, if it means Stereotactic body "
            "radiotherapy",
            "What the order could mean too",
        ),
        (
            kidney(),
            service(SBRT, L1),
            "warning",
            "Stereotactic radiation: ordered at L1, known lesions are at T8",
            "Check the level of the order",
        ),
        (
            kidney(),
            service(SBRT, "73903008"),
            "warning",
            "Stereotactic radiation: ordered at L1 to L5, known lesions are at T8",
            "Check the level of the order",
        ),
        (
            kidney(limb_weakness="true", mri_contraindicated="true"),
            service(MR_SPINE),
            "warning",
            "MRI of the whole spine: contraindicated here. MRI is not possible for this person. Ask radiology "
            "for another way, not for a later date.",
            "CT myelogram where MRI is not possible",
        ),
        (
            kidney(limb_weakness="true"),
            service(MR_THORACIC),
            "warning",
            "MRI of a part of the spine: the plan asks for the whole spine",
            "within 24 hours",
        ),
        (
            kidney(accepts_surgery="false"),
            service(own("separation_surgery"), T8),
            "warning",
            "Separation surgery at T8: the patient has declined it",
            "Ask the patient again before it is signed. Without the refusal it is: needs facts.",
        ),
    ],
    ids=["cement", "sbrt", "no site", "other level", "region", "no mri", "part", "declined"],
)
def test_what_stands_against_an_order_is_told(
    case: Case, order: dict[str, Any], indicator: str, summary: str, says: str
) -> None:
    card = the_one(sign(case, order))
    assert (card.indicator, card.summary) == (indicator, summary)
    assert says in detail_of(card)


def test_both_sides_of_a_disputed_order_are_told() -> None:
    case = person(
        [{"level": "L2", "pain": "mechanical", "bone": "lytic", "alignment": "normal", "collapse": "under_half",
          "posterolateral": "none", "escc": "0", "fracture": "new", "posterior_wall_defect": "false",
          "distance_to_canal_mm": "14", "prior_surgery": "false"}],
        primary="breast", platelets="200", inr="1.0", anticoagulant="none", comorbidities=[],
        comorbidities_known="true", cardiac_device="none", fit_for_minor_procedure="true",
        antiplatelet_drugs=[], **QUIET,
    )  # fmt: skip
    card = the_one(sign(case, service(KYPHOPLASTY)))
    assert (card.indicator, card.summary) == (
        "warning",
        "Kyphoplasty at L2: reasons for and against",
    )
    text = detail_of(card)
    assert text.index("**Against**") < text.index("**For**")


def test_what_the_plan_has_instead_is_told_where_nothing_speaks_for_the_order() -> None:
    case = person(
        [{"level": "T8", "pain": "non_mechanical", "escc": "3", "prior_radiation": [], "prior_surgery": "false"}],
        primary="breast", cancer_diagnosis_known="true", limb_weakness="true", ambulatory="true",
        fit_for_surgery="true", accepts_surgery="true", accepts_radiation="true", expected_survival_months="14",
    )  # fmt: skip
    card = the_one(sign(case, service(own("separation_surgery"))))
    assert card.indicator == "info"
    assert card.summary == (
        "Separation surgery: the plan has Decompressive surgery with stabilization at T8 instead"
    )


def test_an_mri_is_not_held_up_by_what_nobody_asked() -> None:
    assert sign(kidney({"level": "T8"}), service(MR_SPINE)) == []


def test_an_mri_of_a_part_can_be_replaced_in_one_step() -> None:
    card = the_one(sign(kidney(limb_weakness="true"), service(MR_THORACIC)))
    (suggestion,) = card.suggestions
    away, made = suggestion.actions
    assert (away.type, away.resource_id) == ("delete", "ServiceRequest/s1")
    assert made.type == "create"
    assert made.resource is not None
    assert made.resource["code"]["coding"] == [
        {
            "system": LOINC,
            "code": "42698-1",
            "display": "MR Cervical and thoracic and lumbar spine",
        }
    ]
    assert made.resource["subject"] == {"reference": "Patient/p1"}
    assert card.selection_behavior == "at-most-one"
    assert suggestion.uuid is not None


def test_an_order_without_an_id_cannot_be_taken_away() -> None:
    order = service(MR_THORACIC)
    del order["id"]
    card = the_one(sign(kidney(limb_weakness="true"), order))
    assert card.suggestions == ()
    assert card.selection_behavior is None


def test_a_cancer_drug_that_may_have_to_pause_is_told_with_an_operation() -> None:
    case = person(
        [{"level": "T8", "escc": "2", "symptomatic": "true"}],
        primary="kidney", fit_for_surgery="true", accepts_surgery="true",
        current_systemic_therapy=["bevacizumab"],
    )  # fmt: skip
    cards = sign(case, service(own("separation_surgery"), T8))
    assert "Bevacizumab rests 28 days" in detail_of(the_one(cards))


def test_what_could_not_be_had_stands_below_a_card_and_makes_none() -> None:
    lost = {"doubts": ("Procedures could not be had.",)}
    text = detail_of(the_one(sign(kidney(), service(SBRT, T8), **lost)))
    assert "- Procedures could not be had." in text
    assert sign(kidney(), service(SBRT, "12738006"), **lost) == []


def test_a_card_holds_no_null_and_nothing_empty() -> None:
    for card in sign(kidney(limb_weakness="true"), service(MR_THORACIC), service(BEAM, T8)):
        assert _full(msgspec.to_builtins(card))


def _full(value: object) -> bool:
    if isinstance(value, dict):
        return bool(value) and all(map(_full, value.values()))
    if isinstance(value, list | tuple):
        return bool(value) and all(map(_full, value))
    return value is not None and value != ""


def test_what_is_ruled_out_by_a_source_that_was_read_is_critical_and_can_be_taken_away() -> None:
    case = kidney(
        {"level": "T8", "prior_radiation": [{"dose": "24", "fractions": "2", "months_ago": "2"}]}
    )
    card = the_one(sign(case, service(own("sbrt"), T8)))
    assert card.indicator == "critical"
    assert card.summary == "Stereotactic body radiotherapy at T8: contraindicated here"
    assert [one.label for one in card.suggestions] == ["Remove this order"]


@pytest.mark.parametrize(
    "dose, ago, summary",
    [
        ("24", "2", "Stereotactic radiation at T8: not advised here"),
        ("8", "24", "Stereotactic radiation at T8: contraindicated here, if it means Stereotactic body "
         "radiotherapy"),
    ],
    ids=["a second course too early", "a second course not judged yet"],
)  # fmt: skip
def test_a_code_that_can_mean_a_second_course_is_not_called_contraindicated_for_sure(
    dose: str, ago: str, summary: str
) -> None:
    before = [{"dose": dose, "fractions": "1", "months_ago": ago}]
    card = the_one(sign(kidney({"level": "T8", "prior_radiation": before}), service(SBRT, T8)))
    assert (card.indicator, card.summary) == ("warning", summary)
    assert "This level was irradiated before" in detail_of(card)


def test_a_pause_is_asked_for_radiation_of_the_spine_and_of_no_other_place() -> None:
    case = person(
        [{"level": "T8", "escc": "2", "symptomatic": "true"}],
        primary="kidney", accepts_radiation="true", current_systemic_therapy=["bevacizumab"],
    )  # fmt: skip
    card = the_one(sign(case, service(BEAM, T8)))
    assert (card.indicator, card.summary) == (
        "warning",
        "External beam radiation: a cancer drug may have to pause first",
    )
    assert sign(case, service(BEAM, "12738006")) == []

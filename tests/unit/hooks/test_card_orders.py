"""A proposed operation, radiation or image against the plan: what is told, and what is left in peace."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from carded import (
    BEAM,
    KNOWLEDGE,
    KYPHOPLASTY,
    L1,
    LAMINECTOMY,
    LOINC,
    MR_SPINE,
    MR_THORACIC,
    OURS,
    QUIET,
    SBRT,
    SETTINGS,
    SNOMED,
    T8,
    called,
    coded,
    detail_of,
    person,
    service,
    sign,
    the_one,
)

from backstay.case import Case
from backstay.hooks.cards import cards_for

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
            "Stereotactic radiation at T8: not advised here",
            "there is no room between tumor and nerve for an ablative dose",
        ),
        (
            kidney(),
            service(SBRT),
            "warning",
            "If it is for the spine, Stereotactic radiation at T8: not advised here",
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
            "MRI of the whole spine: contraindicated here",
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


@pytest.mark.parametrize(
    "case, order",
    [
        (person(primary="kidney"), service(SBRT, T8)),  # no metastasis known
        (kidney(), service((SNOMED, "1"), T8)),
        (kidney(), service(None, T8)),
        (kidney(), service({"text": "something else"}, T8)),
        (kidney(), service(SBRT, "12738006")),  # another place
        (kidney(), service(SBRT, T8, status="entered-in-error")),
        (kidney(), service(SBRT, T8, status="revoked")),
        (kidney(), service(SBRT, T8, doNotPerform=True)),
        (kidney(), service(SBRT, T8, modifierExtension=[{"url": "x"}])),
        (kidney(), service(SBRT, T8, bodySite="nowhere")),
        (kidney(), service(SBRT, T8, resourceType="Procedure")),
        (kidney(), {"resourceType": 5}),
        (kidney(), service(own("no_such_thing"), T8)),
        (kidney(limb_weakness="true"), service(MR_SPINE)),  # the plan asks for it
        (kidney(), service(MR_THORACIC)),  # and here for none
        (person([], primary="kidney", limb_weakness="true"), service(SBRT, T8)),
    ],
)
def test_no_card_for_what_is_not_known_not_meant_or_in_line(
    case: Case, order: dict[str, Any]
) -> None:
    assert sign(case, order) == []


def test_codes_that_mean_different_things_are_not_known() -> None:
    both = {"coding": [*coded(SBRT)["coding"], *coded(KYPHOPLASTY)["coding"]]}
    assert sign(kidney(), service(both, T8)) == []


def test_an_order_is_recognized_by_its_words_where_no_code_is_known() -> None:
    words = coded((SNOMED, "1"), "Balloon  Kyphoplasty")
    card = the_one(sign(kidney(), service(words, T8)))
    assert card.summary == "Kyphoplasty at T8: not advised here"
    assert "Recognized by its words, not by a code." in detail_of(card)
    known = the_one(sign(kidney(), service(KYPHOPLASTY, T8)))
    assert "Recognized by" not in detail_of(known)


def test_an_order_in_our_own_codes_is_held_against_that_option_alone() -> None:
    card = the_one(sign(kidney(), service(own("sbrt"), T8)))
    assert card.summary == "Stereotactic body radiotherapy at T8: not advised here"
    assert "could mean" not in detail_of(card)


def test_a_region_finds_the_lesion_in_it() -> None:
    card = the_one(sign(kidney(), service(SBRT, THORACIC)))
    assert card.summary == "Stereotactic radiation at T8: not advised here"


def test_a_lesion_of_several_levels_is_found_by_each() -> None:
    case = kidney({"level": "T7", "to_level": "T9", "escc": "3"})
    assert the_one(sign(case, service(SBRT, T8))).summary.startswith("Stereotactic radiation at T7")


def test_a_treatment_of_the_spine_needs_no_site_where_there_is_one_lesion() -> None:
    case = person([{"level": "L1", "escc": "2"}], primary="breast")
    assert (
        the_one(sign(case, service(KYPHOPLASTY))).summary == "Kyphoplasty at L1: not advised here"
    )


def test_without_a_level_it_is_asked_where_lesions_differ() -> None:
    firm = {
        "bone": "lytic",
        "alignment": "normal",
        "collapse": "none",
        "posterolateral": "none",
        "escc": "1a",
    }
    case = person(
        [
            {"level": "T6", "pain": "non_mechanical", **firm},
            {**firm, "level": "L2", "pain": "mechanical", "alignment": "deformity", "collapse": "over_half"},
        ],
        primary="bladder", asia="E", **QUIET,
    )  # fmt: skip
    card = the_one(sign(case, service(LAMINECTOMY)))
    asks = "Decompression by laminectomy: for which lesion? It does not fit the plan at L2"
    assert (card.indicator, card.summary) == ("warning", asks)
    assert sign(case, service(LAMINECTOMY, "32430008")) == []  # T6


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


def test_only_selected_orders_are_looked_at_while_ordering() -> None:
    orders = [service(SBRT, T8), service(SBRT, T8, id="s2")]

    def select(*names: str) -> list[str]:
        call = called("order-select", *orders, selections=names)
        found = cards_for(call, kidney(), (), KNOWLEDGE, SETTINGS)
        return [one.summary for one in found]

    assert len(select("ServiceRequest/s1")) == 1
    assert len(select("s2")) == 1
    assert len(select("ServiceRequest/s1", "ServiceRequest/s2")) == 2
    assert select("ServiceRequest/other") == select() == []


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


def test_orders_beyond_what_is_looked_at_are_counted() -> None:
    orders = [service(SBRT, T8, id=f"s{number}") for number in range(52)]
    cards = sign(kidney(), *orders)
    assert len(cards) == 51
    assert cards[-1].summary == "2 orders of this call were not looked at"


def test_a_card_holds_no_null_and_nothing_empty() -> None:
    for card in sign(kidney(limb_weakness="true"), service(MR_THORACIC), service(BEAM, T8)):
        assert _full(msgspec.to_builtins(card))


def _full(value: object) -> bool:
    if isinstance(value, dict):
        return bool(value) and all(map(_full, value.values()))
    if isinstance(value, list | tuple):
        return bool(value) and all(map(_full, value))
    return value is not None and value != ""


def test_what_is_ruled_out_by_a_source_that_was_read_is_critical() -> None:
    case = kidney(
        {"level": "T8", "prior_radiation": [{"dose": "30", "fractions": "10", "months_ago": "2"}]}
    )
    cards = sign(case, service(own("reirradiation_sbrt"), T8), service(own("sbrt"), T8))
    assert all(one.indicator in ("critical", "warning", "info") for one in cards)

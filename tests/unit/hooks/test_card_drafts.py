"""Which drafts are known, and for which lesion; of any other order nothing is said."""

from __future__ import annotations

from typing import Any

import pytest
from carded import (
    KNOWLEDGE,
    KYPHOPLASTY,
    LAMINECTOMY,
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
    assert card.summary.startswith("Stereotactic radiation at T8: not advised here")


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


def test_only_selected_orders_are_looked_at_while_ordering() -> None:
    orders = [service(SBRT, T8), service(KYPHOPLASTY, T8, id="s2")]

    def select(*names: str) -> list[str]:
        call = called("order-select", *orders, selections=names)
        found = cards_for(call, kidney(), (), KNOWLEDGE, SETTINGS)
        return [one.summary for one in found]

    assert len(select("ServiceRequest/s1")) == 1
    assert len(select("s2")) == 1
    assert len(select("ServiceRequest/s1", "ServiceRequest/s2")) == 2
    assert select("ServiceRequest/other") == select() == []


def test_orders_beyond_what_is_looked_at_are_counted() -> None:
    orders = [service(SBRT, T8, id=f"s{number}") for number in range(52)]
    cards = sign(kidney(), *orders)
    assert len(cards) == 2  # equal orders are told together
    assert cards[-1].summary == "2 orders of this call were not looked at"

"""Ratios held to the published figures, and the ways through oral morphine."""

from __future__ import annotations

import pytest

from backstay.knowledge import load_knowledge
from backstay.knowledge.tables.rotation_checks import quotient
from backstay.medicines.opioids.conversion import leg, pairs, sources, to_morphine
from backstay.medicines.opioids.taking import Taken

KNOWLEDGE = load_knowledge()
PO, SC, IV, TD = "oral", "subcutaneous", "intravenous", "transdermal"
# An independent copy of the published table: low, default, high.
PUBLISHED = {
    ("morphine", PO, "oxycodone", PO): (0.50, 0.50, 0.67),
    ("oxycodone", PO, "morphine", PO): (1.0, 1.5, 2.0),
    ("morphine", PO, "hydromorphone", PO): (0.133, 0.167, 0.25),
    ("hydromorphone", PO, "morphine", PO): (4, 4, 7.5),
    ("morphine", PO, "morphine", SC): (0.5, 0.5, 0.5),
    ("morphine", PO, "morphine", IV): (0.33, 0.33, 0.5),
    ("codeine", PO, "morphine", PO): (0.08, 0.1, 0.15),
    ("tramadol", PO, "morphine", PO): (0.1, 0.1, 0.2),
    ("tapentadol", PO, "morphine", PO): (0.3, 0.3, 0.4),
    ("fentanyl", TD, "morphine", PO): (2.0, 2.4, 3.6),
}
# Doses said to equal 30 mg oral morphine: (lowest, highest) by mouth, and 10 mg parenteral by injection.
BY_MOUTH = {
    "oxymorphone": (10, 10),
    "hydrocodone": (30, 45),
    "levorphanol": (4, 4),
    "meperidine": (300, 300),
}
BY_VEIN = {
    "hydromorphone": (1.5, 2),
    "oxycodone": (10, 15),
    "oxymorphone": (1, 1),
    "tramadol": (80, 120),
    "fentanyl": (0.1, 0.2),
    "meperidine": (75, 75),
}
# From one route to another of the same drug, as published: (smallest, largest).
ROUTES = {
    ("morphine", PO, SC): (0.5, 0.5),
    ("morphine", PO, IV): (1 / 3, 1 / 2),
    ("oxycodone", PO, SC): (0.5, 0.5),
    ("hydromorphone", PO, SC): (1.5 / 7.5, 0.5),
    ("hydromorphone", PO, IV): (1.5 / 7.5, 0.5),
}


@pytest.mark.parametrize("pair", PUBLISHED, ids=lambda pair: "-".join(pair))
def test_ratios_as_published(pair: tuple[str, str, str, str]) -> None:
    drug, route, to, to_route = pair
    found = pairs(KNOWLEDGE)[(drug, route), (to, to_route)]
    bounds = tuple(quotient(one) for one in (found.low, found.default, found.high))
    assert bounds == pytest.approx(PUBLISHED[pair], abs=0.0005)
    assert found.derived is None and found.checked.status == "secondary"


@pytest.mark.parametrize("drug", BY_MOUTH)
def test_derived_from_equal_doses_by_mouth(drug: str) -> None:
    low, high = BY_MOUTH[drug]
    found = pairs(KNOWLEDGE)[(drug, PO), ("morphine", PO)]
    assert quotient(found.low) == pytest.approx(30 / high)
    assert quotient(found.high) == pytest.approx(30 / low)
    assert found.derived


@pytest.mark.parametrize("drug", BY_VEIN)
def test_derived_from_equal_doses_by_vein_never_more_than_these(drug: str) -> None:
    low, high = BY_VEIN[drug]
    found = pairs(KNOWLEDGE)[(drug, IV), ("morphine", PO)]
    assert quotient(found.low) <= 30 / high + 1e-9
    assert quotient(found.high) == pytest.approx(30 / low)
    assert found.derived


@pytest.mark.parametrize(
    ("drug", "route", "low"),
    [
        ("oxymorphone", PO, 10 / 30),
        ("hydrocodone", PO, 30 / 30),
        ("hydromorphone", IV, 1.5 / 30),
        ("hydromorphone", SC, 1.5 / 30),
        ("oxycodone", SC, 0.25),
        ("oxycodone", IV, 0.25),
        ("oxymorphone", IV, 1 / 30),
        ("diamorphine", SC, 1 / 3),
    ],
)
def test_from_oral_morphine_by_the_smallest_equal_dose(drug: str, route: str, low: float) -> None:
    found = leg(Taken("morphine", PO, 30.0, "mg"), drug, route, KNOWLEDGE)
    assert found is not None
    assert found.low == pytest.approx(30 * low, abs=1e-6)


@pytest.mark.parametrize("way", ROUTES, ids="-".join)
def test_between_routes(way: tuple[str, str, str]) -> None:
    drug, route, to_route = way
    there = pairs(KNOWLEDGE)[(drug, route), (drug, to_route)]
    spread = (quotient(there.low), quotient(there.high))
    assert spread == pytest.approx(ROUTES[way], abs=0.004)


@pytest.mark.parametrize(
    ("drug", "ratio"),
    [("hydromorphone", 1.5 / 10), ("oxycodone", 10 / 10), ("oxymorphone", 1 / 10)],
)
def test_among_injected_opioids(drug: str, ratio: float) -> None:
    there, back = (
        pairs(KNOWLEDGE)[("morphine", IV), (drug, IV)],
        pairs(KNOWLEDGE)[(drug, IV), ("morphine", IV)],
    )
    assert quotient(there.low) == pytest.approx(ratio)
    assert quotient(back.high) == pytest.approx(1 / ratio)


def test_through_oral_morphine_only_lower_bounds_are_multiplied() -> None:
    found = leg(Taken("oxycodone", PO, 60.0, "mg"), "hydromorphone", PO, KNOWLEDGE)
    assert found is not None
    assert (found.low, found.default, found.high) == pytest.approx(
        (60 / 7.5, 60 * 1.5 / 6, 60 * 2 / 4)
    )
    assert found.ratios == (
        "oral_oxycodone_to_oral_morphine",
        "oral_morphine_to_oral_hydromorphone",
    )


def test_every_ratio_there_and_back_gives_no_more() -> None:
    for (start, end), there in pairs(KNOWLEDGE).items():
        back = leg(Taken(*end, 100.0, "mg"), *start, KNOWLEDGE)
        if back is not None:
            assert quotient(there.low) * back.low <= 100 + 1e-6, (start, end)


def test_bounds_are_in_order_on_every_way() -> None:
    starts = {start for start, _ in pairs(KNOWLEDGE)}
    ends = {end for _, end in pairs(KNOWLEDGE)}
    found = [
        leg(Taken(*start, 10.0, "mg"), *end, KNOWLEDGE)
        for start in starts
        for end in ends
        if start != end
    ]
    known = [one for one in found if one is not None]
    assert len(known) > 150
    assert all(one.low <= (one.default or one.low) <= one.high for one in known)


def test_no_way_is_none() -> None:
    assert leg(Taken("dihydrocodeine", PO, 60.0, "mg"), "morphine", PO, KNOWLEDGE) is None
    assert leg(Taken("morphine", PO, 60.0, "mg"), "tramadol", PO, KNOWLEDGE) is None
    assert to_morphine([Taken("dihydrocodeine", PO, 60.0, "mg")], KNOWLEDGE) is None


def test_sources_of_a_target_begin_with_oral_morphine() -> None:
    assert sources("hydromorphone", PO, KNOWLEDGE)[0] == ("morphine", PO)
    assert ("fentanyl", TD) in sources("hydromorphone", PO, KNOWLEDGE)


@pytest.mark.parametrize(
    ("strength", "span"), [(35.0, (61, 90)), (52.5, (91, 134)), (70.0, (135, 224))]
)
def test_a_buprenorphine_patch_is_a_span_of_which_the_lower_end_counts(
    strength: float, span: tuple[float, float]
) -> None:
    found = leg(Taken("buprenorphine", TD, strength, "mcg/h"), "morphine", PO, KNOWLEDGE)
    assert found is not None
    assert ((found.low, found.high), found.default) == (span, None)


def test_from_a_buprenorphine_patch_through_oral_morphine() -> None:
    found = leg(Taken("buprenorphine", TD, 35.0, "mcg/h"), "oxycodone", PO, KNOWLEDGE)
    assert found is not None
    assert (found.low, found.default, found.high) == (30.5, None, pytest.approx(60.3))


@pytest.mark.parametrize("drug", ["buprenorphine", "sufentanil"])
def test_another_patch_has_no_way(drug: str) -> None:
    assert leg(Taken(drug, TD, 20.0, "mcg/h"), "morphine", PO, KNOWLEDGE) is None

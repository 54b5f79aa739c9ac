"""Which facts an open value still needs: only those on branches that are open."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from probe import KEY, probed

from backstay.case import Case, Lesion, Members
from backstay.reason import Missing, evaluate


def needs(
    when: str, facts: dict[str, Any], lesions: Any = None, scope: str = "patient"
) -> set[Any]:
    program = probed(when, scope)
    case = Case("c", datetime(2026, 1, 1, tzinfo=UTC), facts, lesions)
    evaluation = evaluate(program, case)
    compiled = program.by_key[KEY]
    _, env = evaluation.places(compiled)[0]
    return set(Missing(evaluation).of_unit(compiled, env))


@pytest.mark.parametrize(
    ("when", "facts", "want"),
    [
        ("limb_weakness", {}, {"limb_weakness"}),
        ("limb_weakness", {"limb_weakness": False}, set()),
        ("limb_weakness and myelopathy", {"limb_weakness": True}, {"myelopathy"}),
        ("limb_weakness and myelopathy", {"limb_weakness": False}, set()),
        ("(limb_weakness or myelopathy) and fever", {"limb_weakness": True}, {"fever"}),
        ("not (limb_weakness or myelopathy)", {}, {"limb_weakness", "myelopathy"}),
        ("platelets < 50", {}, {"platelets"}),
        ("first(limb_weakness, 1, myelopathy, 2, 3) > 2", {"limb_weakness": False}, {"myelopathy"}),
        ("first(limb_weakness, 1, myelopathy, 2) > 1", {"myelopathy": True}, {"limb_weakness"}),
        ("has(comorbidities, 'diabetes')", {}, {"comorbidities"}),
        (
            "has(comorbidities, 'diabetes')",
            {"comorbidities": Members(frozenset())},
            {"comorbidities_known"},
        ),
        (
            "has(biomarkers, 'alk_fusion')",
            {"biomarkers": Members(frozenset())},
            {"biomarkers_absent"},
        ),
        ("has(allergies, 'penicillin')", {"allergies": Members(frozenset())}, {"allergies_known"}),
        ("any_lesion(escc == '2')", {}, {"lesions"}),
        ("egfr < 30", {"age": 60.0, "sex": "male"}, {"creatinine"}),
    ],
)
def test_for_the_person(when: str, facts: dict[str, Any], want: set[str]) -> None:
    assert {fact for fact, _ in needs(when, facts)} == want


def test_a_lesion_is_named_with_what_is_missing_there() -> None:
    lesions = (Lesion("T8", {"level": "T8", "escc": "2"}), Lesion("L3", {"level": "L3"}))
    assert needs("any_lesion(escc == '3')", {}, lesions) == {("escc", "L3")}


def test_a_score_needs_the_items_that_are_open() -> None:
    lesion = Lesion(
        "T8", {"level": "T8", "pain": "mechanical", "bone": "lytic", "alignment": "normal"}
    )
    found = needs("sins >= 10", {}, (lesion,), "lesion")
    assert found == {("collapse", "T8"), ("posterolateral", "T8")}


def test_a_computed_fact_needs_its_inputs() -> None:
    found = needs("previously_irradiated", {}, (Lesion("T8", {"level": "T8"}),), "lesion")
    assert found == {("prior_radiation", "T8")}


def test_a_computed_fact_that_its_inputs_leave_open_is_named_itself() -> None:
    course = {"dose": 24.0, "fractions": 2, "technique": "SBRT"}  # which says nothing of the cord
    facts = {"level": "T8", "prior_radiation": (course,), "neural_element": "cord"}
    found = needs("prior_cord_eqd2 > 50", {}, (Lesion("T8", facts),), "lesion")
    assert found == {("prior_cord_eqd2", "T8")}


def test_a_formula_that_does_not_hold_for_this_person_is_named_itself() -> None:
    facts = {"age": 12.0, "sex": "male", "creatinine": 0.9}
    assert needs("egfr < 30", facts) == {("egfr", None)}


def test_a_rule_that_cannot_be_worked_out_names_what_it_reads() -> None:
    assert needs("platelets / (platelets - 200) > 1", {"platelets": 200.0}) == {("platelets", None)}

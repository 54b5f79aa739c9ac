"""What a person takes, from wherever it is said; what is not known is said as well."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.case.values import Members
from backstay.knowledge import load_knowledge
from backstay.medicines.line import Line, Unread
from backstay.medicines.together.agents import Unnamed
from backstay.medicines.together.interactions import together
from backstay.medicines.together.patient import KINDS, Taken, drugs_of

KNOWLEDGE = load_knowledge()
NONE_NOW = Members(frozenset(), complete=True)


def taken(*drugs: Any, **facts: Any) -> Taken:
    entries = tuple(drug if isinstance(drug, dict) else {"drug": drug} for drug in drugs)
    whole = {"medicines": entries, "medicines_known": True, "current_systemic_therapy": NONE_NOW}
    return drugs_of({**whole, **facts}, None, KNOWLEDGE)


def ids(found: Taken) -> list[str]:
    return [
        one.drug if isinstance(one, Line) else one.id if isinstance(one, Unnamed) else one
        for one in found.drugs
    ]


def test_a_list_by_name_with_combinations_and_brands() -> None:
    found = taken("Oxycodone HCl/acetaminophen", "Eliquis 5 mg", "Lyrica")
    assert ids(found) == ["oxycodone", "acetaminophen", "apixaban", "pregabalin"]
    assert (found.complete, found.not_recognized) == (True, ())


def test_a_strange_name_leaves_the_list_open() -> None:
    found = taken("green pill", "ibuprofen", {"dose": 5.0})
    assert (ids(found), found.complete, found.not_recognized) == (
        ["ibuprofen"],
        False,
        ("green pill", "dose: 5.0"),
    )


@pytest.mark.parametrize(
    "facts",
    [
        {"medicines_known": False},
        {"medicines_known": None},
        {"medicines": None},
        {"current_systemic_therapy": None},
        {"current_systemic_therapy": Members(frozenset())},
    ],
)
def test_what_may_be_missing_makes_it_incomplete(facts: dict[str, Any]) -> None:
    assert not taken("ibuprofen", **facts).complete


@pytest.mark.parametrize(
    ("facts", "want"),
    [
        ({"current_systemic_therapy": Members(frozenset({"sunitinib"}), complete=True)}, ["sunitinib"]),
        ({"systemic_treatments": ({"drug": "abiraterone", "still_taken": True},)}, ["abiraterone"]),
        ({"systemic_treatments": ({"drug": "abiraterone", "last_dose_days_ago": 3.0}, {"still_taken": True})}, []),
        ({"bone_agent": "zoledronic_acid"}, ["zoledronic_acid"]),
        ({"bone_agent": "none"}, []),
        ({"anticoagulant": "warfarin"}, ["warfarin"]),
        ({"anticoagulant": "none"}, []),
        ({"anticoagulant": "doac"}, ["direct_oral_anticoagulant"]),
        ({"anticoagulant": "heparin"}, ["some_heparin"]),
        ({"antiplatelet": True}, ["antiplatelet_drug"]),
        ({"antiplatelet": False}, []),
        ({"antiplatelet": True, "antiplatelet_drugs": Members(frozenset({"aspirin"}))}, ["aspirin"]),
    ],
)  # fmt: skip
def test_drugs_that_other_facts_name(facts: dict[str, Any], want: list[str]) -> None:
    assert ids(taken(**facts)) == want


def test_a_kind_is_not_said_again_where_the_drug_is_named() -> None:
    assert ids(taken("rivaroxaban", anticoagulant="doac")) == ["rivaroxaban"]
    assert ids(taken("heparin", anticoagulant="heparin")) == ["heparin"]


def test_a_cancer_drug_nobody_knows_here_is_told() -> None:
    found = taken(current_systemic_therapy=Members(frozenset({"new_drug"}), complete=True))
    assert (found.complete, found.not_recognized) == (False, ("new_drug",))


def test_lines_that_were_read_count_instead_of_the_list() -> None:
    lines = (
        Line(drug="ibuprofen", text="ibuprofen 400 mg"),
        Unread(text="warfarin ?", at=2, problem="p", expected="e", drug="warfarin"),
        Unread(text="green pill", at=3, problem="p", expected="e"),
    )
    found = drugs_of({"medicines": ({"drug": "morphine"},)}, lines, KNOWLEDGE)
    assert ids(found) == ["ibuprofen", "warfarin"]
    assert found.not_recognized == ("green pill",)
    whole = {"medicines_known": True, "current_systemic_therapy": NONE_NOW}
    assert drugs_of(whole, lines[:2], KNOWLEDGE).complete


def test_what_is_put_on_the_skin_is_open() -> None:
    (found,) = together(
        {"medicines": ({"drug": "diclofenac", "route": "Topical"}, {"drug": "warfarin"})}, KNOWLEDGE
    ).interactions
    assert found.truth == "unknown"


def test_all_together_for_one_person() -> None:
    facts = {"anticoagulant": "doac", "medicines": ({"drug": "ibuprofen"}, {"drug": "green pill"})}
    found = together(facts, KNOWLEDGE, proposed=["dexamethasone"])
    assert (found.complete, found.not_recognized) == (False, ("green pill",))
    pairs = {one.pair: one.proposed for one in found.interactions}
    assert pairs["ibuprofen", "direct_oral_anticoagulant"] == ()
    assert pairs["ibuprofen", "dexamethasone"] == ("dexamethasone",)


def test_kinds_name_drugs_and_facts_that_there_are() -> None:
    for kind in KINDS:
        fact = KNOWLEDGE.fact(kind.fact)
        assert fact is not None and (kind.value is True or kind.value in fact.values)
        assert KNOWLEDGE.fact(kind.ask) and set(kind.drugs) <= set(KNOWLEDGE.ingredients)
        assert kind.id not in KNOWLEDGE.ingredients


def test_the_doses_of_the_list_count() -> None:
    entries = (
        {"drug": "paracetamol", "dose": 1.0, "unit": "g", "per_day": 4.0},
        {"drug": "warfarin"},
    )
    (found,) = together({"medicines": entries}, KNOWLEDGE).interactions
    assert (found.rule, found.truth) == ("acetaminophen_with_warfarin", "true")
    less = ({**entries[0], "dose": 0.5}, entries[1])
    assert together({"medicines": less}, KNOWLEDGE).interactions == ()


def test_a_line_of_which_only_the_drug_is_understood_may_be_that_drug() -> None:
    (found,) = together(
        {"medicines": ({"drug": "diclofenac gel"}, {"drug": "warfarin"})}, KNOWLEDGE
    ).interactions
    assert (found.pair, found.truth) == (("diclofenac", "warfarin"), "unknown")
    assert found.check_first == ("medicines",)

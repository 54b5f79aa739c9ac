"""Yes as soon as one drug belongs to a class; no only when the list is whole and every name on it is known."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.case.values import Members
from backstay.knowledge import load_knowledge
from backstay.knowledge.ingredient_checks import ingredient_problems
from backstay.medicines.given import given
from backstay.medicines.names import recognizer
from backstay.medicines.opioids.computed import opioid_facts
from backstay.medicines.taken import taken
from backstay.plan.computed import computed

KNOWLEDGE = load_knowledge()
TAKEN = taken(KNOWLEDGE)


def answer(name: str, *drugs: Any, known: bool | None = True, **more: Any) -> bool | None:
    entries = tuple(drug if isinstance(drug, dict) else {"drug": drug} for drug in drugs)
    return TAKEN[f"medicines.{name}"]({"medicines": entries, "medicines_known": known, **more})


@pytest.mark.parametrize(
    "drug",
    [
        "morphine",
        "Morphine sulfate 10 mg oral tablet",
        "OXYCODONE HCl/acetaminophen",
        "fentanyl patch",
    ],
)
def test_one_drug_of_the_class_is_enough(drug: str) -> None:
    assert answer("takes_opioid", drug, known=None) is True


def test_an_incomplete_list_never_says_no() -> None:
    assert answer("takes_opioid", "ibuprofen", known=None) is None
    assert answer("takes_opioid", "ibuprofen", known=False) is None
    assert answer("takes_opioid", known=None) is None


def test_a_complete_list_of_known_names_says_no() -> None:
    assert answer("takes_opioid", "ibuprofen", "pantoprazole 20 mg") is False
    assert answer("takes_opioid") is False


def test_a_name_that_nobody_knows_may_be_anything() -> None:
    assert answer("takes_opioid", "ibuprofen", "green pill") is None
    assert answer("takes_nsaid", "ibuprofen", "green pill") is True
    assert answer("takes_nsaid", {"dose": 5.0}) is None
    assert answer("takes_nsaid", "diclofenac gel") is None  # a gel is another thing than the tablet


def test_a_name_that_nobody_knows_is_told() -> None:
    assert answer("one_not_recognized", "ibuprofen", "green pill") is True
    assert answer("one_not_recognized", "ibuprofen") is False
    assert TAKEN["medicines.one_not_recognized"]({}) is None


def test_no_list_is_not_an_empty_list() -> None:
    assert TAKEN["medicines.takes_opioid"]({"medicines_known": True}) is None


def test_what_acts_on_the_skin_neither_proves_nor_excludes() -> None:
    assert answer("takes_nsaid", {"drug": "diclofenac", "route": "Topical"}) is None
    assert answer("takes_opioid", {"drug": "fentanyl", "route": "transdermal"}) is True


def test_two_nsaids_are_two_different_ones() -> None:
    assert answer("two_nsaids", "ibuprofen", "naproxen", known=None) is True
    assert answer("two_nsaids", "ibuprofen", "ibuprofen 400 mg") is False
    assert answer("two_nsaids", "ibuprofen", known=None) is None


def test_cancer_drugs_count_where_the_fact_reads_them() -> None:
    given = Members(frozenset({"cisplatin"}), complete=True)
    other = Members(frozenset({"belzutifan"}), complete=True)  # no ingredient of this edition
    none = Members(frozenset(), complete=True)
    ask = "takes_nsaid_interacting"
    assert answer(ask, current_systemic_therapy=given) is True
    assert answer(ask, current_systemic_therapy=other) is None
    assert answer(ask, current_systemic_therapy=none) is False
    assert answer(ask) is None
    assert answer("takes_opioid", current_systemic_therapy=other) is False


def test_every_fact_on_medicines_taken_has_its_function() -> None:
    declared = {
        d.by for d in KNOWLEDGE.definitions.values() if (d.by or "").startswith("medicines.")
    }
    declared -= {"medicines.daily_prednisone_equivalent"}  # not built yet
    made = {*TAKEN, *given(KNOWLEDGE), *opioid_facts(KNOWLEDGE)}
    assert declared == made and declared <= set(computed(KNOWLEDGE))


def test_every_name_in_the_knowledge_is_recognized_as_its_own_drug() -> None:
    recognize = recognizer(KNOWLEDGE)
    mixtures = KNOWLEDGE.tables["mixtures"]
    for one in KNOWLEDGE.ingredients.values():
        parts = (
            tuple(KNOWLEDGE.ingredients[part] for part in mixtures[one.id].parts)
            if one.id in mixtures
            else ()
        )
        for name in (one.id, *one.names):
            found = recognize(name)
            assert found is not None and (one in found or found == parts), name


def test_a_shared_name_a_stray_class_and_an_unanswered_fact_are_told() -> None:
    morphine, codeine = KNOWLEDGE.ingredients["morphine"], KNOWLEDGE.ingredients["codeine"]
    definition = KNOWLEDGE.definitions["takes_laxative"]
    made = {
        "ingredients": {"morphine": morphine, "again": type(codeine)(
            id="again", names=("Morphine",), classes=("stray",), checked=codeine.checked
        )},
        "definitions": {definition.id: definition},
    }  # fmt: skip
    told = [(name, text) for _, name, text in ingredient_problems(made)]
    assert ("again", "morphine has the name 'morphine' already") in told
    assert (
        "again",
        "no definition medicines.takes_stray, and no interaction, asks for stray",
    ) in told
    assert ("takes_laxative", "no ingredient is in the class of medicines.takes_laxative") in told


@pytest.mark.parametrize(
    "drug",
    [
        "Fentanyl 25 mcg/h patch",
        "fentanyl 25 mcg/hour transdermal patch",
        "fentanyl 12,5 µg/h",
        "10 mg morphine",
        "tramadol/paracetamol 37.5 mg/325 mg",
    ],
)
def test_a_strength_may_stand_anywhere(drug: str) -> None:
    assert answer("takes_opioid", drug) is True


@pytest.mark.parametrize(
    "drug", ["diclofenac 140 mg patch", "morphine stopped", "prednisolone 1% eye drops"]
)
def test_a_word_that_changes_the_drug_leaves_it_open(drug: str) -> None:
    assert answer("takes_opioid", drug) is None
    assert answer("takes_steroid", drug) is None
    assert answer("one_not_recognized", drug) is True

"""One definition or rule by itself means what it means in a whole evaluation."""

from __future__ import annotations

import pytest

from backstay.case import read_case
from backstay.case.values import Interval
from backstay.knowledge import load_knowledge
from backstay.plan.assess import prepared
from backstay.reason import arithmetic, evaluate, judge

KNOWLEDGE = load_knowledge()
CASE = read_case(
    "patient: {primary: breast, age: 80, ulcer: active, cancer_diagnosis_known: true, steroid_days: 30,"
    " current_systemic_therapy: [nivolumab]}\nlesions: [{level: T8, escc: '3'}, {level: L2}]",
    KNOWLEDGE.facts,
)


def test_it_agrees_with_a_whole_evaluation() -> None:
    program, _ = prepared(KNOWLEDGE)
    evaluation = evaluate(program, CASE)
    for compiled in program.units:
        if compiled.unit.kind in ("definition", "statement") and compiled.scope == "patient":
            key = compiled.unit.key
            assert judge(key, evaluation.patient, KNOWLEDGE).value == evaluation.patient[key], key


def test_what_it_needs_is_named_by_what_can_be_asked() -> None:
    assert judge("steroid_of_compression_dose", {}, KNOWLEDGE).missing == (
        "medicines",
        "medicines_known",
    )
    open_end = {
        "daily_prednisone_equivalent": Interval(1, 200),
        "medicines": (),
        "medicines_known": True,
    }
    assert judge("steroid_of_compression_dose", open_end, KNOWLEDGE).missing == (
        "medicines",
        "medicines_known",
    )
    listed = {"daily_prednisone_equivalent": Interval(1, 200), "medicines": ()}
    assert judge("steroid_of_compression_dose", listed, KNOWLEDGE).missing == ("medicines_known",)


def test_a_name_of_nothing_is_an_error() -> None:
    with pytest.raises(KeyError):
        judge("steroid_of_no_dose", {}, KNOWLEDGE)


def test_a_product_of_an_interval_holds_every_product() -> None:
    assert arithmetic.multiply(1.25, Interval(8.0, 12.0)) == Interval(10.0, 15.0)
    assert arithmetic.multiply(Interval(-1.0, 2.0), Interval(3.0, 4.0)) == Interval(-4.0, 8.0)
    assert arithmetic.multiply(0.75, Interval(4.0, 4.0)) == 3.0

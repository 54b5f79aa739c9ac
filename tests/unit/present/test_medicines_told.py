"""Medicines in the text and on the page: sums, alarms, what was not read, proposals and who they are not for."""

from __future__ import annotations

from typing import Any

import pytest

from backstay import present
from backstay.case import read_case
from backstay.knowledge import load_knowledge
from backstay.plan import as_document, assess
from backstay.present import medicines
from backstay.present.page.parts import anchor

KNOWLEDGE = load_knowledge()
BASE: dict[str, Any] = {
    "age": 60, "sex": "female", "weight": 60, "primary": "breast", "cancer_diagnosis_known": True,
    "pain_worst": 8, "pain_controlled": False, "creatinine": 0.7, "allergies": [],
}  # fmt: skip


def _line(drug: str, dose: float, per_day: float, unit: str = "mg", **more: Any) -> dict[str, Any]:
    return {"drug": drug, "dose": dose, "unit": unit, "per_day": per_day, **more}


TAKEN = [
    _line("morphine", 60, 2, form="modified_release", route="oral"),
    _line("dexamethasone", 16, 1, days=35),
    _line("ibuprofen", 400, 3),
    _line("apixaban", 5, 2),
    {"drug": "blue pill"},
]


def _assessed(**patient: Any) -> dict[str, Any]:
    document = {"case": "invented", "as_of": "2026-03-14", "patient": BASE | patient}
    case = read_case(document, KNOWLEDGE.facts)
    return as_document(assess(case, KNOWLEDGE, what_if=False))


def _text(document: dict[str, Any], *, details: bool = False) -> str:
    return " ".join(present.text(document, KNOWLEDGE, details=details).split())


@pytest.fixture(scope="module")
def taking() -> dict[str, Any]:
    return _assessed(medicines=TAKEN, medicines_known=True)


@pytest.fixture(scope="module")
def naive() -> dict[str, Any]:
    return _assessed(medicines=[], medicines_known=True, neuropathic_pain=True)


def test_the_daily_equivalent_has_its_set_and_its_limit(taking: dict[str, Any]) -> None:
    told = _text(taking)
    assert "Daily equivalent: at least 120 mg of morphine by mouth (CDC 2022)" in told
    assert "never to choose the dose of another opioid" in told
    assert "Steroids: 106.7 mg of prednisone a day" in told or "Steroids: at least 106.7 mg" in told


def test_what_was_not_read_is_told_and_asked(taking: dict[str, Any]) -> None:
    told = _text(taking)
    assert 'Not read: "blue pill".' in told and "Expected:" in told
    assert "Nothing is computed from it; ask." in told


def test_what_is_grave_and_sure_stands_in_the_decision(taking: dict[str, Any]) -> None:
    decision, whole = _text(taking), _text(taking, details=True)
    assert "Major: Ibuprofen + apixaban: Avoid" in decision
    assert "Moderate: Dexamethasone + apixaban" not in decision
    assert "Moderate: Dexamethasone + apixaban" in whole
    assert "Naloxone: From 50 mg" in decision


def test_what_is_taken_and_must_not_be_stands_in_the_decision() -> None:
    taken = [
        _line("morphine", 30, 2, form="modified_release", route="oral"),
        _line("acetaminophen", 1000, 6),
    ]
    told = _text(_assessed(medicines=taken, medicines_known=True, creatinine=3.0))
    assert "To avoid: Morphine: Kidneys 0 to 30 mL/min: avoid" in told
    assert "Too much: Acetaminophen: 6000 mg a day is more than the highest dose" in told


def test_what_a_new_drug_would_gravely_meet_stands_in_the_decision() -> None:
    document = _assessed(medicines=[_line("lorazepam", 1, 2)], medicines_known=True)
    assert "! Major with lorazepam: Avoid the pair." in _text(document)
    assert "Major with lorazepam" in present.html(document, KNOWLEDGE)
    raised = [_line("morphine", 30, 2, route="oral"), _line("lorazepam", 1, 2)]
    told = _text(_assessed(medicines=raised, medicines_known=True))
    assert "Major: Morphine + lorazepam" in told and "Major with lorazepam" not in told


def test_more_than_weak_kidneys_leave_stands_in_the_decision() -> None:
    taken = [_line("gabapentin", 600, 3)]
    told = _text(_assessed(medicines=taken, medicines_known=True, creatinine=2.4))
    assert "Too much: Gabapentin: 1800 mg a day is more than 700 mg a day." in told


def test_an_alarm_that_is_not_sure_says_so() -> None:
    taken = [_line("morphine", 20, 12, route="oral", as_needed=True)]
    told = _text(_assessed(medicines=taken, medicines_known=True))
    assert "Alarm, if it applies: Above 200 mg" in told


def test_doses_in_one_line_with_what_to_check(naive: dict[str, Any]) -> None:
    told = _text(naive)
    assert "> morphine: 20 to 30 mg a day, modified release, by mouth, and 5 mg as needed" in told
    assert "[RECOMMENDED] Strong opioid - after checking" in told
    assert (
        "x Not for this person: fentanyl (Only for someone who is known to be tolerant to opioids)"
        in told
    )
    assert "No medicine is on the list." in told


def test_details_tell_every_drug_with_its_reasons(naive: dict[str, Any]) -> None:
    whole = _text(naive, details=True)
    for one in naive["medicines"]["proposals"]:
        assert one["title"] in whole
        for reason in (*one["reasons"], *one["blocked"], *one["cautions"]):
            assert reason["text"].rstrip(".") in whole or reason["text"][1:].rstrip(".") in whole
    assert "less because" in _text(_assessed(neuropathic_pain=True, creatinine=2.4), details=True)


def test_the_page_tells_the_same_with_links_to_sources(taking: dict[str, Any]) -> None:
    page = present.html(taking, KNOWLEDGE)
    assert 'id="medicines"' in page and 'id="all-medicines"' in page
    assert "at least 120 mg of morphine by mouth" in page
    assert "blue pill" in page
    for alarm in taking["medicines"]["alarms"]:
        for source in alarm["evidence"]:
            assert f'id="{anchor(source)}"' in page


def test_the_page_tells_who_a_drug_is_not_for(naive: dict[str, Any]) -> None:
    page = present.html(naive, KNOWLEDGE)
    assert "Not for this person" in page and "Only for someone who is known to be tolerant" in page


def test_where_nothing_is_known_of_medicines_it_is_said() -> None:
    told = _text(_assessed())
    assert "Which medicines are taken is not known" in told
    open_ = _text(_assessed(medicines=[_line("morphine", 10, 4, route="oral")]))
    assert "Whether the list is complete is not known." in open_


def test_an_assessment_without_medicines_has_no_section() -> None:
    for older in ({}, {"medicines": {}}, {"medicines": {"lines": None, "proposals": []}}):
        assert medicines.silent(older)
    document = {**_assessed(), "medicines": {}}
    assert "Daily equivalent" not in _text(document, details=True)
    assert 'id="medicines"' not in present.html(document, KNOWLEDGE)


def test_an_equivalent_that_cannot_be_summed_says_why() -> None:
    unclear = [
        {"drug": "buprenorphine", "form": "patch", "dose": 35, "unit": "mcg/h", "every_hours": 72}
    ]
    told = _text(_assessed(medicines=unclear, medicines_known=True))
    assert "Daily equivalent: not known." in told


@pytest.mark.parametrize(
    ("pair", "told"),
    [([60, 60], "60 mg"), ([60, 120], "60 to 120 mg"), ([60, None], "at least 60 mg")],
)
def test_an_amount_in_words(pair: list[float | None], told: str) -> None:
    assert medicines.amount(pair) == told


def test_what_a_long_steroid_calls_for_stands_in_the_decision(naive: dict[str, Any]) -> None:
    document = _assessed(medicines=[_line("dexamethasone", 16, 1, days=35)], medicines_known=True)
    told = _text(document)
    assert "A steroid of this dose calls for: " in told
    for start in (
        "prevention of Pneumocystis pneumonia",
        "never stopped at once",
        "proton pump inhibitor",
    ):
        assert start in told
    assert "calls for" in present.html(document, KNOWLEDGE)
    assert medicines.steroid_starts(naive) == ""

"""Doses by liver, weight and age, from a copy of the figures of its own, and what an unknown fact does to them."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.case.values import Interval, Members
from backstay.knowledge import load_knowledge
from backstay.medicines.organs.advice import advice
from backstay.medicines.organs.liver import hepatic
from backstay.medicines.organs.said import OrganAdvice

KNOWLEDGE = load_knowledge()
A, B, C = 5, 7, 10  # the points that stand for each class

LIVER: dict[str, dict[int, tuple[str, dict[str, Any] | None]]] = {
    "oxycodone": {A: ("unread", None), B: ("caution", {}), C: ("caution", {})},
    "hydromorphone": {A: ("unread", None), B: ("caution", {}), C: ("caution", {})},
    "fentanyl": {A: ("unread", None), B: ("caution", {}), C: ("caution", {})},
    "codeine": {A: ("unread", None), B: ("avoid", None), C: ("avoid", None)},
    "methadone": {A: ("unread", None), B: ("caution", {}), C: ("avoid", None)},
    "buprenorphine": {A: ("unread", None), B: ("caution", {}), C: ("avoid", None)},
    "acetaminophen": {
        A: ("caution", {"max": 3000}), B: ("caution", {"max": 2000}), C: ("caution", {"max": 2000}),
    },
    "ibuprofen": {A: ("avoid", None), B: ("contraindicated", None), C: ("contraindicated", None)},
    "duloxetine": {A: ("avoid", None), B: ("avoid", None), C: ("avoid", None)},
}  # fmt: skip


def check(one: Any, verdict: str, dose: dict[str, Any] | None) -> None:
    assert one.verdict == verdict
    assert (one.dose is None) is (dose is None)
    for name, figure in (dose or {}).items():
        assert getattr(one.dose, name) == figure


def liver(drug: str, points: float | Interval | None, **more: Any) -> OrganAdvice:
    found = hepatic(drug, KNOWLEDGE, {"liver_points": points, **more})
    assert found is not None
    return found


@pytest.mark.parametrize("drug", LIVER)
def test_every_row_of_the_liver(drug: str) -> None:
    for points, (verdict, dose) in LIVER[drug].items():
        found = liver(drug, points)
        assert len(found.says) == 1
        check(found.says[0], verdict, dose)


def test_tapentadol_by_form() -> None:
    immediate, modified = sorted(liver("tapentadol", B).says, key=lambda one: str(one.about_form))
    check(immediate, "caution", {"single": (50, 50), "every_hours": (8, 8), "max": 150})
    check(modified, "caution", {"daily": (50, 100), "max": 100})
    assert liver("tapentadol", C).avoid is True
    assert liver("tapentadol", A).avoid is None


def test_tramadol_has_two_positions() -> None:
    twice = ("caution", {"every_hours": (12, 12)})
    for points, page in ((A, ("unread", None)), (B, twice), (C, ("contraindicated", None))):
        told = {one.position: one for one in liver("tramadol", points).says}
        check(told["label"], "caution", {"single": (50, 50), "every_hours": (12, 12), "max": 100})
        check(told["drug page"], *page)


def test_morphine_has_two_positions() -> None:
    told = {one.position: one for one in liver("morphine", B).says}
    check(told["review"], "caution", {"longer_interval": (1.5, 2)})
    check(told["United Kingdom"], "unread", None)
    assert liver("morphine", B).says[0].position == "review"
    assert liver("morphine", A).says[0].position == "United Kingdom"


def test_a_sound_liver_says_nothing() -> None:
    assert hepatic("morphine", KNOWLEDGE, {"liver_points": 0}) is None
    assert hepatic("gabapentin", KNOWLEDGE, {"liver_points": 10}) is None


def test_an_open_class_gives_the_more_careful_one_and_asks() -> None:
    found = liver("tapentadol", Interval(7, 10), bilirubin=4.0)
    assert found.careful
    assert found.avoid is True
    assert "albumin" in found.check_first
    assert "bilirubin" not in found.check_first
    same = liver("oxycodone", Interval(7, 10))
    assert not same.careful
    assert same.check_first == ()


def test_an_unknown_liver_shows_every_band_and_asks() -> None:
    for points in (None, Interval(0, 10)):
        found = liver("duloxetine", points)
        assert (found.says, found.avoid) == ((), None)
        assert len(found.possible) == 1
        assert {"comorbidities", "ascites", "encephalopathy"} <= set(found.check_first)


def by_organ(drug: str, **facts: Any) -> dict[str, OrganAdvice]:
    return {one.organ: one for one in advice(drug, KNOWLEDGE, facts)}


@pytest.mark.parametrize(
    ("weight", "single"),
    [(37.9, None), (38, 8), (61, 8), (61.9, 8), (62, 12), (114, 12), (114.1, None)],
)
def test_methylnaltrexone_by_weight(weight: float, single: float | None) -> None:
    one = by_organ("methylnaltrexone", weight=weight)["weight"].says[0]
    assert (one.dose.single if one.dose else None) == (single and (single, single))
    assert (one.verdict == "unread") is (single is None)


def test_an_unknown_weight_is_asked() -> None:
    found = by_organ("methylnaltrexone")["weight"]
    assert found.check_first == ("weight",)
    assert len(found.possible) == 4


@pytest.mark.parametrize(
    ("drug", "start"),
    [("gabapentin", (100, 100)), ("pregabalin", (75, 75)), ("amitriptyline", (5, 10))],
)
def test_the_frail_begin_lower(drug: str, start: tuple[float, float]) -> None:
    found = by_organ(drug, old_or_frail=True)["age"]
    assert found.says[0].dose is not None
    assert found.says[0].dose.start == start


def test_an_opioid_in_old_age_has_a_word_and_no_figure() -> None:
    found = by_organ("morphine", old_or_frail=True)["age"]
    assert found.says[0].dose is None
    assert found.says[0].verdict == "caution"
    assert "age" not in by_organ("morphine", old_or_frail=False)


def test_unknown_frailty_is_asked() -> None:
    found = by_organ("pregabalin", age=60)["age"]
    assert found.says == ()
    assert found.possible[0].dose is not None
    assert found.check_first == ("clinical_frailty",)


def test_the_lower_measure_of_the_kidneys_counts() -> None:
    found = by_organ("morphine", creatinine_clearance=28.0, egfr=70.0)["kidney"]
    assert (found.measure, found.avoid) == ("creatinine_clearance", True)
    found = by_organ("morphine", egfr=45.0)["kidney"]
    assert (found.measure, found.avoid) == ("egfr", False)


def test_gabapentin_goes_by_clearance_alone() -> None:
    found = by_organ("gabapentin", egfr=20.0, age=70.0, creatinine=2.0, sex="male")["kidney"]
    assert found.says == ()
    assert found.check_first == ("weight",)


def test_dialysis_decides_without_a_clearance() -> None:
    found = by_organ("morphine", dialysis="hemodialysis")["kidney"]
    assert (found.avoid, found.measure, found.check_first) == (True, None, ())


def test_a_formula_below_nothing_counts_as_nothing() -> None:
    found = by_organ("morphine", creatinine_clearance=Interval(-2.0, 5.0))["kidney"]
    assert found.value == (0, 5)


def test_what_is_missing_of_an_open_list_is_the_list() -> None:
    facts = {"comorbidities": Members(frozenset({"stroke"}))}
    found = hepatic("duloxetine", KNOWLEDGE, facts)
    assert found is not None
    assert "comorbidities" in found.check_first

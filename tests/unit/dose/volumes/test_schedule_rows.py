"""Every row of schedules against an independent copy of what was published, and which of them fit a lesion."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.case import read_case
from backstay.dose.volumes.found import Schedules
from backstay.dose.volumes.lesion import schedules_for
from backstay.dose.volumes.schedules import effects, every_schedule, schedules
from backstay.knowledge import load_knowledge
from backstay.plan.assess import prepared
from backstay.reason import evaluate

KNOWLEDGE = load_knowledge()

# dose, fractions, technique, BED and EQD2 (alpha/beta 10), BED and EQD2 (alpha/beta 2), status
ROWS: dict[str, tuple[float, int, str, float, float, float, float, str]] = {
    "conventional_8_in_1": (8, 1, "conventional", 14.40, 12.00, 40.00, 20.00, "primary"),
    "conventional_20_in_5": (20, 5, "conventional", 28.00, 23.33, 60.00, 30.00, "primary"),
    "conventional_24_in_6": (24, 6, "conventional", 33.60, 28.00, 72.00, 36.00, "primary"),
    "conventional_30_in_10": (30, 10, "conventional", 39.00, 32.50, 75.00, 37.50, "primary"),
    "postoperative_30_in_10": (30, 10, "conventional", 39.00, 32.50, 75.00, 37.50, "secondary"),
    "compression_16_in_2": (16, 2, "conventional", 28.80, 24.00, 80.00, 40.00, "primary"),
    "compression_37_5_in_15": (37.5, 15, "conventional", 46.88, 39.06, 84.38, 42.19, "secondary"),
    "compression_40_in_20": (40, 20, "conventional", 48.00, 40.00, 80.00, 40.00, "secondary"),
    "precision_25_in_5": (25, 5, "precision", 37.50, 31.25, 87.50, 43.75, "primary"),
    "precision_41_94_in_18": (41.94, 18, "precision", 51.71, 43.09, 90.80, 45.40, "primary"),
    "again_8_in_1": (8, 1, "conventional", 14.40, 12.00, 40.00, 20.00, "secondary"),
    "again_20_in_5": (20, 5, "conventional", 28.00, 23.33, 60.00, 30.00, "secondary"),
    "again_20_in_8": (20, 8, "conventional", 25.00, 20.83, 45.00, 22.50, "secondary"),
    "again_24_in_6": (24, 6, "conventional", 33.60, 28.00, 72.00, 36.00, "secondary"),
    "sbrt_16_in_1": (16, 1, "sbrt", 41.60, 34.67, 144.00, 72.00, "secondary"),
    "sbrt_18_in_1": (18, 1, "sbrt", 50.40, 42.00, 180.00, 90.00, "secondary"),
    "sbrt_20_in_1": (20, 1, "sbrt", 60.00, 50.00, 220.00, 110.00, "primary"),
    "sbrt_24_in_1": (24, 1, "sbrt", 81.60, 68.00, 312.00, 156.00, "primary"),
    "sbrt_24_in_2": (24, 2, "sbrt", 52.80, 44.00, 168.00, 84.00, "primary"),
    "sbrt_28_in_2": (28, 2, "sbrt", 67.20, 56.00, 224.00, 112.00, "primary"),
    "sbrt_24_in_3": (24, 3, "sbrt", 43.20, 36.00, 120.00, 60.00, "primary"),
    "sbrt_27_in_3": (27, 3, "sbrt", 51.30, 42.75, 148.50, 74.25, "primary"),
    "sbrt_30_in_3": (30, 3, "sbrt", 60.00, 50.00, 180.00, 90.00, "primary"),
    "bone_35_in_5": (35, 5, "sbrt", 59.50, 49.58, 157.50, 78.75, "primary"),
    "sacrum_30_in_4": (30, 4, "sbrt", 52.50, 43.75, 142.50, 71.25, "primary"),
    "sacrum_24_in_2": (24, 2, "sbrt", 52.80, 44.00, 168.00, 84.00, "primary"),
    "sacrum_30_in_5": (30, 5, "sbrt", 48.00, 40.00, 120.00, 60.00, "primary"),
    "again_25_in_5": (25, 5, "sbrt", 37.50, 31.25, 87.50, 43.75, "primary"),
    "postoperative_24_in_3": (24, 3, "sbrt", 43.20, 36.00, 120.00, 60.00, "secondary"),
    "postoperative_30_in_3": (30, 3, "sbrt", 60.00, 50.00, 180.00, 90.00, "secondary"),
    "again_24_5_in_5": (24.5, 5, "precision", 36.51, 30.42, 84.53, 42.26, "primary"),
}  # fmt: skip


def test_every_schedule_has_its_published_row() -> None:
    assert set(schedules(KNOWLEDGE)) == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_a_schedule_says_what_was_published(name: str) -> None:
    entry, row = schedules(KNOWLEDGE)[name], ROWS[name]
    assert (entry.dose, entry.fractions, entry.technique) == row[:3]
    assert entry.checked.status == row[7]
    tumor, cord = effects(entry, KNOWLEDGE)
    found = [tumor.bed, tumor.eqd2, cord.bed, cord.eqd2]
    assert [one.low for one in found] == [one.high for one in found]
    assert [round(one.low, 2) for one in found] == pytest.approx(list(row[3:7]), abs=0.0051)


def lesion(patient: dict[str, Any], **facts: Any) -> Schedules:
    case = read_case(
        {"as_of": "2026-03-14", "patient": patient, "lesions": [{"level": "T8", **facts}]},
        KNOWLEDGE.facts, name="one",
    )  # fmt: skip
    (env,) = evaluate(prepared(KNOWLEDGE)[0], case).lesions
    return schedules_for(env, KNOWLEDGE)


def ids(found: tuple[Any, ...]) -> set[str]:
    return {one.id for one in found}


FIRST = {"prior_radiation": []}
QUIET = {
    "pain": "none", "escc": "0", "symptomatic": False, "alignment": "normal", "bone": "blastic",
    "collapse": "none", "posterolateral": "none", "cauda_compression": "none", **FIRST,
}  # fmt: skip
LONG = {"goal": "longer_life", "expected_survival_months": 24}


def test_pain_alone_gets_what_guidelines_list() -> None:
    found = lesion({"primary": "myeloma"}, pain="non_mechanical", escc="0", **FIRST)
    assert {
        "conventional_8_in_1", "conventional_20_in_5", "conventional_24_in_6", "conventional_30_in_10",
    } <= ids(found.fitting)  # fmt: skip
    assert not [one for one in found.fitting if one.technique == "sbrt"]


def test_compression_without_surgery_gets_its_own() -> None:
    person = {"fit_for_surgery": False, "accepts_surgery": True, "expected_survival_months": 8}
    found = lesion(person, escc="3", pain="none", stabilized=True, **FIRST)
    wanted = {
        "compression_16_in_2", "compression_37_5_in_15", "compression_40_in_20",
        "precision_25_in_5", "precision_41_94_in_18",
    }  # fmt: skip
    assert wanted <= ids(found.fitting) | ids(found.possible)
    assert {"compression_16_in_2", "compression_37_5_in_15"} <= ids(found.fitting)


def test_a_short_life_leaves_the_longer_courses_out() -> None:
    person = {"fit_for_surgery": False, "expected_survival_months": 1}
    found = lesion(person, escc="3", **FIRST)
    assert "conventional_8_in_1" in ids(found.fitting)
    assert {"compression_37_5_in_15", "compression_40_in_20"} <= set(found.others)
    five = next(one for one in found.fitting if one.id == "conventional_20_in_5")
    assert "many-visits-in-a-short-life" in five.against


def test_high_doses_for_a_resistant_tumor_and_a_long_life() -> None:
    found = lesion({"primary": "kidney", **LONG}, **{**QUIET, "pain": "non_mechanical"})
    assert {"sbrt_24_in_1", "sbrt_28_in_2", "sbrt_24_in_3", "sbrt_27_in_3", "sbrt_30_in_3"} <= ids(
        found.fitting
    )
    one = next(one for one in found.fitting if one.id == "sbrt_24_in_1")
    assert one.spoken_for_by == ("single-high-dose-for-long-control",)
    assert [figure.percent for figure in one.seen] == [2.7, 5.8, None, None]


def test_a_protocol_without_a_result_and_bone_elsewhere_never_fit() -> None:
    found = lesion({"primary": "kidney", **LONG}, **{**QUIET, "pain": "non_mechanical"})
    assert {"sbrt_18_in_1", "sbrt_20_in_1", "bone_35_in_5"} <= set(found.others)


def test_the_sacrum_has_its_own() -> None:
    sacral = {"primary": "kidney", **LONG}
    found = lesion(sacral, **{**QUIET, "level": "S1", "pain": "non_mechanical"})
    assert {"sacrum_30_in_4", "sacrum_24_in_2", "sacrum_30_in_5"} <= ids(found.fitting)
    assert "sacrum_30_in_4" in lesion(sacral, **{**QUIET, "pain": "non_mechanical"}).others


def test_after_separation_surgery() -> None:
    found = lesion(
        {"primary": "kidney"}, **{**QUIET, "prior_surgery": True, "surgery_type": ["separation"]}
    )
    assert {"postoperative_24_in_3", "postoperative_30_in_3"} <= ids(found.fitting)


def test_earlier_radiation_closes_first_courses() -> None:
    earlier = [{"dose": 30, "fractions": 10, "months_ago": 14}]
    found = lesion(
        {"primary": "breast"}, **{**QUIET, "pain": "non_mechanical", "prior_radiation": earlier}
    )
    assert {"again_8_in_1", "again_20_in_5", "again_20_in_8", "again_24_in_6"} <= ids(found.fitting)
    assert {"again_24_5_in_5", "again_25_in_5"} <= ids(found.fitting)
    assert "conventional_8_in_1" in found.others


def test_an_unknown_lesion_may_get_many_and_says_what_to_ask() -> None:
    found = lesion({})
    assert found.fitting == ()
    assert found.check_first and all(one.check_first for one in found.possible)
    assert all(KNOWLEDGE.fact(name) for name in found.check_first)
    one = next(one for one in found.possible if one.id == "conventional_24_in_6")
    assert one.spoken_for_by == ("radiation-for-pain-by-astro",)


def test_every_schedule_of_no_lesion_asks_nothing() -> None:
    listed = every_schedule(KNOWLEDGE)
    assert {one.id for one in listed} == set(ROWS)
    assert not any(one.check_first or one.against or one.spoken_for_by for one in listed)

"""Changes of opioid: vectors, refusals, alarms, and the laws that hold for everyone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opioid_lines import line
from opioid_people import HELD, SENSITIVE, STURDY

from backstay.knowledge import load_knowledge
from backstay.medicines.line import Line
from backstay.medicines.opioids.changed import NO_YARDSTICK, alarms_of_change
from backstay.medicines.opioids.rotation import Rotation, rotate

KNOWLEDGE = load_knowledge()
TARGETS = [
    (one.drug, one.route)
    for one in KNOWLEDGE.tables["opioid_doses"].values()
    if one.refused is None and one.route != "transdermal"
]
SOURCES = [("morphine", "oral"), ("oxycodone", "oral"), ("hydromorphone", "oral"), ("morphine", "intravenous"),
           ("codeine", "oral"), ("hydromorphone", "subcutaneous"), ("fentanyl", "transdermal")]  # fmt: skip
FACTS = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in STURDY})


def taken(drug: str, dose: float, route: str = "oral", **more: Any) -> Line:
    if route == "transdermal":
        return line(drug, dose, None, unit="mcg/h", route=route, **more)
    return line(drug, dose, 1, route=route, **more)


def change(drug: str, dose: float, to: str, facts: Any = STURDY, **more: Any) -> Rotation:
    return rotate([taken(drug, dose)], to, KNOWLEDGE, more.get("route"), facts)


@pytest.mark.parametrize(
    ("drug", "dose", "to", "bound", "proposed", "most"),
    [
        ("morphine", 60, "oxycodone", 30, 20, 22.5),
        ("oxycodone", 60, "morphine", 60, 40, 45),
        ("morphine", 60, "hydromorphone", 8, 5, 6),
        ("hydromorphone", 8, "morphine", 32, 20, 24),
        ("codeine", 240, "morphine", 19.2, 10, 14.4),
        ("tramadol", 400, "morphine", 40, 25, 30),
        ("tapentadol", 300, "morphine", 90, 60, 67.5),
        ("hydrocodone", 60, "morphine", 40, 25, 30),
        ("oxymorphone", 40, "morphine", 120, 80, 90),
    ],
)
def test_vectors_of_the_sturdy(
    drug: str, dose: float, to: str, bound: float, proposed: float, most: float
) -> None:
    found = change(drug, dose, to)
    assert found.smaller_bound == pytest.approx(bound)
    assert (found.daily_dose, found.unit) == (proposed, "mg")
    assert found.range == pytest.approx((proposed, most))
    assert found.reduction_percent == 33


def test_without_a_case_the_larger_cut_and_what_to_ask() -> None:
    found = change("morphine", 60, "hydromorphone", None)
    assert (found.daily_dose, found.range, found.reduction_percent) == (4, (4, 4), 50)
    assert {"age", "creatinine", "pain_controlled", "opioid_side_effects"} <= set(found.check_first)
    assert found.checked == "unverified" and "msd-manual-opioids" in found.evidence
    assert found.breakthrough is not None and found.breakthrough.dose == pytest.approx(0.4)


def test_as_needed_counts_as_taken_or_not_at_all() -> None:
    scheduled = taken("morphine", 60)
    needed = line("morphine", 10, 6, route="oral", as_needed=True)
    known = line("morphine", 10, 6, route="oral", as_needed=True, taken_per_day=3.0)
    alone = rotate([scheduled], "oxycodone", KNOWLEDGE, facts=STURDY)
    assert (
        rotate([scheduled, needed], "oxycodone", KNOWLEDGE, facts=STURDY).daily_dose
        == alone.daily_dose
    )
    assert rotate([scheduled, known], "oxycodone", KNOWLEDGE, facts=STURDY).smaller_bound == 45
    warned = rotate([scheduled, needed], "oxycodone", KNOWLEDGE, facts=STURDY).warnings
    assert any("not known; counted as none" in text for text in warned)


def test_of_a_range_the_lower_end_counts() -> None:
    found = rotate(
        [line("morphine", (5, 10), (4, 6), route="oral")], "oxycodone", KNOWLEDGE, facts=STURDY
    )
    assert found.smaller_bound == 10


def test_several_opioids_are_summed_and_what_is_taken_already_is_not_cut() -> None:
    lines = [taken("morphine", 60), taken("oxycodone", 20), line("acetaminophen", 1000, 4)]
    found = rotate(lines, "oxycodone", KNOWLEDGE, facts=STURDY)
    assert found.smaller_bound == 20 + 30
    assert found.unrounded == pytest.approx(20 + 30 * 0.67)
    assert found.daily_dose == 40


def test_gabapentin_among_the_lines_halves() -> None:
    lines = [taken("morphine", 60), line("gabapentin", 300, 3, route="oral")]
    found = rotate(lines, "oxycodone", KNOWLEDGE, facts=STURDY)
    assert found.reduction_percent == 50
    assert found.reduction_because == ("another drug that sedates is taken",)


def test_a_pump_counts_by_the_hour() -> None:
    pump = line("morphine", 1, None, unit="mg/h", route="intravenous")
    assert rotate([pump], "morphine", KNOWLEDGE, "oral", STURDY).smaller_bound == 48


def test_micrograms_by_injection() -> None:
    pump = line("fentanyl", 25, None, unit="mcg/h", route="intravenous")
    assert rotate([pump], "morphine", KNOWLEDGE, "oral", STURDY).smaller_bound == pytest.approx(
        0.6 * 150
    )


def test_another_route_of_the_same_drug() -> None:
    found = change("morphine", 60, "morphine", HELD, route="subcutaneous")
    assert (found.daily_dose, found.reduction_percent) == (30, 0)
    assert "same drug" in found.reduction_because[0]


def test_a_route_taken_for_granted_is_told() -> None:
    found = rotate([line("morphine", 30, 2)], "oxycodone", KNOWLEDGE, facts=STURDY)
    assert found.daily_dose == 20
    assert any("the route was not said" in text for text in found.warnings)


@pytest.mark.parametrize("morphine", [60, 200, 1200])
def test_methadone_is_never_computed(morphine: float) -> None:
    found = change("morphine", morphine, "methadone")
    assert found.daily_dose is None and found.range is None
    assert "specialist" in (found.refused or "")
    ladders, cuts = found.differ
    assert cuts.says == {"MSD Manual": (75, 90), "another published table": (25, 50)}
    wanted = {60: (4, 4), 200: (8, 8), 1200: (20, None)}[morphine]
    assert tuple(ladders.says.values()) == wanted
    assert any("QTc above 500 ms: not used" in text for text in found.asks)
    assert any("450 to 499" in text for text in found.asks)


@pytest.mark.parametrize(
    ("morphine", "ratio"),
    [
        (29, 2),
        (31, 4),
        (99, 4),
        (100, 8),
        (299, 8),
        (300, 12),
        (499, 12),
        (500, 15),
        (999, 15),
        (1000, 20),
    ],
)
def test_the_ladder_of_the_manual(morphine: float, ratio: float) -> None:
    assert change("morphine", morphine, "methadone").differ[0].says["MSD Manual"] == ratio


@pytest.mark.parametrize(
    ("morphine", "ratio"), [(90, 4), (91, 8), (300, 8), (301, 12), (600, 12), (601, None)]
)
def test_the_other_ladder(morphine: float, ratio: float | None) -> None:
    assert (
        change("morphine", morphine, "methadone").differ[0].says["another published table"] == ratio
    )


def test_methadone_after_something_without_a_ratio_tells_the_cuts_alone() -> None:
    assert [one.about for one in change("dihydrocodeine", 240, "methadone").differ] == [
        "cut after that"
    ]


@pytest.mark.parametrize(
    ("drug", "to", "word"),
    [
        ("morphine", "meperidine", "seizures"),
        ("morphine", "pentazocine", "withdrawal"),
        ("morphine", "nalbuphine", "withdrawal"),
        ("morphine", "butorphanol", "withdrawal"),
        ("morphine", "tapentadol", "No ratio to tapentadol is established"),
        ("morphine", "tramadol", "weak opioid"),
        ("morphine", "codeine", "weak opioid"),
        ("morphine", "levorphanol", "specialist"),
        ("morphine", "sufentanil", "nothing about it was read"),
        ("morphine", "ibuprofen", "not an opioid"),
        ("morphine", "morphine", "taken already"),
        ("methadone", "morphine", "No dose is computed from methadone"),
        ("pentazocine", "morphine", "mixed opioid"),
        (
            "dihydrocodeine",
            "morphine",
            "no ratio from oral dihydrocodeine to oral morphine was read",
        ),
        ("sufentanil", "hydromorphone", "there are ratios from oral morphine"),
    ],
)
def test_refused_with_the_reason(drug: str, to: str, word: str) -> None:
    found = change(drug, 60, to)
    assert (found.daily_dose, found.range, found.breakthrough) == (None, None, None)
    assert word in (found.refused or "")


def test_a_route_of_which_nothing_was_read() -> None:
    assert "rectal morphine" in (change("oxycodone", 60, "morphine", route="rectal").refused or "")


def test_fast_fentanyl_is_no_source() -> None:
    fast = line("fentanyl", 100, 4, unit="mcg", route="sublingual")
    assert "no published ratio" in (rotate([fast], "morphine", KNOWLEDGE).refused or "")


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ([], "a start, not a change"),
        ([line("morphine", 10, 6, route="oral", as_needed=True)], "a start, not a change"),
        ([line("morphine", None, 2, route="oral")], "how much is one dose"),
        ([line("morphine", 10, None, route="oral")], "how often"),
        ([line("fentanyl", 25, 1)], "by which route"),
        ([line("buprenorphine", 8, 1)], "by which route"),
        ([line("morphine", 2, 4, unit="mL", route="oral")], "how much is it in mg"),
        ([line("morphine", -30, 2, route="oral")], "zero or more"),
        ([line("morphine", float("inf"), 2, route="oral")], "zero or more"),
    ],
)
def test_what_is_taken_must_be_clear(lines: list[Line], word: str) -> None:
    assert word in (rotate(lines, "hydromorphone", KNOWLEDGE, facts=STURDY).refused or "")


def test_less_than_can_be_given() -> None:
    assert "less than can be given" in (change("morphine", 4, "oxycodone").refused or "")


def test_organs_that_forbid_the_drug_refuse_it() -> None:
    facts = STURDY | {
        "egfr": 20.0,
        "creatinine_clearance": 20.0,
        "kidney_failure": True,
        "dialysis": "none",
    }
    found = change("oxycodone", 60, "morphine", facts)
    assert found.daily_dose is None and "morphine is not for this person: kidney" in (
        found.refused or ""
    )


def test_organs_that_ask_for_care_are_told() -> None:
    facts = STURDY | {
        "egfr": 45.0,
        "creatinine_clearance": 45.0,
        "organs_sound": False,
        "dialysis": "none",
    }
    found = change("morphine", 60, "hydromorphone", facts)
    assert found.daily_dose is not None
    assert any(text.startswith("kidney: ") for text in found.warnings)


@pytest.mark.parametrize(
    ("drug", "clearance", "percent", "proposed"),
    [
        ("hydromorphone", 45.0, 75, 4),
        ("hydromorphone", 20.0, 75, 4),
        ("oxycodone", 20.0, 75, 15),
        ("oxycodone", 45.0, 50, 30),
    ],
)
def test_what_organs_leave_of_the_usual_dose_holds_it_down(
    drug: str, clearance: float, percent: float, proposed: float
) -> None:
    kidneys = {"egfr": clearance, "creatinine_clearance": clearance, "dialysis": "none"}
    facts = STURDY | kidneys | {"organs_sound": False, "kidney_failure": clearance < 30}
    found = change("morphine", 120, drug, facts)
    assert (found.reduction_percent, found.daily_dose) == (percent, proposed)


def test_worse_kidneys_never_raise_a_dose() -> None:
    doses = []
    for clearance in (90.0, 60.0, 59.0, 45.0, 30.0, 29.0, 15.0, 5.0):
        kidneys = {"egfr": clearance, "creatinine_clearance": clearance, "dialysis": "none"}
        facts = (
            STURDY | kidneys | {"organs_sound": clearance >= 60, "kidney_failure": clearance < 30}
        )
        doses.append(
            [
                change("morphine", 120, to, facts).daily_dose or 0
                for to in ("hydromorphone", "oxycodone")
            ]
        )
    assert doses == sorted(doses, reverse=True)


def test_where_sources_disagree_on_the_patch_in_kidney_failure_both_are_told_and_no_dose() -> None:
    facts = STURDY | {
        "egfr": 20.0,
        "creatinine_clearance": 20.0,
        "kidney_failure": True,
        "dialysis": "none",
    }
    found = change("morphine", 120, "fentanyl", facts)
    assert found.daily_dose is None
    assert "label: " in (found.refused or "") and "practice: " in (found.refused or "")
    assert "specialist" in (found.refused or "")


def test_an_alarm_when_the_new_dose_is_more_than_the_old() -> None:
    found = change(
        "oxycodone", 30, "fentanyl"
    )  # 45 mg by factors of surveillance; a patch of 25 counts 60
    assert found.daily_dose == 25
    assert any(
        "equals more morphine than the old one" in text and "45 mg before, 60" in text
        for text in found.warnings
    )


def test_the_yardstick_where_no_factor_is_known() -> None:
    found = change("morphine", 60, "morphine", HELD, route="subcutaneous")
    assert not any("held against" in text for text in found.warnings)
    worn = line("buprenorphine", 35, None, unit="mcg/h", route="transdermal")
    assert not any(
        "held against" in text for text in rotate([worn], "morphine", KNOWLEDGE).warnings
    )


def test_without_a_yardstick_that_is_said() -> None:
    target = KNOWLEDGE.tables["opioid_doses"]["oral_morphine"]
    assert alarms_of_change([taken("sufentanil", 1)], target, 10, KNOWLEDGE) == (NO_YARDSTICK,)


def test_nothing_is_changed_in_someone_too_sleepy() -> None:
    found = change("morphine", 60, "oxycodone", STURDY | {"too_sleepy_for_more": True})
    assert found.daily_dose is None and "before that has passed" in (found.refused or "")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(SOURCES), st.floats(1, 500), st.sampled_from(TARGETS), FACTS,
)  # fmt: skip
def test_never_more_than_the_smaller_bound(
    source: tuple[str, str], dose: float, target: tuple[str, str], facts: dict[str, Any]
) -> None:
    found = rotate([taken(source[0], dose, source[1])], target[0], KNOWLEDGE, target[1], facts)
    if found.daily_dose is None:
        assert found.refused
        return
    assert found.range is not None and found.smaller_bound is not None
    assert 0 < found.daily_dose <= found.range[1] <= found.smaller_bound + 1e-6
    assert found.smaller_bound <= sum(one.low for one in found.legs) + 1e-6
    rescue = found.breakthrough
    assert rescue is not None and (rescue.dose is None or rescue.dose < found.daily_dose)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(SOURCES),
    st.floats(10, 500),
    st.sampled_from(TARGETS),
    FACTS,
    st.sampled_from(sorted(STURDY)),
)
def test_an_unknown_fact_only_lowers_or_keeps_the_dose(
    source: tuple[str, str], dose: float, target: tuple[str, str], facts: dict[str, Any], name: str
) -> None:
    lines = [taken(source[0], dose, source[1])]
    known = rotate(lines, target[0], KNOWLEDGE, target[1], facts)
    unknown = rotate(lines, target[0], KNOWLEDGE, target[1], facts | {name: None})
    assert (unknown.unrounded or 0) <= (known.unrounded or 0) + 1e-9 or known.daily_dose is None
    if known.breakthrough and unknown.breakthrough:
        assert (unknown.breakthrough.dose or 0) <= max(
            known.breakthrough.dose or 0, unknown.daily_dose or 0
        )


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(SOURCES),
    st.floats(10, 500),
    st.sampled_from(TARGETS),
    FACTS,
    st.sampled_from(SENSITIVE),
)
def test_one_more_reason_never_raises_the_dose(
    source: tuple[str, str], dose: float, target: tuple[str, str], facts: dict[str, Any], name: str
) -> None:
    lines = [taken(source[0], dose, source[1])]
    without = rotate(lines, target[0], KNOWLEDGE, target[1], facts | {name: False})
    with_it = rotate(lines, target[0], KNOWLEDGE, target[1], facts | {name: True})
    assert (with_it.unrounded or 0) <= (without.unrounded or 0) + 1e-9


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SOURCES), st.floats(20, 400), st.sampled_from(TARGETS), FACTS)
def test_there_and_back_is_never_more(
    source: tuple[str, str], dose: float, target: tuple[str, str], facts: dict[str, Any]
) -> None:
    there = rotate([taken(source[0], dose, source[1])], target[0], KNOWLEDGE, target[1], facts)
    if there.daily_dose is None or source[1] == "transdermal":
        return
    back = rotate(
        [taken(target[0], there.daily_dose, target[1])], source[0], KNOWLEDGE, source[1], facts
    )
    assert (back.daily_dose or 0) <= dose + 1e-6


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SOURCES), st.floats(20, 400), st.floats(0, 100), st.sampled_from(TARGETS))
def test_more_taken_is_never_less_given(
    source: tuple[str, str], dose: float, more: float, target: tuple[str, str]
) -> None:
    less, greater = (
        rotate([taken(source[0], amount, source[1])], target[0], KNOWLEDGE, target[1], STURDY)
        for amount in (dose, dose + more)
    )
    assert (less.daily_dose or 0) <= (greater.daily_dose or 0)


def test_kidneys_that_nobody_knows_are_warned_of_and_asked() -> None:
    found = change("morphine", 60, "hydromorphone", {"old_or_frail": True})
    assert any("kidney: not known; it may leave only 25%" in one for one in found.warnings)
    assert "creatinine" in found.check_first

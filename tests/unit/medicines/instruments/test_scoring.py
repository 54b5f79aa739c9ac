"""Questionnaires: every sum and band of the reference, missing items, licenses, and what is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.case.values import Interval
from backstay.knowledge import load_knowledge
from backstay.knowledge.tables.instruments import Question
from backstay.medicines.instruments import Scored, as_facts, instruments, score

KNOWLEDGE = load_knowledge()
TABLE = instruments(KNOWLEDGE)
SHIPPED = {"pain_nrs", "esas_r", "phq2", "phq9", "gad2", "gad7"}
SCORE_ONLY = {
    "bpi_sf", "peg", "dn4", "paindetect", "s_lanss", "opioid_risk_tool", "distress_thermometer",
}  # fmt: skip
# The range of every part, as published.
RANGES = {
    ("pain_nrs", "total"): (0, 10),
    ("esas_r", "total_distress"): (0, 90),
    ("esas_r", "physical"): (0, 60),
    ("esas_r", "emotional"): (0, 20),
    ("phq2", "total"): (0, 6),
    ("phq9", "total"): (0, 27),
    ("gad2", "total"): (0, 6),
    ("gad7", "total"): (0, 21),
    ("bpi_sf", "severity"): (0, 10),
    ("bpi_sf", "interference"): (0, 10),
    ("peg", "total"): (0, 10),
    ("dn4", "total"): (0, 10),
    ("dn4", "interview"): (0, 7),
    ("paindetect", "total"): (-1, 38),
    ("s_lanss", "total"): (0, 24),
    ("opioid_risk_tool", "total"): (0, 26),
    ("distress_thermometer", "total"): (0, 10),
}


def spread(total: int, instrument: str) -> list[float]:
    """Answers of an instrument whose items are all from 0 to the same highest value, with this sum."""
    found = []
    for item in TABLE[instrument].items:
        found.append(min(total, item.high))
        total -= found[-1]
    return [float(one) for one in found]


def labels(scored: Scored, bands: str) -> list[str]:
    return [
        label
        for part in scored.parts
        for one in part.bands
        if one.by == bands
        for label in one.possible
    ]


def test_what_is_shipped_and_what_is_not() -> None:
    assert {one.id for one in TABLE.values() if one.ships == "items"} == SHIPPED
    assert {one.id for one in TABLE.values() if one.ships == "score_only"} == SCORE_ONLY
    for name in SCORE_ONLY:
        assert not [item for item in TABLE[name].items if item.text]
    for name in ("phq2", "phq9", "gad2", "gad7"):
        assert "No permission required" in (TABLE[name].acknowledgement or "")
    assert "University of Alberta" in (TABLE["esas_r"].acknowledgement or "")
    assert (TABLE["phq9"].loinc, TABLE["gad7"].loinc) == ("44249-1", "69737-5")


def test_the_symptoms_of_the_edmonton_list_by_their_own_names() -> None:
    assert [item.text for item in TABLE["esas_r"].items] == [
        "Pain", "Tiredness", "Drowsiness", "Nausea", "Lack of Appetite", "Shortness of Breath", "Depression",
        "Anxiety", "Wellbeing",
    ]  # fmt: skip


def test_every_part_has_its_published_range() -> None:
    found = {}
    for name, entry in TABLE.items():
        unknown = score(name, [None] * len(entry.items), KNOWLEDGE)
        found |= {(name, part.id): (part.value.low, part.value.high) for part in unknown.parts}
    assert found == RANGES


@pytest.mark.parametrize(
    ("instrument", "bands", "rows"),
    [
        ("pain_nrs", "cut_points_4_and_6", {"none": (0, 0), "mild": (1, 4), "moderate": (5, 6), "severe": (7, 10)}),
        ("pain_nrs", "guideline_bands", {"none": (0, 0), "mild": (1, 3), "moderate": (4, 6), "severe": (7, 10)}),
        (
            "pain_nrs",
            "oldenmenger",
            {"below moderate": (0, 3), "below moderate, but act": (4, 4), "moderate": (5, 6), "severe": (7, 10)},
        ),
        ("phq2", "from_3", {"no sign": (0, 2), "ask the long form": (3, 6)}),
        ("phq2", "from_2", {"no sign": (0, 1), "ask the long form": (2, 6)}),
        ("phq9", "severity", {"minimal": (0, 4), "mild": (5, 9), "moderate": (10, 14)}),
        ("phq9", "severity", {"moderately severe": (15, 19), "severe": (20, 27)}),
        ("gad2", "from_3", {"no sign": (0, 2), "ask the long form": (3, 6)}),
        ("gad7", "severity", {"minimal": (0, 4), "mild": (5, 9), "moderate": (10, 14), "severe": (15, 21)}),
        ("dn4", "of_ten", {"neuropathic pain less likely": (0, 3), "neuropathic pain likely": (4, 10)}),
        ("distress_thermometer", "from_4", {"below 4": (0, 3), "look closer": (4, 10)}),
    ],
)  # fmt: skip
def test_every_band_of_the_reference(
    instrument: str, bands: str, rows: dict[str, tuple[int, int]]
) -> None:
    for label, (low, high) in rows.items():
        for total in range(low, high + 1):
            scored = score(instrument, spread(total, instrument), KNOWLEDGE)
            assert scored.parts[0].value == Interval(total, total)
            assert labels(scored, bands) == [label]


def test_the_interview_of_dn4_has_its_own_limit() -> None:
    three = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert labels(score("dn4", three, KNOWLEDGE), "of_seven") == ["neuropathic pain likely"]
    two = [1, 1, 0, 0, 0, 0, 0, 1, 0, 0]
    assert labels(score("dn4", two, KNOWLEDGE), "of_seven") == ["neuropathic pain less likely"]


@pytest.mark.parametrize(
    ("answers", "total", "label"),
    [
        ([0] * 7 + [-1, 0], -1, "neuropathic pain unlikely"),
        ([2] * 6 + [0, 0, 0], 12, "neuropathic pain unlikely"),
        ([2] * 6 + [0, 1, 0], 13, "unclear"),
        ([3] * 6 + [0, 0, 0], 18, "unclear"),
        ([3] * 6 + [0, -1, 2], 19, "neuropathic pain likely"),
        ([5] * 7 + [1, 2], 38, "neuropathic pain likely"),
    ],
)
def test_paindetect(answers: list[float], total: float, label: str) -> None:
    scored = score("paindetect", answers, KNOWLEDGE)
    assert scored.parts[0].value == Interval(total, total)
    assert labels(scored, "likely") == [label]


def test_leeds_from_12() -> None:
    twelve = score("s_lanss", [5, 5, 0, 2, 0, 0, 0], KNOWLEDGE)
    assert labels(twelve, "from_12") == ["neuropathic pain likely"]
    eleven = score("s_lanss", [5, 5, 0, 0, 1, 0, 0], KNOWLEDGE)
    assert labels(eleven, "from_12") == ["neuropathic pain less likely"]
    assert score("s_lanss", [5, 5, 3, 2, 1, 5, 3], KNOWLEDGE).parts[0].value.low == 24


@pytest.mark.parametrize(
    ("answers", "total", "label"),
    [
        ([1, 0, 0, 0, 0, 0, 1, 0, 0, 1], 3, "low"),
        ([0, 0, 4, 0, 0, 0, 0, 0, 0, 0], 4, "moderate"),
        ([0, 0, 4, 3, 0, 0, 0, 0, 0, 0], 7, "moderate"),
        ([0, 0, 4, 0, 4, 0, 0, 0, 0, 0], 8, "high"),
        ([1, 2, 4, 3, 4, 5, 1, 3, 2, 1], 26, "high"),  # a woman with everything
        ([3, 3, 4, 3, 4, 5, 1, 0, 2, 1], 26, "high"),  # a man
    ],
)
def test_the_opioid_risk_tool(answers: list[float], total: float, label: str) -> None:
    scored = score("opioid_risk_tool", answers, KNOWLEDGE)
    assert scored.parts[0].value == Interval(total, total)
    assert labels(scored, "risk") == [label]


def test_means_of_the_pain_inventory() -> None:
    answers = [8, 2, 5, 5, 1, 2, 3, 4, None, None, None]
    severity, interference = score("bpi_sf", answers, KNOWLEDGE).parts
    assert severity.value == Interval(5, 5)
    assert severity.of_answered is None
    assert interference.value == Interval(10 / 7, 40 / 7)
    assert interference.of_answered == 2.5
    fewer = score("bpi_sf", [8, 2, 5, 5, 1, 2, 3, *[None] * 4], KNOWLEDGE)
    assert fewer.parts[1].of_answered is None
    assert score("peg", [6, 4, 5], KNOWLEDGE).parts[0].value == Interval(5, 5)


def test_each_symptom_of_the_edmonton_list_has_its_band() -> None:
    found = score("esas_r", {"pain": 7, "nausea": 4, "anxiety": 3}, KNOWLEDGE)
    said = {one.item: one.possible for one in found.items}
    assert said == {"pain": ("severe",), "nausea": ("look closer",), "anxiety": ("below 4",)}
    assert len(found.missing) == 6


def test_item_nine_is_followed_up_the_same_day_whatever_the_sum() -> None:
    assert score("phq9", [0] * 8 + [1], KNOWLEDGE).same_day
    assert score("phq9", [3] * 8 + [0], KNOWLEDGE).same_day is None
    assert score("phq9", [3] * 8 + [None], KNOWLEDGE).same_day is None


@pytest.mark.parametrize(
    ("instrument", "answers", "facts"),
    [
        ("pain_nrs", [7], {"pain_worst": 7.0}),
        ("phq2", [1, 2], {"phq2": 3.0}),
        ("phq2", [1, None], {}),
        ("phq9", [1] * 8 + [0], {"phq9": 8.0}),
        ("phq9", [None] * 8 + [2], {"suicidal_thoughts": True}),
        ("gad2", [1, 1], {"gad2": 2.0}),
        ("gad7", [1] * 7, {"gad7": 7.0}),
        ("esas_r", [3, None, 2, *[None] * 6], {"esas": {"pain": 3.0, "drowsiness": 2.0}}),
        ("distress_thermometer", [5], {"distress": 5.0}),
        ("peg", [1, 1, 1], {}),
    ],
)
def test_results_become_facts(
    instrument: str, answers: list[float | None], facts: dict[str, Any]
) -> None:
    found = score(instrument, answers, KNOWLEDGE)
    assert as_facts(found, answers, KNOWLEDGE) == facts


def test_the_map_of_symptoms_has_the_fields_of_its_fact() -> None:
    fact = KNOWLEDGE.fact("esas")
    assert fact is not None
    assert {item.id for item in TABLE["esas_r"].items} == set(fact.fields)


@pytest.mark.parametrize(
    ("instrument", "values", "said"),
    [
        ("phq99", [1], "expected one of phq2"),
        ("phq2", [1], "phq2 has 2 items, not 1"),
        ("phq2", [1, 2, 3], "not 3"),
        ("phq2", [1, 4], "a whole number from 0 to 3"),
        ("phq2", [-1, 0], "interest: -1 cannot be"),
        ("phq2", [1.5, 0], "interest: 1.5 cannot be"),
        ("phq2", {"interest": 1, "joy": 2}, "'joy' is not an item of phq2"),
        ("phq2", {"interest": 9, "depressed": 8}, "a whole number from 0 to 3; depressed: 8 cannot be"),
        ("pain_nrs", [11], "0 to 10"),
        ("s_lanss", [4, 0, 0, 0, 0, 0, 0], "expected 0 or 5"),
        ("opioid_risk_tool", [3, 3, 4, 3, 4, 5, 1, 3, 2, 1], "29 is more than 26"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(instrument: str, values: Any, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        score(instrument, values, KNOWLEDGE)


def completion(item: Question) -> st.SearchStrategy[int]:
    return st.sampled_from(item.allowed or range(item.low, item.high + 1))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_missing_item_gives_an_interval_that_holds_every_completion(data: st.DataObject) -> None:
    entry = TABLE[data.draw(st.sampled_from(sorted(TABLE)))]
    whole = [data.draw(completion(item)) for item in entry.items]
    if entry.id == "opioid_risk_tool" and sum(whole) > 26:
        return
    gone = data.draw(st.sets(st.integers(0, len(whole) - 1)))
    known = score(entry.id, whole, KNOWLEDGE)
    part_known = score(
        entry.id, [None if at in gone else one for at, one in enumerate(whole)], KNOWLEDGE
    )
    for wide, exact in zip(part_known.parts, known.parts, strict=True):
        assert wide.value.low - 1e-9 <= exact.value.low <= wide.value.high + 1e-9
        for possible, sure in zip(wide.bands, exact.bands, strict=True):
            assert set(sure.possible) <= set(possible.possible)

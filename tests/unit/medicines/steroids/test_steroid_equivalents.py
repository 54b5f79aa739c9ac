"""One steroid in terms of another: every published figure, both ways, and what is refused."""

from __future__ import annotations

import re
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.case.values import Interval
from backstay.knowledge import load_knowledge
from backstay.medicines.line import Line
from backstay.medicines.steroids.amounts import taken_daily
from backstay.medicines.steroids.equivalents import convert

KNOWLEDGE = load_knowledge()
# Published doses that equal each other, written here a second time.
EQUAL = {
    "hydrocortisone": 20,
    "cortisone": 25,
    "prednisone": 5,
    "prednisolone": 5,
    "methylprednisolone": 4,
    "triamcinolone": 4,
    "dexamethasone": 0.75,
    "betamethasone": 0.75,
}


def line(text: str = "dexamethasone 4 mg", **fields: object) -> Line:
    given = {"dose": Interval(4, 4), "unit": "mg", "drug": "dexamethasone"}
    return Line(text=text, **{**given, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize("to", EQUAL)
@pytest.mark.parametrize("drug", EQUAL)
def test_every_pair_of_the_table(drug: str, to: str) -> None:
    found = convert((drug, EQUAL[drug]), to, KNOWLEDGE)
    assert found.dose is not None
    assert found.dose.low == found.dose.high == pytest.approx(EQUAL[to])
    assert (found.unit, found.per) == ("mg", "dose")


@pytest.mark.parametrize(
    ("dexamethasone", "prednisone"), [(16, 106.7), (8, 53.3), (4, 26.7), (3, 20), (1.5, 10)]
)
def test_the_lines_of_dexamethasone(dexamethasone: float, prednisone: float) -> None:
    found = convert(("dexamethasone", dexamethasone), "prednisone", KNOWLEDGE)
    assert found.dose is not None
    assert round(found.dose.low, 1) == prednisone


def test_the_spread_holds_every_published_figure() -> None:
    found = convert(("dexamethasone", 4), "prednisone", KNOWLEDGE)
    assert found.spread is not None
    for figure in (0.75, 0.8, 1):
        assert found.spread.low <= 4 * 5 / figure <= found.spread.high + 1e-9
    assert found.spread.low == pytest.approx(20)
    assert "0.75, 0.8, 1" in " ".join(found.warnings)


def test_betamethasone_has_two_figures() -> None:
    found = convert(("prednisone", 5), "betamethasone", KNOWLEDGE)
    assert found.spread == Interval(0.6, 0.75)


def test_a_drug_to_itself_is_itself() -> None:
    found = convert(("dexamethasone", 4), "dexamethasone", KNOWLEDGE)
    assert found.dose == found.spread == Interval(4, 4)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(EQUAL)), st.sampled_from(sorted(EQUAL)), st.floats(0.1, 50))
def test_there_and_back_is_where_it_began(one: str, other: str, dose: float) -> None:
    there = convert((one, dose), other, KNOWLEDGE).dose
    assert there is not None
    if there.low <= 100:
        back = convert((other, there.low), one, KNOWLEDGE).dose
        assert back is not None
        assert back.low == pytest.approx(dose)


@pytest.mark.parametrize(
    "text", ["dexamethasone phosphate 4 mg", "Dexamethasone sodium phosphate 4 mg iv"]
)
def test_a_salt_counts_with_its_base(text: str) -> None:
    found = convert(line(text), "dexamethasone", KNOWLEDGE)
    assert found.dose is not None
    assert found.dose.low == pytest.approx(3.3)
    assert found.salt is not None
    assert "3.3 mg" in found.salt


def test_a_line_gives_what_is_taken_in_a_day() -> None:
    twice = convert(line(per_day=Interval(2, 2)), "prednisone", KNOWLEDGE)
    assert twice.per == "day"
    assert twice.dose is not None
    assert round(twice.dose.low, 1) == 53.3
    assert convert(line(every_hours=6.0), "dexamethasone", KNOWLEDGE).dose == Interval(16, 16)
    grams = convert(line(dose=Interval(500, 500), unit="mcg"), "dexamethasone", KNOWLEDGE)
    assert grams.dose == Interval(0.5, 0.5)


def test_as_needed_is_from_nothing_to_all() -> None:
    needed = line(per_day=Interval(3, 3), as_needed=True)
    assert convert(needed, "dexamethasone", KNOWLEDGE).dose == Interval(0, 12)
    taken = line(per_day=Interval(3, 3), as_needed=True, taken_per_day=2.0)
    assert convert(taken, "dexamethasone", KNOWLEDGE).dose == Interval(8, 8)
    unlimited = convert(line(as_needed=True), "dexamethasone", KNOWLEDGE)
    assert (unlimited.per, unlimited.dose) == ("dose", Interval(4, 4))


def test_the_weaker_status_travels() -> None:
    found = convert(("dexamethasone", 4), "prednisone", KNOWLEDGE)
    assert found.checked is not None
    assert found.checked.status == "secondary"
    assert "steroid-equivalence-page" in found.evidence


def test_what_was_never_compared_is_refused() -> None:
    found = convert(line("deflazacort 6 mg", drug="deflazacort"), "prednisone", KNOWLEDGE)
    assert found.dose is None
    assert "deflazacort" in (found.refused or "")
    cream = convert(line(route="topical", per_day=Interval(2, 2)), "prednisone", KNOWLEDGE)
    assert cream.dose is None
    assert "in its place" in (cream.refused or "")


@pytest.mark.parametrize(
    ("what", "to", "said"),
    [
        (("dexamethasone", 0), "prednisone", "more than 0"),
        (("dexamethasone", -4), "prednisone", "more than 0"),
        (("dexamethasone", inf), "prednisone", "more than 0"),
        (("dexamethasone", 1600), "prednisone", "at most 200 mg"),
        (("dexamethasone", 4), "prednisoon", "expected one of"),
        (("morphine", 4), "prednisone", "not a steroid"),
        (line("morphine 4 mg", drug="morphine"), "prednisone", "morphine is not a steroid"),
        (line("green pill", drug="green_pill"), "prednisone", "not a steroid"),
        (line(dose=None), "prednisone", "the dose is missing"),
        (line(unit=None), "prednisone", "expected mg"),
        (line(unit="mcg/h"), "prednisone", "expected mg"),
        (line(dose=Interval(100, 100), per_day=Interval(4, 4)), "prednisone", "400 mg"),
    ],
)
def test_what_cannot_be_is_refused(what: Line | tuple[str, float], to: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        convert(what, to, KNOWLEDGE)


@pytest.mark.parametrize(
    ("given", "dose"),
    [
        (line(per_day=Interval(2, 2)), 8),
        (line("dexamethasone phosphate 4 mg", per_day=Interval(1, 1)), 3.3),
        (line(drug="gabapentin", dose=Interval(300, 300), per_day=Interval(3, 3)), 900),
    ],
)
def test_the_one_dose_of_a_day(given: Line, dose: float) -> None:
    assert taken_daily(given, KNOWLEDGE) == pytest.approx(dose)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (line(), "how often"),
        (line(dose=None, per_day=Interval(1, 1)), "not said"),
        (line(unit=None, per_day=Interval(1, 1)), "not said"),
        (line(unit="mL", per_day=Interval(1, 1)), "expected mg"),
        (line(route="epidural", per_day=Interval(1, 1)), "by mouth or injected"),
        (line(per_day=Interval(1, 1), as_needed=True), "not a range"),
        (line(dose=Interval(4, 8), per_day=Interval(1, 1)), "not a range"),
    ],
)
def test_a_way_down_begins_at_one_dose(given: Line, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        taken_daily(given, KNOWLEDGE)

"""The highest doses of a day, from a copy of the figures of its own, and what lines do together."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstay.case.values import Interval, Members
from backstay.knowledge import load_knowledge
from backstay.medicines.line import Line, Unread
from backstay.medicines.organs.ceilings import Over, ceiling, over_ceiling

KNOWLEDGE = load_knowledge()
ILL = {
    "age": 80.0, "weight": 45.0, "clinical_frailty": 6.0, "alcohol_heavy": True, "weak_liver": True, "egfr": 40.0,
    "coronary_disease": "stable", "comorbidities": Members(frozenset({"stroke", "liver_mild"})),
}  # fmt: skip
SOUND = {
    "age": 60.0, "weight": 80.0, "clinical_frailty": 2.0, "alcohol_heavy": False, "weak_liver": False, "egfr": 90.0,
    "coronary_disease": "none", "comorbidities": Members(frozenset(), complete=True),
}  # fmt: skip

# drug, form, route: figures that count for a sound person, those that count for an ill one, others that are shown
FIGURES: list[tuple[str, str | None, str | None, set[float], set[float], set[float]]] = [
    ("tramadol", "immediate_release", "oral", {400}, {400, 300}, set()),
    ("tramadol", "modified_release", "oral", {400, 300}, {400, 300}, set()),
    ("tapentadol", "immediate_release", "oral", {600}, {600}, {700}),
    ("tapentadol", "modified_release", "oral", {500}, {500}, set()),
    ("codeine", None, None, {240}, {240}, set()),
    ("acetaminophen", None, None, {4000}, {4000, 3000, 2000}, set()),
    ("buprenorphine", "patch", "transdermal", {20}, {20}, {140}),
    ("ibuprofen", None, None, {2400}, {2400, 1200}, {1600, 3200}),
    ("naproxen", None, None, {1000}, {1000}, {1500}),
    ("diclofenac", None, None, {150}, {150}, set()),
    ("celecoxib", None, None, {400}, {400}, set()),
    ("meloxicam", None, None, {15}, {15}, set()),
    ("etoricoxib", None, None, {90}, {90}, {60}),
    ("ketorolac", "tablet", "oral", {40}, {40}, set()),
    ("ketorolac", "injection", "intravenous", {120}, {120, 60}, set()),
    ("ketorolac", "injection", "intramuscular", {120}, {120, 60}, set()),
    ("gabapentin", None, None, {3600}, {3600}, {2400}),
    ("pregabalin", None, None, {600}, {600}, {300}),
    ("duloxetine", None, None, {60}, {60}, {120}),
    ("amitriptyline", None, None, {75}, {75}, {150}),
    ("nortriptyline", None, None, {100}, {100}, {150}),
    ("venlafaxine", None, None, {225}, {225}, set()),
    ("metoclopramide", None, None, {30}, {30}, set()),
]


@pytest.mark.parametrize(("drug", "form", "route", "sound", "ill", "shown"), FIGURES)
def test_every_highest_dose(
    drug: str, form: str | None, route: str | None, sound: set[float], ill: set[float], shown: set[float]
) -> None:  # fmt: skip
    for facts, wanted in ((SOUND, sound), (ILL, ill)):
        found = ceiling(drug, KNOWLEDGE, facts, form, route)
        assert {one.max for one in found if one.alarm} == wanted
        assert {one.max for one in found if not one.alarm} == shown
        assert all(one.holds for one in found)
        assert [one.max for one in found] == sorted(one.max for one in found)


def test_every_entry_is_in_this_copy() -> None:
    drugs = {drug for entry in KNOWLEDGE.tables["ceilings"].values() for drug in entry.drugs}
    assert drugs == {row[0] for row in FIGURES}


@pytest.mark.parametrize(
    ("fact", "value", "drug", "top"),
    [
        ("age", 75.0, "tramadol", 400),
        ("age", 75.1, "tramadol", 300),
        ("age", 64.9, "ketorolac", 120),
        ("age", 65.0, "ketorolac", 60),
        ("weight", 50.0, "ketorolac", 120),
        ("weight", 49.9, "ketorolac", 60),
        ("egfr", 60.0, "ketorolac", 120),
        ("egfr", 59.9, "ketorolac", 60),
        ("weight", 49.9, "acetaminophen", 3000),
        ("clinical_frailty", 5.0, "acetaminophen", 3000),
        ("clinical_frailty", 4.0, "acetaminophen", 4000),
        ("alcohol_heavy", True, "acetaminophen", 3000),
        ("weak_liver", True, "acetaminophen", 2000),
        ("comorbidities", Members(frozenset({"liver_mild"})), "acetaminophen", 3000),
        ("coronary_disease", "recent_event", "ibuprofen", 1200),
        ("comorbidities", Members(frozenset({"heart_failure"})), "ibuprofen", 1200),
    ],
)
def test_what_lowers_it(fact: str, value: Any, drug: str, top: float) -> None:
    form = "immediate_release" if drug == "tramadol" else None
    route = "intravenous" if drug == "ketorolac" else None
    found = ceiling(drug, KNOWLEDGE, {**SOUND, fact: value}, form, route)
    assert min(one.max for one in found if one.alarm and one.holds) == top


def test_an_unknown_age_is_asked() -> None:
    lower = next(one for one in ceiling("tramadol", KNOWLEDGE, {}, "immediate_release"))
    assert (lower.max, lower.holds, lower.check_first) == (300, None, ("age",))


def test_an_unsaid_form_is_asked() -> None:
    found = ceiling("tapentadol", KNOWLEDGE, SOUND, "tablet")
    assert {(one.max, one.holds) for one in found if one.alarm} == {(500, None), (600, None)}
    assert {one.check_first for one in found} == {("medicines",)}


def test_days_are_told() -> None:
    assert {one.days for one in ceiling("ketorolac", KNOWLEDGE, SOUND, None, "oral")} == {5}
    assert {one.days for one in ceiling("metoclopramide", KNOWLEDGE, SOUND)} == {5}


def line(drug: str, dose: float | tuple[float, float] | None, per_day: Any = 1, **more: Any) -> Line:  # fmt: skip
    given = dose if isinstance(dose, tuple) or dose is None else (dose, dose)
    often = per_day if isinstance(per_day, tuple) or per_day is None else (per_day, per_day)
    return Line(
        drug=drug,
        text=f"{drug} {dose} x {per_day}",
        dose=Interval(*given) if given else None,
        per_day=Interval(*often) if often else None,
        **{"unit": "mg", **more},
    )


def over(*lines: Line, **facts: Any) -> tuple[Over, ...]:
    return over_ceiling(lines, KNOWLEDGE, {**SOUND, **facts})


def test_acetaminophen_is_added_up_over_all_lines() -> None:
    (found,) = over(
        line("acetaminophen", 1000, 3), line("codeine", 30, 4), line("acetaminophen", 500, 4)
    )
    assert (found.over, found.daily, found.highest.max) == (True, (5000, 5000), 4000)
    assert len(found.lines) == 2
    assert over(line("acetaminophen", 1000, 4)) == ()
    (found,) = over(line("acetaminophen", 1000, 4), weak_liver=True)
    assert (found.over, found.highest.max) == (True, 2000)


def test_what_is_allowed_counts_not_what_was_taken() -> None:
    allowed = {"as_needed": True, "taken_per_day": 1.0, "form": "immediate_release"}
    (found,) = over(line("tramadol", (50, 100), (4, 6), **allowed))
    assert (found.over, found.daily) == (True, (200, 600))


def test_units_of_mass_are_one() -> None:
    assert over(line("acetaminophen", 1, 5, unit="g"))[0].daily == (5000, 5000)
    assert over(line("duloxetine", 70000, unit="mcg"))[0].highest.max == 60


def test_hours_between_doses_count_where_no_number_of_doses_is_given() -> None:
    (found,) = over(line("diclofenac", 75, None, every_hours=8.0))
    assert found.daily == (225, 225)


def test_another_published_figure_is_shown_beside() -> None:
    (found,) = over(line("duloxetine", 90))
    assert found.over
    assert [one.max for one in found.also] == [120]


def test_a_form_that_is_not_said_leaves_it_open() -> None:
    (found,) = over(line("tramadol", 100, 4))
    assert (found.over, found.highest.max, found.check_first) == (None, 300, ("medicines",))
    assert over(line("tramadol", 100, 4, form="oral_liquid")) == ()
    (found,) = over(line("tramadol", 200, 2, form="modified_release"))
    assert (found.over, found.highest.entry) == (True, "tramadol_modified_a_day")


def test_a_patch_is_counted_by_its_rate() -> None:
    patch = {"unit": "mcg/h", "form": "patch", "route": "transdermal"}
    (found,) = over(line("buprenorphine", 35, None, every_hours=96.0, **patch))
    assert (found.over, found.daily) == (True, (35, 35))
    assert [one.max for one in found.also] == [140]
    assert over(line("buprenorphine", 20, None, **patch)) == ()
    assert over(line("buprenorphine", 2, 3, form="sublingual_tablet")) == ()


@pytest.mark.parametrize(
    "unclear",
    [
        line("codeine", None),
        line("codeine", 30, None),
        line("codeine", 2, 3, unit="mL"),
        line("codeine", 2, 3, unit=None),
    ],
)
def test_a_line_that_cannot_be_counted_leaves_it_open(unclear: Line) -> None:
    (found,) = over(unclear)
    assert found.over is None
    assert found.uncounted == (unclear.text,)
    assert found.check_first == ("medicines",)
    (found,) = over(unclear, line("codeine", 60, 6))
    assert found.over is True


def test_a_patch_in_another_unit_is_not_counted() -> None:
    (found,) = over(line("buprenorphine", 20, 1, form="patch"))
    assert (found.over, len(found.uncounted)) == (None, 1)


def test_an_unknown_fact_leaves_it_open() -> None:
    (found,) = over_ceiling([line("tramadol", 100, 4, form="immediate_release")], KNOWLEDGE, {})
    assert (found.over, found.highest.max, found.check_first) == (None, 300, ("age",))


def test_too_long_is_told_although_the_dose_is_not_too_high() -> None:
    (found,) = over(line("ketorolac", 10, 4, route="oral", days=6.0))
    assert (found.over, found.too_long, found.highest.max) == (False, True, 40)
    assert over(line("ketorolac", 10, 4, route="oral", days=5.0)) == ()


def test_a_route_that_is_not_said_asks_for_it() -> None:
    found = over(line("ketorolac", 30, 3))
    assert {one.over for one in found} == {None}
    assert all(one.check_first == ("medicines",) for one in found)


def test_a_line_that_was_not_read_leaves_the_sum_open() -> None:
    lost = Unread(text="tramadol 50 mg 1-2", at=2, problem="?", expected="?", drug="tramadol")
    nobody = Unread(text="green pill", at=3, problem="?", expected="?")
    liquid = line("tramadol", 100, 3, form="oral_liquid")
    found = over_ceiling([liquid], KNOWLEDGE, SOUND, [lost, nobody])
    assert {(one.drug, one.over) for one in found} == {("tramadol", None)}
    assert all(one.uncounted == (lost.text,) for one in found)
    assert over_ceiling([liquid], KNOWLEDGE, SOUND) == ()


def test_a_form_that_nobody_knows_is_another_form() -> None:
    assert over(line("tramadol", 100, 4, form="lollipop")) == ()


def test_a_drug_without_a_figure_is_left_alone() -> None:
    assert over(line("morphine", 1000, 6)) == ()


@given(st.floats(1, 1000), st.floats(0, 6), st.floats(0, 500))
def test_another_line_never_takes_an_alarm_back(dose: float, often: float, more: float) -> None:
    before = over(line("codeine", dose, often))
    after = over(line("codeine", dose, often), line("codeine", more, 1))
    if before and before[0].over:
        assert after
        assert after[0].over

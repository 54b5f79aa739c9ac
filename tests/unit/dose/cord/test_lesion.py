"""The dose of the cord at one lesion, as an assessment is told it, and the computed facts from the same courses."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from cord_courses import KNOWLEDGE, told
from hypothesis import given
from hypothesis import strategies as st

from backstay.case.levels import LEVELS
from backstay.case.values import Interval
from backstay.dose.cord import computed as of_courses
from backstay.dose.cord.computed import cord_facts
from backstay.dose.cord.lesion import CordDose, cord_dose, cord_here
from backstay.plan.computed import computed

FACTS = cord_facts(KNOWLEDGE)
NOTHING_HAD = of_courses.Had(cord=None, sac=None, available=None, can_keep=None)
TWO_FULL = (told("40/20", technique="conventional"), told("40/20", technique="3D"))


def lesion(*courses: dict[str, Any], level: str = "T8", **more: Any) -> CordDose:
    return cord_dose({"level": level, "prior_radiation": courses, **more}, KNOWLEDGE)


def fact(name: str, *courses: dict[str, Any]) -> Any:
    return FACTS[f"dose.{name}"]({"prior_radiation": courses})


def test_one_conventional_course() -> None:
    found = lesion(told("30/10", technique="conventional"))
    assert found.applies is True
    assert found.cord_eqd2 == found.sac_eqd2 == Interval(37.5, pytest.approx(43.725))
    assert found.available is not None
    assert found.available.fractions == {1: 9.0, 2: 12.2, 3: 14.5, 4: 16.3, 5: 17.9}
    assert [row.id for row in found.available.published] == ["worked_20_to_37_gray"]
    assert {one.id: one.met for one in found.rules}["interval_months"] is True
    assert {one.rule_set for one in found.rules} == {"sahgal2012", "nieder2006"}
    assert [ask.field for ask in found.asks] == ["thecal_max"]
    assert (found.refused, found.notes) == ((), ())
    assert found.checked is not None
    assert found.checked.status == "unverified"  # that a prescription stands for the cord is ours
    assert "clinical-convention" in found.evidence
    assert found.available.checked.status == "unverified"
    assert "clinical-convention" in found.available.evidence


def test_measured_maxima_rest_on_no_convention_of_ours() -> None:
    found = lesion(told("30/10", technique="conventional", cord_max=30.5, thecal_max=31.0))
    assert found.checked is not None
    assert found.checked.status == "primary"
    assert "clinical-convention" not in found.evidence


def test_earlier_sbrt_without_a_maximum_is_refused_and_asked() -> None:
    found = lesion(told("24/2", technique="SBRT"))
    assert (found.cord_eqd2, found.sac_eqd2) == (None, None)
    assert found.available is not None
    assert found.available.fractions is None
    assert "was stereotactic" in found.refused[0]
    assert [ask.field for ask in found.asks] == ["thecal_max"]


def test_a_technique_that_is_not_told_is_asked() -> None:
    found = lesion(told("27/3"))
    assert {ask.field for ask in found.asks} == {"thecal_max", "technique"}
    assert found.available is not None
    assert len(found.refused) == 1


def test_several_courses_are_said_to_be_several() -> None:
    found = lesion(*TWO_FULL)
    assert found.notes == (
        "2 earlier courses are added up; the published limits were found after one",
    )
    assert found.cord_eqd2 == Interval(80, pytest.approx(2 * 44 * 4.2 / 4))
    assert found.available is not None
    assert found.available.published == ()
    assert {one.id: one.met for one in found.rules}["cumulative_eqd2"] is False


def test_below_the_conus_the_sac_has_a_dose_and_the_cord_none() -> None:
    found = lesion(told("30/10"), level="L4")
    assert (found.applies, found.cord_eqd2) == (False, None)
    assert found.sac_eqd2 is not None
    assert {one.met for one in found.rules} == {None}
    assert found.available is not None
    assert "below the conus" in (found.available.refused or "")
    assert found.asks == ()


def test_at_the_conus_it_is_asked_and_counts_as_cord_until_told() -> None:
    found = lesion(told("30/10"), level="L1")
    assert found.applies is None
    assert found.asks[0].fact == "neural_element"
    assert found.available is not None
    assert found.available.fractions is not None


def test_no_course_and_not_told_are_two_things() -> None:
    none, unknown = lesion(), cord_dose({"level": "T8"}, KNOWLEDGE)
    assert (none.courses, none.cord_eqd2, none.available, none.asks) == (
        (),
        Interval(0, 0),
        None,
        (),
    )
    assert (unknown.courses, unknown.sac_eqd2, unknown.rules) == (None, None, ())
    assert [ask.fact for ask in unknown.asks] == ["prior_radiation"]
    assert lesion(level="L4").cord_eqd2 is None


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("element", [None, "cord", "conus", "cauda_equina", "root_only"])
def test_where_the_cord_lies(level: str, element: str | None) -> None:
    found = cord_here({"level": level, "neural_element": element}, KNOWLEDGE)
    at = LEVELS.index(level)
    if at >= LEVELS.index("L3"):
        assert found is False
    elif at <= LEVELS.index("T12"):
        assert found is True
    else:
        expected = {
            None: None,
            "cord": True,
            "conus": True,
            "cauda_equina": False,
            "root_only": False,
        }
        assert found is expected[element]


def test_a_span_that_begins_above_the_conus_has_cord() -> None:
    assert cord_here({"level": "T12", "to_level": "L4"}, KNOWLEDGE) is True
    assert cord_here({}, KNOWLEDGE) is None


def test_the_facts_are_given_to_the_plan() -> None:
    assert computed(KNOWLEDGE).keys() >= FACTS.keys()


@pytest.mark.parametrize(
    ("courses", "cord", "sac", "left", "keeps"),
    [
        ((told("30/10", technique="conventional", cord_max=30.0, thecal_max=30.0),), 37.5, 37.5, 25.0, True),
        (({"dose": 30.0},), None, None, None, None),
        ((told("24/2", technique="SBRT"),), None, None, None, None),
        ((told("24/2", technique="SBRT", cord_max=15.0, thecal_max=17.0),),
         15 * 9.5 / 4, 17 * 10.5 / 4, None, None),
        (TWO_FULL, Interval(80, pytest.approx(92.4)), Interval(80, pytest.approx(92.4)), None, False),
        ((told("30/10", months_ago=3.0, technique="EBRT", cord_max=30.0, thecal_max=30.0),),
         37.5, 37.5, None, True),
        ((told("24/2", technique="SBRT", cord_max=15.0),), 15 * 9.5 / 4, Interval(15 * 9.5 / 4, inf), None, None),
        ((told("30/10", technique="EBRT", cord_max=30.0),),
         37.5, Interval(37.5, pytest.approx(43.725)), 25.0, True),
        ((), 0.0, 0.0, None, None),
    ],
)  # fmt: skip
def test_computed_facts(
    courses: tuple[dict[str, Any], ...], cord: Any, sac: Any, left: Any, keeps: Any
) -> None:
    assert fact("prior_cord_eqd2", *courses) == cord
    assert fact("prior_thecal_eqd2", *courses) == sac
    assert fact("available_thecal_eqd2", *courses) == left
    assert fact("reirradiation_limits_met", *courses) is keeps


def test_a_dose_that_may_leave_room_or_none_is_not_answered() -> None:
    assert fact("reirradiation_limits_met", told("55/22", technique="EBRT")) is None  # 61.9 to 71.8


def test_facts_of_a_level_that_nobody_asked_about_are_not_known() -> None:
    assert [one({}) for one in FACTS.values()] == [None] * 4


def test_the_same_list_is_read_once() -> None:
    facts = {"prior_radiation": TWO_FULL}
    assert FACTS["dose.prior_cord_eqd2"](facts) is FACTS["dose.prior_cord_eqd2"](facts)


COURSE = st.fixed_dictionaries(
    {},
    optional={
        "dose": st.floats(0, 100), "fractions": st.integers(1, 60), "months_ago": st.floats(0, 1200),
        "technique": st.sampled_from(["SBRT", "conventional", "VMAT", "brachytherapy", ""]),
        "cord_max": st.floats(0, 100), "thecal_max": st.floats(0, 100),
    },
)  # fmt: skip


@given(st.lists(COURSE, max_size=3), st.sampled_from(LEVELS))
def test_every_list_of_courses_has_an_answer(listed: list[dict[str, Any]], level: str) -> None:
    found = lesion(*listed, level=level)
    for span in (found.cord_eqd2, found.sac_eqd2):
        assert span is None or 0 <= span.low <= span.high
    if found.available is not None and found.available.fractions is None:
        assert found.available.refused
    for rule in found.rules:
        assert (rule.met is None) == (rule.why is not None)


def test_lesions_asked_in_turn_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[object] = []
    monkeypatch.setattr(of_courses, "_had", lambda told, _: worked.append(told) or NOTHING_HAD)
    sac = cord_facts(KNOWLEDGE)["dose.prior_thecal_eqd2"]
    first, second = (
        {"prior_radiation": ({"dose": dose, "fractions": 10},)} for dose in (30.0, 20.0)
    )
    for _ in range(3):
        assert sac(first) is sac(second) is None
    assert len(worked) == 2
    for number in range(of_courses.KEPT):
        sac({"prior_radiation": ({"dose": 1.0 + number},)})
    sac(first)
    assert len(worked) == 2 + of_courses.KEPT + 1

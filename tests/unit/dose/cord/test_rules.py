"""Each published limit met, not met or unknown, with its number."""

from __future__ import annotations

from math import inf

import pytest
from cord_courses import KNOWLEDGE, course
from hypothesis import given
from hypothesis import strategies as st

from backstay.case.values import Interval
from backstay.dose.cord.course import NOTHING_KNOWN, Dose
from backstay.dose.cord.room import room
from backstay.dose.cord.rules import Courses, Judged, judged
from backstay.knowledge.tables.reirradiation import default_set, sets

SAHGAL = default_set(KNOWLEDGE)
NIEDER = sets(KNOWLEDGE)["nieder2006"]
# An independent copy of the published limits.
LIMITS = {
    "sbrt_eqd2": (25, 20), "cumulative_eqd2": (70, None), "sbrt_share": (0.5, None),
    "interval_months": (5, None),
    "nieder_cumulative_bed": (135.5, None), "nieder_course_bed": (98, None),
    "nieder_interval_months": (6, None),
}  # fmt: skip


def found(
    *earlier: Dose, planned: Dose | None = None, here: bool | None = True
) -> dict[str, Judged]:
    of = Courses(earlier=earlier, planned=planned, cord_here=here)
    return {one.id: one for by in (SAHGAL, NIEDER) for one in judged(by, of, KNOWLEDGE)}


def met(rules: dict[str, Judged]) -> dict[str, bool | None]:
    return {name: one.met for name, one in rules.items()}


def test_the_limits_are_the_published_ones() -> None:
    rules = found(course("30/10"))
    assert {name: (one.limit, one.stricter) for name, one in rules.items()} == LIMITS
    assert {one.checked.status for one in rules.values()} == {"primary"}


def test_thirty_in_ten_then_nine_passes() -> None:
    rules = found(course("30/10"), planned=course("9/1", None))
    assert set(met(rules).values()) == {True}
    assert rules["cumulative_eqd2"].value == Interval(62.25, 62.25)
    assert rules["sbrt_share"].value == Interval(
        pytest.approx(0.398, abs=5e-4), pytest.approx(0.398, abs=5e-4)
    )
    assert rules["nieder_cumulative_bed"].value == Interval(124.5, 124.5)
    assert rules["nieder_course_bed"].value == Interval(75, 75)


def test_fifty_in_twentyfive_then_twelve_fails_on_seventy() -> None:
    rules = found(course("50/25"), planned=course("12.2/2", None))
    assert [name for name, one in rules.items() if one.met is False] == [
        "cumulative_eqd2", "nieder_cumulative_bed", "nieder_course_bed"
    ]  # fmt: skip
    assert rules["cumulative_eqd2"].value == Interval(pytest.approx(74.705), pytest.approx(74.705))


def test_twenty_in_five_then_fourteen_fails_on_two() -> None:
    rules = found(course("20/5"), planned=course("14/1", None))
    assert (rules["sbrt_eqd2"].met, rules["sbrt_eqd2"].value) == (False, Interval(56, 56))
    assert rules["sbrt_share"].met is False
    assert rules["sbrt_share"].value == Interval(pytest.approx(56 / 86), pytest.approx(56 / 86))


def test_met_only_when_wholly_inside() -> None:
    planned = course("9/1", None)
    rules = found(
        course("40/20", high=1.2), planned=planned
    )  # EQD2 40 to 52.8: 64.75 to 77.55 together
    assert rules["cumulative_eqd2"].met is None
    assert rules["cumulative_eqd2"].value == Interval(64.75, pytest.approx(77.55))
    assert "from within the limit to beyond it" in (rules["cumulative_eqd2"].why or "")
    assert rules["cumulative_eqd2"].asks == ("maximum dose to the tissue in 40/20",)


@pytest.mark.parametrize(
    ("months", "five", "six"),
    [
        (4.9, False, False),
        (5, True, False),
        (5.9, True, False),
        (6, True, True),
        (None, None, None),
    ],
)
def test_the_months_between(months: float | None, five: bool | None, six: bool | None) -> None:
    rules = found(course("30/10", months))
    assert (rules["interval_months"].met, rules["nieder_interval_months"].met) == (five, six)


def test_of_several_courses_the_last_counts() -> None:
    assert found(course("30/10", 40), course("8/1", 3))["interval_months"].met is False
    undated = found(course("30/10", 40), course("8/1", None))["interval_months"]
    assert (undated.met, undated.value, undated.asks) == (
        None,
        Interval(0, 40),
        ("months since 8/1",),
    )
    assert found(course("30/10", 3), course("8/1", None))["interval_months"].met is False


def test_without_a_plan_a_limit_can_only_be_broken() -> None:
    rules = found(course("30/10"))
    assert rules["sbrt_eqd2"].value is rules["sbrt_share"].value is None
    assert (rules["cumulative_eqd2"].met, rules["cumulative_eqd2"].value) == (
        None,
        Interval(37.5, 37.5),
    )
    assert rules["cumulative_eqd2"].asks == ()
    assert rules["sbrt_eqd2"].why == "no further course is planned yet"
    assert [name for name, one in rules.items() if not one.unplanned] == [
        "interval_months",
        "nieder_interval_months",
    ]
    broken = found(course("80/40"))["cumulative_eqd2"]
    assert (broken.met, broken.unplanned) == (False, False)
    over = found(course("40/20"), course("40/20"))
    assert over["cumulative_eqd2"].met is over["nieder_cumulative_bed"].met is False


@pytest.mark.parametrize(
    ("text", "left"),
    [("30/10", {"sbrt_eqd2": 25, "cumulative_eqd2": 32.5, "sbrt_share": 37.5}),
     ("50/25", {"sbrt_eqd2": 25, "cumulative_eqd2": 20, "sbrt_share": 50}),
     ("8/1", {"sbrt_eqd2": 25, "cumulative_eqd2": 50, "sbrt_share": 20})],
)  # fmt: skip
def test_what_each_limit_leaves(text: str, left: dict[str, float]) -> None:
    rules = found(course(text))
    assert {name: one.leaves for name, one in rules.items() if one.leaves is not None} == left


def test_what_is_left_is_never_less_than_nothing() -> None:
    assert found(course("40/20"), course("40/20"))["cumulative_eqd2"].leaves == 0


def test_an_open_dose_leaves_nothing_that_is_sure() -> None:
    open_above = Dose(text="30/10", dose=Interval(30, inf), fractions=10, stereotactic=False)
    rules = found(open_above, planned=course("9/1", None))
    assert rules["cumulative_eqd2"].leaves is None
    assert (rules["cumulative_eqd2"].met, rules["sbrt_share"].met) == (None, True)


def test_nothing_known_gives_no_number() -> None:
    nothing = Dose(text="?", dose=NOTHING_KNOWN, fractions=None, stereotactic=False)
    rules = found(nothing, planned=course("9/1", None))
    assert rules["sbrt_share"].value == Interval(0, 1.0) or rules["sbrt_share"].value is None
    assert rules["sbrt_share"].why == "no dose is known"
    assert found(nothing)["cumulative_eqd2"].value is None
    assert (
        found(course("30/10"), planned=Dose(text="?", dose=NOTHING_KNOWN, fractions=None))[
            "sbrt_eqd2"
        ].value
        is None
    )


def test_after_earlier_sbrt_no_limit_speaks() -> None:
    rules = found(course("30/10"), course("9/1", kind=True), planned=course("9/1", None))
    assert set(met(rules).values()) == {None}
    assert all("9/1 was stereotactic" in (one.why or "") for one in rules.values())
    assert all(one.leaves is None for one in rules.values())


def test_a_technique_that_is_not_known_is_asked() -> None:
    rules = found(course("27/3", kind=None), planned=course("9/1", None))
    assert set(met(rules).values()) == {None}
    assert {one.asks for one in rules.values()} == {("technique of 27/3",)}


def test_below_the_conus_no_limit_of_the_cord_applies() -> None:
    rules = found(course("40/20"), course("40/20"), here=False)
    assert set(met(rules).values()) == {None}
    assert all("below the conus" in (one.why or "") for one in rules.values())


def test_without_earlier_radiation_it_is_no_question_of_a_second_course() -> None:
    rules = found(planned=course("9/1", None))
    assert set(met(rules).values()) == {None}
    assert all("dose limits" in (one.why or "") for one in rules.values())
    assert rules["nieder_course_bed"].value == Interval(49.5, 49.5)
    assert found()["nieder_course_bed"].value == Interval(0, 0)


def test_a_long_planned_course_is_none_of_these_limits_but_breaks_them_all_the_same() -> None:
    within = found(course("20/5"), planned=course("20/8", None))
    assert (within["sbrt_eqd2"].met, within["interval_months"].met) == (None, None)
    assert "at most 5 fractions" in (within["sbrt_eqd2"].why or "")
    assert within["nieder_cumulative_bed"].met is True
    assert found(course("30/10"), planned=course("30/10", None))["cumulative_eqd2"].met is False


def test_nothing_and_nothing_is_no_share() -> None:
    nothing = Dose(text="0/1", dose=Interval(0, 0), fractions=1, stereotactic=False)
    assert found(nothing, planned=nothing)["sbrt_share"].value == Interval(0, 0)


SPANS = st.tuples(st.floats(0, 60), st.floats(1, 1.5), st.integers(1, 25))


@given(first=SPANS, second=SPANS, at=st.floats(0, 1), other=st.floats(0, 1))
def test_an_answer_over_a_range_is_the_answer_at_every_number_of_it(
    first: tuple[float, float, int], second: tuple[float, float, int], at: float, other: float
) -> None:
    def made(of: tuple[float, float, int], share: float | None) -> Dose:
        dose, more, fractions = of
        span = Interval(dose, dose * more)
        if share is not None:
            point = span.low + share * (span.high - span.low)
            span = Interval(point, point)
        return Dose(
            text="", dose=span, fractions=fractions, stereotactic=False, months=Interval(9, 9)
        )

    wide = found(made(first, None), planned=made(second, None))
    narrow = found(made(first, at), planned=made(second, other))
    for name, rule in wide.items():
        if rule.met is not None:
            assert narrow[name].met is rule.met, name


@given(first=SPANS)
def test_the_room_is_what_the_limits_leave(first: tuple[float, float, int]) -> None:
    dose, more, fractions = first
    earlier = Dose(
        text="", dose=Interval(dose, dose * more), fractions=fractions, stereotactic=False
    )
    left = [
        one.leaves
        for one in judged(SAHGAL, Courses(earlier=(earlier,)), KNOWLEDGE)
        if one.leaves is not None
    ]
    found_room = room(SAHGAL, (earlier,), KNOWLEDGE)
    assert found_room.low <= found_room.high
    assert max(found_room.low, 0) == pytest.approx(min(left))

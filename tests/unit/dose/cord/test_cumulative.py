"""Sums over courses: EQD2 per tissue, never physical dose; and the recovery that is asked for by name."""

from __future__ import annotations

from math import inf

import pytest
from cord_courses import KNOWLEDGE, course
from hypothesis import given
from hypothesis import strategies as st

from backstay.case.values import Interval
from backstay.dose.cord.course import NOTHING_KNOWN, Dose
from backstay.dose.cord.cumulative import cumulative, with_recovery

SAC = "thecal_sac"


@pytest.mark.parametrize(
    ("texts", "total"),
    [
        (("30/10", "9/1"), 62.25),
        (("50/25", "12.2/2"), 74.705),
        (("20/5", "14/1"), 86.0),
        (("8/1", "8/1"), 40.0),
        ((), 0.0),
    ],
)
def test_courses_add_up_as_eqd2(texts: tuple[str, ...], total: float) -> None:
    found = cumulative(map(course, texts), SAC, KNOWLEDGE)
    assert found.total == Interval(pytest.approx(total), pytest.approx(total))
    assert found.alpha_beta == 2


def test_a_range_of_alpha_beta_gives_a_range() -> None:
    found = cumulative([course("30/10")], "cauda_equina", KNOWLEDGE)
    assert found.total == Interval(35.0, 37.5)  # alpha/beta 2 to 4


def test_what_is_not_known_leaves_the_sum_open() -> None:
    unknown = Dose(text="?", dose=NOTHING_KNOWN, fractions=None)
    assert cumulative([course("30/10"), unknown], SAC, KNOWLEDGE).total == Interval(37.5, inf)
    assert cumulative([unknown], SAC, KNOWLEDGE).total is None
    assert cumulative([unknown], SAC, KNOWLEDGE).courses[0].dose is None


def test_an_open_end_stays_open() -> None:
    at_least = Dose(text="24/2", dose=Interval(15, inf), fractions=2)
    found = cumulative([course("30/10"), at_least], SAC, KNOWLEDGE)
    assert found.total == Interval(37.5 + 15 * 9.5 / 4, inf)


def test_a_tissue_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no tissue"):
        cumulative([], "soul", KNOWLEDGE)


@pytest.mark.parametrize(
    ("months", "left"), [(None, 1), (0, 1), (5.9, 1), (6, 0.75), (11.9, 0.75), (12, 0.5), (60, 0.5)]
)
def test_recovery_takes_off_by_the_months_that_have_passed(
    months: float | None, left: float
) -> None:
    found = with_recovery([course("30/10", months)], SAC, KNOWLEDGE)
    assert found.total == Interval(37.5 * left, 37.5 * left)
    assert found.courses[0].share == left
    assert found.evidence == ("doi-2021",)


def test_recovery_is_by_the_months_that_have_surely_passed() -> None:
    between = Dose(text="30/10", dose=Interval(30, 30), fractions=10, months=Interval(5, 13))
    assert with_recovery([between], SAC, KNOWLEDGE).total == Interval(37.5, 37.5)


DOSES = st.lists(st.tuples(st.floats(0, 60), st.integers(1, 30)), max_size=4)


@given(DOSES)
def test_more_courses_never_give_less_and_never_the_physical_sum_above_two_gray(
    listed: list[tuple[float, int]],
) -> None:
    made = [Dose(text="", dose=Interval(dose, dose), fractions=n) for dose, n in listed]
    total = cumulative(made, SAC, KNOWLEDGE).total
    less = cumulative(made[:-1], SAC, KNOWLEDGE).total
    assert total is not None and less is not None
    assert total.low == total.high >= less.high - 1e-9
    if all(dose > 2 * n for dose, n in listed) and listed:
        assert total.high > sum(dose for dose, _ in listed)

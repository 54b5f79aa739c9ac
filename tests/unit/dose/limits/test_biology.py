"""BED and EQD2 against every published vector, and the laws that ranges must obey."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstay.case.values import Interval
from backstay.dose.limits.biology import (
    Number,
    as_interval,
    bed,
    bed_sum,
    dose_of_eqd2,
    eqd2,
    eqd2_sum,
    same_effect,
)

# schedule, BED10, EQD2 by 10, BED2, EQD2 by 2, EQD2 by 0.87; to two decimals
VECTORS = [
    (8, 1, 14.40, 12.00, 40.00, 20.00, 24.72),
    (20, 5, 28.00, 23.33, 60.00, 30.00, 33.94),
    (25, 5, 37.50, 31.25, 87.50, 43.75, 51.13),
    (30, 10, 39.00, 32.50, 75.00, 37.50, 40.45),
    (37.5, 15, 46.88, 39.06, 84.38, 42.19, 44.03),
    (40, 20, 48.00, 40.00, 80.00, 40.00, 40.00),
    (41.94, 18, 51.71, 43.09, 90.80, 45.40, 46.76),
    (50, 25, 60.00, 50.00, 100.00, 50.00, 50.00),
    (54, 3, 151.20, 126.00, 540, 270, None),
    (16, 1, 41.60, 34.67, 144.00, 72.00, 94.05),
    (18, 1, 50.40, 42.00, 180.00, 90.00, 118.35),
    (20, 1, 60.00, 50.00, 220.00, 110.00, 145.44),
    (24, 1, 81.60, 68.00, 312.00, 156.00, 207.97),
    (24, 2, 52.80, 44.00, 168.00, 84.00, 107.62),
    (28, 2, 67.20, 56.00, 224.00, 112.00, 145.07),
    (24, 3, 43.20, 36.00, 120.00, 60.00, 74.17),
    (27, 3, 51.30, 42.75, 148.50, 74.25, 92.85),
    (30, 3, 60.00, 50.00, 180.00, 90.00, 113.62),
    (30, 4, 52.50, 43.75, 142.50, 71.25, 87.49),
    (30, 5, 48.00, 40.00, 120.00, 60.00, 71.81),
    (35, 5, 59.50, 49.58, 157.50, 78.75, 95.98),
    (40, 5, 72.00, 60.00, 200.00, 100.00, 123.62),
]
# one fraction, the exact dose in two, what the paper rounds it to
SAME_EFFECT = [
    (10, 13.62, 13.5),
    (12, 16.44, 16.5),
    (14, 19.26, 19),
    (15, 20.67, 20),
    (16, 22.08, 22),
    (20, 27.73, 27.5),
]
HALF = 0.00501  # the last digit of a published figure may be rounded either way

doses = st.floats(0, 100)
ratios = st.floats(0.1, 30)
fractions = st.integers(1, 40)


@st.composite
def ranges(draw: st.DrawFn, of: st.SearchStrategy[float]) -> Interval:
    return Interval(*sorted((draw(of), draw(of))))


@pytest.mark.parametrize(("dose", "parts", "bed10", "eqd10", "bed2", "eqd2_2", "eqd087"), VECTORS)
def test_vectors(
    dose: float,
    parts: int,
    bed10: float,
    eqd10: float,
    bed2: float,
    eqd2_2: float,
    eqd087: float | None,
) -> None:
    assert bed(dose, parts, 10) == pytest.approx(bed10, abs=HALF)
    assert eqd2(dose, parts, 10) == pytest.approx(eqd10, abs=HALF)
    assert bed(dose, parts, 2) == pytest.approx(bed2, abs=HALF)
    assert eqd2(dose, parts, 2) == pytest.approx(eqd2_2, abs=HALF)
    if eqd087 is not None:
        assert eqd2(dose, parts, 0.87) == pytest.approx(eqd087, abs=HALF)


def test_bed_by_four() -> None:
    assert bed(50, 25, 4) == pytest.approx(75)


@pytest.mark.parametrize(("one", "exact", "rounded"), SAME_EFFECT)
def test_same_effect(one: float, exact: float, rounded: float) -> None:
    assert same_effect(one, 1, 2, into=2) == pytest.approx(exact, abs=HALF)
    assert same_effect(one, 1, 2, into=2) == pytest.approx(rounded, abs=0.7)


@given(doses, fractions, ratios)
def test_there_and_back(dose: float, parts: int, ab: float) -> None:
    assert dose_of_eqd2(eqd2(dose, parts, ab), parts, ab) == pytest.approx(dose, rel=1e-9, abs=1e-9)
    assert same_effect(dose, parts, ab, into=parts) == pytest.approx(dose, rel=1e-9, abs=1e-9)


@given(doses, fractions, ratios, fractions)
def test_the_same_effect_is_the_same(dose: float, parts: int, ab: float, into: int) -> None:
    other = same_effect(dose, parts, ab, into)
    assert bed(other, into, ab) == pytest.approx(bed(dose, parts, ab), rel=1e-9, abs=1e-9)


@given(st.integers(1, 40), ratios)
def test_fractions_of_two_gray_are_what_they_are(parts: int, ab: float) -> None:
    assert eqd2(2 * parts, parts, ab) == pytest.approx(2 * parts)


@given(doses, fractions, ranges(ratios))
def test_above_two_gray_a_higher_ratio_is_less(dose: float, parts: int, ab: Interval) -> None:
    low, high = eqd2(dose, parts, ab.low), eqd2(dose, parts, ab.high)
    if dose / parts > 2:
        assert low >= high - 1e-9
    else:
        assert low <= high + 1e-9


@given(ranges(doses), fractions, ranges(ratios), st.floats(0, 1), st.floats(0, 1), fractions)
def test_a_range_holds_everything_in_it(
    dose: Interval, parts: int, ab: Interval, share: float, other: float, into: int
) -> None:
    inside, ratio = _between(dose, share), _between(ab, other)
    for spread, one in (
        (bed(dose, parts, ab), bed(inside, parts, ratio)),
        (eqd2(dose, parts, ab), eqd2(inside, parts, ratio)),
        (same_effect(dose, parts, ab, into), same_effect(inside, parts, ratio, into)),
        (dose_of_eqd2(dose, parts, ab), dose_of_eqd2(inside, parts, ratio)),
        (eqd2_sum([(dose, parts), (8, 1)], ab), eqd2_sum([(inside, parts), (8, 1)], ratio)),
        (bed_sum([(dose, parts), (8, 1)], ab), bed_sum([(inside, parts), (8, 1)], ratio)),
    ):
        assert isinstance(spread, Interval) and isinstance(one, float)
        slack = 1e-9 * max(1.0, one)
        assert spread.low - slack <= one <= spread.high + slack


def _between(span: Interval, share: float) -> float:
    return min(max(span.low + share * (span.high - span.low), span.low), span.high)


@given(st.lists(st.tuples(doses, fractions), max_size=4), ranges(ratios))
def test_a_sum_is_no_wider_than_its_parts(courses: list[tuple[float, int]], ab: Interval) -> None:
    total = as_interval(eqd2_sum(courses, ab))
    parts = [as_interval(eqd2(dose, number, ab)) for dose, number in courses]
    assert total.low >= sum(one.low for one in parts) - 1e-6
    assert total.high <= sum(one.high for one in parts) + 1e-6


def test_sums_of_published_courses() -> None:
    assert eqd2_sum([(30, 10), (9, 1)], 2) == pytest.approx(62.25)
    assert eqd2_sum([(50, 25), (12.2, 2)], 2) == pytest.approx(74.7, abs=0.01)
    assert eqd2_sum([], 2) == 0
    low, high = as_interval(bed_sum([(30, 10), (8, 1)], Interval(2, 10)))
    assert [low, high] == pytest.approx([53.4, 115])


@pytest.mark.parametrize(
    ("dose", "parts", "ab", "said"),
    [
        (30, 0, 2, "0 fractions cannot be"),
        (30, -1, 2, "-1 fractions cannot be"),
        (30, 2.5, 2, "2.5 fractions cannot be"),
        (-1, 1, 2, "a dose of -1 Gy"),
        (nan, 1, 2, "a dose of nan Gy"),
        (inf, 1, 2, "a dose of inf Gy"),
        (Interval(3, 2), 1, 2, "a dose of 3 to 2 Gy"),
        (30, 1, 0, "alpha/beta of 0 Gy"),
        (30, 1, nan, "alpha/beta of nan Gy"),
        (30, 1, inf, "alpha/beta of inf Gy"),
        (30, 1, Interval(4, 2), "alpha/beta of 4 to 2 Gy"),
    ],
)
def test_refused(dose: Number, parts: int, ab: Number, said: str) -> None:
    calls: tuple[Callable[[], Number], ...] = (
        lambda: bed(dose, parts, ab),
        lambda: eqd2(dose, parts, ab),
        lambda: dose_of_eqd2(dose, parts, ab),
        lambda: same_effect(dose, parts, ab, 2),
        lambda: eqd2_sum([(dose, parts)], ab),
    )
    for call in calls:
        with pytest.raises(ValueError, match=said):
            call()


def test_the_fractions_it_goes_into_are_checked_too() -> None:
    with pytest.raises(ValueError, match="0 fractions"):
        same_effect(30, 10, 2, into=0)

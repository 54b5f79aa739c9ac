"""What may still be given: it keeps every limit, and grows no larger where more was given before."""

from __future__ import annotations

from math import inf

import pytest
from cord_courses import KNOWLEDGE, course
from hypothesis import given
from hypothesis import strategies as st

from backstay.case.values import Interval
from backstay.dose.cord.available import NOT_KNOWN, NOTHING_LEFT, available
from backstay.dose.cord.course import NOTHING_KNOWN, Dose
from backstay.dose.cord.rules import Courses, judged
from backstay.dose.limits.biology import eqd2
from backstay.knowledge.tables.reirradiation import default_set

# What the limits give; computed by hand from 25, 70 and one half.
COMPUTED = {
    "30/10": {1: 9.0, 2: 12.2, 3: 14.5, 4: 16.3, 5: 17.9},
    "20/5": {1: 9.0, 2: 12.2, 3: 14.5, 4: 16.3, 5: 17.9},
    "40/20": {1: 9.0, 2: 12.2, 3: 14.5, 4: 16.3, 5: 17.9},
    "50/25": {1: 8.0, 2: 10.8, 3: 12.7, 4: 14.3, 5: 15.6},
    "8/1": {1: 8.0, 2: 10.8, 3: 12.7, 4: 14.3, 5: 15.6},
}
# An independent copy of the worked table (from memory) and of reported practice (read).
WORKED = {
    "20/5": {1: 9, 2: 12.2, 3: 14.5, 4: 16.2, 5: 18}, "30/10": {1: 9, 2: 12.2, 3: 14.5, 4: 16.2, 5: 18},
    "37.5/15": {1: 9, 2: 12.2, 3: 14.5, 4: 16.2, 5: 18},
    "40/20": {2: 12.2, 3: 14.5, 4: 16.2, 5: 18}, "45/25": {2: 12.2, 3: 14.5, 4: 16.2, 5: 18},
    "50/25": {2: 11, 3: 12.5, 4: 14, 5: 15.5},
}  # fmt: skip
PRACTICE = {
    "8/1": {1: (9, 9), 2: (12.2, 12.2), 3: (14, 21), 4: (16.2, 16.2), 5: (17.5, 27.5)},
    "20/5": {1: (9, 12), 2: (12.2, 12.2), 3: (14, 21), 4: (16.2, 16.2), 5: (15, 27.5)},
    "30/10": {1: (9, 12), 2: (12.2, 12.2), 3: (14, 21), 4: (16.2, 24), 5: (17.5, 26)},
    "40/20": {1: (9, 12), 2: (12.2, 12.2), 3: (14, 21), 4: (16.2, 16.2), 5: (12, 25)},
    "45/25": {1: (9, 12), 2: (12.2, 12.2), 3: (14, 21), 4: (16.2, 16.2), 5: (12, 18)},
}
# The EQD2 in brackets of the worked table, and of its row without an earlier course.
BRACKETS = {
    "worked_none": {1: 30.0, 2: 33.5, 3: 34.3, 4: 35.0, 5: 35.2},
    "worked_20_to_37_gray": {1: 24.75, 2: 24.70, 3: 24.77, 4: 24.50, 5: 25.20},
    "worked_50_gray": {2: 20.6, 3: 19.3, 4: 19.3, 5: 19.8},
}
SCHEDULES = {
    text: (float(text.split("/")[0]), int(text.split("/")[1])) for text in {**WORKED, **PRACTICE}
}


@pytest.mark.parametrize("text", COMPUTED)
def test_the_doses_that_the_limits_leave(text: str) -> None:
    assert available((course(text),), KNOWLEDGE).fractions == COMPUTED[text]


@pytest.mark.parametrize("text", sorted(SCHEDULES))
def test_published_rows_stand_beside_for_exactly_that_course(text: str) -> None:
    found = available((course(text),), KNOWLEDGE, prior=SCHEDULES[text])
    worked = {n: span for row in found.published for n, span in row.doses.items()}
    practice = {n: span for row in found.practice for n, span in row.doses.items()}
    assert worked == {n: (dose, dose) for n, dose in WORKED.get(text, {}).items()}
    assert practice == PRACTICE.get(text, {})
    assert {row.checked.status for row in found.published} <= {"unverified"}
    assert {row.tissue for row in found.practice} <= {"spinal_cord"}


def test_no_published_row_for_another_course() -> None:
    found = available((course("30/10"),), KNOWLEDGE, prior=(30.0, 12))
    assert (found.published, found.practice) == ((), ())
    assert available((course("30/10"),), KNOWLEDGE).published == ()


@pytest.mark.parametrize("row", BRACKETS)
def test_the_brackets_of_the_worked_table(row: str) -> None:
    entry = KNOWLEDGE.tables["reirradiation_doses"][row]
    made = {n: eqd2(low, n, 2) for n, (low, _) in entry.doses.items()}
    assert made == pytest.approx(BRACKETS[row], abs=0.06)


def test_the_careful_end_of_a_range_counts() -> None:
    found = available((course("45/25", high=1.1),), KNOWLEDGE)  # up to 49.26: 20.7 are left
    assert found.eqd2 == pytest.approx(70 - 49.5 * (49.5 / 25 + 2) / 4)
    assert found.bound_by == "cumulative_eqd2"


def test_months_that_are_not_known_are_a_condition() -> None:
    found = available((course("30/10", None),), KNOWLEDGE)
    assert found.fractions == COMPUTED["30/10"]
    assert found.conditions == (
        "only if at least 5 months lie between the courses; it is not known how long ago 30/10 was",
    )
    between = Dose(
        text="30/10", dose=Interval(30, 30), fractions=10, months=Interval(4, 6), stereotactic=False
    )
    assert available((between,), KNOWLEDGE).conditions == (
        "only if at least 5 months lie between the courses",
    )


@pytest.mark.parametrize(
    ("earlier", "reason"),
    [
        ((), "backstay dose limits"),
        ((course("30/10", 4.9),), "less than 5 months"),
        ((course("30/10", kind=True),), "was stereotactic"),
        ((course("24/2", kind=None),), "conventional or stereotactic"),
        ((course("40/20"), course("40/20")), NOTHING_LEFT),
        ((course("0.001/1"),), NOTHING_LEFT),
        (
            (Dose(text="30/10", dose=Interval(30, inf), fractions=10, stereotactic=False),),
            NOT_KNOWN,
        ),
        ((Dose(text="?", dose=NOTHING_KNOWN, fractions=None, stereotactic=False),), NOT_KNOWN),
        ((Dose(text="30/10", dose=Interval(30, 60), fractions=10, stereotactic=False),), NOT_KNOWN),
    ],
)
def test_no_dose_is_said_and_why(earlier: tuple[Dose, ...], reason: str) -> None:
    found = available(earlier, KNOWLEDGE, prior=(30.0, 10))
    assert (found.fractions, found.eqd2, found.bound_by, found.conditions) == (None, None, None, ())
    assert reason in (found.refused or "")
    assert (found.published, found.practice) == ((), ())


def test_below_the_conus_no_dose_is_said() -> None:
    found = available((course("30/10"),), KNOWLEDGE, cord_here=False)
    assert found.fractions is None
    assert "below the conus" in (found.refused or "")


EARLIER = st.tuples(st.floats(0.5, 60), st.floats(1, 1.3), st.integers(1, 25))


def dose(of: tuple[float, float, int]) -> Dose:
    low, more, fractions = of
    return Dose(
        text="", dose=Interval(low, low * more), fractions=fractions, stereotactic=False, months=Interval(9, 9)
    )  # fmt: skip


@given(EARLIER)
def test_what_is_available_keeps_every_limit(earlier: tuple[float, float, int]) -> None:
    first = dose(earlier)
    found = available((first,), KNOWLEDGE)
    for fractions, total in (found.fractions or {}).items():
        planned = Dose(text="", dose=Interval(total, total), fractions=fractions)
        rules = judged(
            default_set(KNOWLEDGE), Courses(earlier=(first,), planned=planned), KNOWLEDGE
        )
        assert all(rule.met for rule in rules), (fractions, total)


@given(EARLIER)
def test_a_tenth_of_a_gray_more_breaks_a_limit(earlier: tuple[float, float, int]) -> None:
    first = dose(earlier)
    for fractions, total in (available((first,), KNOWLEDGE).fractions or {}).items():
        planned = Dose(text="", dose=Interval(total + 0.1001, total + 0.1001), fractions=fractions)
        rules = judged(
            default_set(KNOWLEDGE), Courses(earlier=(first,), planned=planned), KNOWLEDGE
        )
        assert not all(rule.met for rule in rules)


@given(one=EARLIER, other=EARLIER)
def test_more_before_never_leaves_more_once_the_share_binds_no_longer(
    one: tuple[float, float, int], other: tuple[float, float, int]
) -> None:
    """Below 25 Gy (EQD2) the share binds: what is left is what was given. From there on it only falls."""
    gave = [eqd2(low, fractions, 2) for low, _, fractions in (one, other)]
    most = [eqd2(low * more, fractions, 2) for low, more, fractions in (one, other)]
    left = [available((dose(of),), KNOWLEDGE).eqd2 or 0.0 for of in (one, other)]
    for low, room in zip(gave, left, strict=True):
        assert room <= min(25, low) + 1e-9
    if min(gave) >= 25 and most[0] <= most[1]:
        assert left[0] >= left[1] - 1e-9


@given(EARLIER)
def test_knowing_less_never_gives_more(earlier: tuple[float, float, int]) -> None:
    low, more, fractions = earlier
    wide = available((dose(earlier),), KNOWLEDGE).eqd2 or 0.0
    for point in (low, low * more):
        narrow = available((dose((point, 1.0, fractions)),), KNOWLEDGE).eqd2 or 0.0
        assert wide <= narrow + 1e-9

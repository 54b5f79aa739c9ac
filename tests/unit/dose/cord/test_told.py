"""Earlier courses as a case tells them: what stands for the cord, what for the sac, and what is asked."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from cord_courses import KNOWLEDGE, told
from hypothesis import given
from hypothesis import strategies as st

from backstay.case.values import Interval
from backstay.dose.cord.course import Course
from backstay.dose.cord.kind import kind
from backstay.dose.cord.told import courses


def one(**fields: Any) -> Course:
    return courses((fields,), KNOWLEDGE)[0]


def asked(course: Course) -> set[str | None]:
    return {ask.field for ask in course.asks}


def test_a_conventional_prescription_stands_for_cord_and_sac_and_says_so() -> None:
    found = one(**told("30/10", technique="conventional"))
    for given_dose in (found.cord, found.sac):
        assert given_dose.dose == Interval(30, 33)
        assert given_dose.eqd2 == Interval(37.5, pytest.approx(33 * 5.3 / 4))
        assert given_dose.how == "prescription"
        assert "100 to 110 %" in given_dose.says
    assert (found.stereotactic, found.presumed, found.notes) == (False, False, ())
    assert asked(found) == {"thecal_max"}


def test_a_presumed_course_says_that_it_is_presumed() -> None:
    found = one(**told("30/10"))
    assert (found.stereotactic, found.presumed) == (False, True)
    assert "presumed conventional" in found.notes[0]


def test_a_prescription_of_sbrt_is_refused() -> None:
    found = one(**told("24/2", technique="SBRT"))
    assert (found.cord.dose, found.sac.dose, found.cord.how) == (None, None, "unknown")
    assert "says nothing of the cord" in found.notes[0]
    assert asked(found) == {"thecal_max"}


def test_brachytherapy_is_conventional_in_no_way_that_reaches_the_cord() -> None:
    found = one(**told("16/4", technique="brachytherapy"))
    assert (found.stereotactic, found.cord.dose) == (False, None)
    assert asked(found) == {"thecal_max"}


@pytest.mark.parametrize(
    ("fields", "cord", "sac"),
    [
        # both measured
        ({"cord_max": 15.0, "thecal_max": 17.0, "technique": "SBRT"}, (15, 15), (17, 17)),
        # only the cord: the sac had at least that
        ({"cord_max": 15.0, "technique": "SBRT"}, (15, 15), (15, inf)),
        ({"cord_max": 31.0, "technique": "conventional", "dose": 30.0, "fractions": 10}, (31, 31), (31, 33)),
        ({"cord_max": 34.0, "technique": "conventional", "dose": 30.0, "fractions": 10}, (34, 34), (34, 34)),
        ({"cord_max": 31.0, "fractions": 10, "dose": None}, (31, 31), (31, inf)),
        # only the sac: the cord had at most that
        ({"thecal_max": 17.0, "technique": "SBRT"}, (0, 17), (17, 17)),
        ({"thecal_max": 31.0, "technique": "conventional", "dose": 30.0, "fractions": 10}, (30, 31), (31, 31)),
        ({"thecal_max": 20.0, "technique": "conventional", "dose": 30.0, "fractions": 10}, (20, 20), (20, 20)),
    ],
)  # fmt: skip
def test_the_sac_encloses_the_cord(
    fields: dict[str, Any], cord: tuple[float, float], sac: tuple[float, float]
) -> None:
    found = one(**{"dose": 24.0, "fractions": 2, "months_ago": 9.0, **fields})
    assert found.cord.dose == cord
    assert found.sac.dose == sac


def test_an_open_upper_end_stays_open_and_is_said() -> None:
    found = one(**told("24/2", technique="SBRT", cord_max=15.0))
    assert found.sac.eqd2 == Interval(15 * (7.5 + 2) / 4, inf)
    assert "no upper end" in found.sac.says
    assert asked(found) == {"thecal_max"}


def test_a_cord_with_more_than_its_sac_is_asked_again() -> None:
    found = one(**told("24/2", technique="SBRT", cord_max=18.0, thecal_max=17.0))
    assert (found.cord.dose, found.sac.dose) == (None, None)
    assert asked(found) == {"cord_max", "thecal_max"}
    assert "neither is used" in found.notes[0]


def test_conventional_with_an_ablative_dose_is_asked_again() -> None:
    found = one(**told("24/2", technique="conventional"))
    assert (found.stereotactic, found.cord.dose) == (None, None)
    assert asked(found) == {"technique", "thecal_max"}
    assert "12 Gy a fraction" in found.notes[0]


@pytest.mark.parametrize(
    "fields", [{}, {"dose": 30.0}, {"dose": 30.0, "technique": "conventional"}, {"cord_max": 12.0}]
)
def test_without_fractions_nothing_is_known(fields: dict[str, Any]) -> None:
    found = one(**fields)
    assert (found.cord.dose, found.sac.eqd2) == (None, None)
    assert {"fractions", "months_ago"} <= asked(found)


def test_only_the_sac_measured_asks_no_more_of_it() -> None:
    found = one(**told("24/2", technique="SBRT", thecal_max=17.0))
    assert "thecal_max" not in asked(found)
    assert asked(found) == {"cord_max"}


def test_both_measured_asks_nothing() -> None:
    found = one(**told("24/2", technique="SBRT", cord_max=15.0, thecal_max=17.0))
    assert found.asks == ()


def test_months_may_be_a_range() -> None:
    assert one(**told("30/10", months_ago=Interval(4.9, 5.1))).months == Interval(4.9, 5.1)


@pytest.mark.parametrize(
    ("text", "name"), [("30/10", "30/10"), ("37.5/15", "37.5/15")]
)  # fmt: skip
def test_a_course_is_named_by_its_schedule(text: str, name: str) -> None:
    assert one(**told(text)).text == name


def test_a_course_without_a_dose_is_named_by_its_place() -> None:
    found = courses(({"dose": 30.0}, {}), KNOWLEDGE)
    assert [course.text for course in found] == ["30 Gy", "course 2"]


@pytest.mark.parametrize(
    ("technique", "dose", "fractions", "kind_of", "presumed"),
    [
        ("SBRT", 30, 10, True, False),
        ("Cyberknife", 20, 1, True, False),
        ("3D conformal", 30, 10, False, False),
        ("opposed fields", 8, 1, False, False),
        ("VMAT", 30, 10, False, True),
        (None, 8, 1, False, True),
        (None, 20, 5, False, True),
        (None, 16, 2, False, True),
        (None, 24, 6, False, True),
        (None, 37.5, 15, False, True),
        (None, 24, 2, None, False),
        (None, 16, 1, None, False),
        (None, 27, 3, None, False),
        (None, 25, 5, None, False),
        (None, 30, 5, None, False),
        ("IMRT", 30, 3, None, False),
        ("EBRT", 24, 3, False, False),
        ("EBRT", 24, 2, None, False),
        (None, None, 5, None, False),
        ("conventional", 30, None, False, False),
    ],
)
def test_what_kind_of_course_it_was(
    technique: str | None,
    dose: float | None,
    fractions: int | None,
    kind_of: bool | None,
    presumed: bool,
) -> None:
    found = kind(technique, dose, fractions, KNOWLEDGE)
    assert (found.stereotactic, found.presumed) == (kind_of, presumed)


DOSES = st.one_of(st.none(), st.floats(0, 60))


@given(
    dose=DOSES, cord_max=DOSES, thecal_max=DOSES,
    fractions=st.one_of(st.none(), st.integers(1, 30)),
    technique=st.sampled_from([None, "SBRT", "conventional", "VMAT", "brachytherapy"]),
)  # fmt: skip
def test_whatever_is_told_the_sac_has_no_less_than_the_cord(**fields: Any) -> None:
    found = one(**{name: value for name, value in fields.items() if value is not None})
    cord, sac = found.cord.dose, found.sac.dose
    assert (cord is None) == (found.cord.eqd2 is None)
    if cord is not None and sac is not None:
        assert cord.low <= cord.high and sac.low <= sac.high
        assert cord.high <= sac.high and cord.low <= sac.low
    if found.stereotactic is not False:  # then a prescription stands for nothing
        assert "prescription" not in (found.cord.how, found.sac.how)


def test_a_word_that_fits_both_kinds_of_course_is_not_called_silence() -> None:
    (found,) = courses(({"dose": 30.0, "fractions": 10, "technique": "IMRT"},), KNOWLEDGE)
    assert found.presumed
    assert found.notes == (
        "30/10: IMRT may be conventional or stereotactic; presumed conventional by its dose per fraction, and it "
        "may have spared the cord",
    )

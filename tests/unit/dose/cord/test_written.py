"""Courses as a command is given them: doses to one tissue, and what the other tissue may be told."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from cord_courses import KNOWLEDGE

from backstay.case.values import Interval
from backstay.dose.cord.course import NOTHING_KNOWN
from backstay.dose.cord.written import Read, read_courses, summed
from backstay.dose.limits.schedule import read_schedules

SAC, CORD = "thecal_sac", "spinal_cord"


def read(*texts: str, tissue: str = SAC, **more: Any) -> Read:
    return read_courses(read_schedules(texts), tissue, KNOWLEDGE, **more)


def test_the_last_without_a_time_is_planned() -> None:
    found = read("30/10@14mo", "9/1")
    assert ([one.text for one in found.earlier], found.planned and found.planned.text) == (
        ["30/10"],
        "9/1",
    )
    assert read("30/10@14mo", "9/1@2mo").planned is None
    assert read("30/10", planned_last=False).planned is None
    assert read().earlier == ()


def test_a_course_without_a_time_among_the_earlier_ones() -> None:
    found = read("30/10", "9/1")
    assert found.earlier[0].months is None
    rules = {one.id: one for one in summed(found, SAC, KNOWLEDGE).rules}
    assert (rules["interval_months"].met, rules["cumulative_eqd2"].met) == (None, True)


def test_prescriptions_stand_as_a_range_where_they_stand_for_anything() -> None:
    found = read("30/10@14mo", "24/2@40mo", "9/1", prescribed=True)
    assert [one.dose for one in found.earlier] == [Interval(30, 33), NOTHING_KNOWN]
    assert found.planned is not None
    assert found.planned.dose == Interval(9, 9)
    assert any("100 to 110 %" in note for note in found.notes)
    assert any("says nothing of the cord" in note for note in found.notes)


def test_a_prescription_stands_for_no_other_tissue() -> None:
    with pytest.raises(ValueError, match="--prescribed"):
        read("30/10@14mo", tissue="kidneys", prescribed=True)


@pytest.mark.parametrize(
    ("technique", "text", "kind"),
    [
        (None, "30/10", False), (None, "24/2", None), ("stereotactic", "30/10", True),
        ("conventional", "27/4", False), ("conventional", "24/2", None),
    ],
)  # fmt: skip
def test_what_an_earlier_course_was(technique: Any, text: str, kind: bool | None) -> None:
    found = read(f"{text}@9mo", "9/1", technique=technique)
    assert found.earlier[0].stereotactic is kind
    assert any("conventional, but" in note for note in found.notes) is (
        technique == "conventional" and kind is None
    )


def test_several_earlier_courses_are_said() -> None:
    assert "2 earlier courses" in read("30/10@40mo", "8/1@9mo", "9/1").notes[0]


def test_the_sac_bounds_the_cord_from_above() -> None:
    found = summed(read("30/10@14mo", "9/1"), SAC, KNOWLEDGE)
    assert {one.met for one in found.beside["nieder2006"]} == {True}
    assert found.beside["nieder2006"][0].value == Interval(0, 124.5)
    over = summed(read("50/25@14mo", "12.2/2"), SAC, KNOWLEDGE)
    assert [one.met for one in over.beside["nieder2006"]] == [None, None, True]


def test_the_cord_bounds_the_sac_from_below() -> None:
    found = {
        one.id: one for one in summed(read("30/10@14mo", "9/1", tissue=CORD), CORD, KNOWLEDGE).rules
    }
    assert found["cumulative_eqd2"].value == Interval(62.25, inf)
    assert (found["cumulative_eqd2"].met, found["sbrt_share"].value) == (None, None)
    over = {
        one.id: one
        for one in summed(read("50/25@14mo", "12.2/2", tissue=CORD), CORD, KNOWLEDGE).rules
    }
    assert over["cumulative_eqd2"].met is False


def test_no_limits_for_another_tissue() -> None:
    found = summed(read("30/10@14mo", "9/1", tissue="kidneys"), "kidneys", KNOWLEDGE)
    assert (found.rules, found.beside) == ((), {})
    assert "thecal_sac and spinal_cord" in found.notes[-1]


def test_only_earlier_courses() -> None:
    found = summed(read("30/10@14mo"), SAC, KNOWLEDGE)
    assert found.total.total == Interval(37.5, 37.5)
    assert [one.met for one in found.rules] == [None, None, None, True]


def test_only_a_planned_course_is_no_second_one() -> None:
    found = summed(read("9/1"), SAC, KNOWLEDGE)
    assert {one.met for one in found.rules} == {None}
    assert all("dose limits" in (one.why or "") for one in found.rules)

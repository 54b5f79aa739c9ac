"""Fractions and prescription: from the plan or the user, and never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.dose.check.course import Course, course
from backstay.dose.check.refusal import Unusable
from backstay.dose.dicom.plan import PlanFile, Prescription


def plan(*doses: tuple[float, int | None], fractions: int | None = 3, **more: Any) -> PlanFile:
    prescribed = tuple(Prescription(dose=dose, structure=to, type="TARGET") for dose, to in doses)
    asks = (
        ()
        if fractions
        else ("the plan does not say its fractions: in how many is this dose given?",)
    )
    return PlanFile(
        fractions=fractions, prescriptions=prescribed, beams=1, orientation="HFS", label=None, asks=asks, **more
    )  # fmt: skip


def of(
    file: PlanFile | None,
    fits: bool | None = True,
    fractions: int | None = None,
    prescription: float | None = None,
) -> Course:
    return course(file, fits, fractions, prescription)


def test_the_plan_says_both() -> None:
    found = of(plan((24.0, 7)))
    assert (found.fractions, found.prescription, found.asks) == (3, 24.0, ())
    assert found.prescribed(7) == 24.0 and found.prescribed(8) == 24.0


def test_the_user_says_what_no_plan_does() -> None:
    found = of(None, None, 5, 30.0)
    assert (found.fractions, found.prescription, found.asks) == (5, 30.0, ())
    asked = of(None, None)
    assert asked.fractions is None and asked.prescription is None
    assert asked.asks == (
        "in how many fractions is this dose given? Give --plan, or --fractions",
        "which dose is prescribed to the target? Say --prescription in Gy",
    )


def test_a_plan_of_another_dose_says_nothing() -> None:
    found = of(plan((24.0, 7)), False)
    assert found.fractions is None and found.prescription is None
    assert of(plan((24.0, 7)), False, 1, 16.0).fractions == 1


def test_a_plan_that_leaves_its_fractions_open_is_asked_about() -> None:
    assert "does not say its fractions" in of(plan((24.0, 7), fractions=None)).asks[0]
    assert of(plan((24.0, 7), fractions=None), fractions=3).asks == ()


def test_several_prescriptions_are_one_only_for_their_structure() -> None:
    found = of(plan((24.0, 7), (18.0, 8), (24.002, 9)))
    assert found.prescription is None
    assert (found.prescribed(7), found.prescribed(8), found.prescribed(1)) == (24.0, 18.0, None)
    assert found.asks == (
        "the plan prescribes 24 and 18 Gy: which is prescribed to the target? Say --prescription in Gy",
    )
    chosen = of(plan((24.0, 7), (18.0, 8)), prescription=18.0)
    assert chosen.prescription == 18.0 and chosen.prescribed(7) == 18.0


def test_two_doses_for_one_structure_are_none() -> None:
    found = of(plan((24.0, 7), (18.0, 7), (20.0, None)))
    assert found.prescribed(7) is None


@pytest.mark.parametrize(
    "given, said",
    [
        ({"fractions": 5}, "--fractions 5: the plan says 3"),
        ({"fractions": 0}, "--fractions 0: a whole number from 1 to 60"),
        ({"fractions": 61}, "--fractions 61: a whole number from 1 to 60"),
        ({"fractions": 2.5}, "--fractions 2.5: a whole number from 1 to 60"),
        ({"fractions": float("nan")}, "--fractions nan: a whole number from 1 to 60"),
        ({"prescription": 30.0}, "--prescription 30: the plan prescribes 24 Gy"),
        ({"prescription": -1.0}, "--prescription -1: a dose in Gy above 0"),
        ({"prescription": float("nan")}, "--prescription nan: a dose in Gy above 0"),
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(Unusable) as refused:
        of(plan((24.0, 7)), **given)
    assert refused.value.problems[0].startswith(said)


def test_all_that_does_not_fit_is_said_at_once() -> None:
    with pytest.raises(Unusable) as refused:
        of(plan((24.0, 7)), fractions=5, prescription=30.0)
    assert len(refused.value.problems) == 2

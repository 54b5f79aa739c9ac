"""What follows from lists of cancer drugs: a drug nobody dated is unknown, never long ago."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.case.values import Members
from backstay.knowledge import load_knowledge
from backstay.medicines.given import given

OF = ("bevacizumab", "sunitinib")
GIVEN = given(load_knowledge())


def given_within(facts: dict[str, Any]) -> bool | None:
    return GIVEN["medicines.given_within"](facts, of=OF, within_days=28)


def others_given(facts: dict[str, Any]) -> bool | None:
    return GIVEN["medicines.others_given"](facts, of=OF, within_days=None)


def taking(*drugs: str, complete: bool = False) -> Members:
    return Members(frozenset(drugs), complete=complete)


@pytest.mark.parametrize(
    ("doses", "want"),
    [
        ([{"drug": "bevacizumab", "last_dose_days_ago": 28.0}], True),
        ([{"drug": "bevacizumab", "last_dose_days_ago": 29.0}], False),
        ([{"drug": "Bevacizumab", "still_taken": True}], True),
        ([{"drug": "bevacizumab"}], None),
        ([{"drug": "bevacizumab"}, {"drug": "sunitinib", "last_dose_days_ago": 1.0}], True),
        ([{"drug": "docetaxel", "last_dose_days_ago": 1.0}], False),
        ([{"drug": "Avastin", "last_dose_days_ago": 5.0}], None),
        ([{"drug": "Avastin"}], None),
        ([{"last_dose_days_ago": 5.0}], None),
        ([{"drug": "Avastin", "last_dose_days_ago": 29.0}], False),
        (
            [
                {"drug": "Avastin", "last_dose_days_ago": 5.0},
                {"drug": "sunitinib", "still_taken": True},
            ],
            True,
        ),
        ([], False),
    ],
)
def test_a_dose_counts_back_from_the_case(doses: list[dict[str, Any]], want: bool | None) -> None:
    assert given_within({"systemic_treatments": tuple(doses)}) is want


def test_a_drug_taken_now_was_given_within_any_time() -> None:
    assert given_within({"current_systemic_therapy": taking("sunitinib")}) is True


def test_no_drug_now_says_nothing_of_last_week() -> None:
    assert given_within({"current_systemic_therapy": taking(complete=True)}) is None


def test_a_drug_taken_now_whose_name_nobody_knows_may_be_one_of_them() -> None:
    assert (
        given_within({"current_systemic_therapy": taking("avastin"), "systemic_treatments": ()})
        is None
    )
    assert (
        given_within({"current_systemic_therapy": taking("docetaxel"), "systemic_treatments": ()})
        is False
    )


def test_another_drug_is_known_or_excluded_or_open() -> None:
    assert others_given({"current_systemic_therapy": taking("belzutifan")}) is True
    assert others_given({"current_systemic_therapy": taking("sunitinib", complete=True)}) is False
    assert others_given({"current_systemic_therapy": taking("sunitinib")}) is None
    assert others_given({}) is None

"""What follows from lists of cancer drugs: a drug nobody dated is unknown, never long ago."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.case.drugs import given_within, takes_others
from backstay.case.values import Members

OF = ("bevacizumab", "sunitinib")


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
        ([], False),
    ],
)
def test_a_dose_counts_back_from_the_case(doses: list[dict[str, Any]], want: bool | None) -> None:
    assert given_within({"systemic_treatments": tuple(doses)}, OF, 28) is want


def test_a_drug_taken_now_was_given_within_any_time() -> None:
    assert given_within({"current_systemic_therapy": taking("sunitinib")}, OF, 28) is True


def test_no_drug_now_says_nothing_of_last_week() -> None:
    assert given_within({"current_systemic_therapy": taking(complete=True)}, OF, 28) is None


def test_another_drug_is_known_or_excluded_or_open() -> None:
    assert takes_others({"current_systemic_therapy": taking("belzutifan")}, OF) is True
    assert (
        takes_others({"current_systemic_therapy": taking("sunitinib", complete=True)}, OF) is False
    )
    assert takes_others({"current_systemic_therapy": taking("sunitinib")}, OF) is None
    assert takes_others({}, OF) is None

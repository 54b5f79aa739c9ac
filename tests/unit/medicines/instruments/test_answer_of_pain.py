"""The answer of pain by the international consensus: the reference's vectors, what is not known, what cannot be."""

from __future__ import annotations

import re
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.case.values import Interval
from backstay.knowledge import load_knowledge
from backstay.medicines.instruments import response

KNOWLEDGE = load_knowledge()


@pytest.mark.parametrize(
    ("before", "after", "answer"),
    [
        ((6, 60), (0, 60), "complete"),
        ((6, 60), (0, 80), "indeterminate"),  # more opioid, but less pain
        ((6, 60), (4, 60), "partial"),
        ((6, 60), (5, 60), "indeterminate"),
        ((6, 60), (6, 45), "partial"),
        ((6, 60), (7, 45), "indeterminate"),
        ((6, 60), (8, 60), "progression"),
        ((6, 60), (7, 75), "progression"),
        ((6, 60), (8, 80), "indeterminate"),  # both rose: by the letter
        ((6, 0), (6, 10), "progression"),  # from none: no percentage, but a rise
    ],
)
def test_every_vector_of_the_reference(
    before: tuple[float, float], after: tuple[float, float], answer: str
) -> None:
    found = response(before, after, KNOWLEDGE)
    assert (found.response, found.missing) == (answer, ())
    assert "chow-2012" in found.evidence
    assert found.checked is not None
    assert found.checked.status == "unverified"


@pytest.mark.parametrize(
    ("before", "after", "answer", "missing"),
    [
        ((None, 60), (4, 60), None, ("pain_at_treatment",)),
        ((6, None), (4, 60), None, ("oral_morphine_at_treatment",)),
        ((6, 60), (None, 60), None, ("pain_intensity",)),
        ((6, 60), (4, None), None, ("daily_morphine_equivalent",)),
        ((6, 60), (4, Interval(40, 60)), "partial", ()),
        ((6, 60), (4, Interval(60, 60)), "partial", ()),
        ((6, 60), (4, Interval(40, 90)), None, ("daily_morphine_equivalent",)),
        ((6, Interval(60, 90)), (4, 60), "partial", ()),
        ((6, Interval(10, 100)), (8, 60), None, ("oral_morphine_at_treatment",)),
        ((6, 60), (Interval(1, 4), 60), "partial", ()),
        ((6, 60), (Interval(0, 4), 60), None, ("pain_intensity",)),
    ],
)
def test_unknown_is_not_indeterminate(
    before: Any, after: Any, answer: str | None, missing: tuple[str, ...]
) -> None:
    found = response(before, after, KNOWLEDGE)
    assert (found.response, found.missing) == (answer, missing)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((11, 60), (4, 60), "pain before: 11 cannot be; expected 0 to 10"),
        ((6, 60), (-1, 60), "pain after: -1"),
        ((6, -5), (4, 60), "daily oral morphine equivalent before: -5"),
        ((6, 60), (4, 6000), "expected 0 to 5000"),
        ((6, nan), (4, 60), "nan cannot be"),
        ((6, inf), (4, 60), "inf cannot be"),
        ((6, Interval(90, 60)), (4, 60), "90-60 cannot be"),
        ((12, 60), (4, -1), "pain before: 12 cannot be; expected 0 to 10; daily"),
    ],
)
def test_what_cannot_be_is_refused(before: Any, after: Any, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        response(before, after, KNOWLEDGE)


pain = st.integers(0, 10)
dose = st.sampled_from([0, 10, 30, 45, 60, 75, 80, 120])


@settings(max_examples=80, deadline=None)
@given(pain, dose, pain, dose, st.integers(0, 40))
def test_a_wider_range_never_takes_back_or_changes_an_answer(
    p: int, b: int, q: int, m: int, more: int
) -> None:
    sure = response((p, b), (q, m), KNOWLEDGE).response
    wide = response((p, Interval(b, b + more)), (q, Interval(m, m + more)), KNOWLEDGE).response
    assert sure is not None
    assert wide in (None, sure)

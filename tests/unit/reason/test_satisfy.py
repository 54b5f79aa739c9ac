"""Whether a rule can ever be true: found, excluded, or left open when the search cannot say."""

from __future__ import annotations

from typing import Any

import pytest
from probe import KEY, probed

from backstay.knowledge import load_knowledge
from backstay.plan.assess import prepared
from backstay.reason import satisfy
from backstay.reason.satisfy import can_be_true


def can_hold(when: str, scope: str = "patient") -> bool | None:
    program = probed(when, scope)
    return can_be_true(program, KEY)


@pytest.mark.parametrize(
    ("when", "want"),
    [
        ("limb_weakness", True),
        ("limb_weakness and not limb_weakness", False),
        ("primary == 'breast' and primary == 'kidney'", False),
        ("primary == 'breast' and platelets < 50", True),
        ("platelets < 50 and platelets > 60", False),
        ("platelets <= 50 and platelets >= 50", True),
        ("has(comorbidities, 'diabetes') and not has(comorbidities, 'stroke')", True),
        ("any_lesion(escc == '2' and level == 'T8')", True),
        ("any_lesion(escc == '2' and escc == '3')", False),
        ("egfr < 30 and egfr > 40", None),  # calculated: the search does not try every number
        ("weight + weight < 0", None),
        ("platelets / 0 > 1", None),  # never known, whatever the facts
        ("true", True),
        ("false", False),
    ],
)
def test_for_the_person(when: str, want: bool | None) -> None:
    assert can_hold(when) is want


@pytest.mark.parametrize(
    ("when", "want"),
    [
        ("sins >= 13 and level == 'T8'", True),
        ("sins > 18", False),
        ("months_since_radiation < 5", True),  # a computed fact stands as a fact
        ("high_grade_compression and low_grade_compression", False),
    ],
)
def test_for_a_lesion(when: str, want: bool | None) -> None:
    assert can_hold(when, "lesion") is want


def test_a_search_that_takes_too_long_gives_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(satisfy, "BUDGET", 1)
    assert can_hold("sins >= 13 and level == 'T9'", "lesion") is None


def test_every_shipped_rule_was_judged() -> None:
    program, _ = prepared(load_knowledge())
    answers: dict[Any, int] = {}
    for compiled in program.of_kind("statement"):
        answer = can_be_true(program, compiled.unit.key)
        answers[answer] = answers.get(answer, 0) + 1
    assert False not in answers
    assert answers[True] > 9 * answers.get(None, 0)

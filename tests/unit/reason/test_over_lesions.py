"""What is said over all lesions: the worst of a number or of an ordered choice, and what stays unknown."""

from __future__ import annotations

from typing import Any

import pytest
from probe import KEY, probed

from backstay.case import read_case
from backstay.knowledge import load_knowledge
from backstay.knowledge.data import KnowledgeError
from backstay.reason import evaluate
from backstay.reason.arithmetic import worst

KNOWLEDGE = load_knowledge()


def judged(when: str, *lesions: dict[str, Any]) -> object:
    document: dict[str, Any] = {"as_of": "2026-03-14", "lesions": list(lesions)}
    return evaluate(probed(when), read_case(document, KNOWLEDGE.facts)).patient[KEY]


NOTHING = {"level": "T2"}
NUMBER = "worst(collapse_percent) >= 40"
GRADES = ("0", "1a", "1b", "1c", "2", "3")


@pytest.mark.parametrize(
    ("lesions", "expected"),
    [
        ([{"level": "T8", "collapse_percent": "50"}, {"level": "L3", "collapse_percent": "5"}], True),
        ([{"level": "T8", "collapse_percent": "10"}], False),
        ([{"level": "T8", "collapse_percent": "50"}, NOTHING], None),
        ([], None),  # of no lesion there is no worst
    ],
)  # fmt: skip
def test_the_worst_number_of_all_lesions(lesions: list[dict[str, Any]], expected: object) -> None:
    assert judged(NUMBER, *lesions) is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1a", "3"], "3"),
        (["1a", None], None),  # the unknown one could be higher
        (["3", None], "3"),  # nothing is higher than the highest
        ([None], None),
    ],
)
def test_the_worst_of_an_ordered_choice(values: list[str | None], expected: str | None) -> None:
    assert worst(values, GRADES) == expected


def test_there_is_no_worst_of_what_has_no_order() -> None:
    with pytest.raises(KnowledgeError, match="takes a number or an ordered choice"):
        probed("worst(pain) >= 3")

"""Engines that others wrote give the same values as ours: 100 patients here, 2,000 in `make oracle`."""

from __future__ import annotations

import outside
import pytest
from agreement import Agreement, chosen, compare, summary

from backstay.knowledge import load_knowledge
from backstay.verify.cql import library_text

PATIENTS = 100
REASON = outside.missing()
pytestmark = pytest.mark.skipif(REASON is not None, reason=REASON or "")


def asked(text: str, count: int = PATIENTS) -> Agreement:
    knowledge = load_knowledge()
    return compare(knowledge, chosen(knowledge, count, seed=1), text)


def test_every_value_is_the_same() -> None:
    found = asked(library_text(load_knowledge()))
    assert found.patients == PATIENTS
    assert not found.mismatches, "\n".join(summary(found))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("when members.complete then false", "when members.complete then null"),
        ("when recommend is null or consider is null", "when recommend is null"),
        ("case when one.high < other.low then true", "case when one.low < other.low then true"),
    ],
    ids=["a complete set", "an open statement", "a range below another"],
)
def test_a_wrong_meaning_is_noticed(right: str, wrong: str) -> None:
    text = library_text(load_knowledge())
    assert right in text
    assert asked(text.replace(right, wrong), count=40).mismatches

"""Every construct of the expression language, on an invented vocabulary, and a wrong meaning of each is noticed."""

from __future__ import annotations

from pathlib import Path

import outside
import pytest
from agreement import Asked, summary
from generated_patients import from_nothing

from backstay.knowledge import Knowledge, load_knowledge
from backstay.verify.cql import library_text

REASON = outside.missing()
pytestmark = pytest.mark.skipif(REASON is not None, reason=REASON or "")
PATIENTS = 200
WRONG = {
    "a name in a list": ("then null else value in options", "then false else value in options"),
    "a complete set": ("when members.complete then false", "when members.complete then null"),
    "a set's absent names": ("where not (name in members.absent)", "where name in members.absent"),
    "a range below": ("when one.high < other.low then true when", "when one.low < other.low then true when"),
    "a range at most": ("when one.high <= other.low", "when one.high < other.low"),
    "equal ranges": ("one.low = one.high and other.low = other.high", "one.low = one.high"),
    "a difference of ranges": ("one.low - other.high", "one.low - other.low"),
    "least": ("when one <= other then one when one > other", "when one >= other then one when one < other"),
    "an unknown condition": ("when one = other then one else null", "when one is not null then other else other"),
    "what is possible": ("when value is null or rest is null then null", "when value is null then rest"),
    "the end of first": ("high: Greatest(value.high, rest.high)", "high: value.high"),
    "any of unknown": ("when Count(truths) < Count(Lesions) then null\n    else false", "else false"),
    "all of none": ("when truths is null or Count(Lesions) = 0", "when truths is null"),
    "a count": ("+ Count(Lesions) - Count(truths)", ""),
    "the worst there is": ("when Last(order) in values then Last(order)", ""),
    "the worst of numbers": ("or Count(ranges) < Count(Lesions)", ""),
    "a capped score": ("low: Least(total.low, cap)", "low: total.low"),
    "a score that does not apply": ("is false then null else Capped", "is null then null else Capped"),
    "a dispute": ("when avoid and (recommend or consider) then", "when avoid and recommend then"),
    "needed facts": ("when recommend is null or consider is null", "when recommend is null"),
    "a refusal": ("is false then 'declined'", "is null then 'declined'"),
}  # fmt: skip


@pytest.fixture(scope="module")
def invented() -> Knowledge:
    return load_knowledge(root=Path(__file__).parent / "constructs")


@pytest.fixture(scope="module")
def asked(invented: Knowledge) -> Asked:
    return Asked(invented, list(from_nothing(invented, PATIENTS, seed=7)))


def test_each_construct_means_the_same(invented: Knowledge, asked: Asked) -> None:
    with outside.compiled([library_text(invented)]) as (library,):
        found = asked.compare(library)
    assert not found.mismatches, "\n".join(summary(found))
    assert all(counts["true"] and counts["false"] for counts in found.truths.values())


def test_a_wrong_meaning_is_noticed(invented: Knowledge, asked: Asked) -> None:
    text = library_text(invented)
    assert not [right for right, _ in WRONG.values() if right not in text]
    texts = [text.replace(right, wrong) for right, wrong in WRONG.values()]
    with outside.compiled(texts) as libraries:
        found = map(asked.compare, libraries)
        unseen = [name for name, one in zip(WRONG, found, strict=True) if not one.mismatches]
    assert not unseen

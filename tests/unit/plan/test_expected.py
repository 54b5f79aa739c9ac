"""What the knowledge answers about one entry, said as a case says it, so that what is answered can be expected."""

from __future__ import annotations

from typing import Any

import pytest
from assessed import KNOWLEDGE

from backstay.knowledge.patients import Patient
from backstay.plan.assess import prepared
from backstay.plan.expected import ASKED, Expecting, answers, expectation, failures, run
from backstay.plan.expected.saying import score_said

DOCUMENT = {
    "patient": {"cancer_history": "current", "limb_weakness": "true"},
    "lesions": [{"level": "T8", "pain": "mechanical"}, {"level": "L3", "pain": "none"}],
}


def patient(expect: dict[str, Any] | None = None, **document: Any) -> Patient:
    return Patient("A person", "cases/x.yaml", {**DOCUMENT, **document}, expect or {}, {})


@pytest.fixture(scope="module")
def found() -> Expecting:
    return run(patient(), KNOWLEDGE)


STEPS = [key[5:] for key in prepared(KNOWLEDGE)[0].by_key if key.startswith("step:")]
ENOUGH = 20  # answers of a kind
NAMES = {
    "statements": KNOWLEDGE.statements,
    "clocks": KNOWLEDGE.clocks,
    "notices": KNOWLEDGE.notices,
    "steps": STEPS,
    "scores": KNOWLEDGE.scores,
    "interventions": KNOWLEDGE.interventions,
}


@pytest.mark.parametrize("kind", ASKED)
def test_what_is_answered_is_what_a_case_may_expect(found: Expecting, kind: str) -> None:
    """A reader who expects the answer that is given has a case that passes."""
    told = 0
    for name in NAMES[kind]:
        for lesion, said in answers(found, kind, name):
            if kind in ("steps", "notices") and said == "unknown":
                continue  # a case says of these that they hold, or that they do not
            want = (
                said[1:-1].split(", ") if said.startswith("[") else said
            )  # a list, as YAML has it
            assert not failures(patient(expectation(kind, name, want, lesion)), KNOWLEDGE), name
            told += 1
        if told >= ENOUGH:
            break
    assert told


def test_an_answer_is_told_of_each_lesion(found: Expecting) -> None:
    assert [lesion for lesion, _ in answers(found, "scores", "sins")] == ["T8", "L3"]


def test_of_a_score_that_does_not_apply_a_case_says_outside(found: Expecting) -> None:
    said = {said for name in KNOWLEDGE.scores for _, said in answers(found, "scores", name)}
    assert {"outside", "unknown"} <= said


@pytest.mark.parametrize(
    ("score", "said"),
    [
        ({"applies": False, "total": None, "interval": None}, "outside"),
        ({"applies": None, "total": None, "interval": None}, "unknown"),
        ({"applies": True, "total": None, "interval": [4.0, 10.0]}, "[4, 10]"),
        ({"applies": True, "total": 11.0, "interval": None}, "11"),
    ],
)
def test_the_answer_of_a_score(score: dict[str, Any], said: str) -> None:
    assert score_said(score) == said


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"steps_overridden": ["no-such-step"]}, "there is no step no-such-step"),
    ({"scores": {"no-such-score": "3"}}, "no-such-score: 0 results"),
    ({"statements": {"mechanical-pain-alone": "true"}}, "there is no statement"),
]


@pytest.mark.parametrize(("expect", "told"), WRONG, ids=str)
def test_what_cannot_be_expected_is_said(expect: dict[str, Any], told: str) -> None:
    assert any(told in one for one in failures(patient(expect), KNOWLEDGE))


def test_a_rule_that_differs_between_lesions_wants_the_lesion_named(found: Expecting) -> None:
    differs = next(
        name
        for name in KNOWLEDGE.statements
        if len({said for _, said in answers(found, "statements", name)}) > 1
    )
    (told,) = failures(patient({"statements": {differs: "true"}}), KNOWLEDGE)
    assert told == f"{differs} differs between lesions: name the lesion in the case"

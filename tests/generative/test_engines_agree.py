"""The closures mean what the interpreter means, on the real knowledge and on generated cases."""

from __future__ import annotations

import math
from typing import Any

from cases import KNOWLEDGE, PROGRAM, cases
from hypothesis import HealthCheck, given, settings

from backstay.case import Case
from backstay.knowledge.entries import Score
from backstay.reason import evaluate, interpret
from backstay.reason.arithmetic import ends

SLOW = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def same(one: Any, two: Any) -> bool:
    """Equal to the kind; numbers to 1e-9."""
    if (
        isinstance(one, bool)
        or isinstance(two, bool)
        or one is None
        or two is None
        or isinstance(one, str)
    ):
        return one is two or (type(one) is type(two) and one == two)
    if isinstance(one, int | float) and isinstance(two, int | float):
        return math.isclose(one, two, rel_tol=1e-9, abs_tol=1e-12)
    pairs = zip(ends(one), ends(two), strict=True)
    return type(one) is type(two) and all(math.isclose(a, b, rel_tol=1e-9) for a, b in pairs)


@given(cases())
@SLOW
def test_closures_equal_interpreter(case: Case) -> None:
    evaluation = evaluate(PROGRAM, case)
    lesions = None if case.lesions is None else evaluation.lesions
    for compiled in PROGRAM.units:
        for _, env in evaluation.places(compiled):
            for node, part in zip(compiled.unit.nodes, compiled.parts, strict=True):
                assert same(interpret(node, env, lesions), part(env)), compiled.unit.key


@given(cases())
@SLOW
def test_a_definition_takes_the_first_alternative_that_is_known(case: Case) -> None:
    evaluation = evaluate(PROGRAM, case)
    for compiled in PROGRAM.of_kind("definition"):
        for _, env in evaluation.places(compiled):
            parts = [part(env) for part in compiled.parts]
            want = next((value for value in parts if value is not None), None)
            assert same(env[compiled.unit.key], want)


@given(cases())
@SLOW
def test_a_score_is_the_sum_of_its_items(case: Case) -> None:
    evaluation = evaluate(PROGRAM, case)
    for compiled in PROGRAM.of_kind("score"):
        score = compiled.unit.entry
        assert isinstance(score, Score)
        for _, env in evaluation.places(compiled):
            total = env[compiled.unit.key] if not score.grade else None
            if total is None:
                continue
            low, high = ends(total)
            assert low <= high
            known = [part(env) for part in compiled.parts]
            if all(isinstance(points, float) for points in known):
                assert (
                    low == high == min(sum(known), score.cap if score.cap is not None else math.inf)
                )
            if score.range:
                assert score.range[0] <= low
                assert high <= score.range[1]


def test_every_rule_was_compiled() -> None:
    keys = {compiled.unit.key for compiled in PROGRAM.units}
    assert {f"statement:{name}" for name in KNOWLEDGE.statements} <= keys

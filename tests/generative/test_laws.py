"""Laws that hold for every case: filling in an unknown never takes back what was known."""

from __future__ import annotations

from typing import Any

import pytest
from cases import KNOWLEDGE, NOW, PROGRAM, TABLE, cases, value_of
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from backstay.case import Case, Lesion
from backstay.plan.assess import weighed_options
from backstay.plan.notices import CONTRADICT
from backstay.plan.options import open_rules
from backstay.reason import Evaluation, Missing, changed, evaluate
from backstay.reason.program import Compiled

SLOW = settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
JUDGED = ("statement", "step")


def value_for(name: str) -> Any:
    """Values of a fact by its name; None for kinds that expressions cannot see."""
    fact = KNOWLEDGE.facts.find(name)
    assert fact is not None
    return value_of(fact)


def contradicts(evaluation: Evaluation) -> bool:
    return any(
        env.get(compiled.unit.key) is False
        for kind in CONTRADICT
        for compiled in PROGRAM.of_kind(kind)
        for _, env in evaluation.places(compiled)
    )


def fillable(case: Case, evaluation: Evaluation) -> list[tuple[str, str | None]]:
    """Unknown facts of the person and of each lesion that a value can be given for."""
    patient = [
        (n, None)
        for n, f in KNOWLEDGE.facts.patient.items()
        if n not in case.patient and value_of(f) is not None
    ]
    lesion: list[tuple[str, str | None]] = [
        (name, one.name)
        for one in case.lesions or ()
        for name, fact in KNOWLEDGE.facts.lesion.items()
        if name not in one.facts and name != "to_level" and value_of(fact) is not None
    ]
    return [*patient, *lesion]


@given(cases(), st.data())
@SLOW
def test_filling_in_an_unknown_never_changes_a_known_statement(case: Case, data: Any) -> None:
    before = evaluate(PROGRAM, case)
    fact, lesion = data.draw(st.sampled_from(fillable(case, before)))
    after = changed(before, fact, data.draw(value_for(fact)), lesion)
    assume(not contradicts(after))
    for kind in JUDGED:
        for compiled in PROGRAM.of_kind(kind):
            for place, env in before.places(compiled):
                was = env[compiled.unit.key]
                if was is not None:
                    now = after.environment(place)[compiled.unit.key]
                    assert now is was, f"{compiled.unit.key} was {was}, with {fact} it is {now}"


@given(cases(), st.data())
@SLOW
def test_changing_a_fact_gives_what_a_fresh_evaluation_gives(case: Case, data: Any) -> None:
    before = evaluate(PROGRAM, case)
    fact, lesion = data.draw(st.sampled_from(fillable(case, before)))
    value = data.draw(value_for(fact))
    quick = changed(before, fact, value, lesion)
    fresh = evaluate(PROGRAM, _with(case, fact, value, lesion))
    for kind in ("statement", "clock", "step", "constraint", "notice"):
        for compiled in PROGRAM.of_kind(kind):
            for place, env in fresh.places(compiled):
                assert quick.environment(place)[compiled.unit.key] is env[compiled.unit.key]


def _with(case: Case, fact: str, value: Any, lesion: str | None) -> Case:
    from dataclasses import replace

    if lesion is None:
        return replace(case, patient={**case.patient, fact: value})
    lesions = tuple(
        replace(one, facts={**one.facts, fact: value}) if one.name == lesion else one
        for one in case.lesions or ()
    )
    return replace(case, lesions=lesions)


def filled(case: Case, data: Any, names: list[tuple[str, str | None]]) -> Evaluation:
    """The evaluation after values were drawn for some facts."""
    evaluation = evaluate(PROGRAM, case)
    for fact, lesion in names:
        evaluation = changed(evaluation, fact, data.draw(value_for(fact), label=fact), lesion)
    return evaluation


@given(cases(), st.data())
@SLOW
def test_a_robust_option_keeps_its_stance_whatever_is_filled_in(case: Case, data: Any) -> None:
    before = evaluate(PROGRAM, case)
    names = data.draw(st.lists(st.sampled_from(fillable(case, before)), max_size=40, unique=True))
    after = filled(case, data, names)
    assume(not contradicts(after))
    for was, now in zip(weighed_options(before, TABLE), weighed_options(after, TABLE), strict=True):
        if not open_rules(was):
            assert now.stance == was.stance, was.intervention.id


@given(cases(), st.data())
@SLOW
def test_only_facts_that_are_named_can_decide_what_is_unknown(case: Case, data: Any) -> None:
    before = evaluate(PROGRAM, case)
    missing = Missing(before)
    open_now = [
        (compiled, place, missing.of_unit(compiled, env))
        for compiled in PROGRAM.of_kind("statement")
        for place, env in before.places(compiled)
        if env[compiled.unit.key] is None
    ]
    assume(open_now)
    compiled, place, needed = data.draw(st.sampled_from(open_now))
    assert needed, compiled.unit.key
    others = [one for one in fillable(case, before) if one not in needed]
    after = filled(
        case, data, data.draw(st.lists(st.sampled_from(others), max_size=30, unique=True))
    )
    assume(not contradicts(after))
    assert after.environment(place)[compiled.unit.key] is None, (compiled.unit.key, needed)


WAYS = [c for c in PROGRAM.of_kind("definition") if len(c.unit.nodes) > 1]


@pytest.mark.parametrize("compiled", WAYS, ids=lambda c: c.unit.key)
@given(data=st.data())
@settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
def test_several_ways_to_know_a_thing_obey_the_law_where_they_agree(
    compiled: Compiled, data: Any
) -> None:
    """Directly on the facts below each definition, where random cases seldom meet."""
    leaves = [name for name in sorted(PROGRAM.leaves[compiled.unit.key]) if KNOWLEDGE.fact(name)]
    below = [name for name in leaves if value_for(name) is not None]
    lesion = Lesion("T8", {"level": "T8"})
    case = Case("ways", NOW, {}, (lesion,))
    evaluation = evaluate(PROGRAM, case)
    for fact in data.draw(st.permutations([n for n in below if n not in ("level", "to_level")])):
        at = "T8" if fact in KNOWLEDGE.facts.lesion else None
        was = evaluation.lesions[0].get(compiled.unit.key)
        evaluation = changed(evaluation, fact, data.draw(value_for(fact), label=fact), at)
        if contradicts(evaluation):
            return
        now = evaluation.lesions[0].get(compiled.unit.key)
        if isinstance(was, bool | str):
            assert now == was, f"{compiled.unit.key} was {was}, with {fact} it is {now}"

"""Laws that hold for every case: filling in an unknown never takes back what was known."""

from __future__ import annotations

from typing import Any

from cases import KNOWLEDGE, PROGRAM, TABLE, cases, value_of
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from backstay.case import Case
from backstay.plan.assess import weighed_options
from backstay.plan.stances import alterable
from backstay.reason import Evaluation, Missing, changed, evaluate

SLOW = settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
JUDGED = ("statement", "step")


def contradicts(evaluation: Evaluation) -> bool:
    return any(
        env.get(compiled.unit.key) is False
        for compiled in PROGRAM.of_kind("constraint")
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
    found = KNOWLEDGE.facts.find(fact)
    assert found is not None
    strategy = value_of(found)
    assert strategy is not None
    after = changed(before, fact, data.draw(strategy), lesion)
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
    found = KNOWLEDGE.facts.find(fact)
    assert found is not None
    strategy = value_of(found)
    assert strategy is not None
    value = data.draw(strategy)
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


@given(cases())
@SLOW
def test_a_robust_option_has_no_unknown_that_matters(case: Case) -> None:
    evaluation = evaluate(PROGRAM, case)
    for weighed in weighed_options(evaluation, TABLE):
        assert alterable(weighed.tally) == weighed.alters
        assert weighed.alters <= weighed.tally.unknown


@given(cases())
@SLOW
def test_what_is_unknown_names_what_it_needs(case: Case) -> None:
    """An unknown statement always says which fact would help, so that it can be asked."""
    evaluation = evaluate(PROGRAM, case)
    missing = Missing(evaluation)
    for compiled in PROGRAM.of_kind("statement"):
        for _, env in evaluation.places(compiled):
            if env[compiled.unit.key] is None:
                assert missing.of_unit(compiled, env), compiled.unit.key

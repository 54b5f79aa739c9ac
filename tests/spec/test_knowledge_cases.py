"""Every executable patient of the knowledge package holds, and every rule has one case for and one against."""

from __future__ import annotations

from typing import Any

import pytest
from knowledge_cases import (
    by_sentence,
    evaluation_of,
    patients,
    truths_expected,
)

from backstay.knowledge import load_knowledge
from backstay.knowledge.patients import Patient
from backstay.plan.assess import prepared
from backstay.plan.computed import computed
from backstay.plan.expected import failures

KNOWLEDGE = load_knowledge()


@pytest.mark.parametrize("patient", patients(), ids=by_sentence)
def test_patient_holds(patient: Patient) -> None:
    assert failures(patient, KNOWLEDGE) == []


# What is expected wrongly, of one patient: the checker must say so, or a case could never fail.
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"statements": {"referral-at-once-for-red-flags": "false"}}, "is true, not false"),
    ({"statements": {"no-such-rule": "true"}}, "there is no statement"),
    ({"clocks": {"red-flags-with-cancer-are-an-emergency": "unknown"}}, "is true, not unknown"),
    ({"urgency": "routine"}, "urgency is emergency"),
    ({"notices": ["out-of-scope-everything"]}, "is not shown"),
    ({"steps": ["sbrt"]}, "no step of the plan"),
    ({"options": {"mscc_emergency_referral": "declined"}}, "is recommended, not declined"),
    ({"options": {"sbrt": {"L9": "consider"}}}, "no lesion L9"),
    ({"scores": {"sins": {"T8": "11"}}}, "not 11"),
    ({"scores": {"sins": {"T8": ["4", "11"]}}}, "not [4, 11]"),
    ({"definitions": {"cord_or_cauda_signs": "false"}}, "is true, not false"),
    ({"definitions": {"cord_or_cauda_signs": "7"}}, "is true, not 7"),
    ({"steps_overridden": ["mri-at-once-when-deficit-moves-by-the-hour"]}, "does not hold"),
    ({"no_steps_overridden": ["mri-at-once-when-deficit-moves-by-the-hour"]}, "not known to be"),
    ({"weather": "fine"}, "not something a case can expect"),
]


@pytest.mark.parametrize(("expect", "told"), WRONG, ids=str)
def test_what_is_expected_wrongly_fails(expect: dict[str, Any], told: str) -> None:
    document = {
        "patient": {"cancer_history": "current", "limb_weakness": "true"},
        "lesions": [{"level": "T8", "pain": "mechanical"}],
    }
    found = failures(Patient("A person", "cases/x.yaml", document, expect, {}), KNOWLEDGE)
    assert len(found) == 1 and told in found[0]


def seen(kind: str) -> dict[str, set[str]]:
    """For each rule, the truths that some case expects of it."""
    found: dict[str, set[str]] = {}
    for patient in patients():
        for name, _, truth in truths_expected(patient, kind):
            found.setdefault(name, set()).add(truth)
    return found


def waits_for_a_room(compiled: Any) -> bool:
    """Rests on a computed fact whose room is not built: it stays unknown until then."""
    program, built = compiled_program(), computed(KNOWLEDGE)
    names = [*compiled.unit.reads]
    while names:
        unit = program.by_key.get(names.pop())
        if unit is not None:
            if unit.unit.kind == "computed" and unit.unit.entry.by not in built:
                return True
            names += unit.unit.reads
    return False


def compiled_program() -> Any:
    return prepared(KNOWLEDGE)[0]


@pytest.mark.parametrize("kind", ["statements", "clocks"])
def test_every_rule_has_a_case_for_and_a_case_against(kind: str) -> None:
    truths = seen(kind)
    bare = []
    for name in getattr(KNOWLEDGE, kind):
        waits = waits_for_a_room(compiled_program().by_key[f"{kind[:-1]}:{name}"])
        needed = {"unknown"} if waits else {"true", "false"}
        if waits and {"true", "false"} <= truths.get(name, set()):
            continue  # holds by its other facts already
        bare += [f"{name} lacks {truth}" for truth in sorted(needed - truths.get(name, set()))]
    assert not bare


def test_every_notice_has_a_case_for_and_a_case_against() -> None:
    yes = {name for patient in patients() for name in patient.expect.get("notices", ())}
    no = {name for patient in patients() for name in patient.expect.get("no_notices", ())}
    assert not [name for name in KNOWLEDGE.notices if name not in yes], (
        "without a case where it holds"
    )
    assert not [name for name in KNOWLEDGE.notices if name not in no], (
        "without a case where it does not"
    )


def test_every_step_has_a_case_for_and_a_case_against() -> None:
    yes = {name for patient in patients() for name in patient.expect.get("steps_overridden", ())}
    assert not [name for name in KNOWLEDGE.steps if name not in yes], (
        "without a case where it holds"
    )
    keys = {f"step:{name}" for name in KNOWLEDGE.steps}
    for patient in patients():
        evaluation = evaluation_of(patient)
        for key in tuple(keys):
            envs = [env for _, env in evaluation.places(evaluation.program.by_key[key])]
            if envs and all(env.get(key) is False for env in envs):
                keys.discard(key)
    assert not keys, "without a case where it does not hold"


def test_cases_are_named_as_sentences() -> None:
    for patient in patients():
        assert patient.sentence[0].isupper() and " " in patient.sentence, by_sentence(patient)


def test_no_two_cases_have_one_sentence() -> None:
    sentences = [by_sentence(patient) for patient in patients()]
    assert len(sentences) == len(set(sentences))

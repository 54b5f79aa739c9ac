"""Every executable patient of the knowledge package holds, and every rule has one case for and one against."""

from __future__ import annotations

from typing import Any

import pytest
from knowledge_cases import (
    by_sentence,
    evaluation_of,
    patients,
    program_for,
    truths_expected,
)

from backstay.case import read_case
from backstay.knowledge import load_knowledge
from backstay.knowledge.patients import Patient
from backstay.plan import as_document
from backstay.plan.assess import prepared, written
from backstay.plan.computed import computed
from backstay.reason import Evaluation
from backstay.reason.closures import LESIONS

KNOWLEDGE = load_knowledge()
WORDS = {True: "true", False: "false", None: "unknown"}
KINDS = {"statements": "statement", "clocks": "clock", "steps_overridden": "step"}


def truth_at(evaluation: Evaluation, key: str, lesion: str | None) -> str:
    """The one truth of a rule; for a lesion rule without a lesion named, all lesions must agree."""
    if lesion is not None or evaluation.program.by_key[key].scope == "patient":
        return WORDS[evaluation.environment(lesion).get(key)]
    if LESIONS not in evaluation.patient:
        return "unknown"  # the case does not say whether there are lesions
    found = {WORDS[env.get(key)] for env in evaluation.lesions}
    assert len(found) == 1, f"{key} differs between lesions: name the lesion in the case"
    return found.pop()


@pytest.mark.parametrize("patient", patients(), ids=by_sentence)
def test_patient_holds(patient: Patient) -> None:
    case = read_case(patient.document, KNOWLEDGE.facts)
    evaluation = evaluation_of(patient)
    _, table = program_for(patient)
    document = as_document(written(case, evaluation, table, what_if=False))
    for key in patient.expect:
        assert key in CHECKS, f"{patient.file}: {key} is not something a case can expect"
    for key, check in CHECKS.items():
        if key in patient.expect:
            check(patient, evaluation, document)


def _truths(kind: str) -> Any:
    def check(patient: Patient, evaluation: Evaluation, document: dict[str, Any]) -> None:
        for name, lesion, truth in truths_expected(patient, kind):
            key = f"{kind[:-1]}:{name}"
            assert key in evaluation.program.by_key, f"there is no {kind[:-1]} {name}"
            assert truth_at(evaluation, key, lesion) == truth, f"{name} at {lesion or 'any lesion'}"

    return check


def _steps_overridden(patient: Patient, evaluation: Evaluation, document: dict[str, Any]) -> None:
    for name in patient.expect["steps_overridden"]:
        key = f"step:{name}"
        envs = [env for _, env in evaluation.places(evaluation.program.by_key[key])]
        assert any(env.get(key) is True for env in envs), f"step {name} does not hold"


def _no_steps_overridden(
    patient: Patient, evaluation: Evaluation, document: dict[str, Any]
) -> None:
    for name in patient.expect["no_steps_overridden"]:
        key = f"step:{name}"
        envs = [env for _, env in evaluation.places(evaluation.program.by_key[key])]
        assert all(env.get(key) is False for env in envs), f"step {name} is not known to be false"


def _notices(patient: Patient, evaluation: Evaluation, document: dict[str, Any]) -> None:
    told = {notice["id"] for notice in document["notices"]}
    assert set(patient.expect["notices"]) <= told


def _no_notices(patient: Patient, evaluation: Evaluation, document: dict[str, Any]) -> None:
    told = {notice["id"] for notice in document["notices"]}
    assert not set(patient.expect["no_notices"]) & told


def _urgency(patient: Patient, evaluation: Evaluation, document: dict[str, Any]) -> None:
    assert document["urgency"]["level"] == patient.expect["urgency"]


def _numbers(said: Any) -> Any:
    if isinstance(said, list):
        return [float(part) for part in said]
    try:
        return float(said)
    except (TypeError, ValueError):
        return {"true": True, "false": False, "unknown": None}.get(said, said)


def _scores(patient: Patient, evaluation: Evaluation, document: dict[str, Any]) -> None:
    for name, said in patient.expect["scores"].items():
        for lesion, want in said.items() if isinstance(said, dict) else [(None, said)]:
            found = [
                s for s in document["scores"] if s["id"] == name and lesion in (None, s["lesion"])
            ]
            assert len(found) == 1, f"{name}: {len(found)} results"
            _score(found[0], want)


def _score(score: dict[str, Any], want: Any) -> None:
    if want == "outside":
        assert score["applies"] is False and score["total"] is None
    elif isinstance(want, list):
        assert score["interval"] == _numbers(want), score["id"]
        assert score["total"] is None or _numbers(want)[0] == _numbers(want)[1]
    elif isinstance(score["total"], str):
        assert score["total"] == want
    else:
        assert score["total"] == _numbers(want), (score["id"], score["interval"], score["missing"])


def _definitions(patient: Patient, evaluation: Evaluation, document: dict[str, Any]) -> None:
    for name, said in patient.expect["definitions"].items():
        for lesion, want in said.items() if isinstance(said, dict) else [(None, said)]:
            value = evaluation.environment(lesion).get(name)
            if isinstance(_numbers(want), float):
                assert value == pytest.approx(_numbers(want), rel=0.006), name
            elif isinstance(want, list):
                assert list(value) == pytest.approx(_numbers(want)), name
            else:
                assert value == _numbers(want), name


def _options(patient: Patient, evaluation: Evaluation, document: dict[str, Any]) -> None:
    for name, said in patient.expect["options"].items():
        for lesion, want in said.items() if isinstance(said, dict) else [(None, said)]:
            found = [
                o for o in document["options"] if o["id"] == name and lesion in (None, o["lesion"])
            ]
            assert found, f"there is no option {name}"
            assert {o["stance"] for o in found} == {want}, name


def _steps(patient: Patient, evaluation: Evaluation, document: dict[str, Any]) -> None:
    taken = {step["id"] for step in document["plan"]["steps"]}
    assert set(patient.expect["steps"]) <= taken


CHECKS: dict[str, Any] = {
    "statements": _truths("statements"),
    "clocks": _truths("clocks"),
    "notices": _notices,
    "no_notices": _no_notices,
    "urgency": _urgency,
    "scores": _scores,
    "definitions": _definitions,
    "options": _options,
    "steps": _steps,
    "steps_overridden": _steps_overridden,
    "no_steps_overridden": _no_steps_overridden,
}


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

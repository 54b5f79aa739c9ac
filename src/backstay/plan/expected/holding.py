"""What a patient expects and the knowledge does not answer, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import isclose
from typing import Any

from backstay.knowledge import Knowledge
from backstay.knowledge.patients import Patient
from backstay.plan.expected.running import Expecting, run, truths_at
from backstay.plan.expected.saying import number, said_of, score_said
from backstay.reason.evaluation import LESION

CLOSE = 0.006  # relative; a definition is expected to the digits that people write


def failures(patient: Patient, knowledge: Knowledge) -> list[str]:
    """Every expectation that does not hold; none means that the patient passes. Raises CaseError."""
    found = run(patient, knowledge)
    strangers = sorted(
        levels_named(patient.expect) - {env[LESION] for env in found.evaluation.lesions}
    )
    if strangers:
        return [f"there is no lesion {level} in the case" for level in strangers]
    unknown = [
        f"{key} is not something a case can expect" for key in patient.expect if key not in CHECKS
    ]
    return unknown + [
        problem
        for key, check in CHECKS.items()
        if key in patient.expect
        for problem in check(found, patient.expect[key])
    ]


def levels_named(expect: Mapping[str, Any]) -> set[str]:
    """The lesions of which something is expected."""
    return {
        lesion
        for expected in expect.values()
        if isinstance(expected, dict)
        for said in expected.values()
        for lesion, _ in by_lesion(said)
        if lesion is not None
    }


def by_lesion(said: Any) -> list[tuple[str | None, Any]]:
    """One value for all lesions, or one for each."""
    return list(said.items()) if isinstance(said, dict) else [(None, said)]


def _truths(kind: str) -> Callable[[Expecting, Any], Iterator[str]]:
    def check(found: Expecting, expected: Any) -> Iterator[str]:
        for name, said in expected.items():
            key = f"{kind}:{name}"
            if key not in found.evaluation.program.by_key:
                yield f"there is no {kind} {name}"
                continue
            for lesion, want in by_lesion(said):
                truths = truths_at(found.evaluation, key, lesion)
                if len(truths) != 1:
                    yield f"{name} differs between lesions: name the lesion in the case"
                elif truths != {want}:
                    yield f"{name}{_at(lesion)} is {truths.pop()}, not {want}"

    return check


def _at(lesion: str | None) -> str:
    return f" at {lesion}" if lesion else ""


def _steps_overridden(want: bool) -> Callable[[Expecting, Any], Iterator[str]]:
    def check(found: Expecting, expected: Any) -> Iterator[str]:
        for name in expected:
            compiled = found.evaluation.program.by_key.get(f"step:{name}")
            if compiled is None:
                yield f"there is no step {name}"
                continue
            truths = [env.get(f"step:{name}") for _, env in found.evaluation.places(compiled)]
            if want and not any(truth is True for truth in truths):
                yield f"step {name} does not hold"
            if not want and not all(truth is False for truth in truths):
                yield f"step {name} is not known to be false"

    return check


def _notices(want: bool) -> Callable[[Expecting, Any], Iterator[str]]:
    def check(found: Expecting, expected: Any) -> Iterator[str]:
        told = {one["id"] for one in found.document["notices"]}
        for name in expected:
            if (name in told) is not want:
                yield f"notice {name} is {'not ' if want else ''}shown"

    return check


def _urgency(found: Expecting, expected: Any) -> Iterator[str]:
    level = found.document["urgency"]["level"]
    if level != expected:
        yield f"urgency is {level}, not {expected}"


def _scores(found: Expecting, expected: Any) -> Iterator[str]:
    for name, said in expected.items():
        for lesion, want in by_lesion(said):
            scores = [
                one
                for one in found.document["scores"]
                if one["id"] == name and lesion in (None, one["lesion"])
            ]
            if len(scores) != 1:
                yield f"{name}{_at(lesion)}: {len(scores)} results"
            elif not _score_is(scores[0], want):
                yield f"{name}{_at(lesion)} is {score_said(scores[0])}, not {said_of(want)}"


def _score_is(score: dict[str, Any], want: Any) -> bool:
    total = score["total"]
    if want == "outside":
        return score["applies"] is False and total is None
    if isinstance(want, list):
        low, high = number(want)
        return score["interval"] == [low, high] and (total is None or low == high)
    return bool(total == (want if isinstance(total, str) else number(want)))


def _definitions(found: Expecting, expected: Any) -> Iterator[str]:
    for name, said in expected.items():
        for lesion, want in by_lesion(said):
            value = found.evaluation.environment(lesion).get(name)
            if not _value_is(value, number(want)):
                yield f"{name}{_at(lesion)} is {said_of(value)}, not {said_of(want)}"


def _value_is(value: Any, want: Any) -> bool:
    if isinstance(want, list):
        return (
            isinstance(value, list | tuple)
            and len(value) == len(want)
            and all(_near(have, one, 1e-6) for have, one in zip(value, want, strict=True))
        )
    if isinstance(want, float):
        return _near(value, want, CLOSE)
    return bool(value == want)


def _near(value: Any, want: float, relative: float) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return isclose(value, want, rel_tol=0, abs_tol=max(relative * abs(want), 1e-12))


def _options(found: Expecting, expected: Any) -> Iterator[str]:
    for name, said in expected.items():
        for lesion, want in by_lesion(said):
            stances = {
                one["stance"]
                for one in found.document["options"]
                if one["id"] == name and lesion in (None, one["lesion"])
            }
            if stances != {want}:
                told = " and ".join(sorted(stances)) or "no option"
                yield f"{name}{_at(lesion)} is {told}, not {want}"


def _steps(found: Expecting, expected: Any) -> Iterator[str]:
    taken = {one["id"] for one in found.document["plan"]["steps"]}
    yield from (f"{name} is no step of the plan" for name in expected if name not in taken)


CHECKS: dict[str, Callable[[Expecting, Any], Iterator[str]]] = {
    "statements": _truths("statement"),
    "clocks": _truths("clock"),
    "notices": _notices(True),
    "no_notices": _notices(False),
    "urgency": _urgency,
    "scores": _scores,
    "definitions": _definitions,
    "options": _options,
    "steps": _steps,
    "steps_overridden": _steps_overridden(True),
    "no_steps_overridden": _steps_overridden(False),
}

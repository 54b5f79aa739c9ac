"""What the knowledge answers about one entry for one patient, in the words of a case."""

from __future__ import annotations

from typing import Any

from backstay.plan.expected.running import WORDS, Expecting
from backstay.plan.expected.saying import score_said
from backstay.reason.evaluation import LESION

Answer = tuple[str | None, str]  # the lesion, or None for the person; what it says there
ASKED = ("statements", "clocks", "notices", "steps", "scores", "interventions")


def answers(found: Expecting, kind: str, name: str) -> list[Answer]:
    """What is answered now, at each lesion where it is asked of lesions."""
    document = found.document
    if kind == "notices":
        return [(None, _truth(name in {one["id"] for one in document["notices"]}))]
    if kind == "interventions":
        held = [one for one in document["options"] if one["id"] == name]
        return [(one["lesion"], one["stance"]) for one in held]
    if kind == "scores":
        held = [one for one in document["scores"] if one["id"] == name]
        return [(one["lesion"], score_said(one)) for one in held]
    return _truths(found, f"{kind[:-1]}:{name}")


def _truths(found: Expecting, key: str) -> list[Answer]:
    compiled = found.evaluation.program.by_key[key]
    if compiled.scope == "patient":
        return [(None, WORDS[found.evaluation.patient.get(key)])]
    return [(env[LESION], WORDS[env.get(key)]) for env in found.evaluation.lesions]


def _truth(said: bool) -> str:
    return "true" if said else "false"


def expectation(kind: str, name: str, said: Any, lesion: str | None) -> dict[str, Any]:
    """What is expected, as a case writes it.

    >>> expectation("statements", "a-rule", "true", "T8")
    {'statements': {'a-rule': {'T8': 'true'}}}
    >>> expectation("notices", "a-notice", "false", None)
    {'no_notices': ['a-notice']}
    """
    if kind == "notices":
        return {"notices" if said == "true" else "no_notices": [name]}
    if kind == "steps":
        return {"steps_overridden" if said == "true" else "no_steps_overridden": [name]}
    group = "options" if kind == "interventions" else kind
    return {group: {name: {lesion: said} if lesion else said}}

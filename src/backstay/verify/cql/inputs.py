"""One patient as the parameters of the library: what is known, computed facts included; the rest is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backstay.case.values import Members
from backstay.knowledge import Knowledge
from backstay.reason import Evaluation
from backstay.reason.arithmetic import ends
from backstay.reason.closures import LESIONS, Env
from backstay.verify.cql.names import AT, OPEN, Sort, given


def parameters(evaluation: Evaluation) -> dict[str, Any]:
    """The values of `Patient` and `Lesions` for one evaluated case, as JSON holds them."""
    knowledge = evaluation.program.knowledge
    sorts = given(knowledge)
    lesions = [
        {AT: at, **_scope(knowledge, sorts, "lesion", env)}
        for at, env in enumerate(evaluation.lesions)
    ]
    return {
        "Patient": _scope(knowledge, sorts, "patient", evaluation.patient),
        "Lesions": lesions if LESIONS in evaluation.patient else None,
    }


def _scope(knowledge: Knowledge, sorts: Mapping[str, Sort], scope: str, env: Env) -> dict[str, Any]:
    return {
        name: _value(env[name], sort)
        for name, sort in sorts.items()
        if knowledge.scope_of(name) == scope and env.get(name) is not None
    }


def _value(value: Any, sort: Sort) -> Any:
    if sort == "told":
        return True
    if sort == "range":
        low, high = ends(value)
        return {"low": float(low), "high": min(float(high), OPEN)}
    if isinstance(value, Members):
        return {
            "present": sorted(value.present),
            "absent": sorted(value.absent),
            "complete": value.complete,
        }
    return value if isinstance(value, bool | str) else float(value)

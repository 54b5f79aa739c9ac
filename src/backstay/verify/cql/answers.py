"""What our engine says of one patient, under the names of the library's expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from backstay.case.values import Interval, Members
from backstay.plan.options import Table, stance_shown, weigh
from backstay.reason import Evaluation
from backstay.reason.closures import LESIONS, Env
from backstay.reason.program import Compiled
from backstay.verify.cql.export import way
from backstay.verify.cql.names import OPEN


def answers(evaluation: Evaluation, table: Table) -> dict[str, Any]:
    """Each expression's value; of lesions a list in their order, or null while lesions are not known.

    A number known as a range is [low, high]; unknown is null.
    """
    found: dict[str, Any] = dict(evaluation.program.knowledge.chosen)
    for compiled in evaluation.program.units:
        if compiled.unit.kind != "computed":
            for name, value_at in _expressions(compiled):
                found[name] = _everywhere(evaluation, compiled.scope, value_at)
    for intervention in evaluation.program.knowledge.interventions.values():

        def stance(env: Env, one: Any = intervention) -> str:
            return stance_shown(weigh(one, None, env, table))

        def otherwise(env: Env, one: Any = intervention) -> str:
            return weigh(one, None, env, table).stance

        scope = intervention.scope
        found[f"stance:{intervention.id}"] = _everywhere(evaluation, scope, stance)
        found[f"otherwise:{intervention.id}"] = _everywhere(evaluation, scope, otherwise)
    return found


def _expressions(compiled: Compiled) -> Iterator[tuple[str, Callable[[Env], Any]]]:
    """The unit itself, and the alternatives or items that have an expression of their own."""
    unit = compiled.unit
    graded = unit.kind == "score" and not getattr(unit.entry, "items", ())
    if not graded and (
        unit.kind == "score" or (unit.kind == "definition" and len(compiled.parts) > 1)
    ):
        for number, part in enumerate(compiled.parts):
            yield way(unit, number), part
    yield unit.key, lambda env: env.get(unit.key)


def _everywhere(evaluation: Evaluation, scope: str, value_at: Callable[[Env], Any]) -> Any:
    if scope == "patient":
        return _plain(value_at(evaluation.patient))
    if LESIONS not in evaluation.patient:
        return None
    return [_plain(value_at(env)) for env in evaluation.lesions]


def _plain(value: Any) -> Any:
    if isinstance(value, Members):
        return {
            "present": sorted(value.present),
            "absent": sorted(value.absent),
            "complete": value.complete,
        }
    if isinstance(value, Interval):
        return [float(value.low), min(float(value.high), OPEN)]
    return value if value is None or isinstance(value, bool | str) else float(value)

"""One definition or rule by itself, judged from a map of names: for rooms that ask one question, without a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from backstay.knowledge import Knowledge
from backstay.knowledge.tree import names
from backstay.reason.closures import Env
from backstay.reason.evaluation import Evaluation
from backstay.reason.missing import Missing
from backstay.reason.program import Program, compile_program, definite


class Judged(NamedTuple):
    """A value, and the facts that it still needs."""

    value: Any
    missing: tuple[str, ...]


def judge(name: str, facts: Mapping[str, Any], knowledge: Knowledge) -> Judged:
    """The value of a definition, or of a rule as "statement:id", where these facts hold.

    `facts` may hold computed facts too: they are taken as they are, all else is worked out anew. What a lesion has
    of its own stands beside the patient's. A name that is not there is unknown. Raises KeyError for a name that
    is neither definition nor rule.

    >>> from backstay.knowledge import load_knowledge
    >>> judge("past_ulcer", {"ulcer": "past_complicated"}, load_knowledge())
    Judged(value=True, missing=())
    """
    program = _part(knowledge, name)
    env: Env = {**knowledge.chosen, **facts}
    scope = program.by_key[name].scope
    for compiled in program.units:
        if compiled.scope in (
            "patient",
            scope,
        ):  # those of other lesions stand in their own environments
            env[compiled.unit.key] = compiled.run(env)
    value = env[name]
    return Judged(value, () if definite(value) else _missing(program, name, env))


def _missing(program: Program, name: str, env: Env) -> tuple[str, ...]:
    found = Missing(Evaluation(program, env, ())).of_name(name, env)
    asked = {fact for one, _ in found for fact in _asked(program.knowledge, one, env)}
    return tuple(sorted(asked))


def _asked(knowledge: Knowledge, name: str, env: Env) -> tuple[str, ...]:
    """A computed fact is asked for by what it is computed from."""
    definition = knowledge.definitions.get(name)
    if definition is None or definition.by is None:
        return (name,)
    unknown = tuple(one for one in definition.inputs if env.get(one) is None)
    return unknown or definition.inputs


@lru_cache(maxsize=256)
def _part(knowledge: Knowledge, name: str) -> Program:
    """The program of one unit and what it reads; computed facts stand in it as facts."""
    wanted, units = {name}, []
    for unit in reversed(knowledge.units):
        if unit.key in wanted and unit.kind != "computed":
            units.append(unit)
            wanted.update(unit.reads, names(unit.guard) if unit.guard is not None else ())
    if not units:
        raise KeyError(name)
    return compile_program(replace(knowledge, units=tuple(reversed(units))), {})

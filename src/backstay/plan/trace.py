"""Statements with their trace, made from values that stand already in the evaluation."""

from __future__ import annotations

from typing import Any

from backstay.plan.assessment import Statement
from backstay.plan.values import plain, truth_word
from backstay.reason import Evaluation, Missing
from backstay.reason.closures import Env
from backstay.reason.program import Compiled

# For these an unverified contraindication only counts as a reason against: refusing them can harm too.
MILD = ("urgent", "radiation", "surgery")


def statement(
    compiled: Compiled, env: Env, missing: Missing, says: str, modality: str | None = None
) -> Statement:
    """One rule at one place, with the value of every name it reads."""
    entry: Any = compiled.unit.entry
    truth = env.get(compiled.unit.key)
    status = entry.checked.status
    return Statement(
        rule=entry.id,
        says=says,
        counts_as=counts_as(says, status, modality),
        truth=truth_word(truth),
        because=entry.because,
        facts=trace_of(missing.evaluation, compiled, env),
        missing=sorted(_shown(needed) for needed in missing.of_unit(compiled, env)),
        evidence=list(entry.evidence),
        checked=status,
        framework=getattr(entry, "framework", None),
        awaits_review=status == "unverified",
        note=getattr(entry, "note", None),
        local=missing.evaluation.program.knowledge.marks.get(entry.id),
    )


def counts_as(says: str, status: str, modality: str | None) -> str:
    """What a statement weighs in the stance."""
    if says == "contraindicated" and status == "unverified" and modality in MILD:
        return "avoid"
    return says


def trace_of(evaluation: Evaluation, compiled: Compiled, env: Env) -> dict[str, Any]:
    """Every name the unit reads with its value; lesion names inside a quantifier by lesion."""
    knowledge = evaluation.program.knowledge
    found: dict[str, Any] = {}
    for name in compiled.unit.reads:
        decimals = getattr(knowledge.definitions.get(name), "decimals", 6)
        if compiled.scope == "patient" and knowledge.scope_of(name) == "lesion":
            found[name] = {
                lesion["@lesion"]: plain(lesion.get(name), decimals) for lesion in evaluation.lesions
            }
        else:
            found[name] = plain(env.get(name), decimals)
    return found


def _shown(needed: tuple[str, str | None]) -> str:
    fact, lesion = needed
    return f"{lesion}.{fact}" if lesion else fact

"""Statements with their trace, made from values that stand already in the evaluation."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET

from backstay.plan.approvals import approvals_of, drugs_of
from backstay.plan.assessment import Statement
from backstay.plan.values import AS_THEY_ARE, plain, truth_word
from backstay.reason import Evaluation, Missing
from backstay.reason.closures import Env
from backstay.reason.missing import NO_LESIONS, NOTHING, Needed
from backstay.reason.program import Compiled

# For these an unverified contraindication only counts as a reason against: refusing them can harm too.
MILD = ("urgent", "radiation", "surgery")


class Tracer:
    """Writes statements out; a rule that several options share is written once."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.missing = Missing(evaluation)
        self.written: dict[tuple[str, int, str], Statement] = {}

    def statement(
        self, compiled: Compiled, env: Env | None, says: str, category: str = ""
    ) -> Statement:
        """One rule at one place, with the value of every name it reads; `category` is what it weighs.

        Without a place it is a rule of lesions that the case does not speak of.
        """
        if env is None:
            return self._write(compiled, {}, says, category, NO_LESIONS)
        if compiled.scope == "patient":
            env = self.evaluation.patient
        at = (compiled.unit.key, id(env), category)
        found = self.written.get(at)
        if found is None:
            unknown = env.get(compiled.unit.key) is None
            needed = self.missing.of_unit(compiled, env) if unknown else NOTHING
            found = self.written[at] = self._write(compiled, env, says, category, needed)
        return found

    def _write(
        self, compiled: Compiled, env: Env, says: str, category: str, needed: Needed
    ) -> Statement:
        entry: Any = compiled.unit.entry
        truth = env.get(compiled.unit.key)
        status = entry.checked.status
        approved = truth is not False and bool(getattr(entry, "approvals", ()))
        return Statement(
            rule=entry.id,
            says=says,
            counts_as=category or says,
            truth=truth_word(truth),
            because=entry.because,
            facts=trace_of(self.evaluation, compiled, env),
            missing=sorted(map(_shown, needed)) if needed else [],
            evidence=list(entry.evidence),
            checked=status,
            framework=getattr(entry, "framework", None),
            awaits_review=status == "unverified",
            note=getattr(entry, "note", None),
            local=self.evaluation.program.knowledge.marks.get(entry.id),
            drugs=drugs_of(entry) if approved else UNSET,
            approvals=approvals_of(entry) if approved else UNSET,
        )


def counts_as(says: str, status: str, modality: str | None) -> str:
    """What a statement weighs in the stance."""
    if says == "contraindicated" and status == "unverified" and modality in MILD:
        return "avoid"
    return says


def trace_of(evaluation: Evaluation, compiled: Compiled, env: Env) -> dict[str, Any]:
    """Every name the unit reads with its value; lesion names inside a quantifier by lesion."""
    found: dict[str, Any] = {}
    for name, decimals, by_lesion in compiled.reads:
        if by_lesion:
            found[name] = {
                lesion["@lesion"]: plain(lesion.get(name), decimals)
                for lesion in evaluation.lesions
            }
        else:
            value = env.get(name)
            simple = value is None or type(value) in AS_THEY_ARE
            found[name] = value if simple else plain(value, decimals)
    return found


def _shown(needed: tuple[str, str | None]) -> str:
    fact, lesion = needed
    return f"{lesion}.{fact}" if lesion else fact

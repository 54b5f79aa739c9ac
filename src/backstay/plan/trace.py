"""Statements with their trace, made from values that stand already in the evaluation."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import UNSET

from backstay.knowledge.entries import Rule
from backstay.plan.approvals import approvals_of, drugs_of
from backstay.plan.assessment import Statement
from backstay.plan.values import AS_THEY_ARE, plain, truth_word
from backstay.reason import Evaluation, Missing
from backstay.reason.closures import Env
from backstay.reason.missing import NO_LESIONS, NOTHING, Needed
from backstay.reason.program import Compiled, Program

# For these an unverified contraindication only counts as a reason against: refusing them can harm too.
MILD = ("urgent", "radiation", "surgery")


class Tracer:
    """Writes statements out; a rule that several options share is written once."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.missing = Missing(evaluation)
        self.saids = saids(evaluation.program)
        self.written: dict[tuple[str, int, str], Statement] = {}
        self.named: dict[Needed, list[str]] = {}

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
        truth = env.get(compiled.unit.key)
        said = self.saids[compiled.unit.key]
        approved = truth is not False and bool(said.approvals)
        return Statement(
            rule=said.rule,
            says=says,
            counts_as=category or says,
            truth=truth_word(truth),
            because=said.because,
            facts=trace_of(self.evaluation, compiled, env),
            missing=self._named(needed) if needed else [],
            evidence=said.evidence,
            checked=said.checked,
            framework=said.framework,
            awaits_review=said.checked == "unverified",
            note=said.note,
            local=said.local,
            drugs=said.drugs if approved else UNSET,
            approvals=said.approvals if approved else UNSET,
        )

    def _named(self, needed: Needed) -> list[str]:
        """Facts with their lesions, worked out once for statements that need the same."""
        found = self.named.get(needed)
        if found is None:
            found = self.named[needed] = sorted(map(_shown, needed))
        return found


class Said(NamedTuple):
    """What a statement says of its rule, the same for every person."""

    rule: str
    because: str
    evidence: list[str]
    checked: str
    framework: str | None
    note: str | None
    local: str | None
    drugs: list[str]
    approvals: list[dict[str, Any]]


@lru_cache(maxsize=4)
def saids(program: Program) -> dict[str, Said]:
    """Of every statement and clock, made once for a program."""
    marks = program.knowledge.marks
    units = (*program.of_kind("statement"), *program.of_kind("clock"))
    return {one.unit.key: _said(one.unit.entry, marks) for one in units}


def _said(entry: Any, marks: dict[str, str]) -> Said:
    rule = isinstance(entry, Rule)
    return Said(
        rule=entry.id,
        because=entry.because,
        evidence=list(entry.evidence),
        checked=entry.checked.status,
        framework=entry.framework if rule else None,
        note=entry.note if rule else None,
        local=marks.get(entry.id),
        drugs=drugs_of(entry) if rule else [],
        approvals=approvals_of(entry) if rule else [],
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

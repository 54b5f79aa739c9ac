"""What every reader must see: notices that hold, contradictions, and facts that are stale or in conflict."""

from __future__ import annotations

from typing import Any

from backstay.case.cases import Case
from backstay.plan.assessment import Told
from backstay.plan.options import Broken
from backstay.reason import Evaluation
from backstay.reason.program import Compiled

CONTRADICT = ("constraint", "agreement")


def notices(evaluation: Evaluation, case: Case) -> list[Told]:
    """Contradictions and conflicts first, then what rules say, then what is out of date."""
    remarks = [_remark(remark) for remark in case.remarks]
    urgent = [told for told in remarks if told.id == "conflict"]
    return [
        *_contradictions(evaluation),
        *urgent,
        *_overlay(evaluation),
        *_said(evaluation),
        *(t for t in remarks if t not in urgent),
    ]


def out_of_scope(evaluation: Evaluation) -> Broken:
    """Facts for which the rules do not speak, by lesion."""
    told = _where(evaluation, ("notice",), truth=True)
    return _facts(evaluation, [one for one in told if _entry(one[0]).out_of_scope])


def broken(evaluation: Evaluation) -> Broken:
    """Facts of constraints that surely do not hold, by lesion."""
    return _facts(evaluation, _where(evaluation, CONTRADICT, truth=False))


def _entry(compiled: Compiled) -> Any:
    return compiled.unit.entry


def _where(
    evaluation: Evaluation, kinds: tuple[str, ...], truth: bool
) -> list[tuple[Compiled, str | None]]:
    """The units of some kinds that have one truth, and at which lesion."""
    return [
        (compiled, lesion)
        for kind in kinds
        for compiled in evaluation.program.of_kind(kind)
        for lesion, env in evaluation.places(compiled)
        if env.get(compiled.unit.key) is truth
    ]


def _facts(evaluation: Evaluation, told: list[tuple[Compiled, str | None]]) -> Broken:
    """The facts below units by the lesion they belong to; a patient's fact belongs to none."""
    knowledge = evaluation.program.knowledge
    found: dict[str | None, frozenset[str]] = {}
    for compiled, lesion in told:
        for fact in evaluation.program.leaves[compiled.unit.key]:
            at = lesion if knowledge.scope_of(fact) == "lesion" else None
            found[at] = found.get(at, frozenset()) | {fact}
    return found


def _contradictions(evaluation: Evaluation) -> list[Told]:
    return [
        Told(
            id="contradiction",
            text=f"Contradiction: {_entry(compiled).text}",
            lesion=lesion,
            facts=sorted(evaluation.program.leaves[compiled.unit.key]),
            evidence=[],
        )
        for compiled, lesion in _where(evaluation, CONTRADICT, truth=False)
    ]


def _overlay(evaluation: Evaluation) -> list[Told]:
    """That a local protocol is in force, and what it touches: also what it took away."""
    knowledge = evaluation.program.knowledge
    if knowledge.overlay is None:
        return []
    touched = "; ".join(f"{name}: {mark}" for name, mark in sorted(knowledge.marks.items()))
    text = f"A local protocol is in force: {knowledge.overlay}. {touched}"
    return [Told(id="overlay", text=text, lesion=None, facts=[], evidence=[])]


def _said(evaluation: Evaluation) -> list[Told]:
    found = []
    for compiled, lesion in _where(evaluation, ("notice",), truth=True):
        entry = _entry(compiled)
        facts = list(entry.about) or sorted(evaluation.program.leaves[compiled.unit.key])
        found.append(
            Told(
                id=entry.id,
                text=entry.text,
                lesion=lesion,
                facts=facts,
                evidence=list(entry.evidence),
                place=entry.place,
            )
        )
    return found


def _remark(remark: Any) -> Told:
    kind = "stale" if remark.kind == "marked_stale" else remark.kind
    return Told(
        id=kind, text=remark.text, lesion=remark.lesion, facts=list(remark.facts), evidence=[]
    )

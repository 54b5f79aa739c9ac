"""What every reader must see: notices that hold, contradictions, and facts that are stale or in conflict."""

from __future__ import annotations

from typing import Any

from backstay.case.cases import Case
from backstay.plan.assessment import Told
from backstay.plan.options import Broken
from backstay.reason import Evaluation


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
    found: dict[str | None, frozenset[str]] = {}
    for compiled in evaluation.program.of_kind("notice"):
        entry: Any = compiled.unit.entry
        for lesion, env in evaluation.places(compiled):
            if entry.out_of_scope and env.get(compiled.unit.key) is True:
                found[lesion] = (
                    found.get(lesion, frozenset()) | evaluation.program.leaves[compiled.unit.key]
                )
    return found


def broken(evaluation: Evaluation) -> Broken:
    """Facts of constraints that surely do not hold, by lesion."""
    found: dict[str | None, frozenset[str]] = {}
    for compiled in evaluation.program.of_kind("constraint"):
        for lesion, env in evaluation.places(compiled):
            if env.get(compiled.unit.key) is False:
                leaves = evaluation.program.leaves[compiled.unit.key]
                found[lesion] = found.get(lesion, frozenset()) | leaves
    return found


def _contradictions(evaluation: Evaluation) -> list[Told]:
    found = []
    for compiled in evaluation.program.of_kind("constraint"):
        entry: Any = compiled.unit.entry
        for lesion, env in evaluation.places(compiled):
            if env.get(compiled.unit.key) is False:
                found.append(
                    Told(
                        id="contradiction",
                        text=f"Contradiction: {entry.text}",
                        lesion=lesion,
                        facts=sorted(evaluation.program.leaves[compiled.unit.key]),
                        evidence=[],
                    )
                )
    return found


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
    for compiled in evaluation.program.of_kind("notice"):
        entry: Any = compiled.unit.entry
        for lesion, env in evaluation.places(compiled):
            if env.get(compiled.unit.key) is True:
                found.append(
                    Told(
                        id=entry.id,
                        text=entry.text,
                        lesion=lesion,
                        facts=list(entry.about)
                        or sorted(evaluation.program.leaves[compiled.unit.key]),
                        evidence=list(entry.evidence),
                    )
                )
    return found


def _remark(remark: Any) -> Told:
    kind = "stale" if remark.kind == "marked_stale" else remark.kind
    return Told(
        id=kind, text=remark.text, lesion=remark.lesion, facts=list(remark.facts), evidence=[]
    )

"""The check of a plan as a part of the document: limits, coverage, and what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from backstay.dose.check.added import NOT_JUDGED, Summed
from backstay.dose.check.course import Course, too_low
from backstay.dose.check.document import rounded, span
from backstay.dose.check.evaluate import Plan, evaluate
from backstay.dose.check.judged import Judged
from backstay.dose.check.mapping import Asked, Named, answers, mapped
from backstay.dose.check.refusal import Unusable, attempt
from backstay.dose.check.targets import Coverage, coverage
from backstay.dose.check.wanted import Wanted
from backstay.dose.dicom.grid import DoseFile
from backstay.dose.dicom.same import Together
from backstay.dose.histogram.shapes import Grid, Histogram
from backstay.dose.limits.organs import Limits, default_rule_set, limits_for
from backstay.dose.limits.tables import course_cautions, rule_sets
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.structure_names import organ_names
from backstay.knowledge.tables.tissues import DoseCaution

MM3 = 1000.0  # in one cc
LEAST_OF_PRESCRIPTION = (
    0.9  # the highest dose of a whole plan is never so far below what is prescribed; ours
)
STATUSES = ("pass", "fail", "unknown")


def add_judgement(
    told: dict[str, Any],
    histograms: Sequence[Histogram],
    there: Together,
    dose: DoseFile,
    how: Course,
    wanted: Wanted,
    knowledge: Knowledge,
    total: Summed | None = None,
) -> None:
    """Put into a document what rests on knowledge: the check where it is wanted, and cautions."""
    cautions: list[DoseCaution] = []
    if total:
        cautions += course_cautions(total.courses, knowledge)
    elif wanted.alpha_beta is not None and how.fractions:
        highest = max((one.highest or 0.0 for one in histograms), default=0.0)
        cautions += course_cautions([(highest, how.fractions)], knowledge)
    if wanted.check:
        rules = _rules(wanted, how, knowledge)
        doubts = (*((NOT_JUDGED,) if total else ()), *_doubts(dose))
        told["check"] = check(histograms, there, dose, how, wanted, rules, knowledge, doubts)
        cautions += rules.cautions if rules else ()
    told["cautions"] = [_caution(one) for one in dict.fromkeys(cautions)]
    told["knowledge"] = {"edition": knowledge.edition, "fingerprint": knowledge.fingerprint}


def check(
    histograms: Sequence[Histogram],
    there: Together,
    dose: DoseFile,
    how: Course,
    wanted: Wanted,
    rules: Limits | None,
    knowledge: Knowledge,
    doubts: tuple[str, ...],
) -> dict[str, Any]:
    """Limits of one rule set, each judged; coverage of targets; structures and facts that are asked."""
    named = mapped(_numbered(there), knowledge, wanted.said)
    low = None if doubts else too_low(dose, how)
    plan = _plan(there, dose, how, doubts, low)
    judged = evaluate(rules.found, histograms, named, knowledge, plan) if rules else ()
    covered = () if doubts else coverage(histograms, knowledge, how.prescribed)
    asked = _relevant(named.asked, rules, knowledge)
    targets = {one.structure for one in covered}
    left = [name for one in named.asked if one not in asked for name in one.structures]
    name = wanted.rules or default_rule_set(knowledge)
    entry = rule_sets(knowledge)[name]
    return {
        "rules": name,
        "title": entry.title,
        "population": entry.population,
        "checked": entry.checked.status,
        "evidence": list(entry.evidence),
        "fractions": how.fractions,
        "results": [result(one) for one in judged],
        "counts": {status: sum(one.status == status for one in judged) for status in STATUSES},
        "coverage": [target(one) for one in covered],
        "asked": _asked(asked, how, (*doubts, *filter(None, [low]))),
        "organs": [_organ(one) for one in named.named],
        "set_aside": list(named.aside),
        "unnamed": [name for name in (*named.unnamed, *left) if name not in targets],
        "without": None if rules is None or rules.found else rules.reason,
        "other_rules": list(rules.others) if rules and not rules.found else [],
    }


def no_check(
    there: Together, how: Course | None, wanted: Wanted, knowledge: Knowledge
) -> list[str]:
    """Why a check cannot be made of what was said: the rule set, and what each structure is."""
    problems: list[str] = []
    attempt(lambda: _rules(wanted, how, knowledge), problems)
    attempt(lambda: answers(_numbered(there), wanted.said, knowledge), problems)
    return problems


def _numbered(there: Together) -> list[tuple[int, str]]:
    return [(one.number, one.name) for one in there.structures]


def _rules(wanted: Wanted, how: Course | None, knowledge: Knowledge) -> Limits | None:
    """The limits in so many fractions; None where that is not known. Raises Unusable for what there are none of."""
    parts = how.fractions if how else None
    try:
        found = limits_for(parts or 1, wanted.rules, knowledge)
    except ValueError as error:
        named = wanted.rules is None or wanted.rules in rule_sets(knowledge)
        raise Unusable([str(error) if named else f"--rules: {error}"]) from None
    return found if parts else None


def _doubts(dose: DoseFile) -> tuple[str, ...]:
    """Why this dose cannot be held to any limit."""
    found = []
    if dose.units != "Gy":
        found.append("the dose is relative (percent), and limits are in Gy")
    if dose.type != "PHYSICAL":
        found.append(f"the dose is {dose.type}, and limits are physical doses")
    if not dose.whole_plan:
        said = dose.summation or "not said (DoseSummationType)"
        found.append(f"the dose is not surely that of one whole plan: {said}")
    return tuple(found)


def _plan(
    there: Together, dose: DoseFile, how: Course, doubts: tuple[str, ...], low: str | None
) -> Plan:
    return Plan(
        low=low,
        prescription=how.prescription,
        voxel_cc=voxel_cc(dose.grid),
        doubts=doubts,
        incomplete=frozenset(one.number for one in there.structures if one.incomplete),
    )


def result(one: Judged) -> dict[str, Any]:
    """One limit and what the plan does; null for what is not known."""
    limit = one.limit
    return {
        "status": one.status,
        "organ": limit.organ,
        "organ_title": one.organ,
        "structure": one.structure,
        "number": one.number,
        "measure": one.measure,
        "value": None if one.value is None else span(one.value),
        "limit": rounded(one.bound),
        "unit": one.unit,
        "sense": one.sense,
        "margin": None if one.margin is None else span(one.margin),
        "why": list(one.why),
        "missing": one.missing,
        "upper": rounded(limit.upper),
        "risk_percent": None if limit.risk_percent is None else list(limit.risk_percent),
        "region": limit.region,
        "counts": limit.counts,
        "note": limit.note,
        "id": limit.id,
        "checked": limit.checked.status,
        "evidence": list(limit.evidence),
        "point": None if one.point is None else msgspec.to_builtins(one.point),
    }


def target(one: Coverage) -> dict[str, Any]:
    """One target: doses in Gy, volume in cc, `v100` in percent of its volume."""
    return {
        "structure": one.structure,
        "number": one.number,
        "kind": one.kind,
        "volume_cc": rounded(one.volume_cc),
        "prescription": rounded(one.prescription),
        "d95": span(one.d95),
        "d98": span(one.d98),
        "v100": None if one.covered is None else span(one.covered),
    }


def _relevant(asked: Sequence[Asked], rules: Limits | None, knowledge: Knowledge) -> list[Asked]:
    """The questions that a limit of these rules waits for; without rules all of them."""
    if rules is None:
        return list(asked)
    organs = organ_names(knowledge)
    limited = {one.organ for one in rules.found}
    wanted = {one.id for one in organs.values() if one.region_of in limited}
    for name in limited:
        wanted |= {name, organs[name].halves or name, *organs[name].around}
    return [one for one in asked if wanted.intersection(one.candidates)]


def _asked(asked: Sequence[Asked], how: Course, doubts: tuple[str, ...]) -> list[dict[str, Any]]:
    """What a person has to say: of structures with the organs they could be, and of the course."""
    structures = [
        {
            "structures": list(one.structures),
            "candidates": list(one.candidates),
            "question": one.why,
        }
        for one in asked
    ]
    facts = [
        {"structures": [], "candidates": [], "question": question}
        for question in (*how.asks, *doubts)
    ]
    return [*facts, *structures]


def _organ(one: Named) -> dict[str, Any]:
    return {
        "structure": one.structure, "number": one.number, "organ": one.organ, "side": one.side,
        "by": "user" if one.said else "name",
    }  # fmt: skip


def _caution(one: DoseCaution) -> dict[str, Any]:
    return {"text": one.text, "evidence": list(one.evidence), "checked": one.checked.status}


def voxel_cc(grid: Grid) -> float:
    """The volume of the largest voxel, in cc."""
    sides = [float(np.diff(one).max()) for one in (grid.columns, grid.rows, grid.frames)]
    return sides[0] * sides[1] * sides[2] / MM3

"""Scores written out: a total only when every item is one number, else the interval and what is missing."""

from __future__ import annotations

from typing import Any

from backstay.knowledge.entries import Band, Score
from backstay.plan.assessment import ScoreItem, ScoreResult
from backstay.plan.values import number, plain
from backstay.reason import Evaluation, Missing
from backstay.reason.arithmetic import ends
from backstay.reason.closures import Env
from backstay.reason.program import Compiled


def scores(evaluation: Evaluation, missing: Missing) -> list[ScoreResult]:
    """Every score, those of a lesion once for each."""
    return [
        _graded(compiled, lesion, env, missing)
        if _entry(compiled).grade
        else _summed(compiled, lesion, env, missing)
        for compiled in evaluation.program.of_kind("score")
        for lesion, env in evaluation.places(compiled)
    ]


def unscored(evaluation: Evaluation, missing: Missing) -> list[tuple[str, str | None]]:
    """The facts that scores still need, each with the lesion of its score: the `missing` of all scores."""
    return [
        (fact, lesion)
        for compiled in evaluation.program.of_kind("score")
        for lesion, env in evaluation.places(compiled)
        if _applies(compiled, env) is not False
        for fact in _needed(compiled, env, missing)
    ]


def _needed(compiled: Compiled, env: Env, missing: Missing) -> list[str]:
    """The facts that the items of a score, or its grade, still need."""
    items = range(1 if _entry(compiled).grade else len(_entry(compiled).items))
    return sorted({fact for at in items for fact, _ in missing.of_item(compiled, at, env)})


def _entry(compiled: Compiled) -> Score:
    assert isinstance(compiled.unit.entry, Score)
    return compiled.unit.entry


def _applies(compiled: Compiled, env: Env) -> bool | None:
    """Whether the person is in the score's population; None when not known."""
    if compiled.guard is None:
        return True
    found: bool | None = compiled.guard(env)
    return found


def _summed(compiled: Compiled, lesion: str | None, env: Env, missing: Missing) -> ScoreResult:
    score = _entry(compiled)
    applies = _applies(compiled, env)
    value = env.get(compiled.unit.key)
    items = [_item(compiled, at, env) for at in range(len(score.items))]
    if applies is False:
        return _result(score, lesion, applies, None, None, [], items, [])
    needed = _needed(compiled, env, missing)
    low, high = ends(value)
    bands = [band for band in score.bands if _reaches(band, low, high)]
    whole = low == high and not needed
    total = number(low) if whole else None
    return _result(score, lesion, applies, total, [number(low), number(high)], bands, items, needed)


def _graded(compiled: Compiled, lesion: str | None, env: Env, missing: Missing) -> ScoreResult:
    """A score that is an ordinal grade: the grade stands as text, never as a number."""
    score = _entry(compiled)
    assert score.grade
    applies = _applies(compiled, env)
    grade = env.get(score.grade) if applies is not False else None
    needed = _needed(compiled, env, missing) if applies is not False else []
    bands = [band for band in score.bands if grade is not None and grade in band.id.split("_or_")]
    item = ScoreItem(
        fact=score.grade, label=score.title, value=env.get(score.grade), points=None, partial=None
    )
    interval = [grade, grade] if grade is not None else None
    return _result(score, lesion, applies, grade, interval, bands, [item], needed)


def _item(compiled: Compiled, at: int, env: Env) -> ScoreItem:
    item = _entry(compiled).items[at]
    points: Any = plain(compiled.parts[at](env))
    return ScoreItem(
        fact=item.fact,
        label=item.label,
        value=plain(env.get(item.fact)),
        points=points,
        partial=item.partial,
    )


def _reaches(band: Band, low: float, high: float) -> bool:
    return (band.min is None or high >= band.min) and (band.max is None or low <= band.max)


def _result(
    score: Score,
    lesion: str | None,
    applies: bool | None,
    total: Any,
    interval: Any,
    bands: list[Band],
    items: list[ScoreItem],
    missing: list[str],
) -> ScoreResult:
    """The record of a score; a band is named only where the whole interval lies in it."""
    one = bands[0] if len(bands) == 1 else None
    return ScoreResult(
        id=score.id,
        title=score.title,
        lesion=lesion,
        applies=applies,
        measures=score.measures,
        prognostic=score.prognostic,
        higher=score.higher,
        range=[number(end) for end in score.range] if score.range else None,
        total=total,
        interval=interval,
        band=one.id if one else None,
        band_label=one.label if one else None,
        possible_bands=[band.id for band in bands],
        outcome=one.outcome if one else None,
        items=items,
        missing=missing,
        population=score.population,
        partial=score.partial,
        pitfalls=list(score.pitfalls),
        checked=score.checked.status,
        evidence=list(score.evidence),
    )

"""Scores beside SINS and ESCC, and computed values, each with what it must be read with."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present import names, scored
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.values import clean, describe, number
from backstay.present.words import capital, say

DRAWN = ("sins", "escc")  # shown with their lesion


class Measure(NamedTuple):
    """One score as a reader sees it."""

    id: str
    name: str
    lesion: str  # empty for a score of the whole person
    title: str  # the name with its lesion
    points: str  # total or interval, without doubt about whom the score is for
    result: str
    applies: bool | None
    band: str
    outcome: str
    population: str
    missing: list[str]
    pitfalls: list[str]
    prognostic: bool
    complete: bool  # no item is missing
    links: list[tuple[str, str]]  # id and short name of each source
    status: str
    partial: str


def measures(assessment: Assessment, knowledge: Knowledge, *, prognostic: bool) -> list[Measure]:
    found = [
        measure(knowledge, score)
        for score in assessment.get("scores", [])
        if score["id"] not in DRAWN
    ]
    return [one for one in found if one.prognostic is prognostic]


def computed(assessment: Assessment, knowledge: Knowledge) -> list[tuple[str, str]]:
    """Computed numbers with their units, for the person and then by lesion."""
    given = assessment.get("definitions") or {}
    parts = [("", given.get("patient") or {}), *(given.get("lesions") or {}).items()]
    return [
        (capital(_at(names.fact(knowledge, name), lesion)), describe(knowledge, name, value))
        for lesion, defined in parts
        for name, value in defined.items()
        if _is_number(knowledge, name) and value is not None
    ]


def measure(knowledge: Knowledge, score: Entry) -> Measure:
    """One score with all that it must be read with."""
    known = knowledge.scores.get(str(score["id"]))
    name, lesion = names.score(knowledge, str(score["id"])), clean(score.get("lesion") or "")
    prognostic = score.get("prognostic", known.prognostic if known else False)
    pitfalls = score.get("pitfalls") or (known.pitfalls if known else ())
    return Measure(
        id=str(score["id"]),
        name=name,
        lesion=lesion,
        title=say("at_lesion", what=name, lesion=lesion) if lesion else name,
        points=_points(knowledge, score),
        result=_result(knowledge, score),
        applies=score.get("applies"),
        band=scored.band(knowledge, score),
        outcome=clean(str(score.get("outcome") or "")),
        population=clean(known.population) if known else "",
        missing=scored.missing(knowledge, score),
        pitfalls=[clean(str(one)) for one in pitfalls],
        prognostic=bool(prognostic),
        complete=score.get("total") is not None,
        links=[(name, names.source(knowledge, name)) for name in score.get("evidence") or ()],
        status=str(score.get("checked") or "unverified"),
        partial=clean(str(score.get("partial") or "")),
    )


def _points(knowledge: Knowledge, score: Entry) -> str:
    if score.get("applies") is False:
        return say("does_not_apply")
    top, told = scored.highest(knowledge, score), scored.result(score)
    return (
        say("of", result=told, top=number(top)) if top is not None and scored.ends(score) else told
    )


def _result(knowledge: Knowledge, score: Entry) -> str:
    told = _points(knowledge, score)
    unsure = score.get("applies") is None and scored.ends(score)
    return say("if_applies", result=told) if unsure else told


def _is_number(knowledge: Knowledge, name: str) -> bool:
    entry = knowledge.definitions.get(name)
    return entry is not None and entry.shown and entry.kind in ("number", "count")


def _at(label: str, lesion: str) -> str:
    return say("at_lesion", what=label, lesion=clean(lesion)) if lesion else label

"""Scores as Observations: a total or an interval, each item, and what is missing. Never read back as facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.exchange.write.facts_looks import CATEGORIES
from backstay.exchange.write.words import facts_named, notes, say, word
from backstay.exchange.write.writing import (
    Resource,
    Writing,
    coding,
    concept,
    device_id,
    facts_at,
    resource,
    site,
    to,
)
from backstay.knowledge import Knowledge
from backstay.plan.assessment import ScoreItem, ScoreResult
from backstay.version import VERSION

UNKNOWN = {
    "system": "http://terminology.hl7.org/CodeSystem/data-absent-reason",
    "code": "unknown",
    "display": "Unknown",
}


def written_scores(writing: Writing) -> list[ScoreResult]:
    """Every score whose population the person may be of."""
    return [one for one in writing.assessment.scores if one.applies is not False]


def score_id(writing: Writing, one: ScoreResult) -> str:
    return writing.name("Observation", one.id, one.lesion)


def score_observations(writing: Writing) -> Iterator[Resource]:
    for one in written_scores(writing):
        said = [result_line(one), *lines(one, writing.knowledge)]
        yield resource(
            "Observation",
            score_id(writing, one),
            said,
            status="preliminary" if one.missing or one.applies is None else "final",
            category=[{"coding": [{"system": CATEGORIES, "code": "survey", "display": "Survey"}]}],
            code=concept(one.title, coding("backstay-scores", one.id, one.title)),
            subject=writing.subject,
            effectiveDateTime=writing.on,
            bodySite=site(one.lesion),
            derivedFrom=[
                found for item in one.items for found in facts_at(writing, item.fact, one.lesion)
            ],
            device=to(device_id(VERSION), "Backstay"),
            interpretation=[concept(one.band_label)] if one.band_label else None,
            note=notes([*lines(one, writing.knowledge), *one.pitfalls]),
            referenceRange=[_range(one.range)] if one.range else None,
            component=_components(one),
            **_value(one.interval, one.id),
        )


def result_line(one: ScoreResult) -> str:
    """The score in one line."""
    name = one.title if one.lesion is None else say("where", title=one.title, lesion=one.lesion)
    if one.interval is None:
        return say("score_open", title=name)
    low, high = one.interval
    told = str(low) if low == high else f"{low} to {high}"
    return say(
        "score_result", title=name, result=f"{told}, {one.band_label}" if one.band_label else told
    )


def lines(one: ScoreResult, knowledge: Knowledge) -> list[str]:
    """What goes with a result: what is missing, for whom it was made, how well it was checked."""
    found = [say("score_missing", facts=facts_named(one.missing, knowledge))] if one.missing else []
    found += [say("score_applies_open")] if one.applies is None else []
    found += [one.partial] if one.partial else []
    outcome = [one.outcome] if one.outcome else []
    names = ", ".join(knowledge.evidence[source].short for source in one.evidence)
    checked = say("score_checked", status=word("status", one.checked), sources=names)
    return [*found, *outcome, say("score_population", population=one.population), checked]


def _components(one: ScoreResult) -> list[dict[str, Any]]:
    """The items of a sum. A grade is its only item, and no component."""
    summed = len(one.items) > 1 or any(item.points is not None for item in one.items)
    return [_component(one, item) for item in one.items] if summed else []


def _component(one: ScoreResult, item: ScoreItem) -> dict[str, Any]:
    """The points of one item; its code says the score too, so that points are never taken for the fact.

    A list holds more than the item asks for: beside "heart failure" it would read as if diabetes were one.
    """
    told = (
        item.label
        if item.value is None or isinstance(item.value, list | dict)
        else say("score_points", label=item.label, value=_plain(item.value))
    )
    code = concept(told, coding("backstay-scores", f"{one.id}.{item.fact}", item.label))
    points = item.points
    pair = points if isinstance(points, list) else None if points is None else [points, points]
    return {"code": code, **_value(pair, one.id)}


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("_", " ")


def _value(interval: list[Any] | None, score: str) -> dict[str, Any]:
    """A number, a grade or an interval; what nobody knows is said to be unknown."""
    if interval is None:
        return {"dataAbsentReason": {"coding": [UNKNOWN]}}
    low, high = interval
    if isinstance(low, str):
        return {"valueCodeableConcept": concept(low, coding("backstay-scores", f"{score}.{low}"))}
    if low != high:
        return {"valueRange": _range([low, high])}
    if low == int(low):
        return {"valueInteger": int(low)}
    return {"valueQuantity": {"value": low}}


def _range(pair: list[float]) -> dict[str, Any]:
    return {"low": {"value": pair[0]}, "high": {"value": pair[1]}}

"""Scores in words: a total, or the interval and what is missing."""

from __future__ import annotations

from typing import Any, NamedTuple

from backstay.knowledge.entries import Band, Score
from backstay.present import names
from backstay.present.knows import Entry, Knowledge
from backstay.present.lesions import Lesion
from backstay.present.values import clean, describe, is_span, number, span
from backstay.present.words import listed, say

Ends = tuple[float, float]


class Line(NamedTuple):
    """One item of a score: what was found, and its points or the points it may still give."""

    label: str
    finding: str
    points: str
    known: bool
    top: str = ""  # the most that the item can give


def ends(score: Entry | None) -> Ends | None:
    """The lowest and highest total that are still possible; a grade such as ESCC has none."""
    if score is None or score.get("applies") is False:
        return None
    total, between = score.get("total"), score.get("interval")
    if isinstance(total, int | float):
        return (total, total)
    return (between[0], between[1]) if is_span(between) and between is not None else None


def result(score: Entry | None) -> str:
    """The total, or the interval, as it may be printed: never a total with a missing item."""
    found = ends(score)
    return say("not_known") if found is None else span(*found)


def highest(knowledge: Knowledge, score: Entry) -> float | None:
    known = knowledge.scores.get(str(score["id"]))
    return known.range[1] if known and known.range else None


def missing(knowledge: Knowledge, score: Entry) -> list[str]:
    """Labels of the facts that the score still needs."""
    given = [gap["fact"] if isinstance(gap, dict) else gap for gap in score.get("missing") or []]
    return names.all_asked(knowledge, given)


def band(knowledge: Knowledge, score: Entry | None) -> str:
    """The band of a total; of an interval every band it touches."""
    if score is None:
        return ""
    if score.get("band_label"):
        return clean(str(score["band_label"]))
    found, known = ends(score), knowledge.scores.get(str(score["id"]))
    if found is None or known is None:
        return ""
    touched = [clean(one.label) for one in known.bands if _touches(one, found)]
    return f" {say('or')} ".join(touched)


def items(knowledge: Knowledge, score: Entry) -> list[Line]:
    known = knowledge.scores.get(str(score["id"]))
    return [
        _item(knowledge, known, place, item) for place, item in enumerate(score.get("items", []))
    ]


def in_line(knowledge: Knowledge, score: Entry) -> str:
    """The items of a score in one line: "pain mechanical 3; bone lytic 2"."""
    told = [f"{one.label.lower()} {one.finding} {one.points}" for one in items(knowledge, score)]
    return "; ".join(told)


def caption(knowledge: Knowledge, score: Entry | None, lesion: Lesion) -> str:
    """The score of a lesion in one sentence: "SINS at T8: 11 of 18, potentially unstable"."""
    found = ends(score)
    if found is None or score is None:
        return say("score_at", score="SINS", lesion=lesion.title, result=say("not_known"))
    top = highest(knowledge, score)
    shown = (
        number(found[0])
        if found[0] == found[1]
        else say("range", low=number(found[0]), high=number(found[1]))
    )
    of = say("of", result=shown, top=number(top)) if top is not None else shown
    parts = [of, band(knowledge, score)]
    return say(
        "score_at", score="SINS", lesion=lesion.title, result=", ".join(p for p in parts if p)
    )


def gaps(knowledge: Knowledge, score: Entry) -> str:
    """What is missing, as a sentence part, or nothing."""
    found = missing(knowledge, score)
    return say("missing", facts=listed(found)) if found else ""


def _touches(one: Band, found: Ends) -> bool:
    low = float("-inf") if one.min is None else one.min
    high = float("inf") if one.max is None else one.max
    return low <= found[1] and found[0] <= high


def _item(knowledge: Knowledge, known: Score | None, place: int, item: Entry) -> Line:
    fact, points = str(item["fact"]), _points(known, place, item)
    possible = _possible(known, place)
    label = (
        known.items[place].label
        if known and place < len(known.items)
        else names.fact(knowledge, fact)
    )
    return Line(
        label=clean(label),
        finding=describe(knowledge, fact, item.get("value")),
        points=say("not_known") if points is None else span(*points),
        known=points is not None and points[0] == points[1],
        top=number(possible[1]) if possible else "",
    )


def _points(known: Score | None, place: int, item: Entry) -> Ends | None:
    """The points that were given, or all that the item can still give."""
    given: Any = item.get("points")
    if isinstance(given, list | tuple):
        return (given[0], given[1])
    if given is not None:
        return (given, given)
    return _possible(known, place)


def _possible(known: Score | None, place: int) -> Ends | None:
    if known is None or place >= len(known.items):
        return None
    item = known.items[place]
    if item.range:
        return item.range
    found = [
        end
        for value in item.points.values()
        for end in (value if isinstance(value, tuple) else (value,))
    ]
    return (min(found), max(found)) if found else None

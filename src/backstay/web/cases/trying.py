"""Trying a change: the case as it would be with other facts. Nothing of it is kept."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from backstay.case.facts import Fact
from backstay.knowledge import Knowledge
from backstay.present import changes, moved, remarks
from backstay.present.changes import Change
from backstay.present.knows import Assessment
from backstay.present.moved import Moved
from backstay.present.values import brief, value_word
from backstay.present.values import unit as unit_of
from backstay.present.words import say

KINDS = ("yes_no", "choice", "number", "count")  # what one field can answer
MOST = 12  # facts that turn the plan; all others stand in their groups
NOT_KNOWN = "?"
LONGEST = 500  # letters of a tick that our pages make; deeper nesting would exhaust the reader

Tried = dict[str, Any]  # the path of a fact, as in `observed`; None: as if it were not known


class Field(NamedTuple):
    """One fact that can be tried at other values."""

    path: str
    label: str
    now: str
    kind: str
    values: list[tuple[str, str]]
    unit: str
    chosen: str


class Offer(NamedTuple):
    """A single change that moves an option, to be ticked."""

    value: str
    condition: str
    effects: str
    first: str  # the weightiest effect alone
    chosen: bool


def read(posted: Mapping[str, Any], ticked: Iterable[str]) -> Tried:
    """What a form asks to try. Fields are named `to-` and the path; ticks hold a path and a value."""
    tried: Tried = {}
    for one in ticked:
        path, value = _ticked(one)
        if path:
            tried[path] = value
    for name, value in posted.items():
        if name.startswith("to-") and value.strip():
            tried[name[3:]] = None if value.strip() == NOT_KNOWN else value.strip()
    return tried


def _ticked(text: str) -> tuple[str, Any]:
    if len(text) > LONGEST:
        return "", None
    try:
        path, value = json.loads(text)
    except (ValueError, TypeError):
        return "", None
    return (path, value) if isinstance(path, str) else ("", None)


def supposed(document: dict[str, Any], tried: Tried) -> dict[str, Any]:
    """The case with the values that are tried; they are seen now, whenever the others were seen."""
    made = copy.deepcopy(document)
    for path, value in tried.items():
        level, _, name = path.rpartition(".")
        made.get("observed", {}).pop(path, None)
        for place in _places(made, level):
            place.pop(name, None)
            if value is not None:
                place[name] = value
    return made


def _places(document: dict[str, Any], level: str) -> list[dict[str, Any]]:
    if not level:
        return [document.setdefault("patient", {})]
    return [one for one in document.get("lesions", []) if one["level"] == level]


def offers(
    assessment: Assessment, knowledge: Knowledge, lesion: str, tried: Tried, most: int = 0
) -> list[Offer]:
    """The weightiest change of each fact, those at the chosen lesion and of the person first."""
    found = changes.decisive(changes.changes(assessment, knowledge))
    found.sort(key=lambda one: bool(lesion) and one.fact.lesion not in (None, lesion))
    made = [_offer(one, tried) for one in found]
    return made[:most] if most else made


def _offer(one: Change, tried: Tried) -> Offer:
    path = _path(one.fact.lesion, one.fact.name)
    return Offer(
        value=json.dumps([path, one.to], ensure_ascii=False),
        condition=one.condition,
        effects=one.main_effects,
        first=one.first_effect,
        chosen=path in tried and tried[path] == one.to,
    )


def _path(lesion: str | None, name: str) -> str:
    return f"{lesion}.{name}" if lesion else name


def fields(
    assessment: Assessment, knowledge: Knowledge, tried: Tried
) -> tuple[list[Field], list[tuple[str, list[Field]]]]:
    """The facts that turn the plan, then all others that can change, by the group of their form."""
    every = _every(assessment, knowledge)
    turning = [path for path in _turning(assessment) if path in every][:MOST]
    groups: dict[str, list[Field]] = {}
    for path, (lesion, fact) in every.items():
        if path not in turning:
            name = say("where", lesion=lesion, text=fact.group) if lesion else fact.group
            held = groups.setdefault(name, [])
            held.append(_field(assessment, knowledge, lesion, fact, tried))
    first = [_field(assessment, knowledge, *every[path], tried) for path in turning]
    return first, list(groups.items())


def _every(assessment: Assessment, knowledge: Knowledge) -> dict[str, tuple[str | None, Fact]]:
    """Each fact that can change and that one field can answer, by its path."""
    levels = [str(one["level"]) for one in assessment["facts"]["lesions"] or []]
    places = [(lesion, knowledge.facts.lesion) for lesion in levels]
    return {
        _path(lesion, fact.id): (lesion, fact)
        for lesion, facts in (*places, (None, knowledge.facts.patient))
        for fact in facts.values()
        if fact.changeable and fact.kind in KINDS
    }


def _turning(assessment: Assessment) -> list[str]:
    """Facts whose change moves an option, and the first that are asked."""
    moving = [
        _path(change.get("lesion"), str(change["fact"]))
        for option in assessment["options"]
        for change in option.get("would_change") or []
    ]
    asked = [_path(one.get("lesion"), str(one["fact"])) for one in assessment.get("questions", [])]
    return list(dict.fromkeys([*moving, *asked]))


def _field(
    assessment: Assessment, knowledge: Knowledge, lesion: str | None, fact: Fact, tried: Tried
) -> Field:
    value, path = _now(assessment, lesion, fact.id), _path(lesion, fact.id)
    asked = tried.get(path, "")
    return Field(
        path=path,
        label=say("where", lesion=lesion, text=fact.label) if lesion else fact.label,
        now=brief(knowledge, fact.id, value),
        kind=fact.kind,
        values=_values(knowledge, fact),
        unit=unit_of(knowledge, fact.id),
        chosen=NOT_KNOWN if asked is None else str(asked),
    )


def _values(knowledge: Knowledge, fact: Fact) -> list[tuple[str, str]]:
    if fact.kind == "yes_no":
        return [("true", say("yes")), ("false", say("no"))]
    return [(value, value_word(knowledge, fact.id, value)) for value in fact.values]


def _now(assessment: Assessment, lesion: str | None, name: str) -> Any:
    facts = assessment["facts"]
    if lesion is None:
        return facts["patient"].get(name)
    found = [one for one in facts["lesions"] or [] if one.get("level") == lesion]
    return found[0].get(name) if found else None


class Result(NamedTuple):
    """What would be otherwise."""

    line: str  # one sentence, read out
    options: list[Moved]
    others: list[str]
    clashes: list[str]  # what cannot hold together with the rest


def result(before: Assessment, after: Assessment, knowledge: Knowledge) -> Result:
    """What moved, with one sentence that says it."""
    options = moved.moved(before, after, knowledge)
    others = moved.others(before, after, knowledge)
    told = [one.text for one in remarks.remarks(after) if one.kind == "contradiction"]
    return Result(moved.line(options, others), options, others, told)

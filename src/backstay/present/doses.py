"""All that is said of the radiation of each lesion, in parts, for every face."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from backstay.present.dose_parts import Part, cord_parts
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.lesions import lesions
from backstay.present.radiation import as_line, at, brief, in_question
from backstay.present.reasons import Reason
from backstay.present.treated import treated_parts
from backstay.present.values import clean
from backstay.present.words import say


class Sheet(NamedTuple):
    """All parts of one lesion."""

    lesion: str
    title: str
    parts: list[Part]


def sheets(assessment: Assessment, knowledge: Knowledge) -> list[Sheet]:
    """Each lesion that was irradiated, or whose radiation is in question."""
    made = [
        Sheet(one.name, one.title, _parts(assessment, knowledge, one.name, found))
        for one in lesions(assessment)
        if (found := at(assessment, one.name)) is not None
    ]
    return _once([one for one in made if one.parts])


def _once(found: list[Sheet]) -> list[Sheet]:
    """What the same part of an earlier lesion says in the same words is told once; here it says where."""
    told: dict[str, tuple[str, list[Reason]]] = {}
    return [
        one._replace(parts=[_new(part, one.title, told) for part in one.parts]) for one in found
    ]


def _new(part: Part, lesion: str, told: dict[str, tuple[str, list[Reason]]]) -> Part:
    """A part without the sentences that stand at an earlier lesion."""
    where, before = told.setdefault(part.title, (lesion, []))
    again = [one for one in part.told if one in before]
    shown = [one for one in part.told if one not in before]
    before += shown
    if not again:
        return part
    return part._replace(told=[*shown, as_line({}, say("as_at", lesion=where, count=len(again)))])


def sources(assessment: Assessment, knowledge: Knowledge) -> Iterator[str]:
    """The sources of all that is told, in the decision and among the details."""
    for one in lesions(assessment):
        for line in brief(assessment, one.name):
            yield from line.reason.sources
    for sheet in sheets(assessment, knowledge):
        for part in sheet.parts:
            yield from (name for told in part.told for name in told.sources)


def supports(assessment: Assessment) -> str:
    """What these doses are for, and that they decide nothing."""
    return clean(str((assessment.get("radiation") or {}).get("supports") or ""))


def _parts(assessment: Assessment, knowledge: Knowledge, lesion: str, found: Entry) -> list[Part]:
    asked = in_question(assessment, lesion)
    if not (asked or found["courses"]):
        return []
    parts = [*cord_parts(found), *(treated_parts(knowledge, found) if asked else ())]
    return [one for one in _cautioned(parts) if one.rows or one.told]


def _cautioned(parts: list[Part]) -> Iterator[Part]:
    """The parts, each caution that several of them carry at the first alone."""
    told: set[Reason] = set()
    for part in parts:
        again = {one for one in part.told if not one.status and one in told}
        told.update(part.told)
        yield part._replace(told=[one for one in part.told if one not in again])
